"""Why a scorecard is not published, corrected, withdrawn or given."""

from service.problems import Conflict, NotFound, Problem, Unprocessable


class NotPublished(NotFound):
    slug = "not-published"
    title = "No scorecard has been published at this address"
    advice = "The list of scorecards names every half-year and version that has been published."


class PeriodNotOver(Conflict):
    slug = "period-not-over"
    title = "The half-year is not over"
    advice = "Look at the draft until then. It can be published from the day after the last day."


class AlreadyPublished(Conflict):
    slug = "already-published"
    title = "The scorecard of this half-year has been published"
    advice = "A published edition never changes. To put a figure right, publish a correction."


class NothingToPublish(Conflict):
    slug = "nothing-to-publish"
    title = "There are no data to publish"
    advice = "Send the workforce returns first."


class NothingMoved(Conflict):
    slug = "nothing-moved"
    title = "The correction would change nothing"
    advice = "Send the corrected return first. The draft shows what the figures would be."


class OvertakenByReturns(Conflict):
    slug = "overtaken-by-returns"
    title = "Returns or records kept changing while the scorecard was computed"
    advice = "Try again when no import is running and nobody is entering records."


class FilesDisagree(Conflict):
    slug = "files-disagree"
    title = "The kept files do not give the figures of the draft"
    advice = "Nothing was published. Tell the operator: the edition could not be verified later."


class ReturnsMissing(Conflict):
    slug = "returns-missing"
    title = "A return that headline figures rest on was not sent for the half-year"
    advice = (
        "Send the returns that missing names. To publish without them, say why in "
        "accept_missing_returns: the reason is published with the figures."
    )


class ReasonMissing(Unprocessable):
    slug = "reason-missing"
    title = "A public reason is needed"
    advice = "Say it in a sentence or two. Everybody can read it."


class EditionWithdrawn(Problem):
    status = 410
    slug = "edition-withdrawn"
    title = "This edition of the scorecard has been withdrawn"
    advice = "The detail says why. The list of scorecards names the versions that stand."


class AlreadyWithdrawn(Conflict):
    slug = "already-withdrawn"
    title = "The edition has been withdrawn already"
    advice = "Its notice stays as it is. A later version may follow as a correction."


class WaitsForRelease(Conflict):
    slug = "waits-for-release"
    title = "The edition is not public yet"
    advice = "Withdraw it, which nobody outside will notice, and publish the half-year again."


class ReleaseInThePast(Unprocessable):
    slug = "release-in-the-past"
    title = "The moment of release has passed"
    advice = "Name a moment that is still to come, or publish at once with: now."


class ReleaseUnreadable(Unprocessable):
    slug = "release-unreadable"
    title = "The moment of release cannot be used"
    advice = "Write a day (it is released at 09:30 in England), a day with a time, or: now."
