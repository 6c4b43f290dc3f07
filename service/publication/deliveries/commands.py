"""``python -m service deliveries send|list``."""

import argparse
import asyncio
from collections import defaultdict
from typing import Any

from service import clock
from service import settings as settings_module
from service.command import Subcommands, add_format, print_json
from service.publication.deliveries import outbox, worker
from service.publication.deliveries.outbox import Attempt, Due
from service.publication.deliveries.worker import Outcome
from service.storage.database import open_database

LOOK_EVERY = 30.0
"""Seconds between two looks into the outbox with --follow."""
NOT_ALL = 1


def register(commands: Subcommands) -> None:
    deliveries = commands.add_parser(
        "deliveries", help="send the news of editions by webhook and mail; list what was sent"
    )
    actions = deliveries.add_subparsers(dest="action", required=True, metavar="ACTION")
    send = actions.add_parser("send", help="send what is due, and say what came of it")
    send.add_argument(
        "--follow", action="store_true", help="go on, and look again every half minute"
    )
    add_format(send)
    send.set_defaults(run=_send)
    listing = actions.add_parser("list", help="everything that was to be sent, the latest first")
    add_format(listing)
    listing.set_defaults(run=_list)


def _send(arguments: argparse.Namespace) -> int:
    settings = settings_module.load()

    async def work() -> list[Outcome]:
        async with await open_database(settings):
            while True:
                outcomes = await worker.deliver_due(settings)
                if not arguments.follow:
                    return outcomes
                for each in outcomes:
                    print(_line(each.due, each.attempt), flush=True)
                await asyncio.sleep(LOOK_EVERY)

    outcomes = asyncio.run(work())
    if arguments.format == "json":
        print_json({"attempts": [_outcome(each) for each in outcomes]})
    else:
        for each in outcomes:
            print(_line(each.due, each.attempt))
        if not outcomes:
            print("Nothing is due.")
    return 0 if all(each.attempt.delivered for each in outcomes) else NOT_ALL


def _list(arguments: argparse.Namespace) -> int:
    async def work() -> tuple[list[Due], list[Attempt]]:
        async with await open_database(settings_module.load()):
            return await outbox.deliveries(), await outbox.attempts()

    found, attempts = asyncio.run(work())
    tried: dict[Any, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        tried[attempt.delivery].append(attempt)
    if arguments.format == "json":
        print_json({"deliveries": [_as_json(each, tried[each.id]) for each in found]})
        return 0
    for each in found:
        print(
            f"{each.state}: {each.event}, {each.channel} to {each.target}, edition {each.edition}"
        )
        for attempt in tried[each.id]:
            print(f"    {_when(attempt)}: {attempt.outcome}")
    if not found:
        print("Nobody was to be told of an edition.")
    return 0


def _line(due: Due, attempt: Attempt) -> str:
    return f"{_when(attempt)}: {due.event}, {due.channel} to {due.target}: {attempt.outcome}"


def _when(attempt: Attempt) -> str:
    return f"{attempt.at.astimezone(clock.LONDON):%-d %B %Y %H:%M}"


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "delivery": str(outcome.due.id),
        "edition": str(outcome.due.edition),
        "event": outcome.due.event,
        "channel": outcome.due.channel,
        "target": outcome.due.target,
        "state": outcome.state,
        "outcome": outcome.attempt.outcome,
    }


def _as_json(due: Due, attempts: list[Attempt]) -> dict[str, Any]:
    return {
        "delivery": str(due.id),
        "edition": str(due.edition),
        "event": due.event,
        "channel": due.channel,
        "target": due.target,
        "state": due.state,
        "created_at": due.created_at.astimezone(clock.LONDON).isoformat(),
        "next_at": due.next_at.astimezone(clock.LONDON).isoformat()
        if due.state is outbox.State.WAITING
        else None,
        "attempts": [
            {
                "at": each.at.astimezone(clock.LONDON).isoformat(),
                "delivered": each.delivered,
                "outcome": each.outcome,
            }
            for each in attempts
        ],
    }
