"""One worker after another: elements -> values -> findings and records."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import chain
from operator import attrgetter, getitem
from typing import Any, NamedTuple, cast

from scorecard.workforce import CaseUnit, EndType, Role, StartType
from service.workforce.census.element import Element, holds_more
from service.workforce.census.faults import (
    ATTRIBUTE,
    EMPTY,
    IDENTITY_MISSING,
    STRAY_TEXT,
    UNKNOWN_ELEMENT,
    Fault,
    Findings,
    shown,
)
from service.workforce.census.layout import FIELDS, WORKER, Layout, WorkerValues
from service.workforce.census.rules import OWN, check, has_left, missing
from service.workforce.census.shape import Memory, Shape, learn
from service.workforce.census.values import Refusal
from service.workforce.records import (
    AbsenceTotalRecord,
    AgencyRecord,
    CaseloadRecord,
    EmploymentRecord,
)

NOT_STATED = "Not stated"
"""Team and area of every census row: the census does not give them."""

_ROLES = {str(place): role.value for place, role in enumerate(Role, start=1)}

# Looking a member's value up costs several times a name, and this is done for every row.
_NEW, _LEFT, _CASE = StartType.NEW.value, EndType.LEFT.value, CaseUnit.CASE.value

# Bounds of what is remembered of a file, so that memory stays flat whatever is in it.
_MOST_VALUES = 20_000
_MOST_SHAPES = 2_000


class Line(NamedTuple):
    """What is remembered of a row to hold it against other rows of the same worker."""

    row: int
    line: int
    own: bool
    started: date | None
    ended: date | None
    fte: int | None
    fte30: int | None


_Line = tuple[int, int, bool, date | None, date | None, int | None, int | None]
"""A Line while it waits: a plain tuple is quicker to make, and nothing for the garbage collector."""

_name, _text = attrgetter("tag"), attrgetter("text")

_worker_values = cast(
    "Callable[[tuple[Any, ...]], WorkerValues]", partial(tuple.__new__, WorkerValues)
)
"""WorkerValues._make in half the time: the length has been seen to already."""


class Workers:
    """Reads the workers of one message into records and findings."""

    def __init__(self, findings: Findings, identify: Callable[[str], str]) -> None:
        self.employments: list[EmploymentRecord] = []
        self.agency: list[AgencyRecord] = []
        self.absence_totals: list[AbsenceTotalRecord] = []
        self.caseloads: list[CaseloadRecord] = []
        self.signs: dict[str, int] = {}
        """Line on which each element that tells editions apart was first seen."""
        self.not_counted = 0
        """Own staff without a start date: in no stock and no flow."""
        self._first: dict[str, _Line] = {}
        """The first row of each worker, by worker key."""
        self._again: dict[str, list[_Line]] = {}
        """The further rows of those who have more than one."""
        self._findings = findings
        self._identify = identify
        self._layout: Layout | None = None
        self._reference: date | None = None
        self._refused: list[Refusal] = []
        self._readers = {
            # Registration numbers do not repeat: remembering them would only cost.
            name: Memory(field.read, self._refused, 0 if name == "SWENo" else _MOST_VALUES)
            for name, field in FIELDS.items()
        }
        self._shapes: dict[tuple[str, ...], Shape] = {}
        self._names: list[str] | None = None
        """Names of the elements of the row before, and their shape."""
        self._shape: Shape
        self._element: Element
        self._row = 0

    @property
    def keys(self) -> frozenset[str]:
        """Of every worker who is named with a number that can be read."""
        return frozenset(self._first)

    @property
    def some_repeated(self) -> bool:
        """Whether any worker has more than one row."""
        return bool(self._again)

    def lines(self) -> Iterator[Line]:
        """Every row with a number that can be read; in no particular order."""
        return map(Line._make, chain(self._first.values(), *self._again.values()))

    def repeated(self) -> Iterator[list[Line]]:
        """The rows of each worker who has more than one, in the order of the file."""
        for key, further in self._again.items():
            yield [Line._make(each) for each in (self._first[key], *further)]

    def begin(self, layout: Layout | None, reference: date | None) -> None:
        """State what the blocks before the first worker have said."""
        self._layout = layout
        self._reference = reference

    def read(self, element: Element, row: int, *, plain: bool) -> None:
        """Take in one CSWWWorker, the ``row``-th; ``plain`` if it certainly has no attributes."""
        self._element, self._row = element, row
        children = element[:]
        names = list(map(_name, children))
        if names != self._names:
            # Comparing with the row before is cheaper than hashing, and mostly enough.
            self._names = names
            self._shape = self._shape_of(names, children)
        shape = self._shape
        values: list[Any] = list(map(getitem, shape.readers, map(_text, children)))
        if shape.faults:
            self._tell_shape(shape, children)
        if holds_more(element, children):
            self._tell_more(children)
        if not plain:
            self._tell_attributes(children)
        values.append(None)
        in_doubt = shape.ambiguous
        if self._refused:
            in_doubt |= self._tell_refused(children, values)
        worker = _worker_values(shape.arrange(values))
        if shape.missing and worker.agency == OWN:
            missing(shape.missing, self._tell)
        if worker.agency is None or worker.number is None:
            self._without_identity(worker)
            return
        if not in_doubt:
            # With a value that cannot be read, what the others are to it would be guesswork.
            check(worker, self._reference, self._layout, self._tell)
        key = self._identify(worker.number)
        line = (
            row,
            element.sourceline or 0,
            worker.agency == OWN,
            worker.started,
            worker.ended,
            worker.fte,
            worker.fte30,
        )
        if self._first.setdefault(key, line) is not line:
            self._again.setdefault(key, []).append(line)
        if row not in self._findings.rejected and self._reference is not None:
            self._record(worker, key, self._reference)

    def _shape_of(self, names: list[str], children: list[Element]) -> Shape:
        sequence = tuple(names)
        shape = self._shapes.get(sequence)
        if shape is not None:
            return shape
        if len(self._shapes) >= _MOST_SHAPES:
            self._shapes.clear()
        shape = learn(sequence, self._readers, self._layout)
        self._shapes[sequence] = shape
        for child, name in zip(children, names, strict=True):
            if name in {"GenderCurrent", "Sex"} and not shape.ambiguous:
                self.signs.setdefault(name, child.sourceline or 0)
        return shape

    def _record(self, worker: WorkerValues, key: str, reference: date) -> None:
        row, role = self._row, _ROLES.get(worker.role or "")
        own = worker.agency == OWN
        if own:
            self._employment(worker, key, role, reference)
        else:
            self._assignment(worker, key, role, reference)
        if worker.cases is not None and not has_left(worker, reference):
            self.caseloads.append(
                CaseloadRecord(
                    row,
                    key,
                    reference,
                    NOT_STATED,
                    worker.cases,
                    worker.fte30,
                    _CASE,
                    not own,
                )
            )

    def _employment(
        self, worker: WorkerValues, key: str, role: str | None, reference: date
    ) -> None:
        if worker.started is None:
            self.not_counted += 1
            return
        ended = worker.ended
        self.employments.append(
            EmploymentRecord(
                self._row,
                key,
                None,
                NOT_STATED,
                NOT_STATED,
                role,
                None,
                _fte(worker),
                worker.started,
                _NEW,
                worker.origin,
                ended,
                _LEFT if ended else None,
                worker.destination if ended else None,
                worker.reason if ended else None,
                None,
                None,
                None,
            )
        )
        if worker.days_lost is not None:
            self.absence_totals.append(
                AbsenceTotalRecord(self._row, key, reference, worker.days_lost)
            )

    def _assignment(
        self, worker: WorkerValues, key: str, role: str | None, reference: date
    ) -> None:
        started = worker.started
        if started is None:
            if has_left(worker, reference):
                return
            started = reference
        self.agency.append(
            AgencyRecord(
                self._row,
                key,
                NOT_STATED,
                NOT_STATED,
                role,
                _fte(worker),
                started,
                worker.ended,
                None,
            )
        )

    def _tell(self, fault: Fault, column: str, message: str, hint: str) -> None:
        """Add a finding about the element ``column`` of this worker, whether it is there or not."""
        child = self._element.find(column)
        where = self._element if child is None else child
        self._findings.add(
            fault,
            message,
            hint,
            row=self._row,
            line=where.sourceline,
            column=column,
            value=None if child is None else child.text or "",
        )

    def _tell_at(self, child: Element, fault: Fault, message: str, hint: str) -> None:
        self._findings.add(
            fault,
            message,
            hint,
            row=self._row,
            line=child.sourceline,
            column=child.tag if child.tag in FIELDS else shown(child.tag),
            value=child.text or "",
        )

    def _tell_shape(self, shape: Shape, children: list[Element]) -> None:
        for place, fault, message, hint in shape.faults:
            self._tell_at(children[place], fault, message, hint)

    def _tell_refused(self, children: list[Element], values: list[Any]) -> bool:
        """Whether a value is given that cannot be read (an empty element gives none)."""
        self._refused.clear()
        in_doubt = False
        for index, value in enumerate(values):
            if isinstance(value, Refusal):
                values[index] = None
                in_doubt |= value.fault is not EMPTY
                if value.fault is EMPTY and children[index].tag in {"AgencyWorker", "SWENo"}:
                    continue
                self._tell_at(children[index], value.fault, value.message, value.hint)
        return in_doubt

    def _without_identity(self, worker: WorkerValues) -> None:
        for name, value in (("AgencyWorker", worker.agency), ("SWENo", worker.number)):
            child = self._element.find(name)
            if value is None and (child is None or not (child.text or "").strip()):
                self._tell(
                    IDENTITY_MISSING,
                    name,
                    f"There is no {name}: the row cannot be told apart from others.",
                    f"Add {name}"
                    + (" (0 own staff, 1 agency)." if name == "AgencyWorker" else "."),
                )

    def _tell_more(self, children: list[Element]) -> None:
        """Add findings about elements inside elements, and text between elements."""
        for child in children:
            for nested in child:
                self._tell_at(
                    nested,
                    UNKNOWN_ELEMENT,
                    f"{shown(child.tag)} holds an element {shown(nested.tag)}; "
                    "it can hold text only.",
                    "Take it out of there.",
                )
        texts = [(self._element.text, self._element), *((each.tail, each) for each in children)]
        for text, where in texts:
            if text is not None and text.strip():
                self._findings.add(
                    STRAY_TEXT,
                    f"There is text between the elements of {WORKER}.",
                    "Put it into the element it belongs to, or remove it.",
                    row=self._row,
                    line=where.sourceline,
                    column=WORKER,
                    value=text.strip(),
                )

    def _tell_attributes(self, children: list[Element]) -> None:
        for each in (self._element, *children):
            for name, value in each.items():
                self._findings.add(
                    ATTRIBUTE,
                    f"{shown(each.tag)} has an attribute {shown(name)}; it was not read.",
                    "The census uses no attributes: put what it says into an element.",
                    row=self._row,
                    line=each.sourceline,
                    column=shown(each.tag),
                    value=value,
                )


def _fte(worker: WorkerValues) -> int | None:
    """FTE of the spell in millionths; a leaver's 0 only says that the worker has left."""
    if worker.ended is not None:
        return worker.fte or None
    return worker.fte if worker.fte is not None else worker.fte30
