"""The two blocks before the workers: the header, and the council's own totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.workforce.census.element import Element
from service.workforce.census.faults import (
    ATTRIBUTE,
    DUPLICATE_ELEMENT,
    EDITION_ELEMENT,
    EMPTY,
    HEADER_ELEMENT,
    HEADER_VALUE,
    LEVEL_MISSING,
    MISSING,
    ORDER,
    SEND_XML,
    STRAY_TEXT,
    UNKNOWN_ELEMENT,
    WRONG_MESSAGE,
    Fault,
    Findings,
    Unreadable,
    shown,
)
from service.workforce.census.layout import COLLECTION, LAYOUT_OF_LEVEL, REWARDS, Layout
from service.workforce.census.values import Read, Refusal, Value, code, day, scaled, whole, words

_HEADER_SENT = (
    "The rows are not affected. Correct it in your census software before you send it to DfE."
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says; ``date_refused`` when it gives a reference date that cannot be read."""

    year: int | None = None
    reference: date | None = None
    date_refused: bool = False
    is_census: bool = False
    """It names the collection."""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The council's totals: FTE in hundredths, ``None`` where not given or not readable."""

    layout: Layout
    line: int
    vacancies: int | None
    covering_fte: int | None
    covering_headcount: int | None


_YEAR = whole("Year", highest=9999)
_REFERENCE = day("ReferenceDate", earliest=date(2010, 1, 1), latest=date(2099, 12, 31))
_COLLECTION_DETAILS = ("Collection", "Year", "ReferenceDate")
_SOURCE = ("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime")
_BLOCKS = ("CollectionDetails", "Source", "Content")


def read_header(element: Element, findings: Findings) -> Header:
    """Raises Unreadable when the header is that of another collection."""
    year: int | None = None
    reference: date | None = None
    date_refused = is_census = False
    _tell_attributes(element, findings)
    _in_order(element, _BLOCKS, findings, repeats=("Source",))
    for block in element:
        if block.tag == "CollectionDetails":
            _in_order(block, _COLLECTION_DETAILS, findings)
        elif block.tag == "Source":
            _in_order(block, _SOURCE, findings)
            _check_source(block, findings)
        elif block.tag != "Content":
            _unknown_in_header(block, findings)
    for item in element.iterfind("CollectionDetails/*"):
        if item.tag == "Collection":
            is_census = _check_collection(item)
        elif item.tag == "Year":
            year = _year(item, findings)
        elif item.tag == "ReferenceDate":
            value = _REFERENCE(item.text)
            if isinstance(value, Refusal):
                date_refused = value.fault is not EMPTY
                _refuse(findings, value, item)
            elif isinstance(value, date):
                reference = value
        else:
            _unknown_in_header(item, findings)
    return Header(year, reference, date_refused, is_census, element.sourceline)


def _check_collection(item: Element) -> bool:
    text = (item.text or "").strip()
    if text not in {"", COLLECTION}:
        raise Unreadable(
            WRONG_MESSAGE,
            f"The header says the collection is {shown(text)}, not {COLLECTION} "
            "(the children's social work workforce census).",
            f"This is another return to DfE. {SEND_XML}",
            line=item.sourceline,
            value=text,
        )
    return text == COLLECTION


def _year(item: Element, findings: Findings) -> int | None:
    value = _YEAR(item.text)
    if isinstance(value, int):
        return value
    _header_value(findings, item, "is not a year in four digits")
    return None


def _check_source(block: Element, findings: Findings) -> None:
    for item in block:
        text = (item.text or "").strip()
        if item.tag == "LEA" and not (len(text) == 3 and text.isascii() and text.isdigit()):
            _header_value(findings, item, "is not a council number of three digits")
        elif item.tag == "SourceLevel" and text != "L":
            _header_value(findings, item, "should be L (local authority)")
        elif item.tag not in _SOURCE:
            _unknown_in_header(item, findings)


def _header_value(findings: Findings, item: Element, fault: str) -> None:
    findings.add(
        HEADER_VALUE,
        f"{item.tag} in the header {fault}.",
        _HEADER_SENT,
        line=item.sourceline,
        column=item.tag,
        value=item.text or "",
    )


def _unknown_in_header(item: Element, findings: Findings) -> None:
    findings.add(
        HEADER_ELEMENT,
        f"{shown(item.tag)} in the header is not known here and was not read.",
        "Nothing needs doing if your census software puts it there; no figure uses it.",
        line=item.sourceline,
        column=shown(item.tag),
    )


def _level_fields() -> Mapping[str, Read]:
    fields: dict[str, Read] = {
        # FTE is kept in millionths in 32 bits, and no council has 2,000 social work posts to fill.
        "NumberOfVacancies": scaled("NumberOfVacancies", places=2, highest=2_000),
        "NoAgencyFTE": scaled("NoAgencyFTE", places=2, highest=2_000),
        "NoAgencyHeadcount": whole("NoAgencyHeadcount", highest=10_000),
    }
    rewards = (
        "RecruitmentBonus",
        "RetentionBonus",
        "PerformanceAward",
        "CarAllowance",
        "RelocationPackage",
        "RegionalWeighting",
        "CostSWE",
        "CostDBS",
    )
    fields.update({name: code(name, REWARDS) for name in rewards})
    fields["OtherAllowances"] = words("OtherAllowances")
    return fields


