"""Load the demo council, and its whole draft against loading its facts from the database.

    python benchmarks/demo.py [--rounds N]

On SQLite and on a throw-away PostgreSQL. The limit for the draft (all measures, all breakdowns, the
half-year to 30 September 2026) is three times the loading of the facts, measured in turns in the
same run; the limit for the whole load, from an empty database to three verified-at-birth editions,
is 60 seconds. Prints JSON; exit code 1 when a limit is broken.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg

from scorecard.periods import half_year_ending
from service.demo.council import found
from service.demo.operations import load
from service.demo.story import story
from service.scorecards.operations import document_of
from service.settings import DEMO_COUNCIL_NAME, Settings
from service.storage.database import open_database
from service.workforce.operations import held_facts

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.pgtemp import temporary_postgres

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PERIOD = half_year_ending(date(2026, 9, 30), Settings().half_year_ends)
DRAFT_LIMIT = 3.0
LOAD_LIMIT_SECONDS = 60.0


async def measured(url: str, rounds: int) -> dict[str, Any]:
    settings = Settings(database_url=url, debug_demo=True, council_name=DEMO_COUNCIL_NAME)
    began = time.perf_counter()
    loaded = await load(settings, now=NOW, tell=lambda _: None)
    whole = time.perf_counter() - began
    facts, drafts = [], []
    async with await open_database(settings):
        for _ in range(rounds):
            began = time.perf_counter()
            held = await held_facts()
            between = time.perf_counter()
            await document_of(held, PERIOD)
            facts.append(between - began)
            drafts.append(time.perf_counter() - between)
    ratio = statistics.median(drafts) / statistics.median(facts)
    return {
        "load_seconds": round(whole, 2),
        "load_limit_seconds": LOAD_LIMIT_SECONDS,
        "editions": [entry.content_sha256 for entry in loaded.editions],
        "facts_ms": round(1000 * statistics.median(facts), 1),
        "draft_ms": round(1000 * statistics.median(drafts), 1),
        "draft_to_facts": round(ratio, 2),
        "draft_limit": DRAFT_LIMIT,
        "within": ratio <= DRAFT_LIMIT and whole <= LOAD_LIMIT_SECONDS,
    }


async def on_postgres(rounds: int) -> dict[str, Any]:
    with temporary_postgres() as server:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute("CREATE DATABASE demo")
        finally:
            await connection.close()
        return await measured(server.removesuffix("/postgres") + "/demo", rounds)


async def main(rounds: int) -> int:
    began = time.perf_counter()
    council = found()
    made = time.perf_counter()
    story()
    written = time.perf_counter()
    results: dict[str, Any] = {
        "council_seconds": round(made - began, 2),
        "files_seconds": round(written - made, 2),
        "rows": {
            "posts": len(council.posts),
            "employments": len(council.spells),
            "agency": len(council.assignments),
            "absences": len(council.leave),
            "caseloads": len(council.snapshots),
        },
    }
    with tempfile.TemporaryDirectory() as folder:
        results["sqlite"] = await measured(f"sqlite:///{folder}/demo.sqlite", rounds)
    results["postgres"] = await on_postgres(rounds)
    results["same_bytes"] = results["sqlite"]["editions"] == results["postgres"]["editions"]
    print(json.dumps(results, indent=2))
    good = results["sqlite"]["within"] and results["postgres"]["within"] and results["same_bytes"]
    return 0 if good else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    sys.exit(asyncio.run(main(parser.parse_args().rounds)))
