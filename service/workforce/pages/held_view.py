"""Lists of what is held: which filters and columns each has, what was asked, and what is shown.

No list shows the key of a worker, and none has a name: what leads on is the row of the file that a
row came from. Plain values in, plain values out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from service.workforce.fact_kinds import AGENCY, EMPLOYMENTS, POSTS, FactKind
from service.workforce.pages.import_view import shown
from service.workforce.queries import Question, SortedPage, Source
from service.workforce.rendering import Plain
from service.workforce.tabular.choices import (
    CONTRACTS,
    LEAVER_DESTINATIONS,
    LEAVING_REASONS,
    ROLES,
    Choice,
)

ON_A_PAGE = 50
MOST_PAGES = 100_000
NOT_STATED = "Not stated"


class Asks(StrEnum):
    """What a filter asks for."""

    NAME = "name"
    """One of the values that are held."""
    CHOICE = "choice"
    IN_POST_ON = "in-post-on"
    AS_AT = "as-at"
    FROM = "from"
    TO = "to"


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    label: str
    asks: Asks
    field: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    field: str
    label: str
    choices: tuple[Choice, ...] = ()
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class HeldList:
    """One list. ``always``: conditions that make it what it is."""

    name: str
    title: str
    rows_are: str
    file_kind: str
    kind: FactKind
    filters: tuple[Filter, ...]
    columns: tuple[Column, ...]
    by: str
    always: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return f"/data/{self.name}"


_TEAM = Filter("team", "Team", Asks.NAME, "team")
_AREA = Filter("area", "Area", Asks.NAME, "area")
_ROLE = Filter("role", "Role", Asks.CHOICE, "role", ROLES)
_FTE = Column("fte", "FTE", numeric=True)
_ROLE_COLUMN = Column("role", "Role", ROLES)

PEOPLE = HeldList(
    "people",
    "People in post",
    "one for each person and post",
    "employments",
    EMPLOYMENTS,
    (
        Filter("on", "In post at the end of", Asks.IN_POST_ON),
        _TEAM,
        _AREA,
        _ROLE,
        Filter("contract", "Contract", Asks.CHOICE, "contract", CONTRACTS),
    ),
    (
        Column("team", "Team"),
        Column("area", "Area"),
        _ROLE_COLUMN,
        Column("contract", "Contract", CONTRACTS),
        _FTE,
        Column("started", "Started"),
        Column("post", "Post"),
    ),
    "team",
)
POSTS_LIST = HeldList(
    "posts",
    "Posts",
    "one for each post, filled or not",
    "posts",
    POSTS,
    (Filter("on", "Open on", Asks.AS_AT), _TEAM, _AREA, _ROLE),
    (
        Column("post", "Post"),
        Column("team", "Team"),
        Column("area", "Area"),
        _ROLE_COLUMN,
        _FTE,
        Column("opened", "Opened"),
        Column("closed", "Closed"),
    ),
    "post",
)
LEAVERS = HeldList(
    "leavers",
    "Leavers",
    "one for each person who left children's social work here",
    "employments",
    EMPLOYMENTS,
    (
        Filter("from", "Left on or after", Asks.FROM, "ended"),
        Filter("to", "Left on or before", Asks.TO, "ended"),
        _TEAM,
        _AREA,
        _ROLE,
        Filter("destination", "Went to", Asks.CHOICE, "destination", LEAVER_DESTINATIONS),
        Filter("reason", "Reason", Asks.CHOICE, "reason", LEAVING_REASONS),
    ),
    (
        Column("ended", "Left on"),
        Column("team", "Team"),
        _ROLE_COLUMN,
        _FTE,
        Column("destination", "Went to", LEAVER_DESTINATIONS),
        Column("reason", "Reason", LEAVING_REASONS),
        Column("started", "Started"),
    ),
    "-ended",
    (("end_type", "left"),),
)
AGENCY_LIST = HeldList(
    "agency",
    "Agency workers",
    "one for each assignment",
    "agency",
    AGENCY,
    (Filter("on", "Assigned at the end of", Asks.IN_POST_ON), _TEAM, _AREA, _ROLE),
    (
        Column("team", "Team"),
        Column("area", "Area"),
        _ROLE_COLUMN,
        _FTE,
        Column("started", "Started"),
        Column("ended", "Ended"),
        Column("covers_vacancy", "Covers a vacancy"),
    ),
    "team",
)
LISTS = (PEOPLE, POSTS_LIST, LEAVERS, AGENCY_LIST)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. ``given``: filters that are set, as typed."""

    held: HeldList
    given: Mapping[str, str]
    by: str
    descending: bool
    page: int
    question: Question
    faults: Mapping[str, str]
    day: date | None
    """The day that is meant, also where none was typed."""

    @property
    def sort(self) -> str:
        return f"-{self.by}" if self.descending else self.by

    def address(self, *, without: str = "", suffix: str = "", **changed: str) -> str:
        """The address of this view with something changed; the page only where it is given."""
        kept = {name: text for name, text in self.given.items() if name != without}
        if self.sort != self.held.by:
            kept["sort"] = self.sort
        kept.update(changed)
        if kept.get("sort") == self.held.by:
            del kept["sort"]
        path = self.held.path + suffix
        return f"{path}?{urlencode(kept)}" if kept else path


