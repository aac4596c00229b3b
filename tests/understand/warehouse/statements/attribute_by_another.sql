WITH counted AS (SELECT * FROM ({rows}) WHERE (a1 IN ($p0, $p1)) AND (day >= $p2) AND (day <= $p3))
SELECT c0 AS c0, value, n FROM (SELECT c0, value, count(*) AS n FROM (SELECT a3 AS c0, q1 AS value FROM counted) GROUP BY ALL)
-- {'p0': 'pro', 'p1': "'; DROP TABLE responses --", 'p2': datetime.date(2026, 3, 1), 'p3': datetime.date(2026, 3, 31)}
