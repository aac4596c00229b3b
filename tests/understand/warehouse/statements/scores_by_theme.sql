WITH counted AS (SELECT * FROM ({rows}) WHERE true)
SELECT substr(l0, 2) AS c0, date_trunc('month', c1)::DATE AS c1, value, sum(n) FROM (SELECT *, unnest(CASE WHEN c0 <> '' THEN string_split(c0, '|') ELSE [NULL] END) AS l0 FROM (SELECT c0, c1, value, count(*) AS n FROM (SELECT theme_set AS c0, day AS c1, q1 AS value FROM counted) GROUP BY ALL)) GROUP BY ALL
-- {}
