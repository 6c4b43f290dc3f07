"""What other capabilities ask of cohorts: one door to the modules by noun.

``Session.cohort`` is the key of its cohort (``spring-2027``), which never changes; ``Session.run``
is the key of its run (``home``, or that of a mop-up run).
"""

from service.cohorts.cohorts import Cohort, Preview, listing, one, override, preview
from service.cohorts.plans import session_key
from service.cohorts.releasing import (
    Release,
    ReleaseRecord,
    all_released_sessions,
    deadlines_of,
    one_release,
    programme_of,
    release,
    released_draft,
    released_sessions,
    releases,
)
from service.cohorts.store.releases import HeldChange, ReleasedSession, ReleaseEntry

__all__ = [
    "Cohort",
    "HeldChange",
    "Preview",
    "Release",
    "ReleaseEntry",
    "ReleaseRecord",
    "ReleasedSession",
    "all_released_sessions",
    "deadlines_of",
    "listing",
    "one",
    "one_release",
    "override",
    "preview",
    "programme_of",
    "release",
    "released_draft",
    "released_sessions",
    "releases",
    "session_key",
]
