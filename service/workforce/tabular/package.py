"""An Excel workbook as a package of parts: bounds first, then parts in pieces, XML without DTDs."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from service.workforce.tabular.limits import Limits

PIECE = 1 << 16
SMALL_PART = 16 * 1024 * 1024
"""Most bytes of a part that is read whole: the list of sheets, styles, relations."""
MOST_ELEMENTS = 200_000
"""Most elements kept of such a part; Excel allows 65,490 cell styles."""

_DIRECTORY_ENTRY = 46 + 512
"""Bytes of one entry in the list of contents: its fixed part and a generous name."""
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64_SIZE = 20
_LONGEST_COMMENT = 1 << 16

_SPOILT = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,  # a place before the start of the file
    RuntimeError,  # a part locked with a password, or packed in a way nobody knows
)
"""What zipfile raises for packages that are not what their list of contents says."""

Attributes = dict[str, str]


class WorkbookError(Exception):
    """The workbook cannot be read; the text completes "the workbook is damaged: ..."."""


class WorkbookTooLargeError(WorkbookError):
    """Reading it would cost more than is allowed; the text says which bound."""


@dataclass(frozen=True, slots=True)
class Element:
    """The start of one XML element, without namespaces."""

    parent: str
    name: str
    attributes: Attributes


class Package:
    """An open ZIP package. Only stored and deflated parts, within the declared and allowed size."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        """Check the bounds, then open; raises WorkbookError."""
        _check_directory_size(stream, limits)
        try:
            self._archive = zipfile.ZipFile(stream)
        except _SPOILT as error:
            raise WorkbookError("its list of contents cannot be read") from error
        members = self._archive.infolist()
        if len(members) > limits.max_members:
            raise WorkbookTooLargeError(f"it holds more than {limits.max_members:,} files")
        expanded = sum(member.file_size for member in members)
        if expanded > limits.max_expanded_bytes:
            raise WorkbookTooLargeError(
                f"{expanded // 2**20:,} MB, where {limits.max_expanded_bytes // 2**20:,} MB is the most"
            )
        self.names = frozenset(self._archive.namelist())

    def pieces(self, part: str) -> Iterator[bytes]:
        """Yield the expanded bytes of a part; raises WorkbookError."""
        try:
            member = self._archive.getinfo(part)
            if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise WorkbookError(f"{part} is packed in an unusual way")
            with self._archive.open(member) as opened:
                while piece := opened.read(PIECE):
                    yield piece
        except KeyError:
            raise WorkbookError(f"{part} is missing") from None
        except _SPOILT as error:
            raise WorkbookError(f"{part} cannot be unpacked") from error

    def elements(self, part: str, wanted: frozenset[str]) -> list[Element]:
        """Return the elements with a wanted name, in document order; raises WorkbookError."""
        found: list[Element] = []
        above = [""]

        def start(name: str, attributes: Attributes) -> None:
            local = local_name(name)
            if local in wanted:
                own = {local_name(key): value for key, value in attributes.items()}
                found.append(Element(above[-1], local, own))
            above.append(local)

        def end(_name: str) -> None:
            above.pop()

        parser = xml_parser(part, start, end)
        size = 0
        for piece in self.pieces(part):
            size += len(piece)
            feed(parser, part, piece)
            if size > SMALL_PART or len(found) > MOST_ELEMENTS:
                raise WorkbookTooLargeError(f"{part} alone is larger than any Excel writes")
        feed(parser, part, b"", final=True)
        return found


def local_name(name: str) -> str:
    """Return a name without its namespace (expat puts a space between the two)."""
    return name.rpartition(" ")[2]


def xml_parser(
    part: str, start: Callable[[str, Attributes], None], end: Callable[[str], None]
) -> expat.XMLParserType:
    """Return a parser that refuses document type declarations, and with them all entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end

    def refuse(*_declaration: object) -> None:
        raise WorkbookError(f"{part} has a document type declaration, which no workbook needs")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, part: str, piece: bytes, *, final: bool = False) -> None:
    """Parse one piece; raises WorkbookError for XML that is not well formed."""
    try:
        parser.Parse(piece, final)
    except expat.ExpatError as error:
        raise WorkbookError(
            f"{part} is not well-formed XML in line {error.lineno}: "
            f"{expat.errors.messages[error.code]}"
        ) from error


def _check_directory_size(stream: BinaryIO, limits: Limits) -> None:
    """Refuse a list of contents so long that reading it would already be the attack."""
    size = stream.seek(0, 2)
    tail_start = max(0, size - _END.size - _LONGEST_COMMENT)
    stream.seek(tail_start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise WorkbookError("its end is missing, so it was probably cut short")
    directory = _END.unpack_from(tail, at)[5]
    before_locator = at - _LOCATOR_64_SIZE - _END_64.size
    if before_locator >= 0 and tail[at - _LOCATOR_64_SIZE :].startswith(b"PK\x06\x07"):
        directory = max(
            directory if directory < 2**32 - 1 else 0, _END_64.unpack_from(tail, before_locator)[8]
        )
    if directory > limits.max_members * _DIRECTORY_ENTRY:
        raise WorkbookTooLargeError(f"it holds more than {limits.max_members:,} files")
