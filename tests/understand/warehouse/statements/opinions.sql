WITH counted AS (SELECT * FROM ({rows}) WHERE true), spread0 AS (SELECT *, unnest(CASE WHEN len(themes) > 0 THEN themes ELSE [NULL] END) AS l0 FROM counted)
SELECT substr(c0, 2) AS c0, value, sum(n) FROM (SELECT c0, value, count(*) AS n FROM (SELECT l0 AS c0, CASE substr(l0, 1, 1) WHEN '+' THEN 1 WHEN '0' THEN 0 WHEN '-' THEN -1 END AS value FROM spread0) GROUP BY ALL) GROUP BY ALL
-- {}
