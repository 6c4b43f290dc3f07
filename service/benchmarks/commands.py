"""``python -m service benchmarks import|fetch|councils|list|show``."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from scorecard.errors import ScorecardError
from service import clock, problems, settings
from service.access.commands import operator
from service.benchmarks import councils, showing, statistics, vintages
from service.benchmarks.refusals import ComparatorFileRefused
from service.benchmarks.showing import vintage_document
from service.benchmarks.store import Vintage
from service.benchmarks.vintages import MOST_BYTES, Provenance, Taken
from service.command import Subcommands, add_format, print_json
from service.settings import Settings
from service.storage.database import open_database

T = TypeVar("T")
Json = dict[str, Any]
REFUSED_BY_FINDINGS = 1


def register(commands: Subcommands) -> None:
    benchmarks = commands.add_parser(
        "benchmarks", help="published figures to compare with: take in, list, show"
    )
    actions = benchmarks.add_subparsers(dest="action", required=True, metavar="ACTION")

    taken = actions.add_parser(
        "import",
        help="take in the published indicators or the model of statistical neighbours (CSV)",
    )
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--release", help="of which release, as 19 March 2026")
    taken.add_argument("--version", help="version of the release")
    taken.add_argument(
        "--retrieved-at", type=_instant, metavar="WHEN", help="when it was downloaded; else now"
    )
    add_format(taken)
    taken.set_defaults(run=_import)

    fetched = actions.add_parser(
        "fetch", help="fetch the indicators from Explore Education Statistics, where it is set"
    )
    fetched.add_argument(
        "--csv", action="store_true", help="take the data set's CSV file instead of a query"
    )
    add_format(fetched)
    fetched.set_defaults(run=_fetch)

    others = actions.add_parser(
        "councils", help="fetch the public editions of the councils that the settings name"
    )
    add_format(others)
    others.set_defaults(run=_councils)

    listing = actions.add_parser("list", help="everything taken in, the last first")
    add_format(listing)
    listing.set_defaults(run=_list)

    show = actions.add_parser(
        "show", help="an authority beside England, its region and its statistical neighbours"
    )
    show.add_argument("--authority", required=True, help="three-digit code, as 888")
    show.add_argument("--year", required=True, type=_year, help="year to 30 September, as 2025")
    add_format(show)
    show.set_defaults(run=_show)


def _import(arguments: argparse.Namespace) -> int:
    """Exit 0 when the file is held, taken in now or before; 1 when its findings refuse it."""
    file: Path = arguments.file
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    now = clock.now()
    provenance = Provenance(
        retrieved_at=arguments.retrieved_at or now,
        release=arguments.release,
        version=arguments.version,
        filename=file.name,
    )
    try:
        taken: Taken = with_database(
            lambda _: vintages.take_in(content, provenance, operator(), now)
        )
    except ComparatorFileRefused as refused:
        return _refused(arguments, refused.extra["findings"])
    return tell_taken(arguments.format, taken)


def _fetch(arguments: argparse.Namespace) -> int:
    try:
        taken: Taken = with_database(
            lambda wanted: statistics.fetch(wanted, operator(), clock.now(), as_csv=arguments.csv)
        )
    except ComparatorFileRefused as refused:
        return _refused(arguments, refused.extra["findings"])
    return tell_taken(arguments.format, taken)


def _councils(arguments: argparse.Namespace) -> int:
    """Exit 1 when any council could not be read; what the others published is stored."""
    found = with_database(lambda wanted: councils.fetch(wanted, operator(), clock.now()))
    if arguments.format == "json":
        print_json(
            {
                "councils": [
                    {
                        "name": each.name,
                        "address": each.address,
                        "fault": each.fault or None,
                        "editions": [
                            {"already": one.already, "vintage": entry(one.vintage)}
                            for one in each.taken
                        ],
                    }
                    for each in found
                ]
            }
        )
    else:
        for each in found:
            print(f"{each.name}: {each.fault or f'{len(each.taken)} editions'}")
            for one in each.taken:
                print(f"  {'Held before' if one.already else 'Stored'}: {_line(one.vintage)}")
        if not found:
            print("SCORECARD_OTHER_COUNCILS names no council.")
    return REFUSED_BY_FINDINGS if any(each.fault for each in found) else 0


def tell_taken(form: str, taken: Taken) -> int:
    """Print what became of a file that is held now."""
    vintage = taken.vintage
    if form == "json":
        print_json(
            {
                "imported": not taken.already,
                "already": taken.already,
                "kind": vintage.kind,
                "vintage": entry(vintage),
                "findings": vintage.findings,
            }
        )
        return 0
    print(f"{'Taken in before' if taken.already else 'Taken in'}: {_line(vintage)}")
    _print_findings(vintage.findings)
    return 0


def _refused(arguments: argparse.Namespace, findings: list[Json]) -> int:
    if arguments.format == "json":
        print_json(
            {
                "imported": False,
                "already": False,
                "kind": None,
                "vintage": None,
                "findings": findings,
            }
        )
    else:
        print("Not taken in. Nothing was stored.")
        _print_findings(findings)
    return REFUSED_BY_FINDINGS


def _print_findings(findings: list[Json]) -> None:
    for each in findings:
        place = f"Row {each['row']}" if each["row"] else "File"
        column = f", {each['column']}" if each["column"] else ""
        value = f" “{each['value']}”" if each["value"] else ""
        print(f"{place}{column}{value}: {each['message']} {each['hint']} ({each['code']})")


def _list(arguments: argparse.Namespace) -> int:
    held = with_database(lambda _: vintages.listing())
    if arguments.format == "json":
        print_json({"vintages": [entry(each) for each in held]})
        return 0
    for each in held:
        print(_line(each))
    if not held:
        print("Nothing to compare with has been imported.")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    document = with_database(lambda _: showing.shown(arguments.authority, arguments.year))
    if arguments.format == "json":
        print_json(document)
        return 0
    for line in _lines(document):
        print(line)
    return 0


def entry(vintage: Vintage) -> Json:
    """A vintage as the command line prints it."""
    return {
        **vintage_document(vintage),
        "kind": vintage.kind,
        "filename": vintage.filename,
        "size": vintage.size,
        "stored_by": vintage.stored_by,
        "details": vintage.details,
    }


def _line(vintage: Vintage) -> str:
    return (
        f"{vintage.title}, {vintage.release}, version {vintage.version}, retrieved "
        f"{vintage.retrieved_at:%-d %B %Y}, {vintage.filename or vintage.source} ({vintage.id})"
    )


def _lines(document: Json) -> list[str]:
    authority = document["authority"]
    lines = [
        f"{authority['name']} ({authority['code']}), year to 30 September {document['year']}",
        *document["notes"],
    ]
    for found in document["indicators"].values():
        lines.append(f"{found['title']}: {_value(found)}")
        beside = [("England", found["england"])]
        beside.append((authority["region"] or "Region", found["region"]))
        told = [f"{name} {_value(cell)}" for name, cell in beside if cell is not None]
        if (median := found["neighbours_median"]) is not None:
            told.append(
                f"median of neighbours {_value(median)} ({median['used']} of {median['of']})"
            )
        lines.append("  " + "; ".join(told))
    source = document["vintages"]["indicators"]
    lines.append(
        f"Source: {source['publisher']}, {source['title']}, {source['release']}, version "
        f"{source['version']}, retrieved {source['retrieved_at'][:10]}"
    )
    return lines


def _value(cell: Json) -> str:
    return str(cell["symbol"] if cell["value"] is None else cell["value"])


def with_database(work: Callable[[Settings], Awaitable[T]]) -> T:
    """Run ``work`` on the database of the settings; errors of the scorecard become problems."""
    wanted = settings.load()

    async def run() -> T:
        async with await open_database(wanted) as database:
            await database.require_migrated()
            return await work(wanted)

    try:
        return asyncio.run(run())
    except ScorecardError as error:
        problem = problems.from_domain(error)
        if problem is None:
            raise
        raise problem from error


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"{text!r} is not a year: write it as 2025")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a moment: write it as 2026-03-20 or 2026-03-20T10:00:00Z"
        ) from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON)
    if aware > clock.now():
        raise argparse.ArgumentTypeError(f"{text!r} is in the future")
    return aware.astimezone(UTC)
