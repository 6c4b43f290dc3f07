"""A template and plain data become a tagged PDF (PDF/UA-1), the same bytes every time.

Data reaches a template as JSON, never as markup, so a team named ``#read("/etc/passwd")`` is
printed as it is written. A template sees its own folder and nothing else; a picture without a text
for those who cannot see it does not compile, and neither does a document without a title.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import msgspec
import typst
from fontTools.ttLib import TTFont

TEMPLATES = Path(str(files("service") / "documents" / "templates"))
FONTS = Path(str(files("service") / "documents" / "fonts"))
STANDARD: Final = "ua-1"
BREAKS = frozenset("\t\n\r")
"""Characters without a shape that a template sets as a space or a new line."""


class NotTypeset(RuntimeError):  # noqa: N818 -- named for what happened
    """The template is at fault: it does not compile with this data, or not without a warning."""


def compile(template: str, data: Mapping[str, Any], at: datetime) -> bytes:  # noqa: A001 -- Typst's word
    """The PDF of ``service/documents/templates/<template>`` with ``data``, dated ``at``.

    ``at`` is an aware instant: of publication, or of what is printed. The template has the data as
    ``json(bytes(sys.inputs.data))`` and the day as ``sys.inputs.day`` (``house.typ`` reads both).
    Values are what JSON has, and dates (as ISO 8601 text). Numbers that matter come as text: JSON
    numbers are binary floats in Typst. A character that no shipped font has is printed by its
    number, as ``[U+4E2D]``. The same arguments give the same bytes. Takes some 20 milliseconds of
    processor time: call it in a thread.

    Raises NotTypeset for a fault of the template, ValueError for an instant without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("a document is dated with an instant: give it a time zone")
    plain = _drawable(msgspec.to_builtins(data))
    try:
        pdf, warnings = typst.compile_with_warnings(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={
                "data": msgspec.json.encode(plain).decode(),
                "day": at.date().isoformat(),
            },
            pdf_standards=STANDARD,
            timestamp=at,
        )
    except typst.TypstError as fault:
        raise NotTypeset(f"{template}: {fault.diagnostic or fault.message}") from fault
    if warnings:
        raise NotTypeset(f"{template}: " + "; ".join(warning.message for warning in warnings))
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _shapes() -> frozenset[int]:
    """Characters that every face we ship can draw."""
    faces = [TTFont(BytesIO(path.read_bytes())) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*(frozenset(face.getBestCmap()) for face in faces))


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(map(_shape, value))
    if isinstance(value, Mapping):
        return {key: _drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each) for each in value]
    return value


def _shape(character: str) -> str:
    if ord(character) in _shapes() or character in BREAKS:
        return character
    return f"[U+{ord(character):04X}]"
