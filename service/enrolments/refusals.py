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
