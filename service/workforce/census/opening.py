"""The first bytes of a file: whether it is a census message, before any XML parser sees it.

The prolog is scanned here rather than by the parser, so that a document type declaration (the
vehicle of entities, external files and billion laughs) is refused without ever being processed.
"""

import codecs
import re

from service.workforce.census.faults import (
    ARCHIVE,
    DTD,
    EMPTY_FILE,
    ENCODING,
    MALFORMED,
    NOT_XML,
    SEND_XML,
    TRUNCATED,
    WRONG_MESSAGE,
    Unreadable,
    shown,
)
from service.workforce.census.layout import MESSAGE

OPENING_BYTES = 64 * 1024
"""The root element must begin within this much of the file."""

ENCODINGS = frozenset({"utf-8", "utf-16", "ascii", "iso8859-1", "iso8859-15", "cp1252"})
"""Encodings a declaration may name (as Python normalises them)."""

_SAVE_AS_UTF_8 = "Save or export it as UTF-8."

_UNREAD_UNICODE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"<\0", b"\0<", b"\0\0\0<")

_ARCHIVES = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"%PDF", "a PDF"),
)

_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>", re.DOTALL)
_DECLARED_ENCODING = re.compile(r"""\sencoding\s*=\s*["']([^"']*)["']""")
_SKIP = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_WEB_PAGE = re.compile(r"<(?:!DOCTYPE\s+)?html\b", re.IGNORECASE)
_NAME = re.compile(r"<([^\s<>/!?&]+)")
_ROOT = re.compile(r"<[^\s<>/]+(?:\s[^<>]*)?/?>", re.DOTALL)


def inspect(opening: bytes) -> None:
    """Raise Unreadable unless these first bytes (up to OPENING_BYTES) open a census message."""
    if not opening.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Unreadable(EMPTY_FILE, "The file is empty.", SEND_XML)
    for magic, kind in _ARCHIVES:
        if opening.startswith(magic):
            raise Unreadable(
                ARCHIVE,
                f"The file is {kind}, not XML.",
                f"{SEND_XML} If it is packed, unpack it first.",
            )
    text = _decoded(opening)
    declaration = _DECLARATION.match(text)
    if declaration:
        _check_encoding(declaration[0])
    _check_root(text)


def _decoded(opening: bytes) -> str:
    """Text enough to read the prolog by: every accepted encoding but UTF-16 is a wider ASCII."""
    if opening.startswith(_UNREAD_UNICODE):
        raise Unreadable(
            ENCODING,
            "The file is in UTF-32, or in UTF-16 without the mark at its beginning that says so.",
            _SAVE_AS_UTF_8,
            line=1,
        )
    if opening.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        even = opening[: len(opening) // 2 * 2]
        return even.decode("utf-16", errors="replace")
    text = opening.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    if not text.lstrip(" \t\r\n").startswith("<"):
        raise Unreadable(
            NOT_XML, "The file does not begin like XML.", SEND_XML, line=1, value=_first_line(text)
        )
    return text


def _first_line(text: str) -> str:
    line = text.lstrip(" \t\r\n").split("\n", 1)[0][:60].rstrip("\r")
    return "".join(char if char.isprintable() else "�" for char in line)


def _check_encoding(declaration: str) -> None:
    declared = _DECLARED_ENCODING.search(declaration)
    if declared is None:
        return
    try:
        name = codecs.lookup(declared[1]).name
    except LookupError:
        name = ""
    if name not in ENCODINGS:
        raise Unreadable(
            ENCODING,
            f"The file says it is written in the encoding {shown(declared[1])}, "
            "which is not read here.",
            _SAVE_AS_UTF_8,
            line=1,
            value=declared[1],
        )


def _check_root(text: str) -> None:
    place = 0
    while match := _SKIP.match(text, place):
        place = match.end()
    line = text.count("\n", 0, place) + 1
    rest = text[place:]
    if _WEB_PAGE.match(rest):
        raise Unreadable(
            WRONG_MESSAGE,
            "The file is a web page, not a census return: perhaps a page asking to sign in.",
            SEND_XML,
            line=line,
            value="html",
        )
    if rest[:9].upper() == "<!DOCTYPE":
        raise Unreadable(
            DTD,
            "The file has a document type declaration (DOCTYPE). A census message has none, and it "
            "can make a reader open other files, so nothing after it was read.",
            "Remove the DOCTYPE line, or export the file again from your census software.",
            line=line,
        )
    name = _NAME.match(rest)
    if name is None:
        raise _no_root(text, rest, line)
    if name[1] != MESSAGE:
        raise Unreadable(
            WRONG_MESSAGE,
            f"The file is XML, but its outermost element is {shown(name[1])}, not {MESSAGE}.",
            SEND_XML,
            line=line,
            value=name[1],
        )
    tag = _ROOT.match(rest)
    if tag and re.search(r"\sxmlns\s*=", tag[0]):
        raise Unreadable(
            WRONG_MESSAGE,
            "The Message is in an XML namespace; the workforce census has none.",
            SEND_XML,
            line=line,
        )


def _no_root(text: str, rest: str, line: int) -> Unreadable:
    if len(text) >= OPENING_BYTES // 2:
        return Unreadable(
            WRONG_MESSAGE,
            f"No element begins within the first {OPENING_BYTES // 1024} KB.",
            SEND_XML,
            line=line,
        )
    if not rest or rest.startswith(("<!--", "<?")) or "<!--".startswith(rest):
        return Unreadable(
            TRUNCATED,
            "The file ends before its first element.",
            "The file was cut off: export or copy it again.",
            line=line,
        )
    return Unreadable(
        MALFORMED,
        f"The XML is broken at line {line}: no element begins there.",
        "Export the file again from your census software.",
        line=line,
    )
