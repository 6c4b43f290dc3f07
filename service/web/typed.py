"""What was typed into a form, and what is wrong with it, so that nothing has to be typed twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import Request

from service.problems import Problem
from service.web.form_fields import whole

Json = Mapping[str, Any]

NO_DATE = "is not a real date: write the day, the month and the year, for example 27 3 2027"


async def typed(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Field -> text, the last of each name, with line breaks as one character."""
    form = await request.form()
    # Browsers send a line break as two characters, whatever the person typed (HTML standard).
    return {
        name: text.replace("\r\n", "\n")
        for name, text in form.multi_items()
        if isinstance(text, str)
    }


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else wrote in the meantime. ``lines`` are label and text of each field."""

    words: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: texts and faults by field, and the revision that it was made on.

    ``general``: a refusal of the whole, in the words of the problem, and what to do about it.
    """

    texts: Mapping[str, str]
    revision: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)
    general: str = ""
    advice: str = ""
    conflict: Conflict | None = None
    status: int = 200

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def fault(self, name: str) -> str:
        return self.faults.get(name, "")

    @property
    def refused(self) -> bool:
        return bool(self.faults or self.general)


def revision_in(texts: Mapping[str, str]) -> int | None:
    """The revision that the form was made on; None where nothing stood there."""
    return whole(texts.get("revision", ""))


def date_in(texts: Mapping[str, str], name: str) -> date | None:
    """The date of the three fields ``name-day``, ``name-month``, ``name-year``; None: no real date."""
    parts = [texts.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
    if not all(each.isascii() and each.isdigit() and len(each) <= 4 for each in parts):
        return None
    if len(parts[0]) != 4:
        return None
    try:
        return date(*(int(each) for each in parts))
    except ValueError:
        return None


def date_texts(name: str, on: date | None) -> dict[str, str]:
    """The three fields of a date, filled in."""
    if on is None:
        return {}
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


def refused(
    problem: Problem,
    texts: Mapping[str, str],
    labels: Mapping[str, str],
    *,
    revision: str = "",
    fields: Mapping[str, str] | None = None,
) -> Form:
    """The form again, with what was typed and what is wrong with it.

    ``labels`` name the fields; ``fields`` say which field a pointer of the problem is of, where they
    are called differently. What points to no field is said above the form.
    """
    faults: dict[str, str] = {}
    for each in problem.extra.get("errors", ()):
        name = str(each.get("pointer", "")).removeprefix("/")
        name = (fields or {}).get(name, name)
        if name in labels:
            faults[name] = f"{labels[name]} {each['detail']}"
    standing = problem.extra.get("standing")
    conflict = None
    if "yours" in problem.extra:
        conflict = _conflict(standing, labels)
        revision = "" if standing is None else str(standing["revision"])
    return Form(
        texts,
        revision,
        faults,
        "" if faults else problem.detail,
        "" if faults or conflict else problem.advice,
        conflict,
        problem.status,
    )


def _conflict(standing: Json | None, labels: Mapping[str, str]) -> Conflict:
    if standing is None:
        return Conflict("It was taken away. Save yours to put it there again.", ())
    return Conflict(
        "Both are below. Put them together in the form and save it: that replaces what stands.",
        tuple(
            (label, _said(standing[name])) for name, label in labels.items() if standing.get(name)
        ),
    )


def _said(value: Any) -> str:
    """A kept value in words: dates as people write them."""
    text = str(value)
    try:
        return f"{date.fromisoformat(text):%-d %B %Y}" if len(text) == len("2026-09-30") else text
    except ValueError:
        return text


def faulty(
    texts: Mapping[str, str], faults: Mapping[str, str], revision: str = "", status: int = 422
) -> Form:
    """The form again, with faults that are found before any operation is asked."""
    return Form(texts, revision, dict(faults), status=status)
