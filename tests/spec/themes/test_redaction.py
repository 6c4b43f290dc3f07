"""Personal data in comments: kinds, look-alikes, and that no group of names is missed more than another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.themes.redaction import harmless_from, personal_spans, redacted

GROUPS = {
    "white British": "Karen Whitlock|Darren|Pauline Ramsbottom|Gillian|Stuart Heppelthwaite|Tracey|"
    "Nigel Wainwright|Lindsey|Graham|Beverley Cartwright|Trevor Ollerenshaw|Maureen",
    "Black African and Caribbean": "Tunde|Ngozi Eze|Oyelaran|Ife|Kwabena Mensah|Chipo|"
    "Shanice Beckford|Temitope|Leroy|Abena Owusu|Delroy Grantley|Folasade",
    "South Asian": "Priya|Nadia Hussain|Mohammed Iqbal|Sukhdeep|Aisha|Rajesh Patel|Gurpreet|"
    "Fatima Begum|Anil|Zainab Akhtar|Harjit Dhillon|Meera",
    "East and South East Asian": "Ng|Xiaoling|Li Wei|Nguyen|Mei-Ling Chan|Hiroshi|Jin Park|Thuy|"
    "Siu Fong|Wen|Kim Huang|Akiko",
    "European": "Agnieszka Kowalczyk|Piotr|Zsofia|Giulia Ferrante|Bogdan|Katarzyna|Andrei Popescu|"
    "Elif|Ioana|Dimitrios Pappas|Ljubica|Jürgen",
    "Irish, Scottish and Welsh": "Siobhan O'Reilly|Gethin|Aoife|Eilidh McAllister|Niamh|"
    "Rhys Llewellyn|Ciaran|Morag|Angharad|Padraig Doherty|Hamish|Bronwen",
}
FRAMES = (
    "{} never listened to me.",
    "My manager {} cancelled supervision.",
    "I was told by {} to stop.",
    "The best thing was working with {}.",
    "In the end {} and I fell out.",
    "When {} left, it all fell apart.",
    "{}'s supervision was a list.",
    "Nobody but {} cared.",
    "Ask {}.",
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind.value) for span in personal_spans(text)]


def recall(names: str) -> tuple[int, int]:
    hits = total = 0
    for name in names.split("|"):
        for frame in FRAMES:
            text = frame.format(name)
            begin = text.index(name)
            total += 1
            hits += any(
                span.start <= begin and begin + len(name) <= span.end
                for span in personal_spans(text)
            )
    return hits, total


def test_every_group_of_names_is_found_and_none_less_than_another() -> None:
    shares = {group: recall(names) for group, names in GROUPS.items()}
    assert all(hits * 100 >= 95 * total for hits, total in shares.values()), shares
    hundredths = [hits * 100 // total for hits, total in shares.values()]
    assert max(hundredths) - min(hundredths) <= 5, shares


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "Ring 0113 496 0999 or +44 7700 900456",
            [("0113 496 0999", "PHONE"), ("+44 7700 900456", "PHONE")],
        ),
        ("mail a.b+c@mail.example now", [("a.b+c@mail.example", "EMAIL")]),
        ("NHS 485 777 3456, NI AB 12 34 56 C", [("485 777 3456", "ID"), ("AB 12 34 56 C", "ID")]),
        ("My SWE number is SW104429.", [("SW104429", "ID")]),
        ("case number 2210458 again", [("2210458", "ID")]),
        ("In LD23C50117 and [2023] EWFC 12", [("LD23C50117", "CASE"), ("[2023] EWFC 12", "CASE")]),
        ("my car, MJ68 KPO, was keyed", [("MJ68 KPO", "VRM")]),
        ("my reg is P123 ABC now", [("P123 ABC", "VRM")]),
        ("born on 3 April 2014 in Leeds", [("3 April 2014", "DOB")]),
        ("he is 12/11/2009 on file", [("12/11/2009", "DOB")]),
        ("I left on 31/03/2021.", []),
        ("I started on 04/09/2025.", []),
        (
            "Flat 3, 27 Cavell Road, LS9 7TF is mine",
            [("Flat 3, 27 Cavell Road, LS9 7TF", "ADDRESS")],
        ),
        ("they live at 9 primrose lane here", [("9 primrose lane", "ADDRESS")]),
        ("it is 20 minutes up the road", []),
        ("on Cavendish Street", [("Cavendish Street", "ADDRESS")]),
        ("The Family Court was slow. The High Court too.", []),
        ("postcode ls9 7tf", [("ls9 7tf", "ADDRESS")]),
        ("the 1st 2nd and 3rd", []),
        ("my manager sandra was kind", [("sandra", "NAME")]),
        ("my manager sandra smithson left", [("sandra smithson", "NAME")]),
        ("my manager sandra will leave", [("sandra", "NAME")]),
        ("MY MANAGER KAREN LIED", [("KAREN", "NAME")]),
        ("my manager will not listen, my manager may, my manager le", []),
        ("my manager micromanaged everything", []),
        ("mrs kaczmarek upstairs", [("mrs kaczmarek", "NAME")]),
        ("mr manager says no", []),
        ("Mr and Mrs Dlamini were kind", [("Mr and Mrs Dlamini", "NAME")]),
        (
            "Dr Helen Marsh and Ludwig van der Berg",
            [("Dr Helen Marsh", "NAME"), ("Ludwig van der Berg", "NAME")],
        ),
        ("I met Tunde K. Bakare.", [("Tunde K. Bakare", "NAME")]),
        ("The family of K. moved", [("K.", "NAME")]),
        ("Dawn and I were last. Dawn raids are not for me.", [("Dawn", "NAME")]),
        ("I told Will. Will anybody listen?", [("Will", "NAME")]),
        ("Joy Adebayo knows", [("Joy Adebayo", "NAME")]),
        ("I leave in May. I left with May. By May I was gone.", [("May", "NAME")]),
        ("Since June's review", []),
        ("The Grace Centre closed", []),
        ("The Whitfield Centre closed", []),
        ("Robbing Peter to pay Paul", []),
        ("The PSW and the IRO met Ngozi's team", [("Ngozi", "NAME")]),
        ("Thanks. Whitlock again. Marsh land", [("Whitlock", "NAME")]),
        ("Ask Hyacinth. Supervision was poor.", [("Hyacinth", "NAME")]),
        ("Newly-Qualified staff", []),
        ("LOCUM RATES ARE BETTER", []),
        ("Karen Senior left", [("Karen Senior", "NAME")]),
        ("Priya Leeds", [("Priya", "NAME")]),
    ],
)
def test_kinds_and_look_alikes(text: str, spans: list[tuple[str, str]]) -> None:
    assert found(text) == spans


def test_a_redacted_text_says_what_was_there() -> None:
    text = "My manager Karen Whitlock rang 0113 496 0999."
    assert redacted(text, personal_spans(text)) == "My manager [name] rang [phone]."
    assert redacted("Nothing here.", ()) == "Nothing here."


def test_a_council_may_bring_lists_of_its_own() -> None:
    lists = harmless_from(frozenset({"the", "left"}), "# note\n[places]\nMorley\n")
    text = "The Morley left Harewood"
    assert [text[s.start : s.end] for s in personal_spans(text, lists)] == ["Harewood"]


@given(st.text(max_size=200))
def test_spans_are_inside_in_order_and_apart(text: str) -> None:
    spans = personal_spans(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "my manager {f} was kind",
        "a child called {f} moved away",
        "i told {f} and nothing happened",
        "supervised by {f} {l} until may",
        "my colleague {f} {l} helped me",
        "MY MANAGER {F} {L} IGNORED ME",
        "{F} {L} WAS A BULLY AND I LEFT",
        "I TOLD {F} AND NOTHING HAPPENED",
        "MRS {L} SHOUTED AT ME",
        "I reported it to {i}. {L1} in March.",
    ],
)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Gareth", "Pritchard"),
        ("Chidi", "Okafor"),
        ("Imran", "Qureshi"),
        ("Xiaoling", "Zhang"),
        ("Agnieszka", "Kowalczyk"),
        ("Niamh", "Llewellyn"),
    ],
)
def test_names_without_capitals_or_in_nothing_else(text: str, first: str, last: str) -> None:
    said = text.format(
        f=first.lower(), l=last.lower(), F=first.upper(), L=last.upper(), i=first[0], L1=last
    )
    hidden = redacted(said, personal_spans(said)).lower()
    assert first.lower() not in hidden
    assert last.lower() not in hidden


@pytest.mark.parametrize(
    "text",
    [
        "I LEFT BECAUSE OF THE CASELOAD AND THE STRESS",
        "THE TEAM MANAGER IN LEEDS NEVER LISTENED AND HR'S REPLY WAS LATE",
        "THE LASSES AND THE MARRAS WERE SMASHING",
        "supervised by people who never read",
        "i told managers and nothing happened",
        "worked with ng",
        "my manager micromanaging everything",
        "from 01.02.2023 to 1200 cases",
    ],
)
def test_nothing_is_hidden_in_such_texts_without_a_name(text: str) -> None:
    assert personal_spans(text) == ()


@pytest.mark.parametrize(
    "number",
    [
        "07 700 900 123",
        "07700.900.123",
        "0044 7700 900 123",
        "O7700 900123",
        "0 7 7 0 0 9 0 0 1 2 3",
    ],
)
def test_phone_numbers_however_they_are_grouped(number: str) -> None:
    assert redacted(f"ring {number}", personal_spans(f"ring {number}")) == "ring [phone]"
    assert (
        redacted("mobile: 7700 900123", personal_spans("mobile: 7700 900123")) == "mobile: [phone]"
    )
