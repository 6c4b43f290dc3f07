"""The questions of the second calculation: tables of who counts where, and one query a measure.

`PLACES` are made for one half-year (table `period`: y and o the days before the twelve and the six
months, d the last day). Each query gives rows (dimension, group, category, numerator, denominator).
"""

from dataclasses import KW_ONLY, dataclass, field
from decimal import Decimal
from fractions import Fraction

NOT_APPLICABLE, UNAVAILABLE, UNRELIABLE, LOW = "z", "x", "u", "low"
FTE = 1_000_000
"""FTE is counted in millionths, and days lost in hundredths."""

ROLES = (
    "senior-manager", "middle-manager", "first-line-manager",
    "senior-practitioner", "case-holder", "qualified-without-cases",
)  # fmt: skip
YEARS = ((2, "under-2-years"), (3, "2-to-3-years"), (5, "3-to-5-years"), (10, "5-to-10-years"))
LIMITS = {"newly-qualified": 15, "under-2-years": 20, "2-to-3-years": 20, "3-to-5-years": 23,
          "5-to-10-years": 23, "10-years-or-more": 23}  # fmt: skip
"""Lancashire strategy 2015, section 3: 15 newly qualified, 20 to three years, 23 after."""

_seniority = " ".join(f"WHEN '{role}' THEN {rank}" for rank, role in enumerate(ROLES))


def months_after(day: str, months: int) -> str:
    """The same day months later, or the last one of a month that is too short for it."""
    return (
        f"min(date({day}, '{months} months'),"
        f" date({day}, 'start of month', '{months + 1} months', '-1 day'))"
    )


def band(day: str) -> str:
    """Experience of a spell (alias s) on a day: docs/measures/experience.md."""
    since = "coalesce(s.qualified_on, s.asye_started)"
    until = (
        "CASE WHEN s.asye_ended IS NOT NULL THEN date(s.asye_ended, '1 day')"
        f" WHEN s.asye_started IS NOT NULL THEN {months_after('s.asye_started', 24)}"
        f" ELSE {months_after(since, 12)} END"
    )
    years = " ".join(
        f"WHEN {day} < {months_after(since, 12 * under)} THEN '{code}'" for under, code in YEARS
    )
    return (
        f"CASE WHEN {since} IS NULL THEN 'not-stated' WHEN {day} < {until} THEN 'newly-qualified'"
        f" {years} ELSE '10-years-or-more' END"
    )


FIRST = "s.seniority, coalesce(s.fte, 0) DESC, s.started, s.id"
"""Who counts first of two posts: the more senior (DfE), then by scorecard.presence.precedence."""


def counted(name: str, day: str) -> str:
    """A table of the people in post at the end of a day, each in the one spell they count in."""
    return f"""
    CREATE TABLE {name} AS SELECT * FROM (
        SELECT s.*, {band(day)} AS band,
               row_number() OVER (PARTITION BY s.worker ORDER BY {FIRST}) AS place
        FROM spell s, period WHERE s.started <= {day} AND (s.gone IS NULL OR s.gone > {day}))
    WHERE place = 1;
    """


SPELLS = f"""
DROP TABLE IF EXISTS spell;
CREATE TABLE spell AS
    SELECT rowid AS id, registration_number AS worker, post, team, area,
           coalesce(role, 'not-stated') AS role, coalesce(contract, 'not-stated') AS contract, fte,
           started, start_type, ended, end_type, leaver_destination, leaving_reason, qualified_on,
           asye_started, asye_ended,
           CASE end_type WHEN 'moved' THEN date(ended, '1 day') ELSE ended END AS gone,
           CASE role {_seniority} ELSE 99 END AS seniority
    FROM employments WHERE ended IS NULL OR ended >= started;
CREATE INDEX spell_worker ON spell (worker);
DROP TABLE IF EXISTS open_post;
CREATE TABLE open_post AS
    SELECT p.*, coalesce(p.role, 'not-stated') AS role_held, max(0, p.fte - coalesce(
            (SELECT sum(s.fte) FROM spell s WHERE s.post = p.post
             AND s.started <= d AND (s.gone IS NULL OR s.gone > d)), 0)) AS vacant
    FROM posts p, period WHERE p.opened <= d AND (p.closed IS NULL OR p.closed > d)
     AND NOT EXISTS (SELECT 1 FROM posts later WHERE later.post = p.post
                     AND later.opened > p.opened AND later.opened <= d);
DROP TABLE IF EXISTS assigned;
CREATE TABLE assigned AS
    SELECT a.rowid AS id, a.registration_number AS worker, team, area,
           coalesce(role, 'not-stated') AS role, fte, started, covers_vacancy
    FROM agency a, period WHERE started <= d AND (ended IS NULL OR ended > d);
"""

