"""``python -m service scorecard`` and ``python -m service edition list|show|verify|publish|correct|withdraw``."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from scorecard.errors import ScorecardError
from service import clock, problems
from service import settings as settings_module
from service.access.commands import operator
from service.command import Subcommands, add_format, print_json
from service.publication import operations
from service.publication.preparing import commands as preparing
from service.publication.release_moment import in_england
from service.publication.store import EditionEntry, StoredEdition
from service.publication.terminal import lines_for_terminal, moves_for_terminal
from service.publication.verification import Verdict, verify
from service.settings import Settings
from service.storage.database import open_database

T = TypeVar("T")
DISAGREES = 1
NOT_CHECKED = 2


def register(commands: Subcommands) -> None:
    scorecard = commands.add_parser(
        "scorecard", help="print the published scorecard of a half-year, or its draft"
    )
    scorecard.add_argument("--period", required=True, type=_day, help="last day, as 2026-09-30")
    which = scorecard.add_mutually_exclusive_group()
    which.add_argument("--version", type=_version, help="this version instead of the latest")
    which.add_argument("--draft", action="store_true", help="what the data held now would give")
    add_format(scorecard)
    scorecard.set_defaults(run=_scorecard)

    edition = commands.add_parser(
        "edition", help="prepare, publish, correct, withdraw, list, show, verify editions"
    )
    actions = edition.add_subparsers(dest="action", required=True, metavar="ACTION")

    listing = actions.add_parser("list", help="all editions, newest first")
    add_format(listing)
    listing.set_defaults(run=_list)

    show = actions.add_parser("show", help="print one edition")
    show.add_argument("id", metavar="ID", type=_edition_id)
    add_format(show)
    show.set_defaults(run=_show)

    check = actions.add_parser(
        "verify", help="compute an edition again from the kept files and compare byte for byte"
    )
    check.add_argument("id", metavar="ID", type=_edition_id)
    add_format(check)
    check.set_defaults(run=_verify)

    publish = actions.add_parser("publish", help="freeze the draft of a half-year as version 1")
    publish.add_argument("--period", required=True, type=_day, help="last day, as 2026-09-30")
    _add_acceptance(publish)
    _add_release(publish, "left out: as planned; at once without a plan")
    add_format(publish)
    publish.set_defaults(run=_publish)

    correct = actions.add_parser("correct", help="publish the next version of a half-year")
    correct.add_argument("--period", required=True, type=_day, help="last day, as 2026-09-30")
    correct.add_argument("--reason", required=True, help="what was wrong; everybody can read it")
    _add_acceptance(correct)
    _add_release(correct, "left out: at once")
    add_format(correct)
    correct.set_defaults(run=_correct)

    withdraw = actions.add_parser(
        "withdraw", help="withdraw a version: a notice with the reason stands in its place"
    )
    withdraw.add_argument("--period", required=True, type=_day, help="last day, as 2026-09-30")
    withdraw.add_argument("--version", required=True, type=_version, help="which version")
    withdraw.add_argument("--reason", required=True, help="why; everybody can read it")
    add_format(withdraw)
    withdraw.set_defaults(run=_withdraw)

    preparing.register(actions, _with_database, _day)


def _add_acceptance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accept-missing-returns",
        metavar="REASON",
        help="publish without returns that headline figures rest on; everybody can read why",
    )


def _add_release(parser: argparse.ArgumentParser, left_out: str) -> None:
    parser.add_argument(
        "--release-at",
        metavar="WHEN",
        help=f"2026-11-26 (09:30 in England), 2026-11-26T09:30, or now; {left_out}",
    )


def entry_as_json(entry: EditionEntry) -> dict[str, Any]:
    return {
        "edition": str(entry.id),
        "period": entry.period_end.isoformat(),
        "version": entry.version,
        "published_at": entry.published_at.astimezone(clock.LONDON).isoformat(),
        "published_by": entry.published_by,
        "public_from": entry.public_from.astimezone(clock.LONDON).isoformat(),
        "reason": entry.reason,
        "withdrawn": None
        if entry.withdrawal is None
        else {
            "at": entry.withdrawal.at.astimezone(clock.LONDON).isoformat(),
            "by": entry.withdrawal.by,
            "reason": entry.withdrawal.reason,
        },
        "content_sha256": entry.content_sha256,
    }


def _scorecard(arguments: argparse.Namespace) -> int:
    async def work(settings: Settings) -> dict[str, Any]:
        return await operations.document_or_draft(
            arguments.period,
            clock.now(),
            settings,
            version=arguments.version,
            as_draft=arguments.draft,
        )

    _print_document(_with_database(work), arguments.format)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    entries = _with_database(lambda _: operations.listing())
    if arguments.format == "json":
        print_json({"editions": [entry_as_json(each) for each in entries]})
        return 0
    for each in entries:
        print(_line(each))
    if not entries:
        print("No scorecard has been published.")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    held = _with_database(lambda _: operations.stored(arguments.id))
    document = operations.content_of(held)
    _print_document({**document, "content_sha256": held.entry.content_sha256}, arguments.format)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    verdict: Verdict = _with_database(lambda settings: verify(arguments.id, settings))
    if arguments.format == "json":
        print_json(verdict.as_json())
    elif verdict.not_checked:
        print(f"NOT CHECKED: {_line(verdict.entry)}\n{verdict.not_checked}")
    elif verdict.first_difference is None:
        print(
            f"Agrees byte for byte with the kept files: {_line(verdict.entry)}\n"
            f"SHA-256 {verdict.entry.content_sha256}"
        )
    else:
        print(f"DOES NOT AGREE: {_line(verdict.entry)}\n{verdict.first_difference.words}")
    if verdict.agrees is None:
        return NOT_CHECKED
    return 0 if verdict.agrees else DISAGREES


def _publish(arguments: argparse.Namespace) -> int:
    return _published(
        arguments,
        lambda settings: operations.publish(
            arguments.period,
            operator(),
            clock.now(),
            settings,
            accept_missing_returns=arguments.accept_missing_returns,
            release_at=arguments.release_at,
        ),
    )


def _correct(arguments: argparse.Namespace) -> int:
    return _published(
        arguments,
        lambda settings: operations.correct(
            arguments.period,
            arguments.reason,
            operator(),
            clock.now(),
            settings,
            accept_missing_returns=arguments.accept_missing_returns,
            release_at=arguments.release_at,
        ),
    )


def _withdraw(arguments: argparse.Namespace) -> int:
    entry = _with_database(
        lambda settings: operations.withdraw(
            arguments.period,
            arguments.version,
            arguments.reason,
            operator(),
            clock.now(),
            settings=settings,
        )
    )
    if arguments.format == "json":
        print_json(entry_as_json(entry))
    else:
        print(_line(entry))
    return 0


def _published(
    arguments: argparse.Namespace, work: Callable[[Settings], Awaitable[EditionEntry]]
) -> int:
    async def published(settings: Settings) -> tuple[EditionEntry, StoredEdition]:
        entry = await work(settings)
        return entry, await operations.stored(entry.id)

    entry, held = _with_database(published)
    if arguments.format == "json":
        print_json(entry_as_json(entry))
    else:
        print(f"Published: {_line(entry)}\nSHA-256 {entry.content_sha256}")
        for line in moves_for_terminal(operations.content_of(held)):
            print(line)
    return 0


def _with_database(work: Callable[[Settings], Awaitable[T]]) -> T:
    """Run ``work`` on the database of the settings; errors of the scorecard become problems."""

    async def opened() -> T:
        settings = settings_module.load()
        async with await open_database(settings):
            return await work(settings)

    try:
        return asyncio.run(opened())
    except ScorecardError as error:
        problem = problems.from_domain(error)
        if problem is None:
            raise
        raise problem from error


def _line(entry: EditionEntry) -> str:
    published = entry.published_at.astimezone(clock.LONDON)
    text = (
        f"{entry.period_end.isoformat()} version {entry.version}, published "
        f"{published:%-d %B %Y %H:%M}, edition {entry.id}"
    )
    if not entry.is_public(clock.now()) and entry.withdrawal is None:
        text += f", public from {in_england(entry.public_from)}"
    if entry.reason:
        text += f". Corrected: {entry.reason}"
    return f"{text}. WITHDRAWN: {entry.withdrawal.reason}" if entry.withdrawal else text


def _print_document(document: dict[str, Any], form: str) -> None:
    if form == "json":
        print_json(document)
        return
    for line in lines_for_terminal(document):
        print(line)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date: write it as 2026-09-30"
        ) from None


def _version(text: str) -> int:
    if not text.removeprefix("v").isdecimal() or int(text.removeprefix("v")) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a version: write 1, 2 and so on")
    return int(text.removeprefix("v"))


def _edition_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not the id of an edition") from None
