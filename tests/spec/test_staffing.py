"""Posts, vacancies and agency workers."""

from scorecard.workforce import Workforce
from tests.spec.tables import Read, agency, posts, reported, staff

VACANCY = ("establishment-fte", "vacancies-fte", "vacancy-rate-fte")


def values(made: Read, *names: str) -> list[str]:
    return [made(name) for name in names]


def test_leeds_2009() -> None:
    """93 + 134 in post and 13 vacancies: 13 / (227 + 13) = 5.4 %."""
    table = "\n".join(["post"] + [f"P{n}" for n in range(240)])
    people = "\n".join(["worker | post"] + [f"w{n} | P{n}" for n in range(227)])
    made = Read(Workforce(posts=posts(table), employments=staff(people)))
    assert values(made, *VACANCY) == ["240.0", "13.0", "5.4"]
    assert made.sum("vacancy-rate-fte") == "13 / 240"


def test_a_vacancy_is_what_nobody_on_the_post_fills() -> None:
    made = Read(
        Workforce(
            posts=posts("""
post | fte | team
P1   | 1   | Alder
P2   | 1   | Alder
P3   | 0.5 | Birch
"""),
            employments=staff("""
worker | post | fte | team
ann    | P1   | 0.6 | Alder
bob    | P3   | 1   | Birch
cat    | -    | 1   | Alder
dan    | P9   | 1   | Birch
eve    | P2   | -   | Alder
"""),
        )
    )
    # P1 lacks 0.4, P2 counts as vacant because its holder's FTE is not stated, P3 is overfilled
    assert made("vacancies-fte") == "1.4"
    assert made.by("vacancies-fte", "team") == {"Alder": "1.4", "Birch": "0.0"}
    assert made.excluded("vacancies-fte") == {
        "staff-without-known-post": 2,
        "post-holder-fte-not-stated": 1,
    }


def test_a_post_exists_until_the_day_it_closes() -> None:
    made = Read(
        Workforce(
            posts=posts("""
post | opened     | closed
P1   | 2015-04-01 | -
P2   | 2015-04-01 | 2026-09-30
P3   | 2026-09-30 | -
P4   | 2026-10-01 | -
P5   | 2026-05-01 | 2026-04-01
P6   | 2026-05-01 | 2026-05-01
"""),
            employments=staff("worker\nann"),
        )
    )
    assert (made("establishment-posts"), made("establishment-fte")) == ("2", "2.0")


def test_a_later_version_of_a_post_ends_the_one_before() -> None:
    made = Read(
        Workforce(
            posts=posts("""
post | fte | team  | opened     | closed
P1   | 1   | Alder | 2015-04-01 | -
P1   | 0.5 | Birch | 2024-04-01 | -
P2   | 1   | Alder | 2024-04-01 | -
P2   | 0.5 | Alder | 2024-04-01 | -
"""),
            employments=staff("worker\nann"),
        )
    )
    assert made.by("establishment-fte", "team") == {"Alder": "0.5", "Birch": "0.5"}


def test_vacancies_with_nobody_in_post_are_all_of_it() -> None:
    made = Read(
        Workforce(posts=posts("post\nP1"), employments=staff("worker | ended\nann | 2025-01-01"))
    )
    assert values(made, "vacancies-fte", "vacancy-rate-fte") == ["1.0", "100.0"]


def test_without_posts_the_census_total_of_that_very_day_is_used_and_named() -> None:
    facts = Workforce(
        employments=staff("worker\nann"),
        agency=agency("worker | covers\nt1 | -\nt2 | -"),
        reported=[reported("2026-09-30", "2.5", "1.5", 2)],
    )
    made = Read(facts)
    assert made("vacancies-fte") == "2.5"
    assert made.figure("vacancies-fte").basis == (
        "vacancies as reported in the census for 30 September 2026"
    )
    assert made("agency-cover-rate-fte") == "75.0"
    assert made("establishment-fte") == "x"
    assert Read(facts, "2026-03-31")("vacancies-fte") == "x"


def test_posts_and_census_are_never_mixed() -> None:
    made = Read(
        Workforce(
            posts=posts("post\nP1"),
            employments=staff("worker\nann"),
            reported=[reported("2026-09-30", "9", "9", 9)],
        )
    )
    assert made("vacancies-fte") == "1.0"


def test_agency_workers_beside_those_in_post() -> None:
    made = Read(
        Workforce(
            posts=posts("post\nP1\nP2\nP3\nP4"),
            employments=staff("worker | post\nann | P1"),
            agency=agency("""
worker | fte | covers | started    | ended
t1     | 1   | yes    | 2026-01-05 | -
t1     | 0.5 | yes    | 2026-01-05 | -
t2     | 0.5 | no     | 2026-01-05 | -
gone   | 1   | yes    | 2026-01-05 | 2026-09-30
later  | 1   | yes    | 2026-10-05 | -
wrong  | 1   | yes    | 2026-05-05 | 2026-04-05
"""),
        )
    )
    assert values(made, "agency-fte", "agency-headcount") == ["2.0", "3"]
    assert made.sum("agency-rate-fte") == "2 / 3"
    assert values(
        made, "agency-cover-rate-fte", "vacancies-covered-rate-fte", "unfilled-gap-fte"
    ) == ["75.0", "50.0", "1.5"]


def test_cover_beyond_the_vacancies_is_unreliable() -> None:
    made = Read(
        Workforce(
            posts=posts("post\nP1"),
            employments=staff("worker | post | fte\nann | P1 | 0.5"),
            agency=agency("worker\nt1"),
        )
    )
    assert values(made, "vacancies-covered-rate-fte", "unfilled-gap-fte") == ["u", "u"]


def test_agency_without_a_word_on_cover_has_no_cover_rate() -> None:
    made = Read(
        Workforce(
            posts=posts("post\nP1"),
            employments=staff("worker\nann"),
            agency=agency("worker | covers | fte\nt1 | - | 1\nt2 | yes | -"),
        )
    )
    assert made("agency-headcount") == "2"
    assert made.excluded("agency-fte") == {"agency-fte-not-stated": 1}
    assert made.excluded("agency-cover-rate-fte") == {
        "agency-cover-not-stated": 1,
        "agency-fte-not-stated": 1,
        "covering-agency-fte-not-stated": 1,
    }
