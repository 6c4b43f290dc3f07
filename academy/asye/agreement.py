"""Pauses as agreed (P11): a reason from a list, and four people who sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from academy.asye.clock import Pause


class PauseReason(StrEnum):
    """Capability is no reason, and is not in the list. Source: Dorset's arrangements, DfE."""

    SICKNESS = "long-term-sickness"
    BEREAVEMENT = "bereavement"
    MATERNITY = "maternity"
    PATERNITY = "paternity"
    ADOPTION = "adoption"
    PARENTAL = "parental-leave"
    EMPLOYER_SUPPORT = "employer-failed-to-support"


class Signatory(StrEnum):
    NEWLY_QUALIFIED = "newly-qualified"
    ASSESSOR = "assessor"
    MANAGER = "manager"
    CO_ORDINATOR = "co-ordinator"


@dataclass(frozen=True, slots=True)
class AgreedPause:
    """``signed``: who has signed, and when. The clock stands still only once all four have."""

    pause: Pause
    reason: PauseReason
    signed: Mapping[Signatory, date]

    @property
    def missing(self) -> tuple[Signatory, ...]:
        return tuple(each for each in Signatory if each not in self.signed)

    @property
    def agreed(self) -> bool:
        return not self.missing
