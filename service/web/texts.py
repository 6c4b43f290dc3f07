"""Texts that people type in bodies: what is taken, and what is said of the rest.

A line may hold any printing character, emoji and the punctuation of calendars (comma, semicolon,
backslash) among them; control characters are refused, as they would break a calendar or a page.
"""

from typing import Annotated

import msgspec

LINE = r"^(?=[\s\S]*\S)[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
LINES = r"^(?=[\s\S]*\S)[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*$"
KEY = "^[a-z0-9]+(-[a-z0-9]+)*$"
MOMENT = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
LINK = r"^https://[^\s\x00-\x20\x7f<>\"]+$"
DECIMAL = r"^[0-9]{1,6}(\.[0-9]{1,6})?$"

SHAPES = {
    LINE: "must hold words, and no control characters or line breaks",
    LINES: "must hold words, and no control characters but line breaks",
    KEY: "must be small letters and digits, joined by hyphens, as in spring-2027",
    MOMENT: "must be a time of day written as 09:30",
    LINK: "must be an address that begins with https://",
    DECIMAL: "must be a number in a text, with at most six decimal places, as in 0.8",
}

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=KEY)]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=LINE)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=LINE)]
Lines = Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=LINES)]
Moment = Annotated[str, msgspec.Meta(pattern=MOMENT)]
DecimalText = Annotated[str, msgspec.Meta(max_length=13, pattern=DECIMAL)]
Link = Annotated[str, msgspec.Meta(max_length=1000, pattern=LINK)]