HEADS = f"""
DROP TABLE IF EXISTS heads_y; DROP TABLE IF EXISTS heads_o; DROP TABLE IF EXISTS heads_d;
{counted("heads_y", "y")} {counted("heads_o", "o")} {counted("heads_d", "d")}

-- Somebody who starts held no post at the end of the day before; of posts begun on one day the more
-- senior counts. Somebody there for a single day counts when nothing else is held then.
DROP TABLE IF EXISTS starter;
CREATE TABLE starter AS SELECT * FROM (
    SELECT s.*, {band("s.started")} AS band, started > o AS six,
           row_number() OVER (PARTITION BY s.worker, s.started ORDER BY {FIRST}) AS place
    FROM spell s, period WHERE s.started > y AND s.started <= d
     AND NOT EXISTS (SELECT 1 FROM spell other WHERE other.worker = s.worker AND other.id <> s.id
         AND other.started < s.started AND (other.gone IS NULL OR other.gone >= s.started))
     AND (s.gone IS NULL OR s.gone > s.started OR NOT EXISTS (
         SELECT 1 FROM spell other WHERE other.worker = s.worker AND other.id <> s.id
         AND other.started <= s.started AND (other.gone IS NULL OR other.gone > s.started))))
WHERE place = 1 AND start_type = 'new';

-- Somebody who leaves holds no post at the end of that day; what they counted in the day before is
-- what they left.
DROP TABLE IF EXISTS leaver;
CREATE TABLE leaver AS SELECT * FROM (
    SELECT s.*, {band("max(s.started, date(s.ended, '-1 day'))")} AS band, ended > o AS six,
           row_number() OVER (PARTITION BY s.worker, s.gone
               ORDER BY s.started = s.gone, {FIRST}) AS place
    FROM spell s, period WHERE s.gone > y AND s.gone <= d
     AND NOT EXISTS (SELECT 1 FROM spell other WHERE other.worker = s.worker AND other.id <> s.id
         AND other.started <= s.gone AND (other.gone IS NULL OR other.gone > s.gone)))
WHERE place = 1 AND end_type = 'left';
"""

