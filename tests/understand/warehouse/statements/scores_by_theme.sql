WITH counted AS (SELECT * FROM ({rows}) WHERE true), spread0 AS (SELECT *, unnest(CASE WHEN len(themes) > 0 THEN themes ELSE [NULL] END) AS l0 FROM counted)
SELECT substr(c0, 2) AS c0, date_trunc('month', c1)::DATE AS c1, value, sum(n) FROM (SELECT c0, c1, value, count(*) AS n FROM (SELECT l0 AS c0, day AS c1, q1 AS value FROM spread0) GROUP BY ALL) GROUP BY ALL
-- {}
