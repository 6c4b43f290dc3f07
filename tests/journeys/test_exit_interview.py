"""From an invitation to a counted theme, and from survey links to results, over HTTP only."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx
import pytest

from service.access.actor import Scope
from service.surveys import blindness
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.exit_desk import desk

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def all_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every comment is coded twice: ids are random, and a journey must not depend on one."""
    monkeypatch.setattr(blindness, "SAMPLE_PERCENT", 100)


def path_of(address: str) -> str:
    return urlsplit(address).path


async def test_invited_answered_suggested_confirmed_coded_twice_adjudicated_counted(
    client,
    key_for,
    all_sampled,
):
    hr = await desk(client, key_for, Scope.HR)
    psw = await desk(client, key_for, Scope.PSW)
    coder = await desk(client, key_for, Scope.CODER)
    other = await desk(client, key_for, Scope.CODER)

    # HR offers the interview and hands the leaver a private link.
    interview = await hr.offer("SW900123", "2026-09-30", destination="3", reason="1")
    link = (await hr.ask("POST", f"/exit-interviews/{interview}/link", 201, {})).json()
    page = path_of(link["address"])

    # The leaver opens it without a key, and answers without a script.
    shown = await client.get(page)
    assert (shown.status_code, "What are your reasons for leaving?" in shown.text) == (200, True)
    assert "<script" not in shown.text
    words = "My caseload was far too high & I was bullied by Priya. The team was lovely though."
    sent = await client.post(
        page, data={"answer-why": words, "quote-why": "yes", "follow-up": "yes"}, headers=FORM
    )
    assert (sent.status_code, sent.headers["location"]) == (303, page)
    assert "Thank you: we have your answers" in (await client.get(page)).text
    read = (await hr.ask("GET", f"/exit-interviews/{interview}")).json()
    assert (read["status"], read["link"]["standing"]) == ("done", "answered")
    comment = read["answers"][0]["comment"]

    # HR and the PSW read it without names, the coder as it was written.
    redacted = (await psw.ask("GET", f"/comments/{comment}")).json()
    assert (redacted["verbatim"], redacted["spans"]) == (False, [])
    assert "Priya" not in redacted["text"]
    assert "[name]" in redacted["text"]
    verbatim = (await coder.ask("GET", f"/comments/{comment}")).json()
    assert verbatim["text"] == words
    assert [words[s["start"] : s["end"]] for s in verbatim["spans"]] == ["Priya"]

    # Suggested, and confirmed by a person: nothing is counted before.
    counts = "/theme-counts?half_year=2026-09-30"
    assert (await coder.ask("GET", counts)).json()["units"] == 0
    found = (await coder.ask("POST", f"/comments/{comment}/suggestions")).json()
    assert {each["theme"]: each["direction"] for each in found["suggestions"]} == {
        "CAS": "reason", "DIS": "reason", "TEA": "praised",
    }  # fmt: skip
    coded = await coder.code(comment, "CAS", "DIS", "TEA praised")
    assert [each["theme"] for each in coded["follow_ups"]] == ["DIS"]

    # Second coder: blind to both.
    await other.ask("POST", f"/comments/{comment}/suggestions", 409)
    [blind] = (await other.ask("GET", "/second-coding")).json()["comments"]
    assert (blind["id"], blind["codings"]) == (comment, [])
    await other.code(comment, "CAS", "TEA praised", how="second-coding")
    agreement = (await psw.ask("GET", "/coding-agreement")).json()
    assert (agreement["comments"], agreement["undecided"]) == (1, 1)

    # Adjudicated, and counted as decided.
    body = {"why": "Bullying is named."}
    await psw.code(comment, "CAS", "DIS", "TEA praised", how="adjudication", **body)
    told = (await psw.ask("GET", counts)).json()
    assert {key: told[key] for key in ("offered", "done", "units", "codable", "undecided")} == {
        "offered": 1, "done": 1, "units": 1, "codable": 1, "undecided": 0,
    }  # fmt: skip
    given = {e["theme"]: (e["reasons"], e["praised"]) for e in told["themes"]}
    assert {theme: each for theme, each in given.items() if any(each)} == {
        "CAS": (1, 0), "DIS": (1, 0), "TEA": (0, 1),
    }  # fmt: skip
    assert told["together"] == [{"themes": ["CAS", "DIS"], "both": 1}]

    # Quoted only with consent, without the name, and when a person approved it.
    proposed = await coder.ask(
        "POST",
        f"/comments/{comment}/quotations",
        201,
        {"start": words.index("I was"), "end": words.index(" was lovely")},
    )
    quotation = proposed.json()
    assert quotation["words"] == "I was bullied by [name]. The team"
    approve = f"/quotations/{quotation['id']}/state"
    tag = proposed.headers["etag"]
    decided = await psw.ask("PUT", approve, 200, {"state": "approved"}, if_match=tag)
    assert decided.json()["state"] == "approved"

    # The follow-ups are with a named role, and name nobody.
    opened = (await hr.ask("GET", "/follow-ups?state=open")).json()["follow_ups"]
    asked = {each["asked_by"]: each for each in opened}
    assert sorted(asked) == ["coder", "leaver"]
    assert asked["leaver"]["role"] == "HR lead for staff concerns"

    # Everything is in the trail, and neither words nor identity are.
    trail = (await psw.ask("GET", "/audit?limit=200")).text
    for action in (
        "exit-interview.offered", "exit-interview.link-issued", "exit-interview.answered",
        "suggestions.shown", "coding.first", "coding.second", "coding.adjudicated",
        "follow-up.opened", "quotation.proposed", "quotation.approved",
    ):  # fmt: skip
        assert action in trail
    for secret in ("Priya", "bullied", "900123", identify("SW900123", IDENTITY_KEY)):
        assert secret not in trail


