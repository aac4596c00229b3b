WITH counted AS (SELECT * FROM ({rows}) WHERE true), contacts AS (SELECT a1 AS c0, coalesce(contact_id, -response_id) AS contact, count(*) AS n, sum(CASE q1 WHEN $p0 THEN $p1::DOUBLE WHEN $p2 THEN $p3::DOUBLE ELSE 0.0 END) AS s FROM counted WHERE q1 IS NOT NULL GROUP BY ALL)
SELECT c0, count(*), sum(n), sum(s), sum(s * s), sum(n * s), sum(n * n) FROM contacts GROUP BY ALL HAVING count(*) > 0
-- {'p0': 10.0, 'p1': 1.0, 'p2': 0.0, 'p3': -1.0}
