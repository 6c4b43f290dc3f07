"""The decision: which cells of an edition are closed to the public, decided once for all outputs.

It rests on everything the public can fetch already: every earlier edition, each with the decision
that was kept with it, or, where it was published before there was a policy, with what it showed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scorecard.definition import Dimension, Measure
from scorecard.disclosure import council_only
from scorecard.disclosure.blocks import (
    COUNCIL,
    PRIMARY,
    Closing,
    Count,
    Kept,
    Known,
    Node,
    Table,
    Why,
    close,
)
from scorecard.disclosure.policy import Policy, policy_document, policy_from
from scorecard.disclosure.subjects import (
    DIVIDES,
    EARLY,
    EARLY_BANDS,
    FOLLOWS,
    LEAVERS,
    ROLLING_YEAR,
    STAFF,
    Subject,
    tables,
    told,
)
from scorecard.disclosure.tree import Nesting, draw
from scorecard.measures import FROM_RETURNS, MEASURES
from scorecard.periods import months_before

Json = dict[str, Any]
Document = Mapping[str, Any]

DECISION = "disclosure"
"""Member of an edition that holds its decision; not there in editions from before the policy."""


@dataclass(slots=True)
class Published:
    """What the public knows from one earlier edition: numbers by cell, and which of them it saw."""

    end: str
    breakdowns: tuple[Dimension, ...]
    bands: bool
    """Whether it told how many of the staff are in each band of experience."""
    tables: Mapping[Subject, Table]
    closed: Mapping[Subject, frozenset[Node]]
    seen: Mapping[Subject, frozenset[Node]]


@dataclass(slots=True)
class Decision:
    """The closed cells by subject, each with its reason."""

    policy: Policy
    nesting: list[tuple[str, str]]
    given: list[str]
    """Ids of the earlier editions that it takes into account."""
    closings: dict[Subject, Closing] = field(default_factory=dict)

    def why(self, subject: Subject, node: Node) -> Why | None:
        """Return why a cell is closed, or None where it is open."""
        closing = self.closings.get(subject)
        return None if closing is None else closing.closed.get(node)


def decide(
    document: Document,
    policy: Policy,
    nesting: Nesting,
    earlier: Sequence[Document] = (),
    catalogue: Iterable[Measure] = FROM_RETURNS,
) -> Decision:
    """Decide what the public may not see of ``document``, given every edition in ``earlier``.

    All documents are whole ones. The order of ``earlier`` does not matter.
    """
    catalogue = tuple(catalogue)
    published = [published_in(one, catalogue) for one in earlier]
    breakdowns = dict.fromkeys(
        [*policy.breakdowns, *(one for each in published for one in each.breakdowns)]
    )
    counted = tables(document, catalogue)
    end = document["period"]["end"]
    bands = policy.categories or any(each.bands for each in published)
    _draw(counted, list(breakdowns), nesting, banded=Subject(STAFF, end) if bands else None)
    decision = Decision(policy, list(nesting), [str(one.get("edition")) for one in earlier])
    for subject in sorted(counted, key=_wholes_first):
        start = _forced(subject, counted[subject], decision, end, published)
        whole = DIVIDES.get(subject.name)
        decision.closings[subject] = close(
            counted[subject],
            policy.threshold,
            _known(subject, counted[subject], published),
            start,
            _closed_of(decision, whole, end) if whole else frozenset(),
        )
        _report_what_changed(decision, subject, counted[subject], published)
    return decision


def _draw(
    counted: Mapping[Subject, Table],
    breakdowns: Sequence[Dimension],
    nesting: Nesting,
    banded: Subject | None,
) -> None:
    """Draw the partitions of all tables.

    ``banded`` is divided by experience in any case: its bands are told as parts of a measure where
    they are not told as groups.
    """
    for subject, table in counted.items():
        more = [Dimension.EXPERIENCE] if subject == banded else []
        draw(table, dict.fromkeys([*breakdowns, *more]), nesting)


def _report_what_changed(
    decision: Decision, subject: Subject, table: Table, published: Sequence[Published]
) -> None:
    """Report small numbers of which an earlier edition told another one, or that there was nobody.

    Nothing can be taken back: who takes all other numbers to be the same works out the new one.
    """
    closing = decision.closings[subject]
    earlier = [(one.tables[subject], one) for one in published if subject in one.tables]
    closing.unprotected += [
        node
        for node, count in table.counts.items()
        if count.small(decision.policy.threshold)
        and node not in closing.unprotected
        and any(
            before.counts.get(node) != count
            and (_had_none(before.counts.get(node), count) or node in one.seen.get(subject, ()))
            for before, one in earlier
        )
    ]


def _had_none(then: Count | None, now: Count) -> bool:
    """Whether there was nobody in one of the parts that there is somebody in now."""
    return then is None or any(
        was == 0 < count for was, count in zip(then.parts, now.parts, strict=True)
    )


def _wholes_first(subject: Subject) -> tuple[bool, bool, Subject]:
    return subject.name in FOLLOWS, subject.name in ROLLING_YEAR, subject


def _closed_of(decision: Decision, name: str, end: str) -> frozenset[Node]:
    """Cells of another subject that are closed: none where nothing of it was counted."""
    found = decision.closings.get(Subject(name, end))
    return frozenset() if found is None else frozenset(found.closed)


def _forced(
    subject: Subject,
    table: Table,
    decision: Decision,
    end: str,
    published: Sequence[Published],
) -> dict[Node, Why]:
    """Cells that are closed because something outside their own table is."""
    if subject.name in FOLLOWS:
        closed = _closed_of(decision, FOLLOWS[subject.name], end)
        forced = {node: Why.TOGETHER for node in closed if node in table.counts}
        bands = {(Dimension.EXPERIENCE.value, band) for band in EARLY_BANDS}
        if subject.name == EARLY and bands & closed:
            forced[COUNCIL] = Why.TOGETHER
        return forced
    if subject.name in ROLLING_YEAR:
        if _overlaps(subject, decision.policy, published):
            return dict.fromkeys(table.counts, Why.OVERLAP)
        halves = [one for one in decision.closings if one.name == LEAVERS]
        if any(decision.why(one, COUNCIL) for one in halves):
            return dict.fromkeys(table.counts, Why.TOGETHER)
    return {}


def _overlaps(subject: Subject, policy: Policy, published: Sequence[Published]) -> bool:
    """Whether these twelve months would be told beside others that share some of their months."""
    end = date.fromisoformat(subject.at)
    if policy.rolling_year_month not in {None, end.month}:
        return True
    for each in published:
        other = date.fromisoformat(each.end)
        first, last = sorted((end, other))
        if first != last and first > months_before(last, 12):
            was = Subject(subject.name, each.end)
            if each.seen.get(was, frozenset()) - {COUNCIL}:
                return True
    return False


def _known(subject: Subject, table: Table, published: Sequence[Published]) -> Known:
    """What earlier editions told and kept of these very cells."""
    told_before: set[Node] = set()
    kept: dict[Node, Kept] = {}
    for index, each in enumerate(published):
        before = each.tables.get(subject)
        if before is None:
            continue
        closed = each.closed.get(subject, frozenset())
        for node in each.seen.get(subject, frozenset()):
            if _same(table, before, node):
                told_before.add(node)
        for node in sorted(closed | _under_new_names(table, before, closed)):
            if node in table.counts:
                now = table.counts[node]
                was = kept.get(node, Kept(None, now))
                since = index if was.since is None and node in closed else was.since
                kept[node] = Kept(since, _least(was.least, before.counts.get(node, now)))
    return Known(frozenset(told_before), kept)


def _least(one: Count, other: Count) -> Count:
    return Count(
        tuple(min(pair) for pair in zip(one.parts, other.parts, strict=True)),
        min(one.beside, other.beside),
    )


def _same(table: Table, before: Table, node: Node) -> bool:
    now, then = table.counts.get(node), before.counts.get(node)
    return now is not None and then is not None and now == then


def _under_new_names(table: Table, before: Table, closed: Iterable[Node]) -> set[Node]:
    """New groups of a breakdown in which a closed group is gone: it may be one of them, renamed."""
    gone = {node[0] for node in closed if node not in table.counts}
    return {node for node in table.counts if node[0] in gone and node not in before.counts}


# --- what was published before -----------------------------------------------------------------


def published_in(document: Document, catalogue: Iterable[Measure] = FROM_RETURNS) -> Published:
    """What one whole edition, with the decision kept in it, has told the public."""
    catalogue = tuple(catalogue)
    counted = tables(document, catalogue)
    end = document["period"]["end"]
    if DECISION not in document:
        return Published(end, (), False, counted, {}, _seen_before_the_policy(document))
    decision = decision_from(document)
    policy = decision.policy
    staff = Subject(STAFF, end)
    _draw(counted, policy.breakdowns, decision.nesting, banded=staff if policy.categories else None)
    shown = {"council", "unit", *(one.value for one in policy.breakdowns)}
    if policy.categories:
        shown.add("category")
    closed = {subject: frozenset(closing.closed) for subject, closing in decision.closings.items()}
    return Published(
        end,
        policy.breakdowns,
        policy.categories,
        counted,
        closed,
        {
            subject: frozenset(
                node
                for node in table.counts
                if (node[0] in shown or (subject == staff and node[0] == Dimension.EXPERIENCE))
                and node not in closed.get(subject, frozenset())
            )
            for subject, table in counted.items()
        },
    )


def _seen_before_the_policy(document: Document) -> dict[Subject, frozenset[Node]]:
    seen: dict[Subject, set[Node]] = {}
    for figure in document["figures"]:
        measure = MEASURES.get(figure["measure"])
        if measure is not None and council_only.is_public(figure):
            for subject, node in told(measure, figure, document["period"]):
                seen.setdefault(subject, set()).add(node)
                if subject.name == EARLY:
                    bands = {(Dimension.EXPERIENCE.value, band) for band in EARLY_BANDS}
                    seen.setdefault(Subject(STAFF, subject.at), set()).update(bands)
    return {subject: frozenset(nodes) for subject, nodes in seen.items()}


# --- as an edition keeps it --------------------------------------------------------------------


def decision_document(decision: Decision) -> Json:
    """Return the decision as plain JSON values; the shape: docs/scorecards/disclosure.md."""
    return {
        "policy": policy_document(decision.policy),
        "given": decision.given,
        "nesting": [list(pair) for pair in decision.nesting],
        "closed": [
            {
                "subject": subject.name,
                "at": subject.at,
                "dimension": node[0],
                "group": node[1],
                "kind": "primary" if why in PRIMARY else "secondary",
                "because": why.value,
            }
            for subject, closing in sorted(decision.closings.items())
            for node, why in sorted(closing.closed.items())
        ],
        "unprotected": [
            {"subject": subject.name, "at": subject.at, "dimension": node[0], "group": node[1]}
            for subject, closing in sorted(decision.closings.items())
            for node in sorted(closing.unprotected)
        ],
    }


def decision_from(document: Document) -> Decision:
    """Read back the decision that an edition keeps."""
    kept = document[DECISION]
    decision = Decision(
        policy_from(kept["policy"]),
        [(team, area) for team, area in kept["nesting"]],
        list(kept["given"]),
    )
    for each in kept["closed"]:
        closing = decision.closings.setdefault(Subject(each["subject"], each["at"]), Closing())
        closing.closed[each["dimension"], each["group"]] = Why(each["because"])
    for each in kept["unprotected"]:
        closing = decision.closings.setdefault(Subject(each["subject"], each["at"]), Closing())
        closing.unprotected.append((each["dimension"], each["group"]))
    return decision
