"""What is checked before a scorecard is published or corrected, and where to put right what is refused."""

from dataclasses import dataclass
from datetime import date, datetime

from scorecard.disclosure import ACCEPTED
from service.problems import Problem
from service.publication.corrected import Move, moves_of
from service.publication.office.addresses import PAGES, half_year
from service.publication.office.task_list import NAMES
from service.publication.preparation.store import PartKind
from service.publication.preparation.tasks import BY_HAND, Preparation, Task, TaskState
from service.publication.preparation.words import shown_actions
from service.publication.previewing import Preview
from service.publication.release_moment import in_england
from service.publication.store import EditionEntry
from service.publication.wording import day
from service.scorecards.operations import is_over

NOW, PLANNED, OTHER = "now", "planned", "other"
"""When it becomes public, as the form has it."""

WAYS_OUT = {
    "comments-missing": ("Write the comments", "words"),
    "sign-off-needed": ("Go to the sign-off", "sign-off"),
    "quotation-not-approved": ("Look at the quotations", "words/quotations"),
    "nothing-to-publish": ("See what was sent", "data"),
    "nothing-moved": ("See what was sent", "data"),
    "period-not-over": ("Back to the task list", ""),
    "already-published": ("Back to the task list", ""),
    "waits-for-release": ("Back to the task list", ""),
}
"""By the slug of a refusal: where it is put right."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that stands in the way of publishing, or that was not ticked."""

    words: str
    link: str
    address: str


@dataclass(frozen=True, slots=True)
class PublishPage:
    headline: str
    written: tuple[tuple[str, str], ...]
    """What goes out with the figures: name and how many."""
    people: tuple[str, ...]
    missing: tuple[str, ...]
    """Returns that were not sent: a public reason is asked for."""
    stops: tuple[Stop, ...]
    """Publishing will be refused while these stand."""
    not_ticked: tuple[Stop, ...]
    told: int
    """Numbers in the words that read like confidential ones."""
    planned: str
    plan_passed: bool
    two_person: bool
    signed: str


def publish_page(found: Preparation, now: datetime) -> PublishPage:
    end, parts = found.period_end, found.parts
    headline = parts.of(PartKind.HEADLINE)
    signed = parts.find(PartKind.SIGN_OFF)
    return PublishPage(
        headline=headline[0].content["words"] if headline else "",
        written=(
            ("Comments", str(len(parts.of(PartKind.COMMENT)))),
            ("Actions", str(len(shown_actions(parts)))),
            ("Dated events", str(len(parts.of(PartKind.EVENT)))),
            ("Quotations", str(len(parts.of(PartKind.QUOTATION)))),
        ),
        people=tuple(
            f"{each.content['name']}, {each.content['role']}" for each in parts.of(PartKind.PERSON)
        ),
        missing=tuple(each.words for each in found.current.missing) if found.current.stamps else (),
        stops=tuple(_stops(found, now)),
        not_ticked=tuple(
            Stop(NAMES[each.task], "Go there", half_year(end, PAGES[each.task]))
            for each in found.lines
            if each.task in BY_HAND and each.state is not TaskState.DONE
        ),
        told=len(found.told),
        planned="" if found.plan is None else in_england(found.plan),
        plan_passed=found.plan is not None and found.plan <= now,
        two_person=found.two_person,
        signed="" if signed is None or not signed.stands else signed.by,
    )


def _stops(found: Preparation, now: datetime) -> list[Stop]:
    end = found.period_end
    stops = []
    if not found.current.stamps:
        stops.append(
            Stop("No workforce return is in force.", "See what was sent", half_year(end, "data"))
        )
    if not is_over(end, now):
        stops.append(
            Stop(f"The half-year ends on {day(end)}. It can be published the day after.", "", "")
        )
    if found.missing_comments:
        count = len(found.missing_comments)
        words = (
            "A target is missed and nobody has said why."
            if count == 1
            else f"{count} measures miss a target and have no comment."
        )
        stops.append(Stop(words, "Write the words", half_year(end, "words")))
    for each in found.lines:
        if each.task is Task.SIGNED_OFF and each.state is not TaskState.DONE:
            words = "A second person has to sign the draft off as it is now."
            stops.append(Stop(words, "Go to the sign-off", half_year(end, "sign-off")))
    return stops


def way_out(end: date, refusal: Problem) -> Stop | None:
    """Where to put right what was refused; None where it is in the form itself."""
    known = WAYS_OUT.get(refusal.slug)
    if known is None:
        return None
    return Stop("", known[0], half_year(end, known[1]) if known[1] else half_year(end))


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """What the next version would say moved since the one before; empty ``causes``: nothing has."""

    version: int
    next_version: int
    waits: str
    """The moment at which the latest version becomes public; empty when it is."""
    withdrawn: bool
    causes: tuple[str, ...]
    moves: tuple[Move, ...]
    inside: int
    """Figures of breakdowns that moved, beside those of the whole council."""
    missing: tuple[str, ...]


def correction_page(latest: EditionEntry, preview: Preview | None, now: datetime) -> CorrectionPage:
    changes = None if preview is None else preview.whole["changes"]
    moved = [] if changes is None else changes["figures"]
    accepted = {} if preview is None else preview.whole.get(ACCEPTED, {})
    return CorrectionPage(
        version=latest.version,
        next_version=latest.version + 1 if preview is None else preview.entry.version,
        waits="" if latest.is_public(now) else in_england(latest.public_from),
        withdrawn=latest.withdrawal is not None,
        causes=() if changes is None else tuple(each["words"] for each in changes["causes"]),
        moves=() if preview is None else moves_of(preview.whole),
        inside=sum(each["dimension"] != "council" for each in moved),
        missing=tuple(each["words"] for each in accepted.get("returns", ())),
    )
