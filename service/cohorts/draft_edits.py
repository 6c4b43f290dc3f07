"""One part of a draft put in the place of another: what the API and the pages change a plan with."""

import msgspec

from service.cohorts.drafts import Draft, DraftMove, Run, SessionChange
from service.cohorts.refusals import NoSuchRun


def run_of(draft: Draft, key: str) -> Run:
    """Raises NoSuchRun."""
    known = draft.run(key)
    if known is None:
        raise NoSuchRun(f"The draft has no run {key[:100]!r}.")
    return known


def with_run(draft: Draft, run: Run) -> Draft:
    """In the place of the run of the same key, or behind the others."""
    if draft.run(run.key) is None:
        return msgspec.structs.replace(draft, runs=[*draft.runs, run])
    runs = [run if each.key == run.key else each for each in draft.runs]
    return msgspec.structs.replace(draft, runs=runs)


def without_run(draft: Draft, key: str) -> Draft:
    """Raises NoSuchRun."""
    gone = run_of(draft, key)
    return msgspec.structs.replace(draft, runs=[each for each in draft.runs if each is not gone])


def with_move(draft: Draft, run: str, block: str, move: DraftMove) -> Draft:
    """Raises NoSuchRun."""
    known = run_of(draft, run)
    return with_run(draft, msgspec.structs.replace(known, moves={**known.moves, block: move}))


def without_move(draft: Draft, run: str, block: str) -> Draft:
    """The block is where the anchor has it. Raises NoSuchRun."""
    known = run_of(draft, run)
    moves = {key: move for key, move in known.moves.items() if key != block}
    return with_run(draft, msgspec.structs.replace(known, moves=moves))


def with_session(draft: Draft, run: str, name: str, change: SessionChange) -> Draft:
    """``name`` is that of ``drafts.session_name``. Raises NoSuchRun."""
    known = run_of(draft, run)
    sessions = {**known.sessions, name: change}
    return with_run(draft, msgspec.structs.replace(known, sessions=sessions))


def without_session(draft: Draft, run: str, name: str) -> Draft:
    """The session is as the programme says. Raises NoSuchRun."""
    known = run_of(draft, run)
    sessions = {key: each for key, each in known.sessions.items() if key != name}
    return with_run(draft, msgspec.structs.replace(known, sessions=sessions))