def asked(held: HeldList, given: Mapping[str, str | None], today: date) -> Asked:
    """Read an address. What cannot be read is a fault and asks for nothing."""
    typed = {
        each.name: text.strip()
        for each in held.filters
        if (text := given.get(each.name)) and text.strip()
    }
    faults: dict[str, str] = {}
    equal = list(held.always)
    bounds: dict[str, list[date | None]] = {}
    days: dict[Asks, date] = {}
    for each in held.filters:
        text = typed.get(each.name, "")
        if each.asks in {Asks.IN_POST_ON, Asks.AS_AT}:
            days[each.asks] = today if not text else _day(each, text, faults) or today
        elif not text:
            continue
        elif each.asks is Asks.CHOICE and text not in {choice.value for choice in each.choices}:
            faults[each.name] = f"{each.label}: choose one from the list"
        elif each.asks in {Asks.NAME, Asks.CHOICE}:
            equal.append((each.field, text))
        elif (bound := _day(each, text, faults)) is not None:
            place = 0 if each.asks is Asks.FROM else 1
            bounds.setdefault(each.field, [None, None])[place] = bound
    sort = given.get("sort") or held.by
    fields = {column.field for column in held.columns}
    by = sort.removeprefix("-")
    if by not in fields:
        sort, by = held.by, held.by.removeprefix("-")
    question = Question(
        held.kind,
        tuple(equal),
        as_at=days.get(Asks.AS_AT),
        in_post_on=days.get(Asks.IN_POST_ON),
        between=tuple((field, first, last) for field, (first, last) in bounds.items()),
    )
    day = next(iter(days.values()), None)
    return Asked(
        held, typed, by, sort.startswith("-"), _page(given.get("page")), question, faults, day
    )


def _day(which: Filter, text: str, faults: dict[str, str]) -> date | None:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    faults[which.name] = f"{which.label}: write the day as 2026-09-30"
    return None


def _page(text: str | None) -> int:
    """Pages count from 1; what is no page is the first."""
    given = text or ""
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
    return max(1, min(number, MOST_PAGES))


@dataclass(frozen=True, slots=True)
class Field:
    """One filter of the form, with what was typed."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]
    day: bool
    fault: str


@dataclass(frozen=True, slots=True)
class Heading:
    label: str
    address: str
    sorted: str
    """``ascending``, ``descending`` or nothing: for aria-sort."""
    numeric: bool


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    text: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    row: str
    address: str
    """Of the import that brought it."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A filter that is set: in words, the address without it, and how many rows there are then."""

    words: str
    address: str
    count: int | None


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    sentence: str
    path: str
    sort: str
    fields: tuple[Field, ...]
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    removals: tuple[Removal, ...]
    export: str
    earlier: str
    later: str
    pages: str
    faults: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, str, bool], ...]
    import_address: str
    nothing_held: bool