CASES = f"""
DROP TABLE IF EXISTS snapshot;
CREATE TABLE snapshot AS
    SELECT c.rowid AS id, c.registration_number AS worker, c.agency, c.unit, c.team, c.cases, c.fte,
           c.snapshot_date AS day
    FROM caseloads c, period WHERE c.snapshot_date = (
        SELECT max(snapshot_date) FROM caseloads, period
        WHERE snapshot_date > date(d, '-31 days') AND snapshot_date <= d);

-- Everything in force on the day, of own staff and agency alike.
DROP TABLE IF EXISTS force;
CREATE TABLE force AS
    SELECT 'no' AS agency, s.id, s.worker, s.team, s.area, s.role, s.contract, s.fte,
           row_number() OVER (PARTITION BY s.worker ORDER BY {FIRST}) AS place, {band("day")} AS band
    FROM spell s, (SELECT DISTINCT day FROM snapshot)
    WHERE s.started <= day AND (s.gone IS NULL OR s.gone > day)
    UNION ALL
    SELECT 'yes', a.rowid, a.registration_number, a.team, a.area, coalesce(a.role, 'not-stated'),
           'agency', a.fte,
           row_number() OVER (PARTITION BY a.registration_number ORDER BY a.started, a.rowid),
           'not-stated'
    FROM agency a, (SELECT DISTINCT day FROM snapshot)
    WHERE a.started <= day AND (a.ended IS NULL OR a.ended > day);
CREATE INDEX force_worker ON force (worker, agency);

-- Each row of the snapshot stands in the spell its worker has in its team, or else anywhere.
DROP TABLE IF EXISTS known_area;
CREATE TABLE known_area AS SELECT team, min(area) AS area FROM (
    SELECT team, area FROM posts UNION SELECT team, area FROM employments
    UNION SELECT team, area FROM agency) GROUP BY team;
DROP TABLE IF EXISTS standing;
CREATE TABLE standing AS
    WITH chosen AS (
        SELECT c.id AS line, f.*, f.team = c.team AS here,
               row_number() OVER (PARTITION BY c.id ORDER BY f.team = c.team DESC, f.place) AS choice
        FROM snapshot c JOIN force f USING (worker, agency))
    SELECT c.*, coalesce(f.here, 0) AS here, coalesce(f.role, 'not-stated') AS role,
           CASE c.agency WHEN 'yes' THEN 'agency' ELSE coalesce(f.contract, 'not-stated') END AS contract,
           coalesce(CASE WHEN f.here THEN f.area END, known_area.area, 'not-stated') AS area
    FROM snapshot c LEFT JOIN chosen f ON f.line = c.id AND f.choice = 1
    LEFT JOIN known_area ON known_area.team = c.team;

-- The experience of a holder is that of the most senior spell in a team with a row, or else at all.
DROP TABLE IF EXISTS holder;
CREATE TABLE holder AS
    WITH chosen AS (
        SELECT c.worker, c.agency, c.unit, f.band, row_number() OVER (
            PARTITION BY c.worker, c.agency, c.unit ORDER BY f.team = c.team DESC, f.place) AS choice
        FROM snapshot c JOIN force f USING (worker, agency))
    SELECT c.worker, c.agency, c.unit, count(*) AS rows, coalesce(f.band, 'not-stated') AS band
    FROM snapshot c LEFT JOIN chosen f ON f.worker = c.worker AND f.agency = c.agency
     AND f.unit = c.unit AND f.choice = 1
    GROUP BY c.worker, c.agency, c.unit;

-- What a holder has in each group: cases added up, and the FTE once (docs/measures/caseload.md).
DROP TABLE IF EXISTS lines;
CREATE TABLE lines AS
    SELECT 'council' AS dimension, '' AS grp, s.* FROM standing s
    UNION ALL SELECT 'team', team, s.* FROM standing s
    UNION ALL SELECT 'area', area, s.* FROM standing s
    UNION ALL SELECT 'role', role, s.* FROM standing s
    UNION ALL SELECT 'contract', contract, s.* FROM standing s
    UNION ALL SELECT 'experience', h.band, s.*
        FROM standing s JOIN holder h USING (worker, agency, unit);
CREATE INDEX lines_of ON lines (worker, agency, unit);
DROP TABLE IF EXISTS share;
CREATE TABLE share AS
    WITH told AS (
        SELECT dimension, grp, worker, agency, unit, sum(cases) AS cases, sum(fte) AS stated,
               max(fte) AS most, count(*) AS rows, count(fte) AS stating, max(here) AS here
        FROM lines GROUP BY 1, 2, 3, 4, 5),
    contracted AS (
        SELECT t.*, CASE
            WHEN here THEN (SELECT sum(f.fte) FROM force f WHERE f.worker = t.worker
                AND f.agency = t.agency AND f.team IN (SELECT l.team FROM lines l
                    WHERE l.dimension = t.dimension AND l.grp = t.grp AND l.worker = t.worker
                      AND l.agency = t.agency AND l.unit = t.unit))
            WHEN t.rows = h.rows THEN (SELECT sum(f.fte) FROM force f
                WHERE f.worker = t.worker AND f.agency = t.agency) END AS contract, h.band
        FROM told t JOIN holder h USING (worker, agency, unit))
    SELECT dimension, grp, worker, agency, unit, band, cases, CASE
        WHEN stating = 0 THEN contract
        WHEN stating = rows OR contract IS NULL
            THEN max(most, min(stated, coalesce(contract, 1000000)))
        ELSE max(most, contract) END AS fte
    FROM contracted;

DROP TABLE IF EXISTS held;
CREATE TABLE held AS
    SELECT s.*, row_number() OVER (PARTITION BY dimension, grp, unit ORDER BY cases) AS place,
           count(*) OVER (PARTITION BY dimension, grp, unit) AS n
    FROM share s WHERE cases > 0 AND fte > 0;
"""

