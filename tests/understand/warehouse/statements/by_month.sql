WITH counted AS (SELECT * FROM ({rows}) WHERE true)
SELECT date_trunc('month', c0)::DATE AS c0, value, sum(n) FROM (SELECT c0, value, count(*) AS n FROM (SELECT day AS c0, q1 AS value FROM counted) GROUP BY ALL) GROUP BY ALL
-- {}
