WITH counted AS (SELECT * FROM ({rows}) WHERE true)
SELECT cells, date_trunc('week', c0)::DATE AS c0, c1 AS c1, value, sum(n) FROM (SELECT grouping_id(c0, c1) AS cells, c0, c1, value, count(*) AS n FROM (SELECT day AS c0, channel AS c1, q1 AS value FROM counted) GROUP BY GROUPING SETS ((value), (c0, value), (c1, value))) GROUP BY ALL
-- {}
