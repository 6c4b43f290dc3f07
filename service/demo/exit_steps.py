"""How the demo's exit interviews come in, are coded by two people, and are followed up."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from scorecard.themes.coding import Round
from service.demo.actors import FIRST_CODER, HR, PSW, SECOND_CODER
from service.demo.arranging import Arranging, at, once
from service.demo.exit_interviews import (
    BY_HAND_UNTIL,
    MARCH_FILE,
    SEPTEMBER_FILE,
    Heard,
    file_content,
    heard,
    import_id,
)
from service.demo.leavers_said import Said
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.settings import Settings
from service.surveys import (
    coding,
    comments,
    follow_ups,
    imports,
    interview_answers,
    interviews,
    quotations,
)
from service.surveys.blindness import sampled
from service.surveys.follow_ups import Outcome
from service.surveys.interview_answers import Given
from service.surveys.interviews import Status
from service.surveys.refusals import NoSuchImport
from service.surveys.store import codings
from service.surveys.store import interviews as store
from service.surveys.who import By

LEFT_TO_CODE = 2
"""So many comments of the last half-year still wait for a second coder."""
_QUOTED = 2

Mine = Callable[[Heard], bool]


def exit_story() -> tuple[Arranging, ...]:
    """The steps in the order in which they happened."""
    return (
        _file(MARCH_FILE, at(2026, 4, 28)),
        _entered("of March", at(2026, 5, 14), _winter_by_hand),
        _coded(MARCH_2026, at(2026, 5, 15), _of_winter),
        _second_coded(MARCH_2026, at(2026, 5, 18), _of_winter, leave=0),
        _entered("of the spring", at(2026, 7, 8), _summer_by_hand),
        _file(SEPTEMBER_FILE, at(2026, 10, 27)),
        _coded(SEPTEMBER_2026, at(2026, 11, 4), _of_summer),
        _second_coded(SEPTEMBER_2026, at(2026, 11, 9), _of_summer, leave=LEFT_TO_CODE),
        Arranging("two quotations are proposed, and one is approved", at(2026, 11, 10), _quoted_there, _quote),
        Arranging("a leaver who told of threats is offered somebody to talk to", at(2026, 11, 11), _followed_there, _follow),
    )  # fmt: skip


def _of_winter(each: Heard) -> bool:
    return each.left_on <= MARCH_2026


def _of_summer(each: Heard) -> bool:
    return each.left_on > MARCH_2026


def _winter_by_hand(each: Heard) -> bool:
    return _of_winter(each) and each.in_file is None


def _summer_by_hand(each: Heard) -> bool:
    return MARCH_2026 < each.left_on <= BY_HAND_UNTIL


# --- by file and by hand ---------------------------------------------------------------------------


def _file(filename: str, when: datetime) -> Arranging:
    async def there() -> bool:
        try:
            return (await imports.one(import_id(filename))).state == imports.CONFIRMED
        except NoSuchImport:
            return False

    async def take(now: datetime, settings: Settings) -> None:
        by = By(HR, now, settings)
        await once(
            imports.check(file_content(filename), filename, by, import_id=import_id(filename))
        )
        await once(imports.confirm(import_id(filename), by))

    return Arranging(f"HR sends {filename}", when, there, take)


def _entered(words: str, when: datetime, mine: Mine) -> Arranging:
    async def there() -> bool:
        held = {each.id: each.status for each in await store.listing()}
        return all(held.get(each.id) == each.status for each in heard() if mine(each))

    async def take(now: datetime, settings: Settings) -> None:
        by = By(HR, now, settings)
        for each in filter(mine, heard()):
            wish = each.wish
            if each.told:
                # Offered first; it is done once there are answers.
                wish = interviews.Wish(wish.leaving_date, wish.destination, wish.reason,
                                       Status.OFFERED, wish.offered_on, None)  # fmt: skip
            await once(interviews.offer(each.number, wish, HR, now, settings, interview_id=each.id))
            given = [
                Given(
                    await interview_answers.asked(said.kind.value, None),
                    said.text,
                    each.quotable,
                    each.comment_id(said),
                )
                for said in each.told
            ]
            if given:
                await once(interview_answers.answer(each.id, given, each.wish.done_on, by))

    return Arranging(f"HR enters exit interviews {words}", when, there, take)


# --- coded -----------------------------------------------------------------------------------------


def _answers(mine: Mine) -> list[tuple[UUID, Said]]:
    return [(each.comment_id(said), said) for each in heard() if mine(each) for said in each.told]


def _codes(reasons: str, praised: str = "") -> Sequence[tuple[str, str]]:
    return [
        *((theme, "reason") for theme in reasons.split()),
        *((theme, "praised") for theme in praised.split()),
    ]


async def _rounds(ids: Sequence[UUID]) -> dict[UUID, set[Round]]:
    held = await codings.rounds(ids)
    return {each: set(held.get(each, {})) for each in ids}


def _coded(end: date, when: datetime, mine: Mine) -> Arranging:
    answers = _answers(mine)

    async def waiting() -> list[tuple[UUID, Said]]:
        rounds = await _rounds([each for each, _ in answers])
        return [(each, said) for each, said in answers if Round.FIRST not in rounds[each]]

    async def there() -> bool:
        return not await waiting()

    async def take(now: datetime, settings: Settings) -> None:
        by = By(FIRST_CODER, now, settings)
        for each, said in await waiting():
            await once(coding.suggest(each, by))
            codes = _codes(said.reasons, said.praised)
            await once(coding.confirm(each, await _revision(each), codes, by))

    words = f"a coder confirms themes in what leavers of the half-year to {end:%-d %B %Y} said"
    return Arranging(words, when, there, take)


def _second_coded(end: date, when: datetime, mine: Mine, *, leave: int) -> Arranging:
    """Who codes second is blind to the first; where the two differ, they decide together."""
    sample = [(each, said) for each, said in _answers(mine) if sampled(each)]
    wanted = sample[: len(sample) - leave]

    async def there() -> bool:
        rounds = await _rounds([each for each, _ in wanted])
        return all(
            Round.SECOND in rounds[each]
            and (said.decided is None or Round.ADJUDICATED in rounds[each])
            for each, said in wanted
        )

    async def take(now: datetime, settings: Settings) -> None:
        by, first = By(SECOND_CODER, now, settings), By(FIRST_CODER, now, settings)
        for each, said in wanted:
            reasons = said.reasons if said.otherwise is None else said.otherwise
            codes = _codes(reasons, said.praised)
            await once(coding.second(each, await _revision(each), codes, by))
            if said.decided is not None:
                decided = _codes(said.decided, said.praised)
                why = "Read again together: the definition of the theme fits."
                await once(coding.adjudicate(each, await _revision(each), decided, why, first))

    words = f"a second coder codes a sample of the half-year to {end:%-d %B %Y}, blind to the first"
    return Arranging(words, when, there, take)


async def _revision(comment: UUID) -> int:
    return (await comments.current(comment, None)).revision


# --- quotations and follow-up ------------------------------------------------------------------------


def _quotable() -> list[tuple[UUID, Said]]:
    found = [
        (each.comment_id(said), said)
        for each in heard()
        if _of_summer(each) and each.quotable
        for said in each.told
        if said.reasons
    ]
    return found[:_QUOTED]


async def _quoted_there() -> bool:
    states = {each.comment: each.state for each in await quotations.listing()}
    first, other = (states.get(each) for each, _ in _quotable())
    return first == quotations.State.APPROVED and other is not None


async def _quote(now: datetime, settings: Settings) -> None:
    held = {each.comment for each in await quotations.listing()}
    for each, said in _quotable():
        if each not in held:
            await once(
                quotations.propose(each, (0, len(said.text)), [], By(FIRST_CODER, now, settings))
            )
    first, _ = _quotable()[0]
    for one in await quotations.listing(quotations.State.PROPOSED):
        if one.comment == first:
            await once(quotations.decide(one.id, one.revision, quotations.State.APPROVED, PSW, now))


async def _followed_there() -> bool:
    return any(each.state == follow_ups.State.CLOSED for each in await follow_ups.listing())


async def _follow(now: datetime, _: Settings) -> None:
    for each in await follow_ups.listing():
        if each.theme == "SAF":
            await once(
                follow_ups.change(
                    each.id,
                    each.revision,
                    role=each.role,
                    state=follow_ups.State.CLOSED,
                    outcome=Outcome.STAFF_SAFEGUARDING,
                    actor=PSW,
                    now=now,
                )
            )
