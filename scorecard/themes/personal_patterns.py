"""UK patterns of personal data with a form of their own: numbers, addresses, registrations."""

import re
from collections.abc import Iterator
from enum import StrEnum


class PersonalKind(StrEnum):
    NAME = "NAME"
    ADDRESS = "ADDRESS"
    CASE = "CASE"
    DOB = "DOB"
    VRM = "VRM"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    ID = "ID"


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DAY = (
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
)
_BORN = r"(?:\bd\.?o\.?b\b\.?|\bborn\b|\bdate of birth\b|\bbirthday\b|\bbirth date\b)"
_STREET = (
    r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Grove|Crescent|Court|Place|Terrace|Way|Gardens|"
    r"Walk|Hill|Mews|Square|Row|Rise|View|Parade|Fold|Croft|Mount|Gate|Green|House|Estate|Lodge|Villas"
)
_SURE_STREET = r"street|road|avenue|lane|grove|crescent|terrace|close|gardens|mews"
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?\s?\d(?!nd|st|rd|th|ND|ST|RD|TH)[ABD-HJLNP-UW-Z]{2}"
_REF = (
    r"(?:case|client|person|child|mosaic|lcs|liquidlogic|staff|payroll|employee|service user|swe|court|"
    r"ref|reference|id|registration)"
)

PATTERNS: tuple[tuple[PersonalKind, re.Pattern[str]], ...] = (
    (PersonalKind.EMAIL, re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+")),
    (
        PersonalKind.CASE,
        re.compile(r"\b[A-Z]{2}\d{2}[A-Z]\d{5}\b|\[\d{4}\] EW\w+ \d+(?: \(\w+\))?"),
    ),
    (PersonalKind.CASE, re.compile(r"\b[A-Z]{1,4}/\d{2,7}(?:/\d{2,6})?\b|\b[A-Z]{2,4}-\d{4,8}\b")),
    (
        PersonalKind.ID,
        re.compile(r"\b[A-Z][A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE),
    ),
    (PersonalKind.ID, re.compile(r"\bSW ?\d{4,7}\b", re.IGNORECASE)),
    (
        PersonalKind.PHONE,
        re.compile(
            r"(?<![\w/])(?!\d{1,2}[.-]\d{1,2}[.-]\d{4})(?:(?:\+|00)44[ .-]?(?:\(0\)[ .-]?)?|\(?[0O])(?:[ ().-]{0,2}\d){9,10}(?!\w)"
        ),
    ),
    (
        PersonalKind.PHONE,
        re.compile(
            r"\b(?:phone|mobile|mob|tel|telephone|number|ring|call|text)\b[^\d\n]{0,12}(?P<span>[1-9]\d{2,4}(?:[ .-]?\d){5,7})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (PersonalKind.ID, re.compile(r"(?<![\w£+])[1-9]\d{2}[ -]?\d{3}[ -]?\d{4}(?!\w)")),
    (
        PersonalKind.ID,
        re.compile(
            rf"\b{_REF}s?(?: (?:id|no|number|ref|reference))?\.?(?: is| was)? ?[:#]? ?(?P<span>[A-Z]{{0,3}}\d{{5,10}})\b",
            re.IGNORECASE,
        ),
    ),
    (PersonalKind.DOB, re.compile(rf"{_BORN}[^\d\n]{{0,20}}?(?P<span>{_DAY})", re.IGNORECASE)),
    (
        PersonalKind.DOB,
        re.compile(
            r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:19\d{2}|200\d|201\d|202[0-3])(?![\d/-])"
        ),
    ),
    (
        PersonalKind.ADDRESS,
        re.compile(
            rf"\b(?:(?:[Ff]lat|[Uu]nit|[Nn]o\.?|[Nn]umber|[Aa]partment) )?(?:\d+[A-Za-z]?,? ){{1,2}}(?:[A-Z][\w'\u2019-]*\.? ){{1,3}}(?:{_STREET})\b"
            rf"(?:, [A-Z][a-z][\w'-]+(?: [A-Z][a-z][\w'-]+)?){{0,3}}(?:,? {_POSTCODE})?"
        ),
    ),
    (
        PersonalKind.ADDRESS,
        re.compile(
            rf"\b(?P<street>(?:[A-Z][\w'\u2019-]*\.? ){{1,3}}(?:{_STREET}))\b(?: \d+[a-z]?\b)?(?:,? {_POSTCODE})?"
        ),
    ),
    (
        PersonalKind.ADDRESS,
        re.compile(
            rf"\b(?:flat \d+\w?,? )?(?!\d+ (?:minutes|mins|miles|hours|weeks|months|years|days)\b)\d+[a-z]? \w+(?: \w+)? (?:{_SURE_STREET})\b",
            re.IGNORECASE,
        ),
    ),
    (
        PersonalKind.ADDRESS,
        re.compile(rf"\b\d+[A-Za-z]?,? (?:[A-Z][\w'\u2019-]*,? ){{1,6}}{_POSTCODE}(?!\w)"),
    ),
    (PersonalKind.VRM, re.compile(r"\b[A-Z]{2}\d{2} ?[A-HJ-PR-Z]{3}\b")),
    (
        PersonalKind.VRM,
        re.compile(
            r"\b(?:reg|registration|number plate|plate|car|van)(?: (?:number|plate|reg|is|was|no)){0,2}[ :]+"
            r"(?P<span>[A-Z]{1,3}\d{1,4} ?[A-Z]{0,3}|[A-Z]{3} ?\d{1,4}[A-Z]?|[a-z]{2}\d{2} ?[a-z]{3})\b"
        ),
    ),
    (PersonalKind.ADDRESS, re.compile(rf"(?<!\w){_POSTCODE}(?!\w)")),
    (
        PersonalKind.ADDRESS,
        re.compile(r"(?<!\w)[a-z]{1,2}\d{1,2} \d(?!nd|st|rd|th)[abd-hjlnp-uw-z]{2}(?!\w)"),
    ),
)
_CUED_WORKDAY = re.compile(
    r"(?:\bleft|leaving|last day|start\w*|since|joined|notice|from|until|by|ends?|ended)\b[^.]{0,12}$",
    re.IGNORECASE,
)


def patterned(text: str) -> Iterator[tuple[int, int, PersonalKind, str]]:
    """Every match as (start, end, kind, street name or ""); the caller settles overlaps by order."""
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            named = match.groupdict()
            begin, end = match.span("span" if "span" in named else 0)
            plain_day = kind is PersonalKind.DOB and "span" not in named
            if plain_day and _CUED_WORKDAY.search(text[max(0, begin - 30) : begin]):
                continue
            yield begin, end, kind, named.get("street") or ""
