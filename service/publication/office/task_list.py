"""The task list of a half-year as its page shows it, and what became of its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.publication.addresses import page_address
from service.publication.office.addresses import PAGES, half_year
from service.publication.preparation.store import PartKind
from service.publication.preparation.tasks import (
    BY_HAND,
    Preparation,
    Task,
    TaskLine,
    TaskState,
)
from service.publication.release_moment import in_england
from service.publication.store import EditionEntry
from service.publication.wording import day

NAMES = {
    Task.DATA_IN: "Data in",
    Task.NUMBERS_CHECKED: "Check the numbers",
    Task.WORDS_WRITTEN: "Write the words",
    Task.SUPPRESSION_REVIEWED: "Review what is kept confidential",
    Task.PREVIEW: "Look at the preview",
    Task.PRE_RELEASE_ACCESS: "Settle who sees it before the release",
    Task.SIGNED_OFF: "Sign off by a second person",
    Task.PUBLISH: "Publish",
}
GROUPS = (
    ("Figures", (Task.DATA_IN, Task.NUMBERS_CHECKED)),
    ("Words", (Task.WORDS_WRITTEN,)),
    ("Before it leaves the council", (Task.SUPPRESSION_REVIEWED, Task.PREVIEW, Task.PRE_RELEASE_ACCESS)),
    ("Release", (Task.SIGNED_OFF, Task.PUBLISH)),
)  # fmt: skip
STATES = {
    TaskState.TO_DO: "To do",
    TaskState.DONE: "Done",
    TaskState.OUT_OF_DATE: "Look again",
}
COLOURS = {
    TaskState.TO_DO: "govuk-tag--blue",
    TaskState.DONE: "",
    TaskState.OUT_OF_DATE: "govuk-tag--yellow",
}
CHANGED = "Figures or words have changed since it was ticked."


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task. ``tag`` is the colour of its state; empty where it is plain words."""

    title: str
    address: str
    state: str
    tag: str
    hint: str
    psw_only: bool = False


@dataclass(frozen=True, slots=True)
class TaskGroup:
    title: str
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    version: int
    words: str
    page: str
    """Its public page; empty while it is not public."""
    withdraw: str
    """Where it can be withdrawn; empty when it has been."""


@dataclass(frozen=True, slots=True)
class TaskListPage:
    end: str
    period: date
    done: int
    groups: tuple[TaskGroup, ...]
    planned: str
    """The announced moment; empty where none is."""
    versions: tuple[VersionRow, ...]
    correctable: bool
    """Whether the latest version is public, so that a correction is the next step."""
    publishable: bool
    """Whether no version stands or waits."""

    @property
    def total(self) -> int:
        return sum(len(each.tasks) for each in self.groups)


def task_list_page(
    found: Preparation, versions: Sequence[EditionEntry], now: datetime
) -> TaskListPage:
    """``versions`` of the half-year, newest first."""
    end = found.period_end
    latest = next((each for each in versions if not each.cancelled), None)
    lines = {each.task: each for each in found.lines}
    return TaskListPage(
        end=day(end),
        period=end,
        done=sum(each.state is TaskState.DONE for each in found.lines),
        groups=tuple(
            TaskGroup(
                title, tuple(_row(found, lines[task], latest) for task in tasks if task in lines)
            )
            for title, tasks in GROUPS
        ),
        planned="" if found.plan is None else in_england(found.plan),
        versions=tuple(_version(each, now) for each in versions),
        correctable=latest is not None and latest.is_public(now),
        publishable=latest is None,
    )


def _row(found: Preparation, line: TaskLine, latest: EditionEntry | None) -> TaskRow:
    title, address = NAMES[line.task], half_year(found.period_end, PAGES[line.task])
    if line.task is Task.PUBLISH and latest is not None:
        there = half_year(found.period_end, "correct")
        return TaskRow(
            "Publish a correction", there, "When needed", "", _hint(line, line.words), psw_only=True
        )
    words = _words(found) if line.task is Task.WORDS_WRITTEN else line.words
    return TaskRow(
        title,
        address,
        STATES[line.state],
        COLOURS[line.state],
        _hint(line, words),
        psw_only=line.task is Task.PUBLISH,
    )


def _words(found: Preparation) -> str:
    """What is missing of the words, with the titles of measures instead of their ids."""
    told = [] if found.parts.of(PartKind.HEADLINE) else ["There is no headline yet."]
    if found.missing_comments:
        titles = {each["id"]: each["title"] for each in found.current.document["measures"]}
        named = "; ".join(titles.get(each, each) for each in found.missing_comments)
        told.append(f"A target is missed, so a comment is needed on: {named}.")
    return " ".join(told)


def _hint(line: TaskLine, words: str) -> str:
    told = [CHANGED] if line.state is TaskState.OUT_OF_DATE else []
    if words:
        told.append(words)
    if line.at is not None and line.by:
        told.append(f"{_done(line)} by {line.by} at {in_england(line.at)}.")
    return " ".join(told)


def _done(line: TaskLine) -> str:
    if line.task is Task.SIGNED_OFF:
        return "Signed"
    return "Ticked" if line.task in BY_HAND else "Published"


def _version(entry: EditionEntry, now: datetime) -> VersionRow:
    moment = in_england(entry.public_from)
    if entry.withdrawal is not None:
        when = in_england(entry.withdrawal.at)
        words = f"withdrawn by {entry.withdrawal.by} at {when}: {entry.withdrawal.reason}"
    elif entry.is_public(now):
        words = f"published by {entry.published_by}, public since {moment}"
    else:
        words = f"published by {entry.published_by}, becomes public at {moment}"
    return VersionRow(
        entry.version,
        words,
        page_address(entry.period_end, entry.version) if entry.is_public(now) else "",
        ""
        if entry.withdrawal is not None
        else half_year(entry.period_end, f"v{entry.version}", "withdraw"),
    )


# --- one task that a person ticks ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tick:
    """What a page with a tick shows of it. ``of`` goes into the form: the draft that is looked at."""

    task: str
    of: str
    done: bool
    words: str
    """Who ticked it when, or that it has to be looked at again; empty when nobody did."""


def tick_of(found: Preparation, task: Task) -> Tick:
    line = next(each for each in found.lines if each.task is task)
    assert line.of is not None  # of a task by hand
    words = ""
    if line.at is not None:
        words = f"{_done(line)} by {line.by} at {in_england(line.at)}."
        if line.state is TaskState.OUT_OF_DATE:
            words += f" {CHANGED} Look again."
    return Tick(task.value, line.of, line.state is TaskState.DONE, words)
