"""One good row for every table at head, in an order that references allow, as raw SQL.

Raw, so that the constraints of the database are met without anything of ours in between, and so
that rows can be put into the schema of any earlier migration.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from service.storage.database import Database

FILE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0001")
RETURN = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0002")
EDITION = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0003")
KEY = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0004")
TEMPLATE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0005")
IMPORT = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0006")
SITE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0007")
ROOM = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0009")
HOLDER = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c000a")
CLOSURE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c000b")
COHORT = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c000c")
OVERRIDE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c000d")
RELEASE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c000e")
SESSION = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c000f")
MEMBER = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0010")
STARTER = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0011")
COMMITMENT = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0012")
DELIVERY = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0030")
PEOPLE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0013")
FEED = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0020")
CODEBOOK = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0041")
QUESTIONS = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0042")
INTERVIEW = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0043")
INTERVIEW_FILE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0044")
SURVEY = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0045")
RESPONSE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0046")
COMMENT = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0047")
CODING = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0048")
QUOTATION = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0049")
FOLLOW_UP = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c004a")
VINTAGE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0060")
TARGET = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0061")
ASYE_YEAR = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0030")
ASYE_ENTRY = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0031")
ASYE_YEAR = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0030")
ASYE_ENTRY = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0031")
VINTAGE = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0060")
TARGET = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0061")
ACCOUNT = UUID("6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c0070")
WORKER = "0123456789abcdef0123456789abcdef"
AT = datetime(2026, 10, 5, 9, 30, 1, tzinfo=UTC)

Row = dict[str, Any]


def _fact(**values: Any) -> Row:
    return {"id": 7, "came_with": 3, "superseded_by": None, "census": False, "row": 2, **values}


ROWS: dict[str, Row] = {
    "received_file": {
        "id": FILE,
        "sha256": "a" * 64,
        "size": 5_000_000_000,
        "filename": "posts 漢 October.csv",
        "received_at": AT,
        "sender": "HR",
    },
    "received_chunk": {"id": 4, "file": FILE, "ordinal": 0, "sealed": b"\x00\xff'sealed"},
    "workforce_return": {
        "number": 3,
        "id": RETURN,
        "kind": "posts",
        "edition": "1",
        "as_at": date(2026, 9, 30),
        "options": '{"sheet": "Posts"}',
        "file": FILE,
        "state": "confirmed",
        "unreadable": False,
        "confirmed_order": 1,
        "held_order": 0,
        "rows_read": 10,
        "rows_accepted": 9,
        "findings": "[]",
        "changes": "{}",
        "checked_at": AT,
        "checked_by": "HR",
        "confirmed_at": AT,
        "confirmed_by": "HR",
        "undone_at": None,
        "undone_by": None,
    },
    "post": _fact(
        post="P-017",
        team="Référé & “North” 漢字",
        area="North",
        role="case-holder",
        fte=1_000_000,
        opened=date(2019, 4, 1),
        closed=date(2026, 3, 31),
    ),
    "employment": _fact(
        worker=WORKER,
        post="P-017",
        team="Référé & “North” 漢字",
        area="North",
        role="senior-practitioner",
        contract="permanent",
        fte=600_000,
        started=date(2020, 2, 29),
        start_type="new",
        start_origin="10",
        ended=date(2026, 9, 30),
        end_type="left",
        destination="3",
        reason="1",
        qualified_on=date(2015, 7, 1),
        asye_started=date(2020, 3, 1),
        asye_ended=date(2021, 3, 1),
    ),
    "agency_assignment": _fact(
        worker=WORKER,
        team="Référé & “North” 漢字",
        area="North",
        role=None,
        fte=None,
        started=date(2026, 1, 5),
        ended=None,
        covers_vacancy=True,
    ),
    "absence": _fact(
        worker=WORKER,
        kind="SIC",
        first_day=date(2026, 1, 5),
        last_day=date(2026, 1, 6),
        days_lost=150,
    ),
    "absence_total": _fact(worker=WORKER, year_end=date(2026, 9, 30), days_lost=0),
    "caseload_snapshot": _fact(
        worker=WORKER,
        taken_on=date(2026, 9, 30),
        team="Référé & “North” 漢字",
        cases=17,
        fte=None,
        unit="child",
        agency=True,
    ),
    "reported_totals": _fact(
        as_at=date(2026, 9, 30),
        vacancies_fte=12_500_000,
        agency_covering_fte=3_000_000,
        agency_headcount=4,
    ),
    "registration_number": {"worker": WORKER, "sealed": b"sealed"},
    "edition": {
        "id": EDITION,
        "period_end": date(2026, 9, 30),
        "version": 2,
        "content": b'{"figures": []}',
        "content_sha256": "b" * 64,
        "public_content": b"{}",
        "published_at": AT,
        "published_by": "PSW",
        "reason": "A leaver was reported late.",
    },
    "edition_input": {"id": 5, "edition": EDITION, "came_with": 3, "ordinal": 0},
    "edition_document": {
        "id": 6,
        "edition": EDITION,
        "form": "pdf",
        "content": b"%PDF-1.7\x00\xff",
        "sha256": "d" * 64,
        "size": 10,
        "made_at": AT,
        "made_with": "0.1.0",
    },
    "delivery": {
        "id": DELIVERY,
        "edition": EDITION,
        "event": "corrected",
        "channel": "webhook",
        "target": "https://receiver.example/hook",
        "state": "given-up",
        "attempts": 10,
        "created_at": AT,
        "next_at": AT,
        "ended_at": AT,
    },
    "delivery_attempt": {
        "id": 8,
        "delivery": DELIVERY,
        "at": AT,
        "delivered": False,
        "outcome": "answered 500",
    },
    "edition_record": {
        "id": 5,
        "edition": EDITION,
        "ordinal": 1,
        "kind": "cohort-members",
        "rows": 0,
        "sha256": "d" * 64,
        "sealed": b"sealed records",
    },
    "api_key": {
        "id": KEY,
        "name": "HR",
        "scopes": "hr read",
        "lookup": "0123456789abcdef",
        "secret_hash": "c" * 64,
        "created_at": AT,
        "created_by": "cli:root",
        "revoked_at": None,
        "last_used_at": AT,
        "subject": "Référé & “North” 漢字",
    },
    "audit_entry": {
        "id": 6,
        "at": AT,
        "actor": "PSW",
        "actor_id": KEY,
        "action": "edition.published",
        "subject_kind": "edition",
        "subject_id": str(EDITION),
        "before": None,
        "after": '{"version": 2}',
    },
    "programme_template": {
        "id": TEMPLATE,
        "key": "lancashire",
        "version": 2,
        "title": "Academy “programme” 漢字",
        "effective_from": date(2026, 9, 1),
        "effective_to": date(2028, 8, 31),
        "document": '{"key":"lancashire","title":"Académie"}',
        "sha256": "d" * 64,
        "created_at": AT,
        "created_by": "Academy lead",
    },
    "programme_import": {
        "id": IMPORT,
        "filename": "cohort 1 – printed.tsv",
        "sha256": "e" * 64,
        "size": 5_000_000_000,
        "content": b"block\tdate_as_printed\r\n",
        "headings": b"",
        "corrections": '[{"row":51,"column":"time_as_printed","text":"9.30-11am"}]',
        "stated_days": 15,
        "reading": '{"rows":74}',
        "state": "confirmed",
        "template": TEMPLATE,
        "checked_at": AT,
        "checked_by": "Academy lead",
        "confirmed_at": AT,
        "confirmed_by": "Academy lead",
    },
    "site": {"id": SITE, "key": "preston", "name": "County Hall", "address": "Fishergate; Preston"},
    "room": {
        "id": ROOM,
        "site": SITE,
        "name": "Savoy Suite",
        "capacity": 40,
        "aliases": '["The Savoy"]',
    },
    "travel": {"id": 8, "from_site": SITE, "to_site": SITE, "minutes": 45},
    "role_holder": {
        "id": HOLDER,
        "role": "Academy lead 1",
        "name": "Référé Ó Faoláin",
        "first": date(2026, 9, 1),
        "last": date(2027, 8, 31),
        "state": "confirmed",
    },
    "closure": {
        "id": CLOSURE,
        "first": date(2026, 12, 24),
        "last": date(2027, 1, 1),
        "reason": "Offices closed",
    },
    "holiday_list": {
        "number": 4,
        "document": '{"england-and-wales":{"events":[]}}',
        "sha256": "f" * 64,
        "known_until": date(2028, 12, 31),
        "source": "https://www.gov.uk/bank-holidays.json",
        "stored_at": AT,
        "stored_by": "cli:root",
    },
    "cohort": {
        "id": COHORT,
        "key": "spring-2027",
        "title": "Spring 2027",
        "template": TEMPLATE,
        "anchor": date(2027, 1, 11),
        "state": "published",
        "draft": '{"runs":[]}',
        "draft_revision": 2,
        "released_version": 1,
        "created_at": AT,
        "created_by": "Academy lead",
    },
    "draft_change": {
        "id": 9,
        "cohort": COHORT,
        "revision": 2,
        "changed": '["runs"]',
        "at": AT,
        "by": "Academy lead",
    },
    "plan_override": {
        "id": OVERRIDE,
        "cohort": COHORT,
        "code": "DAY_NO_LUNCH",
        "subject": "Day 3 of Induction runs over midday and has no lunch.",
        "why": "Lunch is served in the room.",
        "at": AT,
        "by": "Academy lead",
    },
    "cohort_release": {
        "id": RELEASE,
        "cohort": COHORT,
        "version": 1,
        "template": TEMPLATE,
        "draft": '{"runs":[]}',
        "findings": "[]",
        "note": "",
        "released_at": AT,
        "released_by": "Academy lead",
    },
    "session_event": {
        "uid": SESSION,
        "cohort": COHORT,
        "key": "home/welcome",
        "sequence": 3,
        "changed_at": AT,
        "status": "cancelled",
        "session": '{"title":"Welcome 😀"}',
    },
    "release_change": {
        "id": 10,
        "release": RELEASE,
        "uid": SESSION,
        "kinds": '["moved","other room"]',
        "before": None,
        "after": '{"title":"Welcome 😀"}',
    },
    "member": {
        "id": MEMBER,
        "cohort": COHORT,
        "run": "home",
        "worker": WORKER,
        "display_name": "Åsa “Zoë” 漢字 😀",
        "audience": "newly-qualified",
        "team": "Référé & “North” 漢字",
        "manager": "R. Manager",
        "completed": '["lcs"]',
        "named": "[]",
        "chosen": "[]",
        "repeats": "[]",
        "catch_up": "[]",
        "weekdays": "[0,1,2]",
        "cleared": True,
        "expected_clearance": date(2026, 10, 1),
        "route": "Step Up",
        "started_on": date(2026, 9, 1),
        "asye_start": date(2026, 9, 2),
        "revision": 2,
        "joined_at": AT,
        "changed_at": AT,
        "removed_at": None,
    },
    "cohort_grouping": {"id": 11, "cohort": COHORT, "fill_first": True},
    "group_place": {"id": 12, "cohort": COHORT, "item": "lcs-1", "member": MEMBER, "number": 2},
    "member_calendar": {
        "id": 13,
        "member": MEMBER,
        "told": '{"marked":{},"plain":["6f8c1a52-0d7e-4a5b-9a58-3a4f6a1c000f"]}',
    },
    "starter": {
        "id": STARTER,
        "worker": WORKER,
        "display_name": "Åsa “Zoë” 漢字 😀",
        "start": date(2026, 10, 5),
        "newly_qualified": True,
        "post": "P-017",
        "team": "Référé & “North” 漢字",
        "base": "Hill House",
        "manager": "R. Manager",
        "route": "Step Up",
        "service": "SEND",
        "fte": 600_000,
        "weekdays": "[0,1,2]",
        "completed": '["lcs"]',
        "qualified_on": date(2026, 7, 1),
        "registered_on": date(2026, 9, 1),
        "clearance_requested_on": date(2026, 9, 2),
        "cleared_on": date(2026, 9, 22),
        "state": "placed",
        "member": MEMBER,
        "revision": 1,
        "created_at": AT,
        "created_by": "Academy lead",
    },
    "people_import": {
        "id": PEOPLE,
        "kind": "members",
        "cohort": COHORT,
        "filename": "starters – October.xlsx",
        "sha256": "f" * 64,
        "rows_read": 3,
        "rows_accepted": 2,
        "people": '[{"name":"Åsa"}]',
        "findings": "[]",
        "state": "confirmed",
        "checked_at": AT,
        "checked_by": "Academy lead",
        "confirmed_at": AT,
        "confirmed_by": "Academy lead",
    },
    "attendance": {
        "id": 14,
        "member": MEMBER,
        "cohort": COHORT,
        "item": "welcome",
        "session": SESSION,
        "day": date(2026, 10, 5),
        "state": "part",
        "at": AT,
        "by": "Academy lead",
    },
    "commitment": {
        "id": COMMITMENT,
        "member": MEMBER,
        "staff": None,
        "kind": "court",
        "first": date(2026, 10, 5),
        "last": date(2026, 10, 5),
        "start_minute": 600,
        "end_minute": 780,
        "created_at": AT,
        "created_by": "Manager",
    },
    "acknowledgement": {
        "id": 15,
        "team": "Référé & “North” 漢字",
        "session": SESSION,
        "sequence": 3,
        "at": AT,
        "by": "Manager",
    },
    "feed": {
        "id": FEED,
        "kind": "member",
        "subject": str(MEMBER),
        "cohort": COHORT,
        "secret_hash": "9" * 64,
        "alarm_minutes": 30,
        "created_at": AT,
        "created_by": "Academy lead",
        "changed_at": AT,
        "revoked_at": None,
        "last_fetched_at": AT,
        "last_client": "iOS/17.0 dataaccessd/1.0",
        "fetches": 5_000_000_000,
    },
    "codebook_version": {
        "id": CODEBOOK,
        "number": 2,
        "document": '{"version":"2"}',
        "sha256": "1" * 64,
        "note": "Agency and pay told apart – “clearer”.",
        "created_at": AT,
        "created_by": "PSW",
    },
    "question_set": {
        "id": QUESTIONS,
        "kind": "survey",
        "key": "health-check",
        "edition": 2,
        "document": '{"statements":[]}',
        "sha256": "2" * 64,
        "created_at": AT,
        "created_by": "PSW",
    },
    "exit_interview": {
        "id": INTERVIEW,
        "worker": WORKER,
        "leaving_date": date(2026, 9, 30),
        "destination": "3",
        "reason": "1",
        "status": "done",
        "offered_on": date(2026, 9, 1),
        "done_on": date(2026, 9, 20),
        "way": "link",
        "secret_hash": "3" * 64,
        "link_expires_at": AT,
        "link_ended_at": AT,
        "revision": 2,
        "created_at": AT,
        "created_by": "HR",
        "changed_at": AT,
        "withdrawn_at": None,
    },
    "interview_import": {
        "id": INTERVIEW_FILE,
        "filename": "exit interviews – autumn.csv",
        "sha256": "4" * 64,
        "size": 5_000_000_000,
        "sealed": b"\x00\xff'sealed",
        "findings": "[]",
        "rows_read": 12,
        "rows_accepted": 11,
        "state": "confirmed",
        "checked_at": AT,
        "checked_by": "HR",
        "confirmed_at": AT,
        "confirmed_by": "HR",
    },
    "survey": {
        "id": SURVEY,
        "question_set": QUESTIONS,
        "title": "Health check – autumn “2026”",
        "first_day": date(2026, 9, 1),
        "last_day": date(2026, 9, 30),
        "minimum_group": 10,
        "origin": "links",
        "state": "closed",
        "revision": 3,
        "created_at": AT,
        "created_by": "PSW",
    },
    "survey_group": {"id": 16, "survey": SURVEY, "name": "Référé & “North” 漢字", "invited": 40},
    "survey_token": {
        "secret_hash": "5" * 64,
        "survey": SURVEY,
        "group_name": "Référé & “North” 漢字",
    },
    "survey_response": {
        "id": RESPONSE,
        "survey": SURVEY,
        "group_name": "",
        "answers": '{"workload-1":"agree"}',
    },
    "comment": {
        "id": COMMENT,
        "source": "exit",
        "interview": INTERVIEW,
        "survey": None,
        "said_on": date(2026, 9, 30),
        "question_kind": "why",
        "question": "Why are you leaving?",
        "sealed": b"\x00\xff'sealed",
        "length": 20_000,
        "quotable": True,
        "struck": False,
        "revision": 2,
    },
    "suggestion_shown": {
        "id": 17,
        "comment": COMMENT,
        "coder": "A coder",
        "codebook": 1,
        "suggester": "words-1",
        "shown": '[{"direction":"reason","theme":"CAS"}]',
        "at": AT,
    },
    "coding": {
        "id": CODING,
        "comment": COMMENT,
        "round": "adjudicated",
        "coder": "A coder",
        "codebook": 2,
        "themes": '[{"direction":"reason","theme":"CAS"}]',
        "why": "The caseload is named first.",
        "at": AT,
    },
    "quotation": {
        "id": QUOTATION,
        "comment": COMMENT,
        "words": "Too many cases, said [name] – “always” 漢字 😀",
        "state": "approved",
        "revision": 2,
        "proposed_at": AT,
        "proposed_by": "A coder",
        "decided_at": AT,
        "decided_by": "PSW",
    },
    "follow_up": {
        "id": FOLLOW_UP,
        "interview": INTERVIEW,
        "theme": "DIS",
        "asked_by": "leaver",
        "role": "HR lead for staff concerns",
        "state": "closed",
        "outcome": "grievance",
        "revision": 3,
        "created_at": AT,
        "created_by": "A coder",
        "changed_at": AT,
    },
    "benchmark_vintage": {
        "number": 11,
        "id": VINTAGE,
        "kind": "indicators",
        "source": "file",
        "title": "Children’s social work workforce 漢字",
        "release": "2026-03-19",
        "version": "1.0",
        "filename": "csww 2025.csv",
        "sha256": "0" * 64,
        "size": 5_000_000_000,
        "content": b"\x00\xff'csv",
        "details": '{"years":[2025]}',
        "findings": "[]",
        "retrieved_at": AT,
        "stored_at": AT,
        "stored_by": "PSW",
    },
    "target": {
        "id": 12,
        "target": TARGET,
        "revision": 2,
        "state": "standing",
        "measure": "vacancy-rate-fte",
        "dimension": "team",
        "group_name": "Référé & “North” 漢字",
        "category": "",
        "value": "12.5",
        "tolerance": "0",
        "decided_on": date(2026, 4, 1),
        "first": date(2026, 4, 1),
        "last": None,
        "source": "Workforce strategy 2026, agreed by Cabinet",
        "at": AT,
        "by": "PSW",
    },
    "edition_release": {"id": 13, "edition": EDITION, "public_from": AT},
    "edition_withdrawal": {
        "id": 14,
        "edition": EDITION,
        "at": AT,
        "by": "PSW",
        "reason": "A figure pointed to “somebody” 漢字.",
    },
    "preparation_part": {
        "id": 15,
        "period_end": date(2026, 9, 30),
        "kind": "comment",
        "key": "vacancy-rate-fte",
        "revision": 2,
        "state": "standing",
        "content": '{"words":"Référé <b> 漢字"}',
        "at": AT,
        "by": "PSW",
    },
    "draft_view": {
        "id": 16,
        "period_end": date(2026, 9, 30),
        "day": date(2026, 10, 5),
        "who": "HR",
        "at": AT,
    },
    "asye_year": {
        "id": ASYE_YEAR,
        "member": MEMBER,
        "preset": '{"key":"newham","title":"Référé 漢"}',
        "start": date(2027, 1, 11),
        "fte": 800_000,
        "unit": "case",
        "full_caseload": "20",
        "ceiling": "17.5",
        "scale_part_time": True,
        "first_cases_on": date(2027, 1, 25),
        "contracted_minutes": 2_220,
        "count_academy": False,
        "needs_registration": True,
        "registered_on": date(2027, 1, 4),
        "exception_on": None,
        "exception_by": None,
        "route": "Step Up",
        "assessor": "Ada Assessor",
        "state": "open",
        "ended_on": None,
        "revision": 2,
        "calendar_sequence": 1,
        "calendar_changed_at": AT,
        "created_at": AT,
        "created_by": "Academy lead",
        "changed_at": AT,
    },
    "asye_entry": {
        "id": ASYE_ENTRY,
        "year": ASYE_YEAR,
        "kind": "supervision",
        "day": date(2027, 1, 18),
        "key": None,
        "value": '{"cancelled_by":null,"cause":null,"minutes":90}',
        "at": AT,
        "by": "Manager",
    },
    "account": {
        "id": ACCOUNT,
        "name": "Zoë “Demo” 漢字",
        "email": "zoe@testshire.example",
        "created_at": AT,
        "created_by": "cli:root",
        "disabled_at": None,
        "signed_in_at": AT,
        "issuer": "https://login.example/tenant",
        "issuer_subject": "248289761001",
    },
    "account_role": {"id": 300, "account": ACCOUNT, "scope": "manager", "subject": "East"},
    "sign_in_link": {
        "id": 301,
        "account": ACCOUNT,
        "secret_hash": "e" * 64,
        "leads_to": "/office",
        "made_at": AT,
        "expires_at": AT.replace(hour=10),
        "used_at": None,
    },
    "sign_in_session": {
        "id": 302,
        "account": ACCOUNT,
        "secret_hash": "f" * 64,
        "opened_at": AT,
        "seen_at": AT,
    },
    "attempt_count": {
        "id": 303,
        "what": "sign-in",
        "who_hash": "a" * 64,
        "window_began": AT,
        "attempts": 3,
    },
    "asye_calendar": {
        "id": 17,
        "year": ASYE_YEAR,
        "told": '{"supervisor":{"Åsa “Zoë” 漢字":{"panel":{"at":"2026-10-05T09:30:01Z","bumps":1,'
        '"gone":null}}}}',
    },
}


def literal(value: Any, *, sqlite: bool) -> str:
    """Write a value the way the database stores it."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(int(value)) if sqlite else str(value).upper()
        case int() | float():
            return str(value)
        case bytes():
            return f"x'{value.hex()}'" if sqlite else rf"'\x{value.hex()}'"
        case _:
            return "'" + str(value).replace("'", "''") + "'"


def insert(table: str, row: Row, *, sqlite: bool) -> str:
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(literal(value, sqlite=sqlite) for value in row.values())
    return f'INSERT INTO "{table}" ({names}) VALUES ({values})'


async def put(database: Database, tables: Iterable[str] = tuple(ROWS)) -> None:
    """Put the sample rows of these tables into the database."""
    wanted = set(tables)
    for table, row in ROWS.items():
        if table in wanted:
            await database.engine.run_ddl(insert(table, row, sqlite=database.is_sqlite))
