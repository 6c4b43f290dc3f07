"""Programs that subscribe to a feed as people's do: vdirsyncer fetches, khal shows.

Each runs as a process of its own with a home of its own, as on somebody's computer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

VDIRSYNCER = """\
[general]
status_path = "{home}/status/"

[pair academy]
a = "feed"
b = "kept"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{address}"

[storage kept]
type = "filesystem"
path = "{home}/kept/"
fileext = ".ics"
"""
KHAL = """\
[calendars]
[[academy]]
path = {home}/kept
readonly = True

[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {home}/khal.db
"""
FIELDS = ("title", "start-long-full", "end-long-full", "all-day", "status", "location")


class Shown(NamedTuple):
    """A line of somebody's calendar; times as their computer's zone has them."""

    title: str
    begins: str
    ends: str
    status: str
    location: str


class Synced(NamedTuple):
    """How many items vdirsyncer copied and deleted."""

    copied: int
    deleted: int


@dataclass(frozen=True)
class Subscriber:
    """Somebody whose computer keeps a copy of the feed at ``address`` in ``home``."""

    home: Path
    address: str
    zone: str = "Europe/London"

    def subscribe(self) -> Synced:
        (self.home / "kept").mkdir(parents=True)
        for name, text in (("vdirsyncer.conf", VDIRSYNCER), ("khal.conf", KHAL)):
            filled = text.format(home=self.home, address=self.address, zone=self.zone)
            (self.home / name).write_text(filled)
        self._run("vdirsyncer", "-c", f"{self.home}/vdirsyncer.conf", "discover")
        return self.sync()

    def sync(self) -> Synced:
        said = self._run("vdirsyncer", "-c", f"{self.home}/vdirsyncer.conf", "sync")
        done = [line.split()[0] for line in said.splitlines() if line.strip()]
        return Synced(done.count("Copying"), done.count("Deleting"))

    def calendar(self, first: date, last: date) -> list[Shown]:
        """What the calendar shows from ``first`` to ``last``, in order of time."""
        fields = [word for field in FIELDS for word in ("--json", field)]
        said = self._run(
            "khal", "-c", f"{self.home}/khal.conf", "list", "--once", *fields, str(first), str(last)
        )
        days = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
        return sorted(
            (_shown(event) for day in days for event in day), key=lambda shown: shown.begins
        )

    def _run(self, program: str, *arguments: str) -> str:
        """Standard output and standard error. Raises when the program fails."""
        surroundings = {name: text for name, text in os.environ.items() if "proxy" not in name.lower()}  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", program, *arguments],
            env=surroundings | {"HOME": str(self.home), "LC_ALL": "C.UTF-8", "TZ": self.zone},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}: {done.stdout}")
        return done.stdout


def _shown(event: dict[str, str]) -> Shown:
    """khal gives whole days as midnight to midnight and their last day as their end."""
    length = len("2027-01-11") if event["all-day"] == "True" else None
    return Shown(
        event["title"],
        event["start-long-full"][:length],
        event["end-long-full"][:length],
        event["status"].strip(),
        event["location"],
    )
