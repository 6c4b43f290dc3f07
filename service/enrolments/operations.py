"""What other capabilities ask of enrolments: one door to the modules by noun."""

from service.enrolments.attending import Attending, attending
from service.enrolments.digest import Told, digest_of, told_from
from service.enrolments.groups import Grouping, choose, grouping
from service.enrolments.itineraries import MemberItinerary, itinerary_of, readiness_of
from service.enrolments.members import (
    Joining,
    Wish,
    change,
    enrol,
    enrol_within,
    members_of,
    one,
    release,
    remove,
    set_catch_up,
    set_cleared,
    transfer,
)
from service.enrolments.register import Register, register_of
from service.enrolments.store.members import MemberRecord

__all__ = [
    "Attending",
    "Grouping",
    "Joining",
    "MemberItinerary",
    "MemberRecord",
    "Register",
    "Told",
    "Wish",
    "attending",
    "change",
    "choose",
    "digest_of",
    "enrol",
    "enrol_within",
    "grouping",
    "itinerary_of",
    "members_of",
    "one",
    "readiness_of",
    "register_of",
    "release",
    "remove",
    "set_catch_up",
    "set_cleared",
    "told_from",
    "transfer",
]
