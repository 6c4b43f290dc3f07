"""The exit-interview desk, coding and staff surveys in a browser: HR, a coder, another, the PSW."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest

from service.access.actor import Scope
from service.surveys import blindness

DESK = "/exit-interviews"
SECRET_TEXT = "My manager Pat Example shouted. Call me on 07700 900123. The caseload was too high."


def words(answer) -> str:
    """What the page says, without its markup and with single spaces."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def field(answer, name) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found is not None, name
    return html.unescape(found[1])


@pytest.fixture
async def hr(sign_in_as):
    return await sign_in_as(Scope.HR, name="Hal Demo")


async def offered(hr, number="SW123456") -> str:
    answer = await hr.post(
        f"{DESK}/new", {"registration_number": number, "leaving_date": "2026-09-30"}
    )
    assert answer.status_code == 303, words(answer)
    return answer.headers["location"]


async def answered(hr, text=SECRET_TEXT, number="SW123456", quote="yes") -> tuple[str, str]:
    """(page of the interview, page of the comment for coders)."""
    page = await offered(hr, number)
    answer = await hr.post(f"{page}/answers", {"answer-why": text, "quote-why": quote})
    assert answer.status_code == 303, words(answer)
    return page, "/coding/" + field(await hr.get(page), "comment")


async def code(coder, page, do="first", status=303, **themes):
    shown = await coder.get(page)
    sent = {f"theme-{theme}": direction for theme, direction in themes.items()}
    answer = await coder.post(page, {"do": do, "revision": field(shown, "revision"), **sent})
    assert answer.status_code == status, words(answer)
    return answer


async def test_a_leaver_answers_by_a_link_that_is_shown_once(hr, client):
    """| HR does        | the page says            | the link       |
    | offers           | No link                  |                |
    | makes a link     | shown this once          | opens          |
    | looks again      | Open until, no address   |                |
    | makes another    |                          | the first ends |
    |                  | Answered by link         | answered       |"""
    page = await offered(hr)
    assert "No link" in words(await hr.get(page))
    first, second = [
        urlsplit(field_of_address(await hr.post(page, {"do": "link", "days": "28"}))).path
        for _ in range(2)
    ]
    assert first not in (await hr.get(page)).text
    assert second not in (await hr.get(page)).text
    assert "Open until" in words(await hr.get(page))
    assert (await client.get(first)).status_code == 404
    assert (await client.post(second, data={"answer-why": "Too many cases."})).status_code == 303
    shown = words(await hr.get(page))
    assert "Answered by link" in shown
    assert "Too many cases." in shown
    refused = await hr.post(page, {"do": "link", "days": "28"})
    assert refused.status_code == 409
    assert (await hr.post(page, {"do": "link", "days": "0"})).status_code == 422


def field_of_address(answer) -> str:
    assert answer.status_code == 200, words(answer)
    found = re.search(r'id="address" readonly value="([^"]+)"', answer.text)
    assert found is not None
    return html.unescape(found[1])


async def test_what_was_typed_is_kept_and_each_fault_is_at_its_field(hr):
    answer = await hr.post(
        f"{DESK}/new", {"registration_number": "<b>12", "leaving_date": "30/9/26", "reason": "99"}
    )
    assert answer.status_code == 422
    assert 'value="&lt;b&gt;12"' in answer.text
    for name in ("registration_number", "leaving_date", "reason"):
        assert f'href="#{name}"' in answer.text
        assert f'id="{name}-fault"' in answer.text
    far = await hr.post(
        f"{DESK}/new", {"registration_number": "SW1234", "leaving_date": "2199-01-01"}
    )
    assert far.status_code == 422
    assert "at most a year ahead" in words(far)
    page = await offered(hr)
    twice = await hr.post(
        f"{DESK}/new", {"registration_number": "SW123456", "leaving_date": "2026-09-30"}
    )
    assert twice.status_code == 422
    empty = await hr.post(f"{page}/answers", {"answer-why": " "})
    assert "Enter at least one answer" in words(empty)


async def test_who_was_overtaken_sees_both_and_loses_nothing(hr):
    page = await offered(hr)
    old = field(await hr.get(f"{page}/change"), "revision")
    wish = {"leaving_date": "2026-09-30", "status": "declined", "revision": old}
    assert (await hr.post(f"{page}/change", wish)).status_code == 303
    mine = {**wish, "status": "offered", "leaving_date": "2026-09-29", "reason": "1"}
    answer = await hr.post(f"{page}/change", mine)
    assert answer.status_code == 412
    said = words(answer)
    assert "How it stands: yours is “Offered”, it stands as “Declined” now" in said
    assert "Leaving date: yours is “2026-09-29”, it stands as “2026-09-30” now" in said
    assert 'value="2026-09-29"' in answer.text
    assert "Declined" in words(await hr.get(page))
    again = await hr.post(f"{page}/change", mine | {"revision": field(answer, "revision")})
    assert again.status_code == 303
    assert "29 September 2026" in words(await hr.get(page))


