"""Why something about the people of the academy is not stored or changed."""

from service.problems import Conflict, NotFound, PreconditionFailed, Unprocessable


class NoSuchMember(NotFound):
    slug = "no-such-member"
    title = "There is no such member"
    advice = "List the members of the cohort to find the id."


class AlreadyEnrolled(Conflict):
    slug = "already-enrolled"
    title = "This worker is a member of the cohort already"
    advice = "Change the member who is there, or transfer them."


class MemberOvertaken(PreconditionFailed):
    slug = "member-overtaken"
    title = "Somebody else changed the member first"
    advice = "Read the member again and make your change on top of it."


class MemberInvalid(Unprocessable):
    slug = "member-invalid"
    title = "The member does not fit the cohort"
    advice = "Each entry of errors points to a part of the request and says what is wrong with it."


class MemberGone(Conflict):
    slug = "member-removed"
    title = "The member has been removed"
    advice = "Enrol them again: what they attended is kept."


class NoSuchSession(NotFound):
    slug = "no-such-session"
    title = "There is no such session"
    advice = "List the released sessions of the cohort to find the UID."


class NotExpected(Unprocessable):
    slug = "not-expected"
    title = "The register does not fit the session"
    advice = "Each entry of errors points to a line and says what is wrong with it."


class CatchUpRefused(Conflict):
    slug = "catch-up-refused"
    title = "The mop-up session cannot be given to this member"
    advice = "Read the proposal for open needs again and choose a session with a place."


class NoSuchCommitment(NotFound):
    slug = "no-such-commitment"
    title = "There is no such commitment"
    advice = "List the commitments of the person to find the id."
