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


class NoSuchStarter(NotFound):
    slug = "no-such-starter"
    title = "There is no such starter"
    advice = "List the starters to find the id."


class StarterOvertaken(PreconditionFailed):
    slug = "starter-overtaken"
    title = "Somebody else changed the starter first"
    advice = "Read the starter again and make your change on top of it."


class StarterInvalid(Unprocessable):
    slug = "starter-invalid"
    title = "What is said of the starter cannot be"
    advice = "Each entry of errors points to a part of the request and says what is wrong with it."


class StarterKnown(Conflict):
    slug = "starter-known"
    title = "This worker is known as a starter already"
    advice = "Change the starter who is there. Nobody was added."


class StarterNotWaiting(Conflict):
    slug = "starter-not-waiting"
    title = "The starter does not wait for a run"
    advice = "Change or transfer the member they have become, or register them anew."


class RunFull(Conflict):
    slug = "run-full"
    title = "The run has no place left"
    advice = "Ask for the proposal again, choose another run, or give this one more places."


class NoSuchPeopleImport(NotFound):
    slug = "no-such-people-import"
    title = "There is no such file of people"
    advice = "Check the file again: the answer has its id."


class PeopleImportSettled(Conflict):
    slug = "people-import-settled"
    title = "The file of people cannot be confirmed"
    advice = "A file is confirmed once. One that was refused is put right and checked again."