async def test_a_survey_from_links_to_results_by_standard(client, key_for):
    psw = await desk(client, key_for, Scope.PSW)
    [asked] = (await psw.ask("GET", "/question-sets?kind=survey")).json()["question_sets"]
    body = {
        "question_set": asked["id"],
        "title": "Health check",
        "first_day": "2026-01-01",
        "last_day": "2099-12-31",
        "minimum_group": 5,
    }
    made = await psw.ask("POST", "/surveys", 201, body)
    survey = made.json()["id"]
    north = (
        await psw.ask("POST", f"/surveys/{survey}/links", 201, {"count": 8, "group": "North"})
    ).json()
    south = (
        await psw.ask("POST", f"/surveys/{survey}/links", 201, {"count": 6, "group": "South"})
    ).json()
    shown = await client.get(path_of(north["addresses"][0]))
    assert (shown.status_code, "Safe workloads and case allocation" in shown.text) == (200, True)
    for place, address in enumerate([*north["addresses"][:6], *south["addresses"][:5]]):
        form = {
            "s-workload-1": "agree" if place < 3 else "disagree",
            "s-workload-3": "strongly-disagree",
            "answer-good": f"The team is kind, says number {place}.",
        }
        sent = await client.post(path_of(address), data=form, headers=FORM)
        assert (sent.status_code, sent.headers["location"]) == (303, "/survey-thank-you")
        again = await client.post(path_of(address), data=form, headers=FORM)
        assert (again.status_code, "has been used" in again.text) == (404, True)
    await psw.ask("GET", f"/surveys/{survey}/results", 409)
    await psw.ask("POST", f"/surveys/{survey}/close", 200, if_match=made.headers["etag"])
    late = await client.get(path_of(north["addresses"][7]))
    assert late.status_code == 404
    results = (await psw.ask("GET", f"/surveys/{survey}/results")).json()
    told = [(g["group"], g["invited"], g["responses"], g["rate"]) for g in results["groups"]]
    assert told == [(None, 14, 11, "78.6"), ("North", 8, 6, "75.0"), ("South", 6, 5, "83.3")]
    everybody = results["groups"][0]["standards"]
    safe = next(each for each in everybody if each["number"] == 3)
    # 3 of 11 agree that the caseload is right; 11 of 11 disagree that they work longer.
    assert (safe["favourable"], safe["answered"], safe["percent"]) == (14, 22, "63.6")
    comments = (await psw.ask("GET", "/comments?source=survey")).json()["comments"]
    assert len(comments) == 11
    assert {each["survey"] for each in comments} == {survey}


async def test_a_leaver_may_decline_and_is_not_asked_again(client, key_for):
    hr = await desk(client, key_for, Scope.HR)
    interview = await hr.offer()
    link = (await hr.ask("POST", f"/exit-interviews/{interview}/link", 201, {"days": 7})).json()
    page = path_of(link["address"])
    sent = await client.post(page, data={"decline": "yes"}, headers=FORM)
    assert sent.status_code == 303
    assert "We have noted that you do not want to answer" in (await client.get(page)).text
    read = (await hr.ask("GET", f"/exit-interviews/{interview}")).json()
    assert (read["status"], read["answers"]) == ("declined", [])
    await hr.ask("POST", f"/exit-interviews/{interview}/link", 409, {})
    late = await client.post(page, data={"answer-why": "After all"}, headers=FORM)
    assert late.status_code == 303
    assert (await hr.ask("GET", f"/exit-interviews/{interview}")).json()["answers"] == []


async def test_feedback_of_a_review_day_joins_the_same_themes_with_consent(
    client,
    key_for,
):
    academy = await desk(client, key_for, Scope.ACADEMY)
    coder = await desk(client, key_for, Scope.CODER)
    body = {"day": "2026-09-01", "text": "Supervision is always cancelled.", "consent": False}
    await academy.ask("POST", "/review-day-comments", 422, body)
    assert (await coder.ask("GET", "/comments")).json() == {"comments": []}
    added = await academy.ask("POST", "/review-day-comments", 201, body | {"consent": True})
    comment = added.json()["id"]
    assert added.json()["verbatim"] is False
    await coder.code(comment, "SUP")
    told = (await coder.ask("GET", "/theme-counts?half_year=2026-09-30&source=review-day")).json()
    assert [e["reasons"] for e in told["themes"] if e["theme"] == "SUP"] == [1]
    exit_only = (await coder.ask("GET", "/theme-counts?half_year=2026-09-30")).json()
    assert exit_only["units"] == 0


async def test_a_private_link_that_is_not_known_says_what_to_do(client: httpx.AsyncClient):
    for page in ("/exit-interview/unknown", "/survey/unknown"):
        for answer in (await client.get(page), await client.post(page, data={}, headers=FORM)):
            text = re.sub(r"\s+", " ", answer.text)
            assert (answer.status_code, "copied the whole address" in text) == (404, True)
            assert answer.headers["x-robots-tag"] == "noindex"
            assert answer.headers["cache-control"] == "no-store"
