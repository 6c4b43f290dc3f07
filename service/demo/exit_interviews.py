"""Which of the demo's leavers were offered an exit interview, and what became of it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from io import StringIO
from uuid import UUID, uuid5

from scorecard.workforce import EndType, LeaverDestination, LeavingReason
from service.demo.council import demo_council
from service.demo.files import mistakes
from service.demo.leavers_said import OTHERS, RETIRED, TO_AGENCY, Said, Told
from service.demo.months import MARCH_2026, SEPTEMBER_2026, working_day_on_or_after
from service.demo.people import Spell
from service.surveys.file_columns import ANSWERS, INTERVIEW_COLUMNS
from service.surveys.interviews import Status, Wish

_NAMES = UUID("5c0de0de-0000-4000-8000-000000000003")
"""Ids of interviews and files of them grow from it."""
_OPENING = date(2025, 9, 30)
_NOT_OFFERED = frozenset({3, 9, 18, 27, 35, 40})
_DECLINED = frozenset({5, 12, 22, 31, 38})
_NO_ANSWER = frozenset({8, 25, 43})
"""By place among the leavers of the year, earliest first."""
_QUOTABLE = 3
"""One in so many agrees to be quoted."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One leaver with what became of the offer. ``in_file`` None: HR enters it over the API."""

    spell: Spell
    status: Status
    quotable: bool
    told: Told
    in_file: str | None
    row: int = 0

    @property
    def left_on(self) -> date:
        assert self.spell.ended is not None
        return self.spell.ended

    @property
    def number(self) -> str:
        return self.spell.worker.number

    @property
    def id(self) -> UUID:
        """The same in every database; of a row of a file, as the file's import makes it."""
        if self.in_file is not None:
            return uuid5(import_id(self.in_file), f"row {self.row}")
        return uuid5(_NAMES, f"{self.number}/{self.left_on.isoformat()}")

    def comment_id(self, said: Said) -> UUID:
        return uuid5(self.id, said.kind.value)

    @property
    def wish(self) -> Wish:
        spell = self.spell
        offered = working_day_on_or_after(self.left_on - timedelta(days=24))
        done = working_day_on_or_after(self.left_on - timedelta(days=9))
        return Wish(
            leaving_date=self.left_on,
            destination=None if spell.destination is None else spell.destination.value,
            reason=None if spell.reason is None else spell.reason.value,
            status=self.status,
            offered_on=offered,
            done_on=done if self.status is Status.DONE else None,
        )


def import_id(filename: str) -> UUID:
    """The same in every database."""
    return uuid5(_NAMES, filename)


MARCH_FILE = "exit-interviews-2026-03.csv"
SEPTEMBER_FILE = "exit-interviews-2026-09.csv"
BY_HAND_UNTIL = date(2026, 6, 15)
"""Of the summer half-year, HR entered those who had left by then; the rest came as a file."""
_LAST_BY_HAND = 3
"""Of the winter half-year, so many came after the file, and the leaver nobody had reported."""


@cache
def heard() -> tuple[Heard, ...]:
    """Everybody who was offered an interview in the year to 30 September 2026, by leaving date."""
    leavers = _leavers()
    pools = {
        "retired": iter(RETIRED * 2),
        "agency": iter(TO_AGENCY * 2),
        "other": iter(OTHERS * 2),
    }
    found = []
    late = mistakes().late_leaver
    winter = [spell for spell in leavers if spell.ended is not None and spell.ended <= MARCH_2026]
    by_hand = {late.worker.number, *(spell.worker.number for spell in winter[-_LAST_BY_HAND:])}
    rows = {MARCH_FILE: 1, SEPTEMBER_FILE: 1}
    for place, spell in enumerate(leavers):
        if place in _NOT_OFFERED and spell is not late:
            continue
        status = Status.DONE
        if spell is not late and place in _DECLINED | _NO_ANSWER:
            status = Status.DECLINED if place in _DECLINED else Status.OFFERED
        told = next(pools[_pool(spell)]) if status is Status.DONE else ()
        file = _file_of(spell, by_hand)
        if file is not None:
            rows[file] += 1
        row = rows[file] if file is not None else 0
        found.append(Heard(spell, status, place % _QUOTABLE == 1, told, file, row))
    return tuple(found)


def _leavers() -> Sequence[Spell]:
    spells = [
        spell
        for spell in demo_council().spells
        if spell.end_type is EndType.LEFT
        and spell.ended is not None
        and _OPENING < spell.ended <= SEPTEMBER_2026
    ]
    return sorted(spells, key=lambda spell: (spell.ended or date.max, spell.worker.number))


def _pool(spell: Spell) -> str:
    if spell.reason is LeavingReason.RETIRED:
        return "retired"
    return "agency" if spell.destination is LeaverDestination.AGENCY else "other"


def _file_of(spell: Spell, by_hand: set[str]) -> str | None:
    assert spell.ended is not None
    if spell.ended <= MARCH_2026:
        return None if spell.worker.number in by_hand else MARCH_FILE
    return None if spell.ended <= BY_HAND_UNTIL else SEPTEMBER_FILE


def file_content(filename: str) -> bytes:
    """The file as HR sends it, with Windows line ends and a mark that Excel knows."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*(column.name for column in INTERVIEW_COLUMNS), *ANSWERS])
    writer.writerows(_rows(each for each in heard() if each.in_file == filename))
    return stream.getvalue().encode("utf-8-sig")


def _rows(interviews: Iterator[Heard]) -> Iterator[list[object]]:
    for each in interviews:
        wish = each.wish
        said = {answer.kind.value: answer.text for answer in each.told}
        cells = {
            "registration_number": each.number,
            "leaving_date": wish.leaving_date,
            "status": wish.status.value,
            "offered_on": wish.offered_on,
            "done_on": wish.done_on,
            "destination": wish.destination,
            "reason": wish.reason,
            "quotable": ("yes" if each.quotable else "no") if each.told else None,
        }
        yield [
            *(cells[column.name] for column in INTERVIEW_COLUMNS),
            *(said.get(kind) for kind in ANSWERS),
        ]
