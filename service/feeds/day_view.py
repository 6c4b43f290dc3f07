"""Sessions and deadlines as days on a page: the same events that the calendar has, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from academy.feed import FeedEvent
from academy.programme import Kind, Programme
from academy.session import Session, Status
from service.web.english import day_words, near_words, span_words


@dataclass(frozen=True, slots=True)
class Slot:
    """One session of a day. ``event`` is what the calendar shows of it."""

    session: Session
    event: FeedEvent

    @property
    def cancelled(self) -> bool:
        return self.event.status is Status.CANCELLED

    @property
    def rest(self) -> bool:
        return self.session.kind in {Kind.LUNCH, Kind.BREAK}

    @property
    def title(self) -> str:
        return self.event.summary

    @property
    def hours(self) -> str:
        return span_words(self.session.start, self.session.end)

    @property
    def place(self) -> str:
        return self.event.location

    @property
    def link(self) -> str | None:
        return self.event.url

    @property
    def details(self) -> tuple[str, ...]:
        """Paragraphs: outcomes, what to bring, who leads. The link is shown as a link."""
        paragraphs = self.event.description.split("\n\n")
        return tuple(each for each in paragraphs if each and not each.startswith("Join online: "))


@dataclass(frozen=True, slots=True)
class Day:
    """One day with something in it. ``due``: titles of tasks to be completed by the end of it."""

    day: date
    title: str
    slots: tuple[Slot, ...]
    due: tuple[str, ...]

    @property
    def words(self) -> str:
        return day_words(self.day)

    @property
    def held(self) -> tuple[Slot, ...]:
        """What takes place and takes somebody's time."""
        return tuple(each for each in self.slots if not each.cancelled and not each.rest)

    @property
    def hours(self) -> str:
        held = self.held
        if not held:
            return ""
        return span_words(
            min(each.session.start for each in held), max(each.session.end for each in held)
        )

    @property
    def ends(self) -> time:
        return max((each.session.end for each in self.held), default=time.min)

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.place for each in self.held if each.place))

    def near(self, today: date) -> str:
        return near_words(self.day, today)


def days_of(
    slots: Iterable[Slot], due: Iterable[tuple[date, str]], programme: Programme
) -> tuple[Day, ...]:
    """In order of time; titles are those of the programme's blocks and days."""
    by_day: dict[date, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(slot.session.day, []).append(slot)
    tasks: dict[date, list[str]] = {}
    for day, title in due:
        tasks.setdefault(day, []).append(title)
    titles = _titles(by_day, programme)
    return tuple(
        Day(
            day,
            titles.get(day, "Deadline"),
            tuple(sorted(by_day.get(day, ()), key=_when)),
            tuple(sorted(tasks.get(day, ()))),
        )
        for day in sorted({*by_day, *tasks})
    )


def _titles(by_day: Mapping[date, Sequence[Slot]], programme: Programme) -> dict[date, str]:
    """``Induction, day 4``; without a number where two days would have the same one."""
    blocks = {block.key: block for block in programme.blocks}
    ordinals = {(block.key, item.key): item.day for block, item in programme.items()}
    found: dict[date, tuple[str, int | None, int]] = {}
    for day, slots in by_day.items():
        counted = Counter((each.session.block, each.session.item) for each in slots)
        block = Counter(key for key, _ in counted.elements()).most_common(1)[0][0]
        numbers = Counter(n for name in counted if (n := ordinals.get(name)) is not None)
        number = numbers.most_common(1)[0][0] if numbers else None
        found[day] = (block, number, len(slots))
    titles = {}
    for day, (key, number, size) in found.items():
        known = blocks.get(key)
        title = known.title if known else "Mop-up session"
        rivals = [s for d, (k, n, s) in found.items() if d != day and (k, n) == (key, number)]
        alone = not rivals or size > max(rivals)
        if known and known.working_days > 1 and number is not None and alone:
            title = f"{title}, day {number}"
        titles[day] = title
    return titles


def _when(slot: Slot) -> tuple[object, ...]:
    session = slot.session
    return session.start, session.end, session.title, session.uid
