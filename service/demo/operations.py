"""Load the demo council: returns, editions, its academy with feeds, and a key for each role."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid5

from service.access import operations as access
from service.access.actor import OFFICE, Scope
from service.cohorts import operations as cohorts
from service.demo.academy import PLANS
from service.demo.academy_feeds import FeedLink, feeds
from service.demo.academy_steps import academy_story, cohort_id
from service.demo.actors import HR, LOADER, PSW
from service.demo.arranging import Arranging
from service.demo.asye_steps import asye_story
from service.demo.comparing_steps import comparing_story
from service.demo.exit_steps import exit_story
from service.demo.files import ReturnFile
from service.demo.story import Publishing, Sending, Step, story
from service.demo.survey_steps import survey_story
from service.demo.visitors import sign_in_links
from service.demo.waiting import waiting_story
from service.demo.words_steps import words_story
from service.feeds.store import Kind
from service.problems import Conflict, Problem
from service.publication import operations as publication
from service.publication.store import EditionEntry
from service.settings import DEMO_AUTHORITY, Settings
from service.storage.database import open_database
from service.storage.migrate import migrate, state_of
from service.storage.problems import ConstraintBroken
from service.workforce import operations as workforce
from service.workforce.reading import Options
from service.workforce.receiving import measured
from service.workforce.refusals import NoSuchReturn

Tell = Callable[[str], None]

_NAMES = UUID("5c0de0de-0000-4000-8000-000000000001")
"""Names of returns and editions grow from it: the demo's editions are the same bytes each time."""


class NotTheDemo(Conflict):
    slug = "not-the-demo-database"
    title = "The database holds the returns of a council"
    advice = "Give the demo an empty database of its own with DATABASE_URL."


class StoryBroken(Conflict):
    slug = "demo-story-broken"
    title = "The demo could not be loaded as it is told"
    advice = "Load it into an empty database."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demo left: its editions oldest first, and fresh keys by role."""

    editions: tuple[EditionEntry, ...]
    keys: dict[Scope, str]
    feeds: dict[Kind, FeedLink]
    sign_in: dict[Scope, str]
    """Addresses that sign one in as each role, once."""
    steps_taken: int
    """0 when everything was there already."""


async def load(settings: Settings, *, now: datetime, tell: Tell) -> Loaded:
    """Bring the demo council into the database of the settings; an empty one is migrated first.

    What is there already stays as it is, so that an interrupted load goes on where it stopped.
    Raises NotTheDemo where there are other returns, SettingsError where there is no database.
    """
    if not (await state_of(settings.database_url)).applied:
        await migrate(settings.database_url, now, tell=lambda name: tell(f"Migrating: {name}"))
    await _wait_for_another_run(settings)
    # Nothing that an operator sets beside may change a byte of the demo's editions.
    settings = replace(settings, authority_code=DEMO_AUTHORITY, compare_with=(), other_councils=())
    async with await open_database(settings) as database:
        await database.require_migrated()
        await _require_demo_or_empty()
        steps = whole_story()
        taken = 0
        for number, step in enumerate(steps, 1):
            if not await _there(step):
                tell(f"{number} of {len(steps)}  {_in_words(step)}")
                taken += await _taken(step, settings)
        links, made = await feeds(settings, now)
        keys: dict[Scope, str] = {
            role: await access.issue(f"demo {role}", [role], now, LOADER) for role in OFFICE
        }
        sign_in = await sign_in_links(settings, now)
        editions = await publication.listing()
    mine = {return_or_edition_id(step) for step in story() if isinstance(step, Publishing)}
    return Loaded(
        editions=tuple(entry for entry in reversed(editions) if entry.id in mine),
        keys=keys,
        feeds=links,
        sign_in=sign_in,
        steps_taken=taken + made,
    )


async def _wait_for_another_run(settings: Settings) -> None:
    """Another run of the demo may be in the middle of its migrations."""
    for _ in range(100):
        if (await state_of(settings.database_url)).at_head:
            return
        await asyncio.sleep(0.1)


def whole_story() -> tuple[Step | Arranging, ...]:
    """What happened to the returns and in the academy, in the order in which it did."""
    everything = (
        *story(),
        *comparing_story(),
        *academy_story(),
        *asye_story(),
        *survey_story(),
        *exit_story(),
        *waiting_story(),
        *words_story(),
    )
    return tuple(sorted(everything, key=lambda step: step.at))


def return_or_edition_id(step: Step) -> UUID:
    """Return the id that this step's return or edition has in every database."""
    if isinstance(step, Sending):
        return uuid5(_NAMES, step.file.filename)
    return uuid5(_NAMES, f"{step.period_end.isoformat()} v{step.version}")


