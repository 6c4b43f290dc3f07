"""Why something about an ASYE year is not stored or changed."""

from service.problems import Conflict, NotFound, PreconditionFailed, Unprocessable


class NoSuchYear(NotFound):
    slug = "no-such-asye-year"
    title = "There is no such ASYE year"
    advice = "List the ASYE years to find the id."


class NoSuchEntry(NotFound):
    slug = "no-such-asye-entry"
    title = "Nothing of the kind is recorded"
    advice = "Read the ASYE year to find the id of what is recorded."


class YearOpenAlready(Conflict):
    slug = "asye-year-open"
    title = "The person has an ASYE year that is not over"
    advice = "End that year first, or record that they came back."


class YearOver(Conflict):
    slug = "asye-year-over"
    title = "The ASYE year is over"
    advice = "Record that they came back if they did; what is recorded stays as it is."


class YearNotOver(Conflict):
    slug = "asye-year-not-left"
    title = "The person has not left"
    advice = "Only who left in mid-year can come back: a completed year is complete."


class YearOvertaken(PreconditionFailed):
    slug = "asye-year-overtaken"
    title = "Somebody else changed the ASYE year first"
    advice = "Read the year again and make your change on top of it."


class RecordedAlready(Conflict):
    slug = "asye-recorded-already"
    title = "That is recorded already"
    advice = "Delete what is recorded and record it again if it was wrong."


class TwoSupervisors(Conflict):
    slug = "two-supervisors"
    title = "Another supervisor begins on the same day"
    advice = "A person has one supervisor at a time: give the day of the handover."


class YearInvalid(Unprocessable):
    slug = "asye-year-invalid"
    title = "The ASYE year cannot be laid out like that"
    advice = "Each entry of errors says what is wrong; nothing was stored."


class EntryInvalid(Unprocessable):
    slug = "asye-entry-invalid"
    title = "That cannot have been so"
    advice = "Each entry of errors points to a part of the request and says what is wrong with it."


class SignedAlready(Conflict):
    slug = "pause-signed-already"
    title = "That signature is there already"
    advice = "Nothing needs to be done."
