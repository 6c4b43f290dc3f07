"""What a lead typed, read by the shapes of the API's bodies; and the form again when it is refused."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from service.cohorts.operations import Cohort
from service.cohorts.refusals import DraftOvertaken
from service.problems import Conflict, PreconditionFailed, Problem, Unprocessable
from service.web import typed
from service.web.english import moment_words
from service.web.typed import Form
from service.web.wording import said

T = TypeVar("T")

REFUSALS = (Unprocessable, Conflict, PreconditionFailed)
"""What a lead can put right."""
WORDLESS = re.compile("[^a-z0-9]+")


def read(
    shape: type[T], values: Mapping[str, Any], labels: Mapping[str, str]
) -> tuple[T | None, dict[str, str]]:
    """Values of a form as a body of the API; or None and what is wrong, by field."""
    try:
        return msgspec.convert(values, shape), {}
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$.")
        name = re.split(r"[.\[`]", place, maxsplit=1)[0]
        return None, {name: said(labels.get(name, name), message).removesuffix(".")}


def key_from(title: str) -> str:
    """``Spring 2027`` is ``spring-2027`` in addresses; empty where nothing is left."""
    return WORDLESS.sub("-", title.casefold()).strip("-")[:100].strip("-")


def again(
    refusal: Problem,
    texts: Mapping[str, str],
    cohort: Cohort | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
) -> Form:
    """The form with what was typed. Where somebody else was first: what they did, on their state.

    ``cohort`` is as it stands now. ``labels`` and ``fields`` as for ``typed.refused``.
    """
    if isinstance(refusal, DraftOvertaken) and cohort is not None:
        lines = tuple(
            (
                f"{edit['by']}, {moment_words(datetime.fromisoformat(edit['at']))}",
                "; ".join(part_words(part, cohort) for part in edit["changed"]),
            )
            for edit in refusal.extra["edits"]
        )
        return Form(
            texts,
            str(cohort.record.draft_revision),
            general=refusal.title,
            conflict=typed.Conflict("Nothing of yours was stored.", lines),
            status=refusal.status,
        )
    form = typed.refused(
        refusal, texts, labels or {}, revision=texts.get("revision", ""), fields=fields
    )
    if form.faults:
        return form
    details = [str(each["detail"]) for each in refusal.extra.get("errors", ())]
    return replace(form, general=" ".join([refusal.detail, *dict.fromkeys(details)]), conflict=None)


_OF_A_RUN = {
    "anchor": "the first day",
    "title": "the name",
    "places": "the number of places",
    "later": "what the parts after a moved one do",
    "blocks": "which parts it has",
    "items": "which sessions it has",
}
_OF_ALL = {
    "title": "the name of the cohort",
    "programme": "the programme that it follows",
    "closures": "the days without sessions",
}


def part_words(part: str, cohort: Cohort) -> str:
    """``runs/home/moves/3-months`` in the words of the programme."""
    head, _, rest = part.partition("/")
    if head != "runs":
        return _OF_ALL.get(head, part)
    key, _, rest = rest.partition("/")
    run = cohort.draft.run(key)
    name = run.title if run else key
    what, _, which = rest.partition("/")
    if not what:
        return f"the run {name}"
    blocks = {block.key: block.title for block in cohort.programme.blocks}
    items = {item.key: item.title for _, item in cohort.programme.items()}
    item, _, group = which.partition("/")
    title = items.get(item, item) + (f", group {group}" if group else "")
    match what:
        case "moves":
            said_of = f"the dates of {blocks.get(which, which)}" if which else "moved parts"
        case "sessions" | "groups" | "links":
            said_of = title or "sessions"
        case _:
            said_of = _OF_A_RUN.get(what, what)
    return f"{said_of} ({name})"
