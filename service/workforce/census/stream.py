"""A census message as a stream of the elements right below Message, hardened and of bounded memory.

lxml's pull parser is fed piece by piece. No entity is expanded, no DTD loaded, nothing fetched, and
libxml2's limits on depth and length stay on. What has been handed out is cleared and dropped, so
that memory does not grow with the file. The bytes between one worker and the next are bounded too:
a parser that keeps the tree of the element it is in would otherwise keep anything.
"""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final, cast

from lxml import etree

from service.workforce.census.element import Element
from service.workforce.census.faults import (
    DTD,
    ENCODING,
    LONGEST_SHOWN,
    MALFORMED,
    SEND_XML,
    TOO_DEEP,
    TOO_LARGE,
    TRUNCATED,
    WRONG_MESSAGE,
    Unreadable,
)
from service.workforce.census.layout import WORKER
from service.workforce.census.opening import OPENING_BYTES, inspect

MOST_BYTES: Final = 512 * 1024 * 1024
"""Size of a file; about 700,000 workers."""

MOST_ELEMENT_BYTES: Final = 1024 * 1024
"""Bytes from the end of one worker to the end of the next; a real worker takes under 2 KB."""

_PIECE = 64 * 1024
_WORKER_TAG = f"<{WORKER}".encode()

_EXPORT_AGAIN = "Export the file again from your census software."

Stray = Callable[[str, int], None]
"""Told of text that stands between the elements: (text, line)."""


Top = tuple[Element, bool]
"""One element right below Message, complete; and whether it certainly has no attributes, on itself
or inside, because there is no = in its part of the file."""


def top_elements(stream: BinaryIO, *, stray: Stray, max_bytes: int = MOST_BYTES) -> Iterator[Top]:
    """Each element right below Message, in the order of the file.

    It may be used until the next one is asked for. Raises Unreadable; nothing read before
    that may then be used.
    """
    opening = _read_full(stream, OPENING_BYTES)
    inspect(opening)
    parser = etree.XMLPullParser(
        events=("end",),
        tag=WORKER,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    # The stubs of lxml know neither an element's line nor that these events hold elements.
    events = cast("Iterator[tuple[str, Any]]", parser.read_events())
    root: Any = None
    done: Any = None
    size = since_worker = lines = 0
    equals = worker_begun = False
    piece = opening
    while piece:
        size += len(piece)
        lines += piece.count(b"\n")
        if size > max_bytes:
            raise _file_too_large(max_bytes)
        _feed(parser, piece)
        since_worker += len(piece)
        worker_begun = worker_begun or _WORKER_TAG in piece
        equals_here = b"=" in piece
        # A worker may have begun in an earlier piece.
        equals |= equals_here
        for _, worker in events:
            if root is None:
                root = worker.getroottree().getroot()
                _no_dtd(root)
            if worker.getparent() is not root:
                continue
            since_worker = 0
            if done is not None and worker.getprevious() is done and done.tail is None:
                root.remove(done)
            else:
                yield from _finished_before(root, worker, stray)
            yield worker, not equals
            worker.clear(keep_tail=True)
            done = worker
        if not since_worker:
            equals = equals_here
        if since_worker > MOST_ELEMENT_BYTES:
            raise _element_too_large(worker_begun=worker_begun)
        piece = stream.read(_PIECE)
    root = _close(parser, lines)
    _no_dtd(root)
    yield from _finished_before(root, None, stray)


def _read_full(stream: BinaryIO, count: int) -> bytes:
    """Up to ``count`` bytes, fewer only at the end: a stream may hand out less than it is asked."""
    pieces = bytearray()
    while len(pieces) < count and (piece := stream.read(count - len(pieces))):
        pieces += piece
    return bytes(pieces)


def _finished_before(root: Any, worker: Any, stray: Stray) -> Iterator[Top]:
    """Hand out what stands before ``worker`` (or is left over) and drop it with what was done.

    Workers among it have been handed out before: they are here only to be dropped.
    """
    if root.text is not None:
        _tell_stray(root.text, root, stray)
        root.text = None
    while len(root) and (element := root[0]) is not worker:
        if element.tag != WORKER:
            yield element, False
        if element.tail is not None:
            _tell_stray(element.tail, element, stray)
        root.remove(element)


def _tell_stray(text: str, where: Element, stray: Stray) -> None:
    if not text.isspace():
        stray(text, where.sourceline or 1)


def _feed(parser: etree.XMLPullParser, piece: bytes) -> None:
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as error:
        raise _broken(error) from None
    # Some faults (an entity nobody declared) stop the parser without an exception.
    for entry in cast("Any", parser).feed_error_log:
        if entry.level >= etree.ErrorLevels.ERROR:
            raise _malformed(entry.line, entry.message)


def _close(parser: etree.XMLPullParser, lines: int) -> Any:
    try:
        return parser.close()
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        if line is not None and line <= lines:
            # Some faults are only met here although more lines follow them.
            raise _broken(error) from None
        # The parser met no fault in the bytes and misses the rest of them.
        raise Unreadable(
            TRUNCATED,
            f"The file ends in the middle of the message{_at(line)}.",
            f"The file was cut off: copy or download it again. {_EXPORT_AGAIN}",
            line=line,
        ) from None


_ENCODING_ERRORS = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    }
)
_RESOURCE_LIMIT = 114  # XML_ERR_RESOURCE_LIMIT: newer than lxml's list of names
_LENGTH_ERRORS = frozenset({_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG})


