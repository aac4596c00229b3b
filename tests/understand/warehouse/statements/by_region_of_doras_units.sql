WITH counted AS (SELECT * FROM ({rows}) WHERE (unit_id IN ($p1, $p2)))
SELECT CASE WHEN c0 BETWEEN 10 AND 30 THEN list_extract($p0::VARCHAR[], c0 - 9) END AS c0, value, sum(n) FROM (SELECT c0, value, count(*) AS n FROM (SELECT unit_id AS c0, q1 AS value FROM counted) GROUP BY ALL) GROUP BY ALL
-- {'p0': ['north', 'south', None, None, None, None, None, None, None, None, 'north', 'north', 'south', None, None, None, None, None, None, None, 'north'], 'p1': 20, 'p2': 30}
