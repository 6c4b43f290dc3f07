"""A released change against building one feed: how soon 100 private feeds have it.

    nice -n -20 python benchmarks/feeds_refresh.py

A cohort of 100 starters follows the shipped programme, each with a private feed that has been
fetched. One session is moved and released. Then all 100 feeds are fetched: each is looked up by its
secret, found to be touched, put together again, and dressed with its ETag. The limit is the time in
which one of these feeds is built from scratch, by a process that has nothing in memory: the same
look-up, the reading of plan and member, and every event serialised. Both without HTTP, in turns;
the times are medians. Prints JSON. ``BENCH_DATABASE=postgres`` takes PostgreSQL.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from feeds_http import database  # noqa: E402 -- see above

MEMBERS = 100
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
LIMIT = 3.0


async def measure(url: str) -> dict[str, Any]:
    from academies import (  # noqa: PLC0415 -- after the path
        move_a_session,
        private_feeds,
        released_cohort,
    )

    from service.feeds.address import hash_of  # noqa: PLC0415 -- see above
    from service.feeds.contents import ContentsOfFeeds  # noqa: PLC0415 -- see above
    from service.feeds.shelf import Shelf  # noqa: PLC0415 -- see above
    from service.settings import Settings  # noqa: PLC0415 -- see above
    from service.storage.change_mark import ChangeMark  # noqa: PLC0415 -- see above
    from service.storage.database import open_database  # noqa: PLC0415 -- see above
    from service.storage.migrate import migrate  # noqa: PLC0415 -- see above

    now = datetime.now(UTC).replace(microsecond=0)
    settings = Settings(database_url=url)
    await migrate(url, now)
    async with await open_database(settings) as opened:
        mark = ChangeMark(opened.engine)
        cohort = await released_cohort("bench", now)
        hashes = [hash_of(each) for each in await private_feeds(cohort, MEMBERS, now)]
        shelf = Shelf(ContentsOfFeeds(settings))

        async def fetched(one: Shelf, secret_hash: str) -> str:
            held = await one.find(secret_hash, mark)
            assert held is not None
            return held.prepared.etag

        async def all_fetched() -> list[str]:
            return [await fetched(shelf, each) for each in hashes]

        before = await all_fetched()
        one_built, all_refreshed, at_hand = [], [], []
        for number in range(ROUNDS):
            await move_a_session(cohort, number + 3, now + timedelta(minutes=number + 1))
            gc.collect()
            began = time.perf_counter()
            after = await all_fetched()
            all_refreshed.append(time.perf_counter() - began)
            assert all(one != other for one, other in zip(before, after, strict=True))
            before = after
            began = time.perf_counter()
            assert await all_fetched() == after
            at_hand.append(time.perf_counter() - began)
            gc.collect()
            fresh = Shelf(ContentsOfFeeds(settings))
            began = time.perf_counter()
            assert await fetched(fresh, hashes[number]) == after[number]
            one_built.append(time.perf_counter() - began)
        await mark.close()
    one, every = statistics.median(one_built), statistics.median(all_refreshed)
    ratios = [a / b for a, b in zip(all_refreshed, one_built, strict=True)]
    return {
        "members": MEMBERS,
        "milliseconds": {
            "one built from scratch": round(one * 1000, 1),
            "all refreshed": round(every * 1000, 1),
            "all fetched again": round(statistics.median(at_hand) * 1000, 1),
        },
        "ratio": round(statistics.median(ratios), 2),
        "limit": LIMIT,
        "rounds": ROUNDS,
    }


def main() -> None:
    with database() as url:
        print(json.dumps(asyncio.run(measure(url)), indent=2))


if __name__ == "__main__":
    main()
