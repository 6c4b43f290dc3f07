"""What the status page says, from what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from service.about.cookies import cookies
from service.about.status import seen
from service.cohorts.calendar import Holidays
from service.personal.groups import held
from service.publication.shelf import Listing
from service.settings import Settings

NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
BUNDLED = Holidays({}, date(2028, 12, 31), "bundled", None)
NOTHING = Listing(())


@pytest.mark.parametrize(
    ("migrated", "words"),
    [
        (True, "The database answers"),
        (False, "The database is being brought up to date"),
        (None, "The database does not answer"),
    ],
)
def test_the_records(migrated: bool | None, words: str) -> None:
    found = seen(migrated, None, None, NOW)
    assert [(each.name, each.words) for each in found.lines] == [("Records", words)]
    assert found.good is (migrated is True)
    assert found.at == "6pm on 30 November 2026"


@pytest.mark.parametrize(
    ("known_until", "stored", "good", "words"),
    [
        (date(2028, 12, 31), None, True,
         "Known until 31 December 2028. The list that came with the service is in force"),
        (date(2028, 12, 31), datetime(2026, 10, 1, 23, 30, tzinfo=UTC), True,
         "Known until 31 December 2028. Last refreshed on 2 October 2026"),
        (date(2026, 11, 30), None, True, None),
        (date(2026, 11, 29), None, False, None),
    ],
)  # fmt: skip
def test_the_bank_holidays(known_until, stored, good, words) -> None:
    held_list = replace(BUNDLED, known_until=known_until, stored_at=stored)
    line = seen(True, NOTHING, held_list, NOW).lines[-1]
    assert (line.name, line.good) == ("Bank holidays", good)
    assert words is None or line.words == words


def test_nothing_published_is_no_fault() -> None:
    found = seen(True, NOTHING, BUNDLED, NOW)
    assert found.good
    assert found.lines[1].words == "None published yet"


def test_what_is_held_says_whether_registration_numbers_are() -> None:
    told = {
        keeps: held(Settings(keep_registration_numbers=keeps))[0].group.what
        for keeps in (True, False)
    }
    assert "numbers are kept" in told[True]
    assert "not kept" in told[False]


def test_the_session_cookie_has_the_name_it_has_here() -> None:
    names = [
        cookies(Settings(public_url=url))[0].name
        for url in ("https://a.example", "http://127.0.0.1:8000")
    ]
    assert names == ["__Host-session", "session"]


def test_the_cookie_of_a_provider_is_told_where_there_is_one() -> None:
    told = [len(cookies(Settings(oidc_issuer=issuer))) for issuer in ("", "https://login.example")]
    assert told == [2, 3]
