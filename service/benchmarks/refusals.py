"""Why a comparator file or a target is not taken, or nothing can be shown."""

from service.problems import Conflict, NotFound, PreconditionFailed, Problem, Unprocessable


class NoSuchVintage(NotFound):
    slug = "no-such-vintage"
    title = "There is no such comparator file"
    advice = "List the vintages to find the id."


class NoTable(NotFound):
    slug = "no-national-table"
    title = "No national table has been imported"
    advice = "Import the indicators file that the Department for Education publishes."


class ComparatorFileRefused(Unprocessable):
    slug = "comparator-file-refused"
    title = "The comparator file cannot be taken in"
    advice = "Each finding says where and what to do. Nothing was stored."


class NoSuchTarget(NotFound):
    slug = "no-such-target"
    title = "There is no such target"
    advice = "List the targets to find the id."


class TargetInvalid(Unprocessable):
    slug = "target-invalid"
    title = "The target cannot be set like this"
    advice = "Each entry of errors points to a field and says what is wrong with it."


class TargetInThePast(Unprocessable):
    slug = "target-in-the-past"
    title = "The target is of a time that is over"
    advice = "Set targets for half-years whose result is not known when the target is decided."


class TargetOverlaps(Conflict):
    slug = "target-overlaps"
    title = "Another target is in force for the same figure at the same time"
    advice = "End or change the one that the answer names, or choose other days."


class TargetOvertaken(PreconditionFailed):
    slug = "target-overtaken"
    title = "Somebody else changed the target first"
    advice = "Read the target again, look at what changed, and make your change on top of it."


class StatisticsSwitchedOff(Conflict):
    slug = "statistics-switched-off"
    title = "Fetching published statistics is switched off"
    advice = "Set SCORECARD_STATISTICS_API, or import the published file by hand."


class StatisticsUnreachable(Problem):
    status = 502
    slug = "statistics-unreachable"
    title = "The published statistics could not be fetched"
    advice = "Nothing was stored. Try again later, or import the published file by hand."
