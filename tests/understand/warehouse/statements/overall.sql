WITH counted AS (SELECT * FROM ({rows}) WHERE true)
SELECT 0, value, false, n, n, n FROM (SELECT value, count(*) AS n FROM (SELECT q1 AS value FROM counted) GROUP BY ALL)
-- {}