async def test_hr_reads_answers_without_personal_data_and_a_coder_as_written(hr, sign_in_as):
    page, comment = await answered(hr)
    for name in ("Pat Example", "07700"):
        assert name not in (await hr.get(page)).text
        assert name not in (await (await sign_in_as(Scope.PSW)).get(page)).text
    coder = await sign_in_as(Scope.CODER)
    assert SECRET_TEXT in words(await coder.get(comment))
    assert (await hr.get(comment)).status_code == 403


async def test_two_coders_are_blind_to_each_other_until_both_are_done(hr, sign_in_as, monkeypatch):
    """| who        | sees                               | does                       |
    | first        | no coding; suggestions when asked  | CAS a reason               |
    | second       | neither coding nor suggestions     | CAS mentioned              |
    | anybody      | both codings                       | decides, and has to say why |"""
    monkeypatch.setattr(blindness, "SAMPLE_PERCENT", 100)
    _, comment = await answered(hr)
    ann = await sign_in_as(Scope.CODER, name="Ann Demo")
    bob = await sign_in_as(Scope.CODER, name="Bob Demo")
    suggested = await ann.post(comment, {"do": "suggest"})
    assert "Suggested." in words(suggested)
    assert "Suggested." not in words(await ann.get(comment))
    assert (await code(ann, comment, status=422)).status_code == 422  # nothing chosen
    await code(ann, comment, CAS="reason")
    assert "To be coded a second time: 1" in words(await bob.get("/coding"))
    assert "To be coded a second time: 0" in words(await ann.get("/coding"))
    blind = await bob.get(comment)
    assert "Code this comment a second time" in words(blind)
    assert "Ann Demo" not in blind.text
    assert (await bob.post(comment, {"do": "suggest"})).status_code == 409
    await code(bob, comment, "second", CAS="mentioned")
    both = words(await ann.get(comment))
    assert "Decide between two codings" in both
    assert "Caseload and workload: a reason for leaving" in both
    assert "Caseload and workload: mentioned" in both
    assert "Say why" in words(await code(ann, comment, "decide", 422, CAS="reason"))
    shown = await ann.get(comment)
    decided = {"do": "decide", "revision": field(shown, "revision"), "theme-CAS": "reason"}
    assert (await ann.post(comment, decided | {"why": "It is why."})).status_code == 303
    assert "Why: It is why." in words(await ann.get(comment))


async def test_a_coding_made_on_an_older_one_shows_both(hr, sign_in_as, monkeypatch):
    monkeypatch.setattr(blindness, "SAMPLE_PERCENT", 0)
    _, comment = await answered(hr)
    ann = await sign_in_as(Scope.CODER, name="Ann Demo")
    bob = await sign_in_as(Scope.CODER, name="Bob Demo")
    old = field(await bob.get(comment), "revision")
    await code(ann, comment, CAS="reason")
    answer = await bob.post(comment, {"do": "first", "revision": old, "theme-TEA": "praised"})
    assert answer.status_code == 412
    said = words(answer)
    assert "Ann Demo" in said
    assert "Caseload and workload: a reason for leaving" in said
    assert re.search(r'name="theme-TEA".*?value="praised" selected', answer.text, re.DOTALL)


async def test_a_quotation_needs_consent_and_approval_and_goes_with_the_consent(hr, sign_in_as):
    page, comment = await answered(hr, quote="")
    coder, psw = await sign_in_as(Scope.CODER), await sign_in_as(Scope.PSW)
    propose = {
        "do": "quote",
        "words": "Call me on 07700 900123. The caseload was too high.",
        "without": "Call me",
    }
    assert (await coder.post(comment, propose)).status_code == 409
    shown = await hr.get(page)
    consent = {"do": "consent", "comment": field(shown, "comment")}
    given = consent | {"revision": field(shown, "revision"), "quotable": "yes"}
    assert (await hr.post(page, given)).status_code == 303
    assert (await hr.post(page, given)).status_code == 412
    assert (await coder.post(comment, propose | {"words": "Not said"})).status_code == 422
    assert (await coder.post(comment, propose)).status_code == 303
    listed = await psw.get("/quotations?state=proposed")
    assert "The caseload was too high." in words(listed)
    assert "07700" not in listed.text
    assert "Call me" not in listed.text
    sent = {"quotation": field(listed, "quotation"), "revision": field(listed, "revision")}
    assert (await psw.post("/quotations", sent | {"state": "approved"})).status_code == 303
    assert (await psw.post("/quotations", sent | {"state": "withdrawn"})).status_code == 412
    assert (await coder.post("/quotations", sent | {"state": "approved"})).status_code == 403
    shown = await hr.get(page)
    taken = consent | {"revision": field(shown, "revision"), "quotable": "no"}
    assert (await hr.post(page, taken)).status_code == 303
    assert "No quotation is approved" in words(await psw.get("/quotations?state=approved"))