def write_files(folder: Path) -> list[Path]:
    """Write every file of the story into ``folder``, which is made; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for step in story():
        if isinstance(step, Sending):
            path = folder / step.file.filename
            path.write_bytes(step.file.content)
            written.append(path)
    return written


async def _require_demo_or_empty() -> None:
    returns = await workforce.listing(limit=1)
    planned = await cohorts.listing()
    ours = {cohort_id(plan) for plan in PLANS}
    if (returns and not await _there(story()[0])) or (
        planned and not ours & {cohort.record.id for cohort in planned}
    ):
        raise NotTheDemo(
            "The database holds workforce returns or cohorts that are not the demo's. Nothing was "
            "changed. Load the demo into an empty database: set DATABASE_URL to another one."
        )


async def _there(step: Step | Arranging) -> bool:
    if isinstance(step, Arranging):
        return await step.there()
    wanted = return_or_edition_id(step)
    if isinstance(step, Publishing):
        return wanted in {entry.id for entry in await publication.listing()}
    try:
        await workforce.one(wanted)
    except NoSuchReturn:
        return False
    return True


ATTEMPTS = 20
"""At a step of the academy, which another run of the demo may be in the middle of."""


async def _taken(step: Step | Arranging, settings: Settings) -> bool:
    """Take one step; False when another run of the demo took it at the same moment."""
    if isinstance(step, Arranging):
        return await _arranged(step, settings)
    try:
        await _take(step, settings)
    except (ConstraintBroken, Conflict):
        if await _there(step):
            return False
        raise
    return True


async def _arranged(step: Arranging, settings: Settings) -> bool:
    for attempt in range(ATTEMPTS):
        try:
            await step.take(step.at, settings)
        except (ConstraintBroken, Problem):
            if await step.there():
                return False
            if attempt == ATTEMPTS - 1:
                raise
        else:
            if await step.there():
                return True
        await asyncio.sleep(0.1)
    raise StoryBroken(f"“{step.words}” was done and is not there.")


async def _take(step: Step, settings: Settings) -> None:
    if isinstance(step, Sending):
        await _send(step, settings)
    elif step.reason is None:
        await publication.publish(
            step.period_end, PSW, step.at, settings, edition_id=return_or_edition_id(step)
        )
    else:
        await publication.correct(
            step.period_end,
            step.reason,
            PSW,
            step.at,
            settings,
            edition_id=return_or_edition_id(step),
        )


async def _send(step: Sending, settings: Settings) -> None:
    file: ReturnFile = step.file
    outcome = await workforce.take_in(
        file.kind,
        measured(BytesIO(file.content)),
        filename=file.filename,
        options=Options(sheet=file.sheet),
        actor=HR,
        now=step.at,
        settings=settings,
        return_id=return_or_edition_id(step),
    )
    expected = "refused" if step.refused else "confirmed"
    if outcome.state != expected:
        raise StoryBroken(
            f"{file.filename} should have been {expected} and was {outcome.state}, with "
            f"{len(outcome.findings)} findings."
        )


def _in_words(step: Step | Arranging) -> str:
    day = f"{step.at:%-d %B %Y}"
    if isinstance(step, Arranging):
        return f"{day}: {step.words}"
    if isinstance(step, Sending):
        words = "HR sends"
        return f"{day}: {words} {step.file.filename}" + (" (refused)" if step.refused else "")
    words = "publishes" if step.reason is None else "corrects"
    period = f"{step.period_end:%-d %B %Y}"
    return f"{day}: the PSW {words} the scorecard to {period}, version {step.version}"
