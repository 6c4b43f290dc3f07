"""A published scorecard as the page shows it: every sentence ready, nothing left to compute."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scorecard.definition import Dimension
from scorecard.disclosure import ACCEPTED, DECISION
from service import clock
from service.publication.addresses import Form, api_address, page_address
from service.publication.beside_view import (
    IN_SHORT,
    Against,
    BesideFigures,
    CitedTarget,
    SameDay,
    SourceLine,
)
from service.publication.charts import BarTable, PageChart, by_group, by_part, over_time
from service.publication.corrected import CONFIDENTIAL, Move, moves_of
from service.publication.due import NextRelease
from service.publication.history import council_figures, most_counted
from service.publication.movements import by_place, counterpart
from service.publication.store import EditionEntry
from service.publication.wording import (
    SYMBOLS,
    Part,
    change_in_words,
    day,
    number,
    parts_of,
    title_of,
    value_and_unit,
    without_returns,
)
from service.publication.words_view import (
    CommentLine,
    ReleasePage,
    WordsPage,
    next_in_words,
    release_page,
    words_page,
)

Json = Mapping[str, Any]

AT_A_GLANCE = (
    "vacancy-rate-fte",
    "turnover-fte",
    "agency-rate-fte",
    "average-caseload",
    "newly-qualified-share",
    "sickness-absence-rate",
)
"""The six figures that members ask for first."""

CENSUS_DAY = (9, 30)
FORMS = {
    Form.PDF: "PDF",
    Form.ODS: "OpenDocument spreadsheet",
    Form.XLSX: "Excel spreadsheet",
    Form.CSV: "CSV",
    Form.JSON: "JSON",
}
"""In the order of the page."""
MOST_LINES = 3
"""Of one measure in the table of its family: what is counted in more parts has a chart."""
NOT_SHOWN = "not shown"
"""In place of a number of records that would tell more than its figure does."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a table."""

    id: str
    measure: str
    title: str
    value: str
    unit: str
    """Written after the value; empty for a percentage."""
    is_symbol: bool
    parts: tuple[Part, ...]
    n: int
    counted: str
    """How many people or rows are behind the numerator."""
    left_out: tuple[str, ...]
    basis: str
    change: str
    against: Against | None
    """The target and whether it is met; None where there is none."""
    others: tuple[SameDay, ...]
    in_short: tuple[SameDay, ...]
    """England and the neighbours alone, for a card."""


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    lines: tuple[Line, ...]
    parts: tuple[Line, ...]
    """Lines of measures that count in many parts: a chart shows them, so their table is folded."""
    compared: bool
    """Whether any of the lines has a target or something beside it."""
    comments: tuple[CommentLine, ...] = ()
    charts: tuple[PageChart, ...] = ()
    tables: tuple[BarTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """One form of the edition to take away."""

    words: str
    size: str
    address: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    version: int
    published: str
    address: str
    reason: str
    this_one: bool
    withdrawn: str = ""
    """Day on which it was withdrawn; empty where it was not."""


@dataclass(frozen=True, slots=True)
class LaterScorecard:
    """The newest scorecard, as an older one leads to it."""

    end: str
    address: str


@dataclass(frozen=True, slots=True)
class BesidePage:
    targets: tuple[CitedTarget, ...]
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class EditionPage:
    council: str
    period: str
    """``1 April to 30 September 2026``."""
    end: str
    version: int
    published: str
    address: str
    measures_address: str
    """Before the id of a measure: the address of its page."""
    downloads: tuple[Download, ...]
    superseded_by: VersionLine | None
    later: LaterScorecard | None
    """The newest scorecard, where that is of a later half-year than this one."""
    reason: str | None
    without_returns: str
    """What it was published without, and why; empty when all returns were sent."""
    earlier_end: str | None
    """Last day of the half-year published before; None for the first scorecard."""
    comparable: bool
    """The period ends on the census day, so its turnover stands beside DfE's table."""
    cards: tuple[Line, ...]
    sections: tuple[Section, ...]
    findings: tuple[Json, ...]
    causes: tuple[str, ...]
    moves: tuple[Move, ...]
    corrected_from: int | None
    versions: tuple[VersionLine, ...]
    beside: BesidePage | None
    """Targets, notes and sources; None where nothing stands beside the figures."""
    symbols: tuple[tuple[str, str], ...]
    content_sha256: str
    few: int | None
    """Up to so many people are confidential; None in an edition from before the policy."""
    words: WordsPage
    release: ReleasePage | None
    next_words: str
    contact: str


def lines_of(document: Json, earlier: Json | None) -> dict[str, list[Line]]:
    """The figures of a public document by measure, with what became of each since ``earlier``."""
    measures = {each["id"]: each for each in document["measures"]}
    before = by_place(earlier) if earlier else {}
    defined_before = {each["id"]: each for each in earlier["measures"]} if earlier else {}
    beside = BesideFigures(document)
    lines: dict[str, list[Line]] = {}
    for place, figure in by_place(document).items():
        if place[1] != "council":
            continue
        measure = measures[place[0]]
        change = ""
        if earlier is not None:
            change = change_in_words(
                figure,
                counterpart(place, before),
                measure,
                defined_before.get(place[0]),
            )
        lines.setdefault(place[0], []).append(_line(figure, measure, change, beside))
    return lines


def _line(figure: Json, measure: Json, change: str, beside: BesideFigures) -> Line:
    value, unit = value_and_unit(figure, measure)
    return Line(
        id="-".join(filter(None, (measure["id"], figure["category"]))),
        measure=measure["id"],
        title=title_of(figure, measure),
        value=value,
        unit=unit,
        is_symbol=figure["symbol"] is not None,
        parts=() if figure["symbol"] == CONFIDENTIAL else parts_of(figure, measure),
        n=figure["n"] or 0,
        counted=NOT_SHOWN if figure["n"] is None else number(str(figure["n"])),
        left_out=tuple(
            f"{NOT_SHOWN if each['count'] is None else each['count']}: {each['words']}"
            for each in figure["exclusions"]
        ),
        basis=figure["basis"],
        change=change,
        against=beside.against(figure),
        others=beside.others(figure),
        in_short=beside.others(figure, IN_SHORT),
    )


def sections_of(
    document: Json, lines: Mapping[str, Sequence[Line]], history: Sequence[Json], words: WordsPage
) -> tuple[Section, ...]:
    """The families of measures in catalogue order, each with the figures and charts it has."""
    families: dict[str, list[Sequence[Line]]] = {}
    for measure in document["measures"]:
        if measure["id"] in lines:
            families.setdefault(measure["family"], []).append(lines[measure["id"]])
    return tuple(
        Section(
            anchor(family),
            family,
            lines=tuple(line for each in found if len(each) <= MOST_LINES for line in each),
            parts=tuple(line for each in found if len(each) > MOST_LINES for line in each),
            comments=words.of(line.measure for each in found for line in each),
            charts=tuple(_charts(document, history, family)),
            tables=tuple(_tables(document, family)),
            compared=any(line.against or line.others for each in found for line in each),
        )
        for family, found in families.items()
    )


def _charts(document: Json, history: Sequence[Json], family: str) -> Iterator[PageChart]:
    """Headline measures over time, and how what counts by part is spread."""
    for measure in document["measures"]:
        if measure["family"] != family:
            continue
        if measure["id"] in AT_A_GLANCE:
            headline = most_counted(council_figures(document, measure["id"]))
            if headline is not None and (
                chart := over_time(document, history, measure, headline["category"])
            ):
                yield chart
        if parts := by_part(document, measure):
            yield parts


def _tables(document: Json, family: str) -> Iterator[BarTable]:
    """Headline measures by team, where that is public and not all of it kept confidential."""
    for measure in document["measures"]:
        if measure["family"] == family and measure["id"] in AT_A_GLANCE:
            table = by_group(document, measure, Dimension.TEAM)
            if table is not None and not all(each.is_symbol for each in table.rows):
                yield table


def versions_of(entries: Sequence[EditionEntry], this: EditionEntry) -> tuple[VersionLine, ...]:
    return tuple(
        VersionLine(
            version=each.version,
            published=day(in_england(each.public_from)),
            address=page_address(each.period_end, each.version),
            reason=each.withdrawal.reason if each.withdrawal else each.reason or "First published.",
            this_one=each.id == this.id,
            withdrawn=day(in_england(each.withdrawal.at)) if each.withdrawal else "",
        )
        for each in entries
    )


def period_in_words(document: Json) -> str:
    """``1 April to 30 September 2026``, with the year on both days where it differs."""
    first = date.fromisoformat(document["period"]["first_day"])
    end = date.fromisoformat(document["period"]["end"])
    return f"{first:%-d %B}{'' if first.year == end.year else f' {first.year}'} to {day(end)}"


def in_england(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()


def anchor(title: str) -> str:
    """``Staff in post`` as ``staff-in-post``."""
    kept = "".join(each if each.isalnum() else " " for each in title.lower())
    return "-".join(kept.split())


def edition_page(
    *,
    entry: EditionEntry,
    history: Sequence[Json],
    versions: Sequence[EditionEntry],
    sizes: Mapping[Form, int],
    due: NextRelease,
    contact: str,
    later: EditionEntry | None,
) -> EditionPage:
    """Everything the template of one edition says.

    ``history`` are public documents, oldest first: the last is this edition's, the one before it
    that of the half-year published before; ``versions`` are all of this half-year, newest first;
    ``sizes`` the forms there are with their bytes; ``later`` is the newest edition of a later half-year.
    """
    document = history[-1]
    earlier = history[-2] if len(history) > 1 else None
    lines = lines_of(document, earlier)
    words = words_page(document)
    all_versions = versions_of(versions, entry)
    newest = all_versions[0]
    changes = document["changes"]
    end = entry.period_end
    return EditionPage(
        council=document["council"],
        period=period_in_words(document),
        end=day(end),
        version=entry.version,
        published=day(in_england(entry.public_from)),
        address=page_address(end, entry.version),
        measures_address=f"{page_address(end)}/measures",
        downloads=tuple(
            Download(words, _size(sizes[form]), api_address(end, entry.version, form))
            for form, words in FORMS.items()
            if form in sizes
        ),
        superseded_by=None if newest.this_one else newest,
        later=None
        if later is None
        else LaterScorecard(day(later.period_end), page_address(later.period_end)),
        reason=None if changes is None else entry.reason,
        without_returns=without_returns(document[ACCEPTED]) if ACCEPTED in document else "",
        earlier_end=None if earlier is None else day(date.fromisoformat(earlier["period"]["end"])),
        comparable=(end.month, end.day) == CENSUS_DAY,
        cards=tuple(_most_counted(lines[each]) for each in AT_A_GLANCE if each in lines),
        sections=sections_of(document, lines, history, words),
        findings=tuple(document["findings"]),
        causes=() if changes is None else tuple(each["words"] for each in changes["causes"]),
        moves=moves_of(document),
        corrected_from=None if changes is None else changes["since"]["version"],
        versions=all_versions,
        beside=_beside(document),
        symbols=tuple((symbol, sentence) for symbol, (_, sentence) in SYMBOLS.items()),
        content_sha256=entry.content_sha256,
        few=document[DECISION]["policy"]["threshold"] - 1 if DECISION in document else None,
        words=words,
        release=release_page(document),
        next_words=next_in_words(due),
        contact=contact,
    )


def _title_with_group(figure: Json, measure: Json) -> str:
    title = title_of(figure, measure)
    return f"{title}, {figure['group']}" if figure["group"] else title


def _beside(document: Json) -> BesidePage | None:
    beside = BesideFigures(document)
    if not beside and not beside.notes:
        return None
    measures = {each["id"]: each for each in document["measures"]}
    titles = {
        place: _title_with_group(figure, measures[place[0]])
        for place, figure in by_place(document).items()
    }
    return BesidePage(beside.cited(titles), beside.notes, beside.sources)


def _most_counted(lines: Sequence[Line]) -> Line:
    """Where a measure has a figure for each unit of counting, the unit that most is counted in."""
    return max(lines, key=lambda each: each.n)


def _size(size: int) -> str:
    return f"{max(1, round(size / 1024))} KB"
