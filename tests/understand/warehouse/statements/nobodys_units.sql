WITH counted AS (SELECT * FROM ({rows}) WHERE (false))
SELECT 0, value, false, n, n, n FROM (SELECT value, count(*) AS n FROM (SELECT q1 AS value FROM counted) GROUP BY ALL)
-- {}