async def test_personal_data_is_taken_out_for_good(hr, sign_in_as):
    _, comment = await answered(hr)
    coder = await sign_in_as(Scope.CODER)
    revision = field(await coder.get(comment), "revision")
    strike = {"do": "strike", "revision": revision, "take_out": "shouted\n"}
    assert (await coder.post(comment, strike)).status_code == 303
    kept = await coder.get(comment)
    for gone in ("Pat Example", "07700", "shouted"):
        assert gone not in kept.text
    assert "The caseload was too high." in words(kept)


async def test_a_follow_up_is_handed_on_and_closed_with_an_outcome(hr, sign_in_as, client):
    page = await offered(hr)
    address = field_of_address(await hr.post(page, {"do": "link", "days": "7"}))
    await client.post(
        urlsplit(address).path, data={"answer-why": "I did not feel safe.", "follow-up": "yes"}
    )
    listed = await hr.get("/follow-ups")
    change = {
        "follow_up": field(listed, "follow_up"),
        "revision": field(listed, "revision"),
        "role": "Head of HR",
        "state": "closed",
    }
    refused = await hr.post("/follow-ups", change)
    assert refused.status_code == 422
    assert "has an outcome" in words(refused)
    assert (await hr.post("/follow-ups", change | {"outcome": "advice"})).status_code == 303
    assert (await hr.post("/follow-ups", change | {"outcome": "other"})).status_code == 412
    assert "Head of HR" in (await hr.get("/follow-ups?state=closed")).text
    assert "No follow-up is open" in words(await hr.get("/follow-ups?state=open"))


async def test_a_survey_is_made_answered_and_closed_and_nothing_is_shown_before(hr, client):
    new = await hr.get("/staff-surveys/new")
    sets = re.search(r'<option value="([0-9a-f-]{36})"', new.text)
    assert sets is not None
    plan = {
        "title": "Health check <2026>",
        "question_set": sets[1],
        "first_day": "2026-11-01",
        "last_day": "2027-01-31",
        "minimum_group": "5",
    }
    wrong = await hr.post("/staff-surveys/new", plan | {"minimum_group": "2", "last_day": ""})
    assert wrong.status_code == 422
    assert 'href="#minimum_group"' in wrong.text
    assert 'href="#last_day"' in wrong.text
    page = (await hr.post("/staff-surveys/new", plan)).headers["location"]
    made = await hr.post(page, {"do": "links", "count": "6", "group": "North"})
    links = re.findall(r"/survey/[\w-]+", made.text)
    assert len(links) == 6
    shown = await hr.get(page)
    assert not re.findall(r"/survey/[\w-]+", shown.text)
    statement = re.search(r'name="(s-[^"]+)" value="agree"', (await client.get(links[0])).text)
    assert statement is not None
    for link in links[:5]:
        assert (await client.post(link, data={statement[1]: "agree"})).status_code == 303
    shown = await hr.get(page)
    assert "5 of 6 invited (83.3%)" in words(shown)
    assert "Results are shown when it is closed" in words(shown)
    close = {"do": "close", "revision": field(shown, "revision")}
    assert (await hr.post(page, close)).status_code == 303
    closed = words(await hr.get(page))
    assert "5 responses, 83.3% of 6 invited." in closed
    assert "100.0%" in closed
    assert (await hr.post(page, {"do": "links", "count": "1"})).status_code == 409
    assert "Health check &lt;2026&gt;" in (await hr.get("/staff-surveys")).text


async def test_the_desk_counts_and_filters(hr):
    await offered(hr)
    await answered(hr, number="SW777777")
    assert "2 interviews: 1 done, 0 declined, 1 still open." in words(await hr.get(DESK))
    assert "1 interview: 1 done" in words(await hr.get(f"{DESK}?half-year=2026-09-30&status=done"))
    for query in (
        "half-year=2026-03-31&status=",
        "half-year=soon",
        "status=king",
        "half-year=2026-02-01",
    ):
        assert "No interview is like that" in words(await hr.get(f"{DESK}?{query}"))
    assert "Withdraw the interview" in words(await hr.get(await offered(hr, "SW888888")))


async def test_an_interview_that_was_never_offered_is_withdrawn(hr):
    page = await offered(hr)
    shown = await hr.get(page)
    sent = {"do": "withdraw", "revision": field(shown, "revision")}
    assert (await hr.post(page, sent)).status_code == 303
    assert "This interview was withdrawn" in words(await hr.get(page))
    assert "No exit interview has been offered yet" in words(await hr.get(DESK))
