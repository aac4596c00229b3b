WITH counted AS (SELECT * FROM ({rows}) WHERE true), spread0 AS (SELECT *, unnest(CASE WHEN len(q4) > 0 THEN q4 ELSE [NULL] END) AS l0 FROM counted)
SELECT c0 AS c0, c1 AS c1, value, n FROM (SELECT c0, c1, value, count(*) AS n FROM (SELECT l0 AS c0, q3 AS c1, q1 AS value FROM spread0) GROUP BY ALL)
-- {}
