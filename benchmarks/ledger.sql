-- Every aggregate of the catalogue, at every month-end and in every breakdown, as one query.
-- Tables: month (month_end, opening, year_opening), day_wanted (day), post, employment, agency,
-- absence, caseload. FTE in millionths, days in hundredths; gone is 9999-12-31 for who is there.
WITH
in_post AS (
    SELECT d.day, e.*,
        CASE WHEN e.qualified_on IS NULL THEN 'not-stated'
             WHEN d.day < e.years_1 THEN 'newly-qualified'
             WHEN d.day < e.years_2 THEN 'under-2-years'
             WHEN d.day < e.years_3 THEN '2-to-3-years'
             WHEN d.day < e.years_5 THEN '3-to-5-years'
             WHEN d.day < e.years_10 THEN '5-to-10-years'
             ELSE '10-years-or-more' END AS band
    FROM day_wanted d JOIN employment e ON e.started <= d.day AND e.gone > d.day
),
counted AS (
    SELECT *, rank = 1 AS head FROM (
        SELECT *, row_number() OVER (
            PARTITION BY day, worker ORDER BY seniority, fte DESC NULLS LAST, started, ref) AS rank
        FROM in_post)
),
stock AS (
    SELECT day, grouping(team, area, role, contract, band) AS breakdown,
        team, area, role, contract, band,
        coalesce(sum(fte), 0) AS fte, count(fte) AS with_fte, count(*) - count(fte) AS without_fte,
        count(*) FILTER (head) AS heads,
        count(*) FILTER (head AND band = 'newly-qualified') AS band_0,
        count(*) FILTER (head AND band = 'under-2-years') AS band_1,
        count(*) FILTER (head AND band = '2-to-3-years') AS band_2,
        count(*) FILTER (head AND band = '3-to-5-years') AS band_3,
        count(*) FILTER (head AND band = '5-to-10-years') AS band_4,
        count(*) FILTER (head AND band = '10-years-or-more') AS band_5
    FROM counted
    GROUP BY GROUPING SETS ((day), (day, team), (day, area), (day, role), (day, contract), (day, band))
),
came AS (
    SELECT e.started AS day, e.team, e.area, e.role, e.contract, e.fte, e.ref,
        CASE WHEN e.qualified_on IS NULL THEN 'not-stated'
             WHEN e.started < e.years_1 THEN 'newly-qualified'
             WHEN e.started < e.years_2 THEN 'under-2-years'
             WHEN e.started < e.years_3 THEN '2-to-3-years'
             WHEN e.started < e.years_5 THEN '3-to-5-years'
             WHEN e.started < e.years_10 THEN '5-to-10-years'
             ELSE '10-years-or-more' END AS band,
        NOT EXISTS (SELECT 1 FROM employment o WHERE o.worker = e.worker AND o.started < e.started
                    AND o.gone >= e.started) AS head,
        EXISTS (SELECT 1 FROM employment o WHERE o.worker = e.worker AND o.end_type = 'left'
                AND o.gone < e.started) AS back
    FROM employment e
    WHERE e.start_type = 'new' AND e.started > (SELECT min(year_opening) FROM month)
      AND e.started <= (SELECT max(month_end) FROM month)
),
went AS (
    SELECT e.gone AS day, e.team, e.area, e.role, e.contract, e.fte, e.destination, e.reason,
        CASE WHEN e.qualified_on IS NULL THEN 'not-stated'
             WHEN e.gone <= e.years_1 THEN 'newly-qualified'
             WHEN e.gone <= e.years_2 THEN 'under-2-years'
             WHEN e.gone <= e.years_3 THEN '2-to-3-years'
             WHEN e.gone <= e.years_5 THEN '3-to-5-years'
             WHEN e.gone <= e.years_10 THEN '5-to-10-years'
             ELSE '10-years-or-more' END AS band,
        NOT EXISTS (SELECT 1 FROM employment o WHERE o.worker = e.worker AND o.started <= e.gone
                    AND o.gone > e.gone) AS head
    FROM employment e
    WHERE e.end_type = 'left' AND e.gone > (SELECT min(year_opening) FROM month)
      AND e.gone <= (SELECT max(month_end) FROM month)
),
came_monthly AS (
    SELECT last_day(day) AS month_end, grouping(team, area, role, contract, band) AS breakdown,
        team, area, role, contract, band,
        sum(fte) AS fte, count(*) FILTER (head) AS heads, count(*) FILTER (head AND back) AS back
    FROM came
    GROUP BY GROUPING SETS ((month_end), (month_end, team), (month_end, area), (month_end, role),
                            (month_end, contract), (month_end, band))
),
went_monthly AS (
    SELECT last_day(day) AS month_end, grouping(team, area, role, contract, band) AS breakdown,
        team, area, role, contract, band,
        sum(fte) AS fte, count(*) FILTER (head) AS heads,
        {destination_counts},
        {reason_counts}
    FROM went
    GROUP BY GROUPING SETS ((month_end), (month_end, team), (month_end, area), (month_end, role),
                            (month_end, contract), (month_end, band))
),
came_by AS (
    SELECT m.month_end, f.breakdown, f.team, f.area, f.role, f.contract, f.band,
        sum(f.fte) AS fte_12, sum(f.heads) AS heads_12,
        sum(f.fte) FILTER (f.month_end > m.opening) AS fte_6,
        sum(f.heads) FILTER (f.month_end > m.opening) AS heads_6,
        sum(f.back) FILTER (f.month_end > m.opening) AS back_6
    FROM month m JOIN came_monthly f ON f.month_end > m.year_opening AND f.month_end <= m.month_end
    GROUP BY ALL
),
went_by AS (
    SELECT m.month_end, f.breakdown, f.team, f.area, f.role, f.contract, f.band,
        sum(f.fte) AS fte_12, sum(f.heads) AS heads_12,
        sum(f.fte) FILTER (f.month_end > m.opening) AS fte_6,
        sum(f.heads) FILTER (f.month_end > m.opening) AS heads_6,
        {destination_sums},
        {reason_sums}
    FROM month m JOIN went_monthly f ON f.month_end > m.year_opening AND f.month_end <= m.month_end
    GROUP BY ALL
),
on_post AS (
    SELECT p.day, p.post, sum(p.fte) AS fte FROM in_post p JOIN month m ON m.month_end = p.day
    WHERE p.post IS NOT NULL GROUP BY ALL
),
posts AS (
    SELECT m.month_end, grouping(p.team, p.area, p.role) AS breakdown, p.team, p.area, p.role,
        sum(p.fte) AS fte, count(*) AS posts,
        sum(greatest(0, p.fte - coalesce(o.fte, 0))) AS vacant,
        count(*) FILTER (p.fte > coalesce(o.fte, 0)) AS vacant_posts
    FROM month m
    JOIN post p ON p.opened <= m.month_end AND p.closed > m.month_end
    LEFT JOIN on_post o ON o.day = m.month_end AND o.post = p.post
    GROUP BY GROUPING SETS ((m.month_end), (m.month_end, p.team), (m.month_end, p.area), (m.month_end, p.role))
),
agency_there AS (
    SELECT m.month_end, grouping(a.team, a.area, a.role) AS breakdown, a.team, a.area, a.role,
        sum(a.fte) AS fte, count(*) AS heads, sum(a.fte) FILTER (a.covers_vacancy) AS covering,
        count(*) FILTER (a.covers_vacancy) AS covering_heads
    FROM month m JOIN agency a ON a.started <= m.month_end AND a.gone > m.month_end
    GROUP BY GROUPING SETS ((m.month_end), (m.month_end, a.team), (m.month_end, a.area), (m.month_end, a.role))
),
snapshot AS (
    SELECT m.month_end, max(c.taken_on) AS taken_on FROM month m
    JOIN (SELECT DISTINCT taken_on FROM caseload) c
      ON c.taken_on <= m.month_end AND c.taken_on > m.month_end - INTERVAL 31 DAY
    GROUP BY m.month_end
),
taken AS (SELECT DISTINCT taken_on FROM snapshot),
-- what a worker has in force in a team on the day of a snapshot, and anywhere
here AS (
    SELECT e.day AS taken_on, e.worker, e.team, sum(e.fte) AS fte, arg_min(e.area, rank) AS area,
        arg_min(e.role, rank) AS role, arg_min(e.contract, rank) AS contract,
        arg_min(e.band, rank) AS band, min(rank) AS rank
    FROM counted e JOIN taken ON e.day = taken_on
    GROUP BY ALL
),
anywhere AS (
    SELECT taken_on, worker, sum(fte) AS fte, arg_min(role, rank) AS role,
        arg_min(contract, rank) AS contract, arg_min(band, rank) AS band
    FROM here GROUP BY ALL
),
team_area AS (SELECT team, min(area) AS area FROM employment GROUP BY team),
stands AS (
    SELECT c.taken_on, c.worker, c.cases, c.fte, c.team, coalesce(h.area, t.area) AS area,
        coalesce(h.role, a.role) AS role, coalesce(h.contract, a.contract) AS contract,
        h.fte AS here, a.fte AS anywhere, h.worker IS NOT NULL AS stood,
        h.band, h.rank, a.band AS band_anywhere
    FROM caseload c JOIN taken USING (taken_on)
    LEFT JOIN here h ON h.taken_on = c.taken_on AND h.worker = c.worker AND h.team = c.team
    LEFT JOIN anywhere a ON a.taken_on = c.taken_on AND a.worker = c.worker
    LEFT JOIN team_area t ON t.team = c.team
),
added AS (
    SELECT taken_on, worker, grouping(team, area, role, contract) AS breakdown, team, area, role, contract,
        sum(cases) AS cases, count(*) AS entries, count(fte) AS stating, sum(fte) AS stated,
        max(fte) AS most_stated, sum(here) AS here, bool_or(stood) AS stood, max(anywhere) AS anywhere,
        coalesce(arg_min(band, rank) FILTER (stood), first(band_anywhere)) AS band
    FROM stands
    GROUP BY GROUPING SETS ((taken_on, worker), (taken_on, worker, team), (taken_on, worker, area),
                            (taken_on, worker, role), (taken_on, worker, contract))
),
once AS (
    SELECT * EXCLUDE (here), CASE
            WHEN stating = 0 THEN contracted
            WHEN stating = entries OR contracted IS NULL
                THEN greatest(most_stated, least(stated, coalesce(contracted, 1000000)))
            ELSE greatest(most_stated, contracted) END AS fte
    FROM (SELECT *, CASE WHEN stood THEN here
                         WHEN entries = max(entries) OVER (PARTITION BY taken_on, worker) THEN anywhere
                    END AS contracted FROM added)
),
worker_whole AS (
    SELECT taken_on, worker, cases, fte, band,
        CASE band WHEN 'newly-qualified' THEN 15 WHEN 'under-2-years' THEN 20
             WHEN '2-to-3-years' THEN 20 WHEN 'not-stated' THEN NULL ELSE 23 END AS most
    FROM once WHERE breakdown = 15
),
shares AS (
    SELECT o.taken_on, o.breakdown * 2 + 1 AS breakdown, o.team, o.area, o.role, o.contract,
        NULL AS in_band, o.cases, o.fte, w.band, w.cases AS all_cases, w.fte AS all_fte, w.most
    FROM once o JOIN worker_whole w USING (taken_on, worker)
    UNION ALL BY NAME
    SELECT taken_on, 30 AS breakdown, band AS in_band, cases, fte, band, cases AS all_cases,
        fte AS all_fte, most
    FROM worker_whole
),
by_snapshot AS (
    SELECT taken_on, breakdown, team, area, role, contract, in_band AS band,
        sum(cases) FILTER (fte > 0) AS cases, sum(fte) FILTER (fte > 0) AS fte,
        count(*) FILTER (fte > 0) AS holders,
        quantile_cont(cases, 0.5) FILTER (fte > 0) AS middle,
        quantile_disc(cases, 0.9) FILTER (fte > 0) AS p90, max(cases) FILTER (fte > 0) AS most,
        {limit_counts}
    FROM shares WHERE cases > 0
    GROUP BY taken_on, breakdown, team, area, role, contract, in_band
),
casework AS (
    SELECT s.month_end, b.* EXCLUDE (taken_on) FROM snapshot s JOIN by_snapshot b USING (taken_on)
),
ill AS (
    SELECT a.*, e.team, e.area, e.role, e.contract,
        CASE WHEN e.qualified_on IS NULL THEN 'not-stated'
             WHEN a.first_day < e.years_1 THEN 'newly-qualified'
             WHEN a.first_day < e.years_2 THEN 'under-2-years'
             WHEN a.first_day < e.years_3 THEN '2-to-3-years'
             WHEN a.first_day < e.years_5 THEN '3-to-5-years'
             WHEN a.first_day < e.years_10 THEN '5-to-10-years'
             ELSE '10-years-or-more' END AS band
    FROM absence a
    JOIN employment e ON a.worker = e.worker AND e.started <= a.first_day AND e.gone > a.first_day
    WHERE a.kind = 'SIC'
    QUALIFY row_number() OVER (PARTITION BY a.ref ORDER BY e.seniority, e.fte DESC NULLS LAST, e.started, e.ref) = 1
),
ill_monthly AS (
    SELECT m.day AS month_end, i.team, i.area, i.role, i.contract, i.band,
        -- weekdays(d) = 5 * ((d - epoch) // 7) + least((d - epoch) % 7, 5), epoch a Monday
        (CASE WHEN i.last_day <= m.day THEN i.days_lost
              ELSE i.days_lost * (weekdays(m.day) - weekdays(i.first_day - 1))
                   // (weekdays(i.last_day) - weekdays(i.first_day - 1)) END)
        - (CASE WHEN m.previous < i.first_day THEN 0
                ELSE i.days_lost * (weekdays(m.previous) - weekdays(i.first_day - 1))
                     // (weekdays(i.last_day) - weekdays(i.first_day - 1)) END) AS days
    FROM ill i JOIN day_wanted m ON i.first_day <= m.day AND i.last_day > m.previous
),
ill_grouped AS (
    SELECT month_end, grouping(team, area, role, contract, band) AS breakdown,
        team, area, role, contract, band, sum(days) AS days
    FROM ill_monthly
    GROUP BY GROUPING SETS ((month_end), (month_end, team), (month_end, area), (month_end, role),
                            (month_end, contract), (month_end, band))
),
ill_by AS (
    SELECT m.month_end, f.breakdown, f.team, f.area, f.role, f.contract, f.band, sum(f.days) AS days
    FROM month m JOIN ill_grouped f ON f.month_end > m.year_opening AND f.month_end <= m.month_end
    GROUP BY ALL
)
SELECT 'stock' AS part, day AS month_end, * EXCLUDE (day) FROM stock
UNION ALL BY NAME SELECT 'came' AS part, * FROM came_by
UNION ALL BY NAME SELECT 'went' AS part, * FROM went_by
UNION ALL BY NAME SELECT 'posts' AS part, * FROM posts
UNION ALL BY NAME SELECT 'agency' AS part, * FROM agency_there
UNION ALL BY NAME SELECT 'casework' AS part, * FROM casework
UNION ALL BY NAME SELECT 'ill' AS part, * FROM ill_by
