"""Why something of the academy is not stored, changed or released."""

from service.problems import Conflict, NotFound, PreconditionFailed, Problem, Unprocessable


class NoSuchProgramme(NotFound):
    slug = "no-such-programme"
    title = "There is no such programme"
    advice = "List the programmes to find their keys and versions."


class VersionTaken(Conflict):
    slug = "version-taken"
    title = "This version of the programme is there already"
    advice = "A stored version never changes. Store the changed programme under the next version."


class NoSuchImport(NotFound):
    slug = "no-such-import"
    title = "There is no such printed timetable"
    advice = "List the imports to find the id."


class ImportConfirmed(Conflict):
    slug = "import-confirmed"
    title = "The printed timetable has become a programme already"
    advice = "Change the programme instead, by storing its next version."


class FileNotATimetable(Unprocessable):
    slug = "file-not-a-timetable"
    title = "The file is not a timetable that can be read"
    advice = "Send TSV, CSV or XLSX with the columns that docs/academy/commands.md names."


class FindingsStand(Unprocessable):
    slug = "findings-stand"
    title = "Findings of the printed timetable are not settled"
    advice = "Correct the rows that the findings name, or send a corrected programme document."


class NoSuchSite(NotFound):
    slug = "no-such-site"
    title = "There is no such site"
    advice = "List the sites to find their keys."


class NoSuchRoom(NotFound):
    slug = "no-such-room"
    title = "There is no such room"
    advice = "List the rooms to find their ids."


class NoSuchHolder(NotFound):
    slug = "no-such-role-holder"
    title = "There is no such role holder"
    advice = "List the role holders to find their ids."


class NoSuchClosure(NotFound):
    slug = "no-such-closure"
    title = "There is no such closure"
    advice = "List the closures to find their ids."


class NameTaken(Conflict):
    slug = "name-taken"
    title = "The name is in use"
    advice = "Use the one that is there, or choose another name."


class HolidaysUnreachable(Problem):
    status = 502
    slug = "holidays-unreachable"
    title = "The list of bank holidays could not be fetched"
    advice = "Try again later, or fetch the list by hand and send it as a file."


class NoSuchCohort(NotFound):
    slug = "no-such-cohort"
    title = "There is no such cohort"
    advice = "List the cohorts to find the id."


class NoSuchRelease(NotFound):
    slug = "no-such-release"
    title = "There is no such release"
    advice = "List the releases of the cohort to find its versions."


class NoSuchRun(NotFound):
    slug = "no-such-run"
    title = "There is no such run"
    advice = "The draft of the cohort names its runs."


class DraftInvalid(Unprocessable):
    slug = "draft-invalid"
    title = "The plan does not fit its programme"
    advice = "Each entry of errors points to a part of the draft and says what is wrong with it."


class DraftOvertaken(PreconditionFailed):
    slug = "draft-overtaken"
    title = "Somebody else changed the plan first"
    advice = "Read the draft again, look at what changed, and make your change on top of it."


class WrongState(Conflict):
    slug = "wrong-cohort-state"
    title = "The cohort is not in a state for this"
    advice = "A cohort goes from draft to published, running and closed, and not back."


class PlanRefused(Conflict):
    slug = "plan-refused"
    title = "Findings stand against the plan"
    advice = (
        "BLOCK: change the plan. WARN: change it, or override the finding with a reason that stays "
        "visible."
    )


class NothingToOverride(Conflict):
    slug = "nothing-to-override"
    title = "No such finding can be overridden"
    advice = "Preview the plan: only WARN findings that stand against it can be overridden."
