"""What other capabilities ask of enrolments: one door to the modules by noun."""

from service.enrolments.attending import Attending, attending
from service.enrolments.digest import Told, digest_of
from service.enrolments.groups import Grouping, choose, grouping
from service.enrolments.itineraries import MemberItinerary, itinerary_of, readiness_of
from service.enrolments.member_checks import Wish
from service.enrolments.members import (
    Joining,
    change,
    current,
    enrol,
    members_of,
    one,
    release,
    remove,
    set_catch_up,
    transfer,
)
from service.enrolments.register import Register, register_of
from service.enrolments.store.calendars import Mark as CalendarMark
from service.enrolments.store.calendars import Told as CalendarTold
from service.enrolments.store.calendars import told as calendars_told
from service.enrolments.store.members import MemberRecord
from service.enrolments.store.members import members as stored_members

__all__ = [
    "Attending",
    "CalendarMark",
    "CalendarTold",
    "Grouping",
    "Joining",
    "MemberItinerary",
    "MemberRecord",
    "Register",
    "Told",
    "Wish",
    "attending",
    "calendars_told",
    "change",
    "choose",
    "current",
    "digest_of",
    "enrol",
    "grouping",
    "itinerary_of",
    "members_of",
    "one",
    "readiness_of",
    "register_of",
    "release",
    "remove",
    "set_catch_up",
    "stored_members",
    "transfer",
]