def list_page(
    what: Asked,
    found: SortedPage,
    *,
    names: Mapping[str, Sequence[str]],
    left_without: Mapping[str, int],
    held_at_all: bool,
) -> ListPage:
    """What the page shows of the rows that were found.

    ``names``: the values held, by filter; ``left_without``: how many rows there would be without a
    filter, where none fits.
    """
    rows = [] if what.faults else found.rows
    total = 0 if what.faults else found.total
    held = what.held
    pages = max(1, -(-total // ON_A_PAGE))
    return ListPage(
        title=held.title,
        sentence=_sentence(what, total, found.source),
        path=held.path,
        sort="" if what.sort == held.by else what.sort,
        fields=tuple(_field(each, what, names.get(each.name, ())) for each in held.filters),
        headings=tuple(_heading(each, what) for each in held.columns),
        rows=tuple(_row(held, each) for each in rows),
        removals=tuple(
            Removal(
                f"{each.label}: {_typed(each, what.given[each.name])}",
                what.address(without=each.name),
                left_without.get(each.name),
            )
            for each in held.filters
            if each.name in what.given
        ),
        export=what.address(suffix=".csv"),
        earlier=what.address(page=str(what.page - 1)) if 1 < what.page <= pages else "",
        later=what.address(page=str(what.page + 1)) if what.page < pages else "",
        pages=f"Page {what.page:,} of {pages:,}" if pages > 1 else "",
        faults=tuple(what.faults.items()),
        lists=tuple((each.title, each.path, each is held) for each in LISTS),
        import_address=f"/data/import/{held.file_kind}",
        nothing_held=not held_at_all,
    )


def _sentence(what: Asked, total: int, source: Source) -> str:
    rows = f"{total:,} {'row' if total == 1 else 'rows'}: {what.held.rows_are}."
    first = what.held.filters[0]
    on = f" {first.label} {shown(what.day.isoformat())}." if what.day else ""
    account = "HR returns" if source is Source.HR else "census returns"
    return f"{rows}{on} From {account}."


def _typed(which: Filter, text: str) -> str:
    return next((each.words for each in which.choices if each.value == text), shown(text))


def _field(which: Filter, what: Asked, names: Sequence[str]) -> Field:
    value = what.given.get(which.name, "")
    day = which.asks not in {Asks.NAME, Asks.CHOICE}
    if day and not value and which.asks in {Asks.IN_POST_ON, Asks.AS_AT} and what.day:
        value = what.day.isoformat()
    options = (
        tuple((each.value, each.words) for each in which.choices)
        if which.asks is Asks.CHOICE
        else tuple((each, each) for each in dict.fromkeys([*names, *filter(None, [value])]))
    )
    fault = what.faults.get(which.name, "")
    return Field(which.name, which.label, value, () if day else options, day, fault)


def _heading(column: Column, what: Asked) -> Heading:
    now = what.by == column.field
    following = f"-{column.field}" if now and not what.descending else column.field
    direction = ("descending" if what.descending else "ascending") if now else ""
    return Heading(column.label, what.address(sort=following), direction, column.numeric)


def _row(held: HeldList, values: tuple[Plain, ...]) -> Row:
    told = dict(zip(("ref", *held.kind.fields), values, strict=True))
    return_id, _, row = str(told["ref"]).partition("#")
    return Row(
        tuple(
            Cell(each.label, cell(each, told[each.field]), each.numeric) for each in held.columns
        ),
        row,
        f"/data/import/returns/{return_id}",
    )


def cell(column: Column, value: Plain) -> str:
    """A value in words; open ends are empty, for what has no end has none to state."""
    if value is None or value == "":
        return "\u2013" if column.field in {"ended", "closed"} else NOT_STATED
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return next((each.words for each in column.choices if each.value == value), shown(value))


def exported(
    held: HeldList, rows: Sequence[tuple[Plain, ...]]
) -> tuple[list[str], list[list[Plain]]]:
    """Header and rows of the file: the columns of the list, values as the API has them."""
    header = [*(each.field for each in held.columns), "ref"]
    fields = ("ref", *held.kind.fields)
    places = [fields.index(name) for name in header]
    return header, [[row[place] for place in places] for row in rows]