SICKNESS = f"""
DROP TABLE IF EXISTS calendar;
CREATE TABLE calendar AS
    WITH RECURSIVE days(day) AS (
        SELECT min(first_day) FROM absences
        UNION ALL SELECT date(day, '1 day') FROM days, period WHERE day < date(d, '1000 days'))
    SELECT day, sum(strftime('%w', day) BETWEEN '1' AND '5') OVER (ORDER BY day) AS weekdays,
           row_number() OVER (ORDER BY day) AS number
    FROM days;
CREATE UNIQUE INDEX calendar_day ON calendar (day);
CREATE INDEX calendar_weekdays ON calendar (weekdays);

-- Without an end an absence runs for as many weekdays as days were recorded, one at least.
DROP TABLE IF EXISTS illness;
CREATE TABLE illness AS
    SELECT a.registration_number AS worker, a.first_day, a.days_lost, coalesce(a.last_day, (
            SELECT min(c.day) FROM calendar c WHERE c.weekdays = (
                SELECT weekdays FROM calendar WHERE day = date(a.first_day, '-1 day')
                UNION SELECT 0 WHERE a.first_day = (SELECT min(day) FROM calendar))
              + max(1, (a.days_lost + 99) / 100) AND c.day >= a.first_day)) AS last_day
    FROM absences a WHERE a.kind = 'SIC' AND (a.last_day IS NULL OR a.last_day >= a.first_day);

-- Days fall evenly on the weekdays (on all days when there is none); what is lost up to the end of
-- a day is rounded down to hundredths, so that periods side by side add up (scorecard.days_lost).
DROP TABLE IF EXISTS lost;
CREATE TABLE lost AS
    WITH ends AS (SELECT y AS day FROM period UNION ALL SELECT d FROM period),
    so_far AS (
        SELECT i.rowid AS id, i.worker, i.first_day, e.day, CASE
            WHEN e.day >= i.last_day THEN i.days_lost
            WHEN e.day < i.first_day THEN 0
            WHEN l.weekdays > f.weekdays - f.is_one
                THEN i.days_lost * (t.weekdays - f.weekdays + f.is_one) / (l.weekdays - f.weekdays + f.is_one)
            ELSE i.days_lost * (t.number - f.number + 1) / (l.number - f.number + 1) END AS days
        FROM illness i JOIN ends e
        JOIN (SELECT *, strftime('%w', day) BETWEEN '1' AND '5' AS is_one FROM calendar) f ON f.day = i.first_day
        LEFT JOIN calendar l ON l.day = i.last_day LEFT JOIN calendar t ON t.day = e.day),
    parts AS (
        SELECT id, worker, first_day, sum(CASE day WHEN d THEN days ELSE -days END) AS days
        FROM so_far, period GROUP BY id HAVING sum(CASE day WHEN d THEN days ELSE -days END) > 0),
    -- Not in post on the first day: where they last were before, or else first came afterwards.
    nearest AS (
        SELECT p.*, CASE WHEN EXISTS (SELECT 1 FROM spell s WHERE s.worker = p.worker
                AND s.started <= first_day AND (s.gone IS NULL OR s.gone > first_day)) THEN first_day
            ELSE coalesce((SELECT max(date(s.gone, '-1 day')) FROM spell s WHERE s.worker = p.worker
                    AND s.gone > s.started AND s.gone <= first_day),
                (SELECT min(s.started) FROM spell s WHERE s.worker = p.worker)) END AS day
        FROM parts p),
    placed AS (
        SELECT n.id, n.days, n.first_day, s.*, row_number() OVER (PARTITION BY n.id ORDER BY
            s.started <= n.day AND (s.gone IS NULL OR s.gone > n.day) DESC, {FIRST}) AS choice
        FROM nearest n JOIN spell s ON s.worker = n.worker)
    SELECT s.days, s.team, s.area, s.role, s.contract, {band("s.first_day")} AS band
    FROM placed s WHERE choice = 1;
"""

