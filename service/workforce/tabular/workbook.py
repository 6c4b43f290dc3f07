"""An Excel workbook: its sheets, which cell styles are dates, and its shared strings.

Neither of the usual readers was taken. One asks for all memory at once for a 5 KB file whose last
cell is far from the first and so aborts the process, and drops error cells. The other needs about
five times as long and turns every number into a float. Here sheets are streamed within bounds and
numbers stay text. Figures: docs/performance/tabular-read.md.
"""

import posixpath
import re
from dataclasses import dataclass

from service.workforce.tabular.package import (
    Attributes,
    Package,
    feed,
    local_name,
    xml_parser,
)

_MAIN_PART = frozenset({"workbookPr", "sheet"})
_RELATIONS = frozenset({"Relationship"})
_STYLES = frozenset({"numFmt", "xf"})
_DATE_FORMATS = frozenset(
    map(str, {14, 15, 16, 17, 22, *range(27, 32), *range(34, 37), *range(50, 55), 57, 58})
)
"""Built-in number formats that show a day (ECMA-376 part 1, 18.8.30)."""
_NOT_PLACEHOLDERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|General', re.IGNORECASE)
"""Parts of a format code that stand for themselves: quoted text, colours, locales, padding."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its name as on the tab, its part of the package, and whether it is shown."""

    name: str
    part: str
    visible: bool


class Workbook:
    """What the main part and the styles say. Macros, charts and links are never looked at."""

    def __init__(self, package: Package, main_part: str) -> None:
        """Read the small parts; raises WorkbookError."""
        self.package = package
        relations = _relations(package, main_part)
        elements = package.elements(main_part, _MAIN_PART)
        self.dates_from_1904 = any(
            element.name == "workbookPr"
            and element.attributes.get("date1904", "0").lower() in {"1", "true"}
            for element in elements
        )
        self.sheets = tuple(
            Sheet(
                element.attributes.get("name", ""),
                relations[element.attributes.get("id", "")][1],
                element.attributes.get("state", "visible") == "visible",
            )
            for element in elements
            if element.name == "sheet"
            and relations.get(element.attributes.get("id", ""), ("", ""))[0] == "worksheet"
        )
        parts = {kind: part for kind, part in relations.values() if part in package.names}
        styles = parts.get("styles")
        self.date_styles = _date_styles(package, styles) if styles else frozenset()
        self._strings_part = parts.get("sharedStrings")

    def strings(self) -> list[str]:
        """Return the shared strings, without formatting and without reading aids."""
        return _strings(self.package, self._strings_part) if self._strings_part else []


def main_part(package: Package) -> str | None:
    """Return the part the package is about (``xl/workbook.xml`` as a rule), or None."""
    if "_rels/.rels" not in package.names:
        return None
    for kind, part in _relations(package, "").values():
        if kind == "officeDocument":
            return part
    return None


def unescaped(text: str) -> str:
    """Turn ``_x000D_`` and the like, as Excel writes control characters, back into characters."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(
        lambda found: chr(int(found[1], 16)) if int(found[1], 16) < 0xD800 else found[0], text
    )


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (last word of its type, part it points to)."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for element in package.elements(listing, _RELATIONS):
        if element.attributes.get("TargetMode") != "External":
            target = posixpath.normpath(
                posixpath.join("/", folder, element.attributes.get("Target", ""))
            )
            kind = element.attributes.get("Type", "").rpartition("/")[2]
            found[element.attributes.get("Id", "")] = (kind, target.lstrip("/"))
    return found


def _date_styles(package: Package, part: str) -> frozenset[str]:
    """Return the numbers of the cell styles whose format shows a day, as cells name them."""
    elements = package.elements(part, _STYLES)
    own = {
        element.attributes.get("numFmtId", ""): element.attributes.get("formatCode", "")
        for element in elements
        if element.name == "numFmt" and element.parent == "numFmts"
    }
    formats = [
        element.attributes.get("numFmtId", "0")
        for element in elements
        if element.name == "xf" and element.parent == "cellXfs"
    ]
    return frozenset(
        str(style) for style, number in enumerate(formats) if _shows_a_day(number, own.get(number))
    )


def _shows_a_day(number: str, code: str | None) -> bool:
    if code is None:
        return number in _DATE_FORMATS
    placeholders = _NOT_PLACEHOLDERS.sub("", code.partition(";")[0]).lower()
    return "d" in placeholders or "y" in placeholders


def _strings(package: Package, part: str) -> list[str]:
    strings: list[str] = []
    texts: list[str] = []
    reading_aid = 0

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal reading_aid
        local = local_name(name)
        if local == "si":
            texts.clear()
        elif local == "rPh":
            reading_aid += 1
        elif local == "t" and not reading_aid:
            parser.CharacterDataHandler = texts.append

    def end(name: str) -> None:
        nonlocal reading_aid
        local = local_name(name)
        if local == "t":
            parser.CharacterDataHandler = None
        elif local == "rPh":
            reading_aid -= 1
        elif local == "si":
            strings.append(unescaped("".join(texts)))

    parser = xml_parser(part, start, end)
    for piece in package.pieces(part):
        feed(parser, part, piece)
    feed(parser, part, b"", final=True)
    return strings
