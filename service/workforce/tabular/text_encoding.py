"""How a text file is encoded: found by reading all of it once, before any row is taken in."""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from service.workforce.tabular import file_faults as faults
from service.workforce.tabular.fault import Fault

_PIECE = 1 << 18
_LINE_END = re.compile(rb"\r\n|\r|\n")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that Windows-1252 has no character for."""


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How to decode. ``errors`` is Python's error handler; ``doubt_line`` the line that settled it."""

    codec: str
    errors: str = "strict"
    note: Fault | None = None
    doubt_line: int | None = None


def find_encoding(stream: BinaryIO) -> TextEncoding | Fault:
    """Decide between UTF-8, UTF-16 with a byte order mark and Windows-1252, from byte 0 on."""
    stream.seek(0)
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _wide(stream)
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    while piece := stream.read(_PIECE):
        if b"\0" in piece:
            return faults.NUL_BYTES
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(piece)
        except UnicodeDecodeError as error:
            return _not_utf_8(stream, position - pending + error.start)
        position += len(piece)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _not_utf_8(stream, position - len(decoder.getstate()[0]))
    return TextEncoding("utf-8-sig")


def _wide(stream: BinaryIO) -> TextEncoding | Fault:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        while piece := stream.read(_PIECE):
            if "\0" in decoder.decode(piece):
                return faults.NUL_BYTES
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return faults.ENCODING_UNKNOWN
    return TextEncoding("utf-16", note=faults.ENCODING_UTF_16)


def _not_utf_8(stream: BinaryIO, first_bad: int) -> TextEncoding | Fault:
    """Windows-1252 throughout, or UTF-8 with strange bytes in places: then it is mixed."""
    stream.seek(0)
    before = stream.read(first_bad)
    doubt_line = 1 + len(_LINE_END.findall(before))
    stream.seek(0)
    utf_8_seen = undefined = False
    for line in stream:
        if b"\0" in line:
            return faults.NUL_BYTES
        for run in _NOT_ASCII.findall(line):
            try:
                run.decode("utf-8")
                utf_8_seen = True
            except UnicodeDecodeError:
                undefined = undefined or bool(_UNDEFINED.search(run))
    if utf_8_seen:
        return TextEncoding("utf-8-sig", "surrogateescape")
    if undefined:
        return faults.ENCODING_UNKNOWN
    return TextEncoding("windows-1252", note=faults.ENCODING_WINDOWS_1252, doubt_line=doubt_line)
