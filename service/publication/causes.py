"""The causes of a correction in words, from the codes of ``fact_changes`` and of the definitions."""

from typing import NamedTuple


class CauseWords(NamedTuple):
    one: str
    many: str
    """With ``{n}`` for the number."""


CAUSES: dict[str, CauseWords] = {
    "late-leaver": CauseWords(
        "1 leaver was reported after the earlier version",
        "{n} leavers were reported after the earlier version",
    ),
    "withdrawn-leaver": CauseWords(
        "1 person reported as a leaver had not left",
        "{n} people reported as leavers had not left",
    ),
    "corrected-leaving": CauseWords(
        "1 leaving date or type of leaving was corrected",
        "{n} leaving dates or types of leaving were corrected",
    ),
    "corrected-leaving-reason": CauseWords(
        "1 reason for leaving or destination was corrected",
        "{n} reasons for leaving or destinations were corrected",
    ),
    "late-starter": CauseWords(
        "1 starter was reported after the earlier version",
        "{n} starters were reported after the earlier version",
    ),
    "corrected-start": CauseWords(
        "1 type of start was corrected", "{n} types of start were corrected"
    ),
    "late-move": CauseWords(
        "1 move inside the council was reported after the earlier version",
        "{n} moves inside the council were reported after the earlier version",
    ),
    "withdrawn-move": CauseWords(
        "1 reported move inside the council had not happened",
        "{n} reported moves inside the council had not happened",
    ),
    "added-employment": CauseWords(
        "1 social worker in post was missing from the earlier version",
        "{n} social workers in post were missing from the earlier version",
    ),
    "removed-employment": CauseWords(
        "1 social worker was taken out again", "{n} social workers were taken out again"
    ),
    "corrected-spell": CauseWords(
        "1 social worker's start date or post was corrected",
        "{n} social workers' start dates or posts were corrected",
    ),
    "corrected-fte": CauseWords(
        "the working hours (FTE) of 1 social worker were corrected",
        "the working hours (FTE) of {n} social workers were corrected",
    ),
    "corrected-team": CauseWords(
        "the team or area of 1 person or post was corrected",
        "the team or area of {n} people or posts was corrected",
    ),
    "corrected-role": CauseWords(
        "the role of 1 person or post was corrected",
        "the role of {n} people or posts was corrected",
    ),
    "corrected-contract": CauseWords(
        "the contract type of 1 social worker was corrected",
        "the contract type of {n} social workers was corrected",
    ),
    "corrected-experience": CauseWords(
        "the qualification or first-year (ASYE) dates of 1 social worker were corrected",
        "the qualification or first-year (ASYE) dates of {n} social workers were corrected",
    ),
    "added-post": CauseWords("1 post was added", "{n} posts were added"),
    "closed-post": CauseWords("1 post was closed", "{n} posts were closed"),
    "reopened-post": CauseWords(
        "1 post reported as closed was not", "{n} posts reported as closed were not"
    ),
    "removed-post": CauseWords("1 post was taken out again", "{n} posts were taken out again"),
    "corrected-post": CauseWords(
        "the hours or dates of 1 post were corrected",
        "the hours or dates of {n} posts were corrected",
    ),
    "late-agency": CauseWords(
        "1 agency worker was reported after the earlier version",
        "{n} agency workers were reported after the earlier version",
    ),
    "late-agency-end": CauseWords(
        "the end of 1 agency assignment was reported after the earlier version",
        "the ends of {n} agency assignments were reported after the earlier version",
    ),
    "corrected-agency": CauseWords(
        "1 agency assignment was corrected", "{n} agency assignments were corrected"
    ),
    "removed-agency": CauseWords(
        "1 agency worker was taken out again", "{n} agency workers were taken out again"
    ),
    "late-absence": CauseWords(
        "sickness absence of 1 social worker was reported after the earlier version",
        "sickness absence of {n} social workers was reported after the earlier version",
    ),
    "corrected-absence": CauseWords(
        "sickness absence of 1 social worker was brought up to date (ended or corrected since)",
        "sickness absence of {n} social workers was brought up to date (ended or corrected since)",
    ),
    "removed-absence": CauseWords(
        "sickness absence of 1 social worker was taken out again",
        "sickness absence of {n} social workers was taken out again",
    ),
    "new-caseload-snapshot": CauseWords(
        "caseloads counted on 1 more day were received",
        "caseloads counted on {n} more days were received",
    ),
    "added-caseload": CauseWords(
        "the caseload of 1 worker was missing from the earlier version",
        "the caseloads of {n} workers were missing from the earlier version",
    ),
    "corrected-caseload": CauseWords(
        "the caseload of 1 worker was corrected", "the caseloads of {n} workers were corrected"
    ),
    "removed-caseload": CauseWords(
        "the caseload of 1 worker was taken out again",
        "the caseloads of {n} workers were taken out again",
    ),
    "new-reported-totals": CauseWords(
        "council totals of 1 census return were received",
        "council totals of {n} census returns were received",
    ),
    "corrected-reported-totals": CauseWords(
        "council totals of 1 census return were corrected",
        "council totals of {n} census returns were corrected",
    ),
    "removed-reported-totals": CauseWords(
        "council totals of 1 census return were taken out again",
        "council totals of {n} census returns were taken out again",
    ),
    "changed-definition": CauseWords(
        "the definition of 1 measure changed", "the definitions of {n} measures changed"
    ),
    "new-measure": CauseWords("1 measure is new", "{n} measures are new"),
    "dropped-measure": CauseWords(
        "1 measure is no longer published", "{n} measures are no longer published"
    ),
    "changed-parameter": CauseWords(
        "1 parameter of the computation changed", "{n} parameters of the computation changed"
    ),
    "changed-computation": CauseWords(
        "the program that computes the figures changed",
        "the program that computes the figures changed",
    ),
    "first-return": CauseWords(
        "1 kind of return was received for the first time",
        "{n} kinds of return were received for the first time",
    ),
    "earlier-records": CauseWords(
        "records of earlier years were added or corrected",
        "records of earlier years were added or corrected",
    ),
    "records-first-counted": CauseWords(
        "1 kind of record was counted for the first time",
        "{n} kinds of record were counted for the first time",
    ),
    "moved-cohort-members": CauseWords(
        "the record of 1 member of an academy cohort was added, changed or removed",
        "the records of {n} members of academy cohorts were added, changed or removed",
    ),
    "moved-asye-years": CauseWords(
        "the record of 1 assessed and supported year (ASYE) was added, changed or removed",
        "the records of {n} assessed and supported years (ASYE) were added, changed or removed",
    ),
    "moved-exit-interviews": CauseWords(
        "1 exit interview was recorded, coded or changed after the earlier version",
        "{n} exit interviews were recorded, coded or changed after the earlier version",
    ),
    "moved-exit-themes": CauseWords(
        "1 theme of the codebook changed", "{n} themes of the codebook changed"
    ),
    "moved-survey-results": CauseWords(
        "the result of 1 group in the staff survey was added, changed or removed",
        "the results of {n} groups in the staff survey were added, changed or removed",
    ),
    "changed-findings": CauseWords(
        "1 note on data quality changed", "{n} notes on data quality changed"
    ),
    "changed-words": CauseWords(
        "what is written beside the figures was changed",
        "what is written beside the figures was changed",
    ),
    "withdrawn-version": CauseWords(
        "the version before was withdrawn", "the version before was withdrawn"
    ),
}


def without_number(code: str) -> str:
    """One cause as the beginning of a sentence that does not say how often it occurred."""
    if code not in CAUSES:
        return code
    text = CAUSES[code].many.format(n="some")
    return text[0].upper() + text[1:]


def in_words(code: str, count: int) -> str:
    """One cause as the beginning of a sentence, without a full stop."""
    words = CAUSES[code]
    text = words.one if count == 1 else words.many.format(n=count)
    return text[0].upper() + text[1:]