PLACES = (SPELLS, HEADS, CASES, SICKNESS)


# One query a number: rows with the columns of their groups, a category and a value ---------------
STAFF = {"council": "''", "team": "team", "area": "area", "role": "role", "contract": "contract",
         "experience": "band"}  # fmt: skip
PLACE = {name: STAFF[name] for name in ("council", "team", "area", "role")}
BANDED = {name: column for name, column in STAFF.items() if name != "experience"}


def by(rows: str, value: str, dimensions: dict[str, str] = STAFF, category: str = "''") -> str:
    """Add a value up over rows for every group of every dimension.

    SQL's own sum is what is wanted: of rows that all do not say it is NULL, unavailable and not nil.
    """
    return " UNION ALL ".join(
        f"SELECT '{dimension}' AS dimension, {column} AS grp, {category} AS category,"
        f" {value} AS value FROM ({rows}) GROUP BY 2, 3 HAVING count(*) > 0"
        for dimension, column in dimensions.items()
    )


def fte_on(day: str) -> str:
    there = f"s.started <= {day} AND (s.gone IS NULL OR s.gone > {day})"
    return by(f"SELECT s.*, {band(day)} AS band FROM spell s, period WHERE {there}", "sum(fte)")


LAST_DAY = "max(s.started, date(s.gone, '-1 day'))"
"""A spell that ends counts where it was on its last day in post."""


def starting(since: str) -> str:
    return by(
        f"SELECT s.*, {band('s.started')} AS band FROM spell s, period"
        f" WHERE s.start_type = 'new' AND s.started > {since} AND s.started <= d",
        "sum(fte)",
    )


def ending(since: str) -> str:
    return by(
        f"SELECT s.*, {band(LAST_DAY)} AS band FROM spell s, period"
        f" WHERE s.end_type = 'left' AND s.gone > {since} AND s.gone <= d",
        "sum(fte)",
    )


def moving() -> str:
    """Moves in less moves out; in experience also who passed from a band to another meanwhile."""
    first, last = (
        "max(s.started, o)",
        "CASE WHEN s.gone <= d THEN date(s.gone, '-1 day') ELSE d END",
    )
    passed = f"""
        SELECT fte, was, now FROM (
            SELECT s.fte, {band(first)} AS was, {band(last)} AS now FROM spell s, period
            WHERE s.started <= d AND (s.gone IS NULL OR s.gone > o AND s.gone > s.started))
        WHERE was <> now"""
    return (
        by(
            f"""
        SELECT s.*, {band("s.started")} AS band, fte AS moved FROM spell s, period
        WHERE s.start_type = 'moved' AND s.started > o AND s.started <= d
        UNION ALL
        SELECT s.*, {band(LAST_DAY)}, -fte FROM spell s, period
        WHERE s.end_type = 'moved' AND s.gone > o AND s.gone <= d""",
            "sum(moved)",
            BANDED,
        )
        + f"""
        UNION ALL SELECT 'experience', band, '', sum(moved) FROM (
            SELECT {band("s.started")} AS band, fte AS moved FROM spell s, period
            WHERE s.start_type = 'moved' AND s.started > o AND s.started <= d
            UNION ALL SELECT {band(LAST_DAY)}, -fte FROM spell s, period
            WHERE s.end_type = 'moved' AND s.gone > o AND s.gone <= d
            UNION ALL SELECT was, -fte FROM ({passed}) UNION ALL SELECT now, fte FROM ({passed}))
        GROUP BY band"""
    )


