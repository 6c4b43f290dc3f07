"""``python -m service demo``: load the invented council, and say where to look."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from service import clock
from service import settings as settings_module
from service.command import Subcommands, add_format, print_json
from service.demo import operations
from service.demo.operations import Loaded
from service.demo.recognition import SWITCH
from service.feeds.store import Kind
from service.settings import Settings


def register(commands: Subcommands) -> None:
    demo = commands.add_parser(
        "demo",
        help="load an invented council into DATABASE_URL",
        description=(
            "Load an invented council (six years of returns, an academy with ASYE years, exit "
            "interviews, staff surveys, targets, two published editions, one of them corrected) "
            "into the database named by DATABASE_URL, which must be empty or hold the "
            "demo already. Each run issues fresh keys; those of earlier runs stay in force. Exit "
            "code 0: loaded or there already, 2: impossible."
        ),
    )
    demo.add_argument(
        "--write-files",
        metavar="FOLDER",
        type=Path,
        help="only write the files the council sends into FOLDER; no database is needed",
    )
    add_format(demo)
    demo.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.write_files is not None:
        return _write(arguments.write_files, arguments.format)
    settings = demo_settings()
    loaded = asyncio.run(operations.load(settings, now=clock.now(), tell=_progress))
    if arguments.format == "json":
        print_json(as_document(loaded, settings))
    else:
        _tell(loaded, settings)
    return 0


def demo_settings() -> Settings:
    """Return the settings of the environment with the demo switched on."""
    return settings_module.load(os.environ | {SWITCH: "1"})


def as_document(loaded: Loaded, settings: Settings) -> dict[str, object]:
    return {
        "keys": {role.value: key for role, key in loaded.keys.items()},
        "editions": [
            {
                "period": entry.period_end.isoformat(),
                "version": entry.version,
                "id": str(entry.id),
                "content_sha256": entry.content_sha256,
            }
            for entry in loaded.editions
        ],
        "feeds": {kind.value: link.address for kind, link in loaded.feeds.items()},
        "pages": _pages(loaded, settings),
        "sign_in": {role.value: address for role, address in loaded.sign_in.items()},
    }


def _write(folder: Path, form: str) -> int:
    try:
        written = operations.write_files(folder)
    except OSError as error:
        print(f"{folder} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    if form == "json":
        print_json({"files": [str(path) for path in written]})
    else:
        for path in written:
            print(path)
    return 0


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _tell(loaded: Loaded, settings: Settings) -> None:
    if loaded.steps_taken:
        print(f"{settings.council_name} is loaded. Everybody and everything in it is invented.")
    else:
        print(f"{settings.council_name} was loaded already. Nothing was changed.")
    print()
    print("Published editions:")
    for entry in loaded.editions:
        corrected = f"  corrected: {entry.reason}" if entry.reason else ""
        print(f"  half-year to {entry.period_end:%-d %B %Y}, version {entry.version}{corrected}")
    print()
    print("Where to look, once it is served (make demo does, or: python -m service serve):")
    for words, address in _addresses(loaded, settings):
        print(f"  {words:<37}{address}")
    print()
    print("Sign in as (each address works once; run this again for others):")
    for role, address in loaded.sign_in.items():
        print(f"  {role.value:<12}{address}")
    print()
    print("Calendar feeds, one of each kind (subscribe to them, do not import them):")
    for kind, link in loaded.feeds.items():
        print(f"  {kind.value:<12}{link.address}")
    print()
    print("Keys, shown this once (Authorization: Bearer KEY); those of earlier runs stay in force:")
    for role, key in loaded.keys.items():
        print(f"  {role.value:<9}{key}")


def _addresses(loaded: Loaded, settings: Settings) -> tuple[tuple[str, str], ...]:
    base = settings.public_url
    pages = _pages(loaded, settings)
    return (
        ("the scorecards, for everybody", pages["scorecards"]),
        ("a corrected half-year", f"{base}/scorecards/2026-03-31"),
        ("what the figures mean", pages["methodology"]),
        ("the figures as JSON", f"{base}/api/v1/scorecards/2026-09-30"),
        ("a starter's own page", pages["my_academy"]),
        ("a cohort's timetable, to print", pages["timetable"]),
        ("cohorts, signed in as the academy", pages["academy"]),
        ("ASYE years, with the academy key", f"{base}/api/v1/asye-years"),
        ("exit interviews, with the hr key", f"{base}/api/v1/exit-interviews"),
        ("answers to code, with the coder key", f"{base}/api/v1/second-coding"),
        ("staff surveys, with the psw key", f"{base}/api/v1/surveys"),
        ("the returns, with the hr key", f"{base}/api/v1/workforce/returns"),
    )


def _pages(loaded: Loaded, settings: Settings) -> dict[str, str]:
    base = settings.public_url
    return {
        "scorecards": f"{base}/scorecards",
        "methodology": f"{base}/methodology",
        "my_academy": loaded.feeds[Kind.MEMBER].page or "",
        "timetable": loaded.feeds[Kind.COHORT].page or "",
        "academy": f"{base}/academy",
    }