def _broken(error: etree.XMLSyntaxError) -> Unreadable:
    line = error.lineno or None
    code = cast("Any", error).code
    if code in _ENCODING_ERRORS:
        return Unreadable(
            ENCODING,
            f"The file is not in the encoding it says{_at(line)}: some bytes are no characters in it.",
            "Export it as UTF-8, or name the encoding it is really in (such as windows-1252) in "
            "its first line.",
            line=line,
        )
    if code == _RESOURCE_LIMIT and "depth" in str(error):
        return Unreadable(
            TOO_DEEP,
            f"Elements are nested more than 256 deep{_at(line)}.",
            f"This is no census message. {_EXPORT_AGAIN}",
            line=line,
        )
    if code in _LENGTH_ERRORS:
        return Unreadable(
            TOO_LARGE,
            f"A name or a text is far too long{_at(line)}.",
            f"This is no census message. {_EXPORT_AGAIN}",
            line=line,
        )
    return _malformed(line, str(error.msg).split(", line ")[0])


def _malformed(line: int | None, reason: str) -> Unreadable:
    return Unreadable(
        MALFORMED,
        f"The XML is broken{_at(line)}: {reason.strip()[:LONGEST_SHOWN]}.",
        f"{_EXPORT_AGAIN} If it was edited by hand, correct that line.",
        line=line,
    )


def _at(line: int | None) -> str:
    return f" at line {line:,}" if line else ""


def _no_dtd(root: Any) -> None:
    # The opening was scanned already; this holds should an encoding ever hide a DOCTYPE from it.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            DTD,
            "The file has a document type declaration (DOCTYPE). A census message has none.",
            "Remove the DOCTYPE line, or export the file again from your census software.",
        )


def _file_too_large(max_bytes: int) -> Unreadable:
    return Unreadable(
        TOO_LARGE,
        f"The file is larger than {max_bytes:,} bytes.",
        "A census return of 1,000 social workers is under 1 MB: check that this is the right file.",
    )


def _element_too_large(*, worker_begun: bool) -> Unreadable:
    if not worker_begun:
        return Unreadable(
            WRONG_MESSAGE,
            f"There is no {WORKER} in the first megabyte of the file.",
            SEND_XML,
        )
    return Unreadable(
        TOO_LARGE,
        "A single element is larger than a megabyte.",
        f"This is no census message. {_EXPORT_AGAIN}",
    )