def heads(table: str, where: str = "1") -> str:
    return by(f"SELECT * FROM {table} WHERE {where}", "count(*)")


def combined(*parts: tuple[int, str]) -> str:
    """Add sums up with factors, group by group; with an unavailable part there is no sum."""
    terms = " UNION ALL ".join(
        f"SELECT dimension, grp, category, {factor} * value AS value FROM ({sql})"
        for factor, sql in parts
    )
    return (
        "SELECT dimension, grp, category, CASE count(*) WHEN count(value) THEN sum(value) END AS value"
        f" FROM ({terms}) GROUP BY 1, 2, 3"
    )


def agency(value: str) -> str:
    return by("SELECT * FROM assigned", value, PLACE)


POSTS = "SELECT team, area, role_held AS role, fte, vacant FROM open_post"
ESTABLISHMENT = by(POSTS, "sum(fte)", PLACE)
VACANT = by(POSTS, "sum(vacant)", PLACE)
AGENCY = agency("sum(fte)")
COVER = agency(
    # Who does not say counts as not covering, unless nobody says; an FTE that is not stated is no 0.
    "CASE WHEN NOT (SELECT count(covers_vacancy) FROM assigned) THEN NULL"
    " WHEN NOT sum(covers_vacancy IS 'yes') THEN 0"
    " ELSE sum(CASE covers_vacancy WHEN 'yes' THEN fte END) END"
)
IN_POST, OPENING = fte_on("d"), fte_on("o")
HEADS_NOW, HEADS_BEFORE = heads("heads_d"), heads("heads_o")
LEFT_6, LEFT_12 = heads("leaver", "six"), heads("leaver")
CAME_6, CAME_12 = heads("starter", "six"), heads("starter")
KNOWN = by("SELECT * FROM heads_d WHERE band <> 'not-stated'", "count(*)", BANDED)
LOST = by("SELECT * FROM lost", "sum(days)")


def experienced(where: str, category: str = "''") -> str:
    return by(
        f"SELECT * FROM heads_d WHERE band <> 'not-stated' AND {where}",
        "count(*)",
        BANDED,
        category,
    )


def leavers_by(column: str) -> str:
    return by("SELECT * FROM leaver", "count(*)", STAFF, f"coalesce({column}, 'not-stated')")


def holders(value: str, where: str = "1") -> str:
    return (
        f"SELECT dimension, grp, unit AS category, {value} AS value FROM held WHERE {where}"
        " GROUP BY 1, 2, 3"
    )


_limit = " ".join(f"WHEN '{code}' THEN {most}" for code, most in LIMITS.items())


def limited(where: str = "1") -> str:
    """Workers by the cases per FTE of their whole caseload, in each group where they hold a case."""
    return f"""
        WITH main AS (SELECT unit FROM (SELECT worker, agency, unit, sum(cases) AS cases
                FROM snapshot GROUP BY 1, 2, 3) WHERE cases > 0 GROUP BY unit
            ORDER BY count(*) DESC, unit LIMIT 1),
        whole AS (SELECT *, CASE band {_limit} END * fte AS most, cases * 1000000 AS has
            FROM held WHERE dimension = 'council' AND unit IN main AND band <> 'not-stated')
        SELECT s.dimension, s.grp, w.band AS category, count(*) AS value
        FROM whole w JOIN share s USING (worker, agency, unit) WHERE s.cases > 0 AND {where}
        GROUP BY 1, 2, 3"""


@dataclass(frozen=True)
class Answer:
    """Exact parts in whole units, and what is published: a number or a symbol."""

    numerator: Fraction | str
    denominator: Fraction | str | None
    value: Decimal | str


