"""What was typed into the forms of the desk, and what is wrong with it, by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from litestar.datastructures import FormMultiDict

from scorecard.codes import LeaverDestination, LeavingReason
from service.problems import Problem
from service.surveys.interviews import Status, Wish
from service.web.form_fields import day, text

_NUMBER = re.compile(r"[A-Za-z]{2}[0-9 ]{1,20}")
_LABELS = {
    "leaving_date": "The leaving date",
    "offered_on": "The day on which it was offered",
    "done_on": "The day on which it was done",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was typed, kept when it is shown again. ``faults``: words by field."""

    values: Mapping[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def typed(fields: FormMultiDict, *names: str) -> Typed:
    return Typed({name: text(fields, name) for name in names})


def number_of(form: Typed) -> str:
    number = form["registration_number"]
    if not _NUMBER.fullmatch(number) or len(number) > 30:
        form.faults["registration_number"] = (
            "Enter the Social Work England registration number, such as SW123456"
        )
    return number


def wish_of(form: Typed) -> Wish | None:
    """What HR says of an interview; None, and the faults noted, where it cannot be read."""
    leaving = _day(form, "leaving_date")
    offered, done = _day(form, "offered_on"), _day(form, "done_on")
    if leaving is None:
        form.faults.setdefault("leaving_date", "Enter the leaving date")
    status = form["status"] or Status.OFFERED.value
    if status not in set(Status):
        form.faults["status"] = "Choose how the interview stands"
    if form["destination"] not in {"", *LeaverDestination}:
        form.faults["destination"] = "Choose where they went from the list"
    if form["reason"] not in {"", *LeavingReason}:
        form.faults["reason"] = "Choose the reason from the list"
    if form.faults or leaving is None:
        return None
    return Wish(
        leaving_date=leaving,
        destination=form["destination"] or None,
        reason=form["reason"] or None,
        status=Status(status),
        offered_on=offered,
        done_on=done,
    )


def _day(form: Typed, name: str) -> date | None:
    written = form[name]
    found = day(written)
    if written and found is None:
        form.faults[name] = f"{_LABELS[name]}: write it as 2026-09-30"
    return found


def note(form: Typed, problem: Problem, fallback: str) -> None:
    """The operation's own words, at the field they are about."""
    errors = problem.extra.get("errors") or []
    for each in errors:
        name = each.get("pointer", "").strip("/").split("/")[0]
        known = name in form.values
        label = _LABELS.get(name, problem.title)
        form.faults[name if known else fallback] = f"{label} {each['detail']}"
    if not errors:
        form.faults[fallback] = problem.detail
