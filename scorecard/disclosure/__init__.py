"""Statistical disclosure control: what of an edition leaves the council (ADR 0023).

``decide`` closes cells of the counts an edition is made of; ``public`` makes the one protected view
that every output is taken from. Editions published before there was a policy have no decision and
stay as they were (``council_only``).
"""

from scorecard.disclosure.council_only import ACCEPTED
from scorecard.disclosure.decision import (
    DECISION,
    Decision,
    decide,
    decision_document,
    decision_from,
)
from scorecard.disclosure.policy import POLICIES, Policy, policy_document, policy_on
from scorecard.disclosure.tree import nesting_of
from scorecard.disclosure.views import closed_figures, public, shown_figures

__all__ = [
    "ACCEPTED",
    "DECISION",
    "POLICIES",
    "Decision",
    "Policy",
    "closed_figures",
    "decide",
    "decision_document",
    "decision_from",
    "nesting_of",
    "policy_document",
    "policy_on",
    "public",
    "shown_figures",
]
