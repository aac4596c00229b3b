WITH counted AS (SELECT * FROM ({rows}) WHERE (false))
SELECT value, n FROM (SELECT value, count(*) AS n FROM (SELECT q1 AS value FROM counted) GROUP BY ALL)
-- {}
