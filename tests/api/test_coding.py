"""Coding over HTTP: suggestions, two coders, adjudication, codebooks, quotations, follow-ups."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from service.access.actor import Scope
from service.surveys import blindness
from service.surveys.records import exit_themes
from tests.exit_desk import Desk, Headers, desk

KeyFor = Callable[..., Awaitable[Headers]]
WORDS = "Too many cases. The pay was fine."


@pytest.fixture
async def hr(client: httpx.AsyncClient, key_for: KeyFor) -> Desk:
    return await desk(client, key_for, Scope.HR)


@pytest.fixture
async def psw(client: httpx.AsyncClient, key_for: KeyFor) -> Desk:
    return await desk(client, key_for, Scope.PSW)


@pytest.fixture
async def coder(client: httpx.AsyncClient, key_for: KeyFor) -> Desk:
    return await desk(client, key_for, Scope.CODER)


@pytest.fixture
async def other(client: httpx.AsyncClient, key_for: KeyFor) -> Desk:
    return await desk(client, key_for, Scope.CODER)


@pytest.fixture
def sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blindness, "SAMPLE_PERCENT", 100)


@pytest.fixture
def unsampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blindness, "SAMPLE_PERCENT", 0)


def test_the_sample_is_a_quarter_of_comments_and_nobody_chooses_it():
    from uuid import UUID  # noqa: PLC0415 -- only here

    chosen = sum(blindness.sampled(UUID(int=number)) for number in range(4_000))
    assert 900 < chosen < 1_100


# --- coding --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("themes", "detail"),
    [
        ([{"theme": "XYZ", "direction": "reason"}], "XYZ is no theme of codebook 1."),
        (
            [
                {"theme": "CAS", "direction": "reason"},
                {"theme": "CAS", "direction": "praised"},
            ],
            "CAS is there 2 times: give it one direction.",
        ),
    ],
)
async def test_a_coding_that_does_not_fit_is_refused(hr, coder, themes, detail):
    comment = await hr.comment(WORDS)
    tag = await coder.tag(f"/comments/{comment}")
    path = f"/comments/{comment}/coding"
    problem = (await coder.ask("PUT", path, 422, {"themes": themes}, if_match=tag)).json()
    assert problem["errors"] == [{"pointer": "/themes", "detail": detail}]
    assert (await coder.ask("GET", f"/comments/{comment}")).json()["codings"] == []
    await coder.ask("PUT", path, 428, {"themes": []})


async def test_two_coders_at_once_see_both_codings(hr, coder, other, unsampled):
    comment = await hr.comment(WORDS)
    tag = await coder.tag(f"/comments/{comment}")
    await coder.code(comment, "CAS", "PAY praised")
    body = {"themes": [{"theme": "WLB", "direction": "reason"}]}
    path = f"/comments/{comment}/coding"
    problem = (await other.ask("PUT", path, 412, body, if_match=tag)).json()
    assert problem["yours"] == body["themes"]
    assert [each["themes"] for each in problem["theirs"]] == [
        [{"theme": "CAS", "direction": "reason"}, {"theme": "PAY", "direction": "praised"}]
    ]
    again = await other.code(comment, "CAS", "WLB")
    [now] = again["comment"]["codings"]
    assert [each["theme"] for each in now["themes"]] == ["CAS", "WLB"]


async def test_the_loser_of_two_at_once_stays_blind_where_the_comment_is_sampled(
    hr, coder, other, sampled
):
    comment = await hr.comment(WORDS)
    tag = await coder.tag(f"/comments/{comment}")
    await coder.code(comment, "CAS")
    body = {"themes": []}
    answer = await other.ask("PUT", f"/comments/{comment}/coding", 412, body, if_match=tag)
    assert answer.json()["theirs"] == []
    assert "CAS" not in answer.text
    await other.code(comment, how="coding", status=409)
    await other.code(comment, "CAS", how="second-coding")


async def test_who_coded_first_or_saw_the_suggestions_is_no_second_coder(
    hr, coder, other, key_for, sampled
):
    third = await desk(hr.client, key_for, Scope.CODER)
    comment = await hr.comment(WORDS)
    await other.ask("POST", f"/comments/{comment}/suggestions")  # before anybody coded it
    await coder.code(comment, "CAS")
    await coder.code(comment, "CAS", how="second-coding", status=409)
    await other.code(comment, "CAS", how="second-coding", status=409)
    assert (await other.ask("GET", "/second-coding")).json() == {"comments": []}
    assert (await third.ask("GET", f"/comments/{comment}")).json()["codings"] == []
    await third.code(comment, "WLB", how="second-coding")
    # Both are done: everybody sees both, and neither changes any more.
    seen = (await other.ask("GET", f"/comments/{comment}")).json()
    assert ([each["round"] for each in seen["codings"]], seen["progress"]) == (
        ["first", "second"],
        "undecided",
    )
    await coder.code(comment, "WLB", status=409)
    await third.code(comment, "CAS", how="second-coding", status=409)


async def test_no_figure_tells_the_second_coder_of_the_first_coding(hr, coder, other, psw, sampled):
    comment = await hr.comment(WORDS)
    await coder.ask("POST", f"/comments/{comment}/suggestions")
    await coder.code(comment, "CAS", "PAY praised")
    counts = "/theme-counts?half_year=2026-09-30"
    #             coded  shown and then coded
    for desk_, expected in ((coder, (1, 1)), (psw, (1, 1)), (other, (0, 0))):
        told = (await desk_.ask("GET", counts)).json()
        fared = (await desk_.ask("GET", "/suggestion-acceptance")).json()["versions"]
        assert (told["coded"], sum(each["comments"] for each in fared)) == expected
        assert told["units"] == expected[0]
    await other.code(comment, "CAS", how="second-coding")
    assert (await other.ask("GET", counts)).json()["coded"] == 1


async def test_a_comment_out_of_the_sample_is_coded_once(hr, coder, other, unsampled):
    comment = await hr.comment(WORDS)
    await coder.code(comment, "CAS")
    await other.code(comment, "CAS", how="second-coding", status=409)
    await other.code(comment, "CAS", how="adjudication", status=409, why="No need.")


async def test_agreement_is_told_theme_by_theme_with_its_interval(hr, coder, other, psw, sampled):
    both = [("CAS", "CAS"), ("CAS", "CAS"), ("PAY", "CAS"), ("", "")]
    for number, (first, second) in enumerate(both):
        comment = await hr.comment(f"{WORDS} {number}", f"SW{number}")
        await coder.code(comment, *first.split())
        await other.code(comment, *second.split(), how="second-coding")
    found = (await psw.ask("GET", "/coding-agreement")).json()
    assert (found["comments"], found["undecided"]) == (4, 1)
    by_theme = {each["theme"]: each for each in found["themes"]}
    cas = by_theme["CAS"]
    assert [cas[each] for each in ("both", "first_only", "second_only", "neither")] == [2, 0, 1, 1]
    # observed 3/4, by chance 2/4 x 3/4 + 2/4 x 1/4 = 1/2: kappa 1/2;
    # its variance (Fleiss, Cohen and Everitt) 9/64, so 0.5 - 1.96 x 3/8
    assert (cas["observed"], cas["kappa"]) == ("0.750", "0.500")
    assert (cas["low"], cas["high"]) == ("-0.235", "1.000")
    assert by_theme["TEA"]["kappa"] is None


async def test_what_became_of_suggestions_is_kept_by_version_and_theme(hr, coder, psw, unsampled):
    one = await hr.comment("Too many cases. The team was lovely.", "SW1")
    two = await hr.comment("Too many cases.", "SW2")
    for comment in (one, two):
        await coder.ask("POST", f"/comments/{comment}/suggestions")
    await coder.code(one, "CAS", "TEA")
    await coder.code(two, "WLB")
    [version] = (await psw.ask("GET", "/suggestion-acceptance")).json()["versions"]
    assert (version["codebook"], version["comments"]) == (1, 2)
    names = ("shown", "accepted", "redirected", "rejected", "added", "rate")
    told = {each["theme"]: tuple(each[name] for name in names) for each in version["themes"]}
    assert told == {
        "CAS": (2, 1, 0, 1, 0, "0.500"),
        "TEA": (1, 0, 1, 0, 0, "0.000"),
        "WLB": (0, 0, 0, 0, 1, None),
    }


# --- the codebook ----------------------------------------------------------------------------------


async def document(psw: Desk) -> tuple[dict[str, Any], str]:
    answer = await psw.ask("GET", "/codebooks")
    number = answer.json()["codebooks"][0]["number"]
    return (await psw.ask("GET", f"/codebooks/{number}")).json()["document"], answer.headers["etag"]


def without(found: dict[str, Any], *codes: str) -> dict[str, Any]:
    lines, keep = [], True
    for line in found["lexicon"].splitlines():
        keep = line.strip("[]") not in codes if line.startswith("[") else keep
        lines += [line] * keep
    themes = [each for each in found["themes"] if each["code"] not in codes]
    return found | {"themes": themes, "lexicon": "\n".join(lines)}


async def test_a_theme_in_use_is_not_lost(hr, coder, psw, unsampled):
    comment = await hr.comment("Nowhere to park.")
    await coder.code(comment, "PLC")
    found, tag = await document(psw)
    body = {"document": without(found, "PLC"), "note": "Parking is solved."}
    problem = (await psw.ask("POST", "/codebooks", 409, body, if_match=tag)).json()
    assert (problem["type"], problem["themes"]) == ("/problems/theme-in-use", ["PLC"])
    assert "merged, split or retired" in problem["detail"]
    assert len((await psw.ask("GET", "/codebooks")).json()["codebooks"]) == 1
    body["document"]["changes"] = [{"kind": "merged", "from": ["PLC"], "to": ["TRV"]}]
    stored = await psw.ask("POST", "/codebooks", 201, body, if_match=tag)
    assert (stored.json()["number"], stored.headers["etag"]) == (2, '"codebook-2"')
    # The trend survives: the old coding counts under the new theme.
    counts = (await psw.ask("GET", "/theme-counts?half_year=2026-09-30")).json()
    assert {e["theme"]: e["reasons"] for e in counts["themes"] if e["reasons"]} == {"TRV": 1}
    merged = {each.ref: each.before for each in await exit_themes()}
    assert (merged["TRV"], merged["CAS"]) == (("PLC",), ())
    # What nobody was given can go without a word.
    found, tag = await document(psw)
    body = {"document": without(found, "CRT"), "note": "Not needed."}
    await psw.ask("POST", "/codebooks", 201, body, if_match=tag)
    await coder.code(comment, "PLC", status=422)


async def test_a_split_theme_asks_for_a_person(hr, coder, psw, unsampled):
    comment = await hr.comment("New director, new structure.")
    await coder.code(comment, "LED")
    found, tag = await document(psw)
    changes = [{"kind": "split", "from": ["LED"], "to": ["SUP", "BLA"]}]
    body = {"document": without(found, "LED") | {"changes": changes}, "note": "Two things."}
    await psw.ask("POST", "/codebooks", 201, body, if_match=tag)
    path = "/theme-counts?half_year=2026-09-30"
    counts = (await psw.ask("GET", path)).json()
    assert (counts["to_code_again"], counts["codable"]) == ([comment], 0)
    await coder.code(comment, "BLA")
    counts = (await psw.ask("GET", path)).json()
    assert (counts["to_code_again"], counts["codable"]) == ([], 1)


async def test_two_who_edit_the_codebook_at_once_see_both(psw):
    found, tag = await document(psw)
    body = {"document": found, "note": "Mine."}
    await psw.ask("POST", "/codebooks", 201, body, if_match=tag)
    problem = (await psw.ask("POST", "/codebooks", 412, body, if_match=tag)).json()
    assert len(problem["yours"]) == len(problem["theirs"]) == 18
    await psw.ask("POST", "/codebooks", 428, body)


@pytest.mark.parametrize("wrong", [{"themes": []}, {"lexicon": "3 nothing"}, {"changes": "none"}])
async def test_a_codebook_that_breaks_its_rules_is_refused(psw, wrong):
    found, tag = await document(psw)
    body = {"document": found | wrong, "note": "Wrong."}
    problem = (await psw.ask("POST", "/codebooks", 422, body, if_match=tag)).json()
    assert problem["errors"]
    await psw.ask("GET", "/codebooks/2", 404)
    await psw.ask("GET", "/codebooks/99999999999", 404)


# --- quotations, consent -----------------------------------------------------------------------------


async def test_nothing_is_quoted_without_consent(hr, coder, psw):
    comment = await hr.comment("Priya never had time for me.")
    body = {"start": 0, "end": 20}
    await coder.ask("POST", f"/comments/{comment}/quotations", 409, body)
    path = f"/comments/{comment}"
    tag = await hr.tag(path)
    await hr.ask("PUT", f"{path}/consent", 200, {"quotable": True}, if_match=tag)
    proposed = await coder.ask("POST", f"{path}/quotations", 201, body)
    assert proposed.json()["words"] == "[name] never had time"[: len(proposed.json()["words"])]
    # Withdrawn consent takes the quotation with it, for good.
    tag = await hr.tag(path)
    await hr.ask("PUT", f"{path}/consent", 200, {"quotable": False}, if_match=tag)
    [gone] = (await psw.ask("GET", "/quotations?state=withdrawn")).json()["quotations"]
    decide = f"/quotations/{gone['id']}/state"
    state = {"state": "approved"}
    await psw.ask("PUT", decide, 409, state, if_match=f'"quotation-{gone["revision"]}"')
    await psw.ask("PUT", decide, 412, state, if_match='"quotation-9"')


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"start": 5, "end": 5}, 422),
        ({"start": 0, "end": 500}, 422),
        ({"start": 0, "end": 5, "spans": [[3, 1]]}, 422),
        ({"start": -1, "end": 5}, 422),
    ],
)
async def test_a_quotation_that_is_not_in_the_text_is_refused(hr, coder, psw, body, status):
    comment = await hr.comment("The team was kind.", quotable=True)
    await coder.ask("POST", f"/comments/{comment}/quotations", status, body)
    assert (await psw.ask("GET", "/quotations")).json() == {"quotations": []}


async def test_a_coder_takes_out_of_a_quotation_what_no_pattern_finds(hr, coder):
    text = "I was the only Welsh speaker in the team."
    comment = await hr.comment(text, quotable=True)
    span = [text.index("only"), text.index(" in the")]
    body = {"start": 0, "end": len(text), "spans": [span]}
    proposed = await coder.ask("POST", f"/comments/{comment}/quotations", 201, body)
    assert proposed.json()["words"] == "I was the [removed] in the team."


# --- follow-ups --------------------------------------------------------------------------------------


async def test_a_follow_up_is_handed_on_and_closed(hr, coder, psw, unsampled):
    comment = await hr.comment("I was bullied and threatened.")
    await coder.code(comment, "DIS", "SAF")
    await coder.code(comment, "DIS", "SAF")  # confirmed again: no second follow-up
    [one, _] = (await hr.ask("GET", "/follow-ups")).json()["follow_ups"]
    path = f"/follow-ups/{one['id']}"
    tag = await psw.tag(path)
    body = {"role": "Principal social worker", "state": "contacted"}
    changed = await psw.ask("PUT", path, 200, body, if_match=tag)
    await hr.ask("PUT", path, 412, body, if_match=tag)
    tag = changed.headers["etag"]
    await hr.ask("PUT", path, 422, body | {"state": "closed"}, if_match=tag)
    await hr.ask("PUT", path, 422, body | {"outcome": "advice"}, if_match=tag)
    body |= {"state": "closed", "outcome": "grievance"}
    closed = await hr.ask("PUT", path, 200, body, if_match=tag)
    assert (closed.json()["role"], closed.json()["outcome"]) == (
        "Principal social worker",
        "grievance",
    )
    assert len((await hr.ask("GET", "/follow-ups?state=open")).json()["follow_ups"]) == 1
    await hr.ask("GET", "/follow-ups/00000000-0000-0000-0000-000000000000", 404)
