WITH counted AS (SELECT * FROM ({rows}) WHERE (coalesce(sentiment IN ($p0), false)) AND (coalesce(theme_set <> '', false)))
SELECT value, n FROM (SELECT value, count(*) AS n FROM (SELECT CASE WHEN theme_set IS NOT NULL THEN list_has_any(string_split(theme_set, '|'), $p1::VARCHAR[])::TINYINT END AS value FROM counted) GROUP BY ALL)
-- {'p0': -1, 'p1': ['+staff', '0staff', '-staff', '?staff']}
