"""Protecting a council's whole edition against what a linear solver needs for the same problem.

    nice -n -20 python benchmarks/disclosure.py

An invented council: 400 open spells, 40 teams in 4 areas, 6 breakdowns, the whole catalogue, with the
edition before taken into account. Ours: from the whole document to the decision (reading the figures
of both editions, counting subjects, drawing trees, closing blocks). The limit is the time that HiGHS
spends inside its own solve on the linear relaxation of the cell suppression problem for the same
counts: least people hidden so that each small cell can move by the threshold, table by table, for
tables that are counts of their own (those that are parts of others are left out, to the solver's
advantage, as are time to build the problem and all links between tables and editions). The relaxation
is a lower bound, not yet a pattern: whole answers cost more. In turns, medians; prints JSON.
"""

import json
import statistics
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from workforces import COUNCIL, workforce  # noqa: E402 -- after the path

from scorecard.disclosure import (  # noqa: E402 -- after the path
    POLICIES,
    decide,
    decision_document,
    nesting_of,
)
from scorecard.disclosure.subjects import tables  # noqa: E402 -- after the path
from scorecard.disclosure.tree import draw  # noqa: E402 -- after the path
from scorecard.measures import CATALOGUE  # noqa: E402 -- after the path
from scorecard.parameters import DEFAULT_PARAMETERS  # noqa: E402 -- after the path
from scorecard.periods import HalfYear  # noqa: E402 -- after the path
from scorecard.scorecard import as_document, build  # noqa: E402 -- after the path

SIZE = replace(COUNCIL, teams=40)
ROUNDS = 5
LIMIT = 2.0
[POLICY] = POLICIES


def document(facts: Any, opening: date, end: date) -> dict[str, Any]:
    scorecard = build(facts, HalfYear(opening, end), DEFAULT_PARAMETERS)
    return {**as_document(scorecard, DEFAULT_PARAMETERS), "edition": str(end)}


def relaxation(table: Any) -> tuple[Any, ...] | None:
    """Weights, equations and inequalities: for each small cell a movement that cancels everywhere."""
    nodes = list(table.counts)
    place = {node: index for index, node in enumerate(nodes)}
    small = [node for node in nodes if table.counts[node].small(POLICY.threshold)]
    if not small:
        return None
    cells, many = len(nodes), len(small)
    width = (
        cells + 2 * cells * many
    )  # hidden or not, and a movement up and down for each small cell
    weights = np.zeros(width)
    weights[:cells] = [1 + table.counts[node].people for node in nodes]
    rows, columns, factors, equal = [], [], [], 0
    less_rows, less_columns, less_factors, less = [], [], [], 0
    lower, upper = np.zeros(width), np.ones(width)
    for number, target in enumerate(small):
        up = cells + 2 * cells * number
        down = up + cells
        upper[up : down + cells] = np.inf
        lower[up + place[target]] = POLICY.threshold
        for parent, children in table.partitions:
            for node, sign in ((parent, -1), *((child, 1) for child in children)):
                rows += [equal, equal]
                columns += [up + place[node], down + place[node]]
                factors += [sign, -sign]
            equal += 1
        for index, node in enumerate(nodes):
            # Up by as much as all the people there are, down by those that are there.
            for start, most in (
                (up, max(POLICY.threshold, 100)),
                (down, table.counts[node].people),
            ):
                less_rows += [less, less]
                less_columns += [start + index, index]
                less_factors += [1, -most]
                less += 1
    return (
        weights,
        coo_matrix((less_factors, (less_rows, less_columns)), shape=(less, width)).tocsr(),
        np.zeros(less),
        coo_matrix((factors, (rows, columns)), shape=(max(equal, 1), width)).tocsr(),
        np.zeros(max(equal, 1)),
        np.column_stack([lower, upper]),
    )


def main() -> None:
    facts = workforce(SIZE)
    nesting = nesting_of([*facts.employments, *facts.agency, *facts.posts])
    before = document(facts, date(2025, 9, 30), date(2026, 3, 31))
    before["disclosure"] = decision_document(decide(before, POLICY, nesting))
    now = document(facts, date(2026, 3, 31), date(2026, 9, 30))
    problems = []
    for table in tables(now, CATALOGUE).values():
        draw(table, POLICY.breakdowns, nesting)
        if table.part_of is None and (problem := relaxation(table)):
            problems.append(problem)
    ours, solver = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        decision = decide(now, POLICY, nesting, [before])
        ours.append(time.perf_counter() - start)
        spent = 0.0
        for problem in problems:
            start = time.perf_counter()
            done = linprog(*problem, method="highs")
            spent += time.perf_counter() - start
            assert done.status in {0, 2}, done.message
        solver.append(spent)
    ratio = statistics.median(ours) / statistics.median(solver)
    print(
        json.dumps(
            {
                "figures": len(now["figures"]),
                "measures": len(CATALOGUE),
                "teams": SIZE.teams,
                "tables": len(decision.closings),
                "closed_cells": sum(len(each.closed) for each in decision.closings.values()),
                "tables_for_the_solver": len(problems),
                "ours_s": round(statistics.median(ours), 4),
                "solver_s": round(statistics.median(solver), 4),
                "ratio": round(ratio, 3),
                "limit": LIMIT,
            },
            indent=1,
        )
    )
    if ratio > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
