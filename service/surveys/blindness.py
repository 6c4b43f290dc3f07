"""Which comments are coded twice, and who may see what of them before that is done.

A coder who has seen a coding or a suggestion tends to follow it, so agreement would measure that.
"""

import hashlib
from uuid import UUID

from scorecard.themes.coding import Round
from service.surveys.store.codings import Rounds

SAMPLE_PERCENT = 25
"""Per cent of comments that a second person codes."""


def sampled(comment_id: UUID) -> bool:
    """Whether a comment is in the sample: settled by its id, so nobody chooses."""
    digest = hashlib.sha256(b"second coding " + comment_id.bytes).digest()
    return int.from_bytes(digest[:8]) % 100 < SAMPLE_PERCENT


def pending(comment_id: UUID, rounds: Rounds) -> bool:
    """Whether a second person is still to code it."""
    return sampled(comment_id) and Round.FIRST in rounds and Round.SECOND not in rounds


def may_see(comment_id: UUID, rounds: Rounds, coder: str) -> bool:
    """Whether codings and suggestions are shown: not to who could be the second coder."""
    return not pending(comment_id, rounds) or rounds[Round.FIRST].coder == coder


def visible(comment_id: UUID, rounds: Rounds, coder: str) -> Rounds:
    return rounds if may_see(comment_id, rounds, coder) else {}