@dataclass(frozen=True)
class Measure:
    """``top`` over ``bottom``, in units of ``scale`` and ``under`` to one whole."""

    id: str
    top: str
    bottom: str = ""
    _: KW_ONLY
    places: int = 1
    scale: int = 1
    under: int = 1
    times: int = 100
    """100 for a percentage, 1 for a mean, 0 where the numerator itself is published."""
    dimensions: dict[str, str] = field(default_factory=lambda: STAFF)
    of_all: bool = False
    """The denominator is that of all categories together."""
    within: bool = False
    """More than 100 %, or less than nothing, is unreliable."""

    def query(self) -> str:
        wanted = ", ".join(f"'{dimension}'" for dimension in self.dimensions)
        if not self.bottom:
            return (
                "SELECT dimension, grp, category, value AS top, 0 AS bottom"
                f" FROM ({self.top}) WHERE dimension IN ({wanted})"
            )
        keys = f"SELECT dimension, grp, category FROM ({self.top})"
        if not self.of_all:
            keys += f" UNION SELECT dimension, grp, category FROM ({self.bottom})"
        same = "" if self.of_all else " AND b.category = k.category"
        return (
            "SELECT k.dimension, k.grp, k.category,"
            " CASE WHEN t.grp IS NULL THEN 0 ELSE t.value END AS top,"
            f" CASE WHEN b.grp IS NULL THEN 0 ELSE b.value END AS bottom FROM ({keys}) k"
            f" LEFT JOIN ({self.top}) t ON t.dimension = k.dimension AND t.grp = k.grp"
            " AND t.category = k.category"
            f" LEFT JOIN ({self.bottom}) b ON b.dimension = k.dimension AND b.grp = k.grp{same}"
            f" WHERE k.dimension IN ({wanted})"
        )

    def answer(self, top: int | None, bottom: int | None) -> Answer:
        """Return what follows from both sums; None is one that nobody can know."""
        numerator = UNAVAILABLE if top is None else Fraction(top, self.scale)
        denominator = UNAVAILABLE if bottom is None else Fraction(bottom, self.under)
        if not self.bottom:
            value = numerator if isinstance(numerator, str) else self._printed(numerator)
            return Answer(UNRELIABLE if value == UNRELIABLE else numerator, None, value)
        if isinstance(numerator, str) or isinstance(denominator, str):
            return Answer(numerator, denominator, UNAVAILABLE)
        if not denominator:
            return Answer(numerator, denominator, NOT_APPLICABLE)
        ratio = numerator / denominator * self.times
        return Answer(numerator, denominator, self._printed(ratio if self.times else numerator))

    def _printed(self, exact: Fraction) -> Decimal | str:
        if self.within and (exact < 0 or (self.bottom and exact > 100)):
            return UNRELIABLE
        # Half up, away from nought: Decimal division would round twice.
        step = 10**self.places
        whole = int(abs(exact) * step * 2 + 1) // 2
        if not whole and exact:
            return LOW
        return (Decimal(whole if exact >= 0 else -whole) / step).quantize(Decimal(1) / step)


def _fte(name: str, top: str, dimensions: dict[str, str] = STAFF) -> Measure:
    return Measure(name, top, scale=FTE, dimensions=dimensions)


def _heads(name: str, top: str, dimensions: dict[str, str] = STAFF) -> Measure:
    return Measure(name, top, places=0, dimensions=dimensions)


MOVED = moving()
NET_6 = combined((1, starting("o")), (-1, ending("o")), (1, MOVED))
NET_HEADS_6 = combined((1, HEADS_NOW), (-1, HEADS_BEFORE))
MIDDLE = "place IN ((n + 1) / 2, n / 2 + 1)"
NINE_IN_TEN = "place = (9 * n + 9) / 10"
RETURNERS = heads(
    "starter",
    "six AND EXISTS (SELECT 1 FROM spell b WHERE b.worker = starter.worker AND b.end_type = 'left'"
    " AND b.ended < starter.started)",
)

