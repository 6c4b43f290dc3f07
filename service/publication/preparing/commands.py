"""``python -m service edition prepare|words|headline|comment|tick|sign-off|plan``."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import msgspec

from scorecard.periods import half_year_ending
from service import clock
from service.access.commands import operator
from service.command import Subcommands, add_format, print_json
from service.publication.preparation import plan, tasks, words
from service.publication.preparation.parts import as_json, parts_of
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.words import Comment, Writer
from service.publication.preparing.schemas import commentary_as_json, preparation_as_json
from service.publication.release_moment import in_england
from service.settings import Settings

Json = dict[str, Any]
Work = Callable[[Settings], Awaitable[Any]]
Run = Callable[[Work], Any]


def register(actions: Subcommands, run: Run, day: Callable[[str], date]) -> None:
    """Add the commands; ``run`` carries a piece of work out on the database of the settings."""

    def add(name: str, words_of_help: str, do: Callable[[argparse.Namespace, Run], int]) -> Any:
        parser = actions.add_parser(name, help=words_of_help)
        parser.add_argument("--period", required=True, type=day, help="last day, as 2026-09-30")
        add_format(parser)
        parser.set_defaults(run=lambda arguments: do(arguments, run))
        return parser

    add("prepare", "the task list of a half-year: what is done and what is not", _prepare)
    add("words", "what is written for a half-year and not published yet", _words)
    headline = add("headline", "write the headline, two sentences at most", _headline)
    comment = add("comment", "write the comment on a measure", _comment)
    comment.add_argument("--measure", required=True, help="id of the measure")
    comment.add_argument(
        "--owner", required=True, help="whose comment it is; everybody can read it"
    )
    for each in (headline, comment):
        each.add_argument("--words", required=True, help="everybody can read them")
    moment = add("plan", "announce when a half-year is released; public at once", _plan)
    moment.add_argument(
        "--release-at", required=True, help="2026-11-26 (09:30 in England) or 2026-11-26T09:30"
    )
    for each in (headline, comment, moment):
        each.add_argument(
            "--revision", type=int, help="the revision that is replaced, when one stands already"
        )
    tick = add("tick", "say that a task is done for the draft that was looked at", _tick)
    tick.add_argument("--task", required=True, choices=sorted(tasks.BY_HAND))
    sign = add("sign-off", "sign the draft off; somebody else publishes it", _sign_off)
    for each in (tick, sign):
        each.add_argument("--of", required=True, help="what prepare shows for the task")


def _writer(arguments: argparse.Namespace, settings: Settings) -> Writer:
    return Writer(arguments.period, operator(), clock.now(), settings)


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _prepare(arguments: argparse.Namespace, run: Run) -> int:
    found = run(lambda settings: tasks.preparation(arguments.period, clock.now(), settings))
    if arguments.format == "json":
        print_json(_plain(preparation_as_json(found)))
        return 0
    if found.plan is not None:
        print(f"Planned for {in_england(found.plan)}")
    for each in found.lines:
        said = f" by {each.by}, {in_england(each.at)}" if each.at else ""
        print(f"{each.state:<12} {tasks.TITLES[each.task]}{said}")
        if each.words:
            print(f"             {each.words}")
        if each.of:
            print(f"             of {each.of}")
    return 0


def _words(arguments: argparse.Namespace, run: Run) -> int:
    async def work(settings: Settings) -> Any:
        half_year_ending(arguments.period, settings.half_year_ends)
        return await parts_of(arguments.period)

    found = commentary_as_json(run(work))
    if arguments.format == "json":
        print_json(_plain(found))
        return 0
    if found.headline is not None:
        print(f"Headline (revision {found.headline.revision}): {found.headline.words}")
    for comment in found.comments:
        print(f"{comment.measure} (revision {comment.revision}), {comment.owner}: {comment.words}")
    for action in found.actions:
        print(f"{action.state}: {action.words} ({action.owner}, due {action.due:%-d %B %Y})")
    for event in found.events:
        print(f"{event.on:%-d %B %Y}: {event.words}")
    if not (found.headline or found.comments or found.actions or found.events):
        print("Nothing has been written yet.")
    return 0


def _headline(arguments: argparse.Namespace, run: Run) -> int:
    return _written(
        arguments,
        run(
            lambda settings: words.set_headline(
                _writer(arguments, settings), arguments.words, arguments.revision
            )
        ),
    )


def _comment(arguments: argparse.Namespace, run: Run) -> int:
    return _written(
        arguments,
        run(
            lambda settings: words.set_comment(
                _writer(arguments, settings),
                arguments.measure,
                Comment(arguments.words, arguments.owner, None),
                arguments.revision,
            )
        ),
    )


def _plan(arguments: argparse.Namespace, run: Run) -> int:
    return _written(
        arguments,
        run(
            lambda settings: plan.set_plan(
                _writer(arguments, settings), arguments.release_at, arguments.revision
            )
        ),
    )


def _tick(arguments: argparse.Namespace, run: Run) -> int:
    return _written(
        arguments,
        run(
            lambda settings: tasks.tick(_writer(arguments, settings), arguments.task, arguments.of)
        ),
    )


def _sign_off(arguments: argparse.Namespace, run: Run) -> int:
    return _written(
        arguments,
        run(lambda settings: tasks.sign_off(_writer(arguments, settings), arguments.of)),
    )


def _written(arguments: argparse.Namespace, part: Part) -> int:
    if arguments.format == "json":
        content = {name: value for name, value in as_json(part).items() if name != "key"}
        print_json({"period": part.period_end.isoformat(), "kind": part.kind.value, **content})
    elif part.kind is PartKind.PLAN:
        print(f"Planned for {in_england(plan.moment_of(part))}, revision {part.revision}.")
    else:
        print(f"Kept as revision {part.revision}.")
    return 0