_LEVEL_FIELDS = _level_fields()
_TOTALS = tuple(_LEVEL_FIELDS)[:3]
_FROM_2025 = tuple(_LEVEL_FIELDS)[3:]


def read_level(element: Element, findings: Findings) -> Level:
    """The totals, with a finding for each that is missing or cannot be read."""
    layout = LAYOUT_OF_LEVEL[element.tag]
    line = element.sourceline or 1
    values: dict[str, Value | None] = {}
    _tell_attributes(element, findings)
    _in_order(element, tuple(_LEVEL_FIELDS), findings)
    for item in element:
        read = _LEVEL_FIELDS.get(item.tag)
        if read is None:
            unknown_element(findings, item, f"{element.tag} has no element {shown(item.tag)}.")
            continue
        for nested in item:
            unknown_element(
                findings, nested, f"{item.tag} holds an element {shown(nested.tag)}, not a number."
            )
        if item.tag in _FROM_2025 and layout is Layout.TO_2024:
            findings.add(
                EDITION_ELEMENT,
                f"{item.tag} came with the 2025 census; a block named {element.tag} is older.",
                "Check which year's export this is.",
                line=item.sourceline,
                column=item.tag,
                value=item.text,
            )
        value = read(item.text)
        if isinstance(value, Refusal):
            if value.fault is EMPTY and item.tag in _TOTALS:
                continue
            _refuse(findings, value, item)
            values[item.tag] = None
        else:
            values[item.tag] = value
    _missing_in_level(element, layout, values, findings)
    return Level(layout, line, *(_whole(values.get(name)) for name in _TOTALS))


def _whole(value: Value | None) -> int | None:
    return value if isinstance(value, int) else None


def _missing_in_level(
    element: Element, layout: Layout, given: Mapping[str, object], findings: Findings
) -> None:
    for name in _TOTALS:
        if name not in given:
            findings.add(
                LEVEL_MISSING,
                f"{element.tag} does not give {name}: vacancies and their cover cannot be reported.",
                f"Add {name} (0 if there are none).",
                line=element.sourceline,
                column=name,
            )
    if layout is Layout.FROM_2025:
        for name in _FROM_2025:
            if name not in given:
                findings.add(
                    MISSING,
                    f"{element.tag} does not give {name}, which DfE asks for.",
                    f"Add {name}. No figure here uses it.",
                    line=element.sourceline,
                    column=name,
                )


def _in_order(
    element: Element,
    names: tuple[str, ...],
    findings: Findings,
    repeats: tuple[str, ...] = (),
) -> None:
    """Findings for known children out of order or given twice, and for what is no element."""
    reached = -1
    seen: set[str] = set()
    for child in element:
        if child.tag not in names:
            continue
        place = names.index(child.tag)
        if child.tag in seen and child.tag not in repeats:
            _message_fault(
                findings,
                DUPLICATE_ELEMENT,
                child,
                f"{child.tag} stands more than once in {element.tag}.",
                "Keep one of them.",
            )
        elif place < reached:
            _message_fault(
                findings,
                ORDER,
                child,
                f"{child.tag} stands after {names[reached]} in {element.tag}; it belongs before it.",
                f"The order is: {', '.join(names)}.",
            )
        reached = max(reached, place)
        seen.add(child.tag)
    _check_plain(element, findings)


def _check_plain(element: Element, findings: Findings) -> None:
    """Findings for text between the children of a block, and for attributes on them."""
    texts = [(element.text, element), *((child.tail, child) for child in element)]
    for text, where in texts:
        if text is not None and not text.isspace():
            findings.add(
                STRAY_TEXT,
                f"There is text between the elements of {shown(element.tag)}.",
                "Put it into the element it belongs to, or remove it.",
                line=where.sourceline,
                column=shown(element.tag),
                value=text.strip(),
            )
    for child in element:
        _tell_attributes(child, findings)


def _tell_attributes(element: Element, findings: Findings) -> None:
    for name, value in element.items():
        findings.add(
            ATTRIBUTE,
            f"{shown(element.tag)} has an attribute {shown(name)}; it was not read.",
            "The census uses no attributes: put what it says into an element.",
            line=element.sourceline,
            column=shown(element.tag),
            value=value,
        )


def unknown_element(findings: Findings, element: Element, message: str) -> None:
    """The finding for an element of the message that the census does not have."""
    _message_fault(
        findings,
        UNKNOWN_ELEMENT,
        element,
        message,
        "Check the spelling (capital letters count) and the year of the export; otherwise remove it.",
    )


def _message_fault(
    findings: Findings, fault: Fault, element: Element, message: str, hint: str
) -> None:
    findings.add(
        fault,
        message,
        hint,
        line=element.sourceline,
        column=shown(element.tag),
        value=(element.text or "").strip() or None,
    )


def _refuse(findings: Findings, refusal: Refusal, item: Element) -> None:
    findings.add(
        refusal.fault,
        refusal.message,
        refusal.hint,
        line=item.sourceline,
        column=item.tag,
        value=item.text or "",
    )
