WITH counted AS (SELECT * FROM ({rows}) WHERE ((survey_id = 1 AND version IN (2))))
SELECT value, n FROM (SELECT value, count(*) AS n FROM (SELECT q2 AS value FROM counted) GROUP BY ALL)
-- {}
