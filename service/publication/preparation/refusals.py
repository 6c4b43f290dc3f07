"""Why something written or planned for an edition is not taken, or the edition not published."""

from service.problems import Conflict, NotFound, PreconditionFailed, Unprocessable


class NoSuchPart(NotFound):
    slug = "nothing-prepared-there"
    title = "Nothing stands at this address of the preparation"
    advice = "Read the preparation of the half-year: it names everything that stands."


class PreparationOvertaken(PreconditionFailed):
    slug = "preparation-overtaken"
    title = "Somebody else wrote here first"
    advice = (
        "Nothing was overwritten. The answer has both: what stands and what you sent. Put them "
        "together and send that with the ETag of what stands."
    )


class WordsInvalid(Unprocessable):
    slug = "words-invalid"
    title = "The words cannot be taken like this"
    advice = "Each entry of errors points to a field and says what is wrong with it."


class ActionClosed(Conflict):
    slug = "action-closed"
    title = "A published edition says that the action is closed"
    advice = "A closed action stays closed. Set a new one."


class CommentsMissing(Conflict):
    slug = "comments-missing"
    title = "A target is missed and nobody has said why"
    advice = "Write a comment, with its owner, on each measure that missing names."


class QuotationNotApproved(Conflict):
    slug = "quotation-not-approved"
    title = "The words may not be quoted"
    advice = "Only an approved quotation with consent is published. Choose another or take it out."


class DraftOvertaken(PreconditionFailed):
    slug = "scorecard-draft-overtaken"
    title = "The draft is no longer the one that you looked at"
    advice = "Read the preparation again, look at what changed, and tick or sign what you see then."


class NoSuchTask(NotFound):
    slug = "no-such-task"
    title = "There is no such task that a person ticks"
    advice = "The preparation lists the tasks; those that are worked out cannot be ticked."


class SignOffNeeded(Conflict):
    slug = "sign-off-needed"
    title = "A second person has to sign the draft off"
    advice = "Ask somebody else to look at the draft as it is now and to sign it off."