MEASURES = (
    _fte("establishment-fte", ESTABLISHMENT, PLACE),
    _heads("establishment-posts", by(POSTS, "count(*)", PLACE), PLACE),
    _fte("vacancies-fte", VACANT, PLACE),
    Measure("vacancy-rate-fte", VACANT, combined((1, VACANT), (1, IN_POST)), scale=FTE, under=FTE,
            dimensions=PLACE),
    _fte("agency-fte", AGENCY, PLACE),
    _heads("agency-headcount", agency("count(*)"), PLACE),
    Measure("agency-rate-fte", AGENCY, combined((1, AGENCY), (1, IN_POST)), scale=FTE, under=FTE,
            dimensions=PLACE),
    Measure("agency-rate-headcount", agency("count(*)"),
            combined((1, agency("count(*)")), (1, HEADS_NOW)), dimensions=PLACE),
    Measure("agency-cover-rate-fte", COVER, AGENCY, scale=FTE, under=FTE, dimensions=PLACE, within=True),
    Measure("vacancies-covered-rate-fte", COVER, VACANT, scale=FTE, under=FTE, dimensions=PLACE,
            within=True),
    Measure("unfilled-gap-fte", combined((1, VACANT), (-1, COVER)), scale=FTE, dimensions=PLACE,
            within=True),
    _fte("opening-fte", OPENING),
    _heads("opening-headcount", HEADS_BEFORE),
    _fte("starters-fte", starting("o")),
    _heads("starters-headcount", CAME_6),
    _fte("leavers-fte", ending("o")),
    _heads("leavers-headcount", LEFT_6),
    _fte("moves-fte", MOVED),
    # What is left of the change when starters and leavers are taken out.
    _heads("moves-headcount", combined((1, NET_HEADS_6), (-1, CAME_6), (1, LEFT_6))),
    _fte("in-post-fte", IN_POST),
    _heads("in-post-headcount", HEADS_NOW),
    _fte("net-change-fte", NET_6),
    _heads("net-change-headcount", NET_HEADS_6),
    _fte("starters-fte-12-months", starting("y")),
    _heads("starters-headcount-12-months", CAME_12),
    _fte("leavers-fte-12-months", ending("y")),
    _heads("leavers-headcount-12-months", LEFT_12),
    Measure("returners-share", RETURNERS, CAME_6),
    Measure("turnover-fte", ending("y"), IN_POST, scale=FTE, under=FTE),
    Measure("turnover-headcount", LEFT_12, HEADS_NOW),
    Measure("leaving-rate-six-months-fte", ending("o"), IN_POST, scale=FTE, under=FTE),
    Measure("leaving-rate-six-months-headcount", LEFT_6, HEADS_NOW),
    Measure("turnover-average-headcount", LEFT_12,
            combined((1, heads("heads_y")), (1, HEADS_NOW)), under=2),
    Measure("experience-mix", experienced("1", "band"), KNOWN, of_all=True, dimensions=BANDED),
    Measure("newly-qualified-share", experienced("band = 'newly-qualified'"), KNOWN, dimensions=BANDED),
    Measure("under-two-years-share", experienced("band IN ('newly-qualified', 'under-2-years')"), KNOWN,
            dimensions=BANDED),
    Measure("average-caseload", holders("sum(cases)"), holders("sum(fte)"), under=FTE, times=1),
    Measure("caseload-median", holders("sum(cases)", MIDDLE), holders("count(*)", MIDDLE), times=1),
    Measure("caseload-p90", holders("max(cases)", NINE_IN_TEN), holders("count(*)"), places=0, times=0),
    Measure("caseload-highest", holders("max(cases)"), holders("count(*)"), places=0, times=0),
    Measure("caseload-at-or-over-limit", limited("has >= w.most"), limited(), places=0, times=0),
    Measure("caseload-over-limit", limited("has > w.most"), limited(), places=0, times=0),
    Measure("caseload-over-limit-share", limited("has > w.most"), limited()),
    Measure("sickness-days-lost", LOST, scale=100),
    Measure("sickness-absence-rate", LOST,
            f"SELECT dimension, grp, category, value * year_days AS value FROM ({IN_POST}), period",
            scale=100, under=FTE),
    Measure("leavers-by-destination", leavers_by("leaver_destination"), LEFT_12, of_all=True),
    Measure("leavers-by-reason", leavers_by("leaving_reason"), LEFT_12, of_all=True),
)  # fmt: skip
