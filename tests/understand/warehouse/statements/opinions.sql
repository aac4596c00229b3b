WITH counted AS (SELECT * FROM ({rows}) WHERE true)
SELECT substr(l0, 2) AS c0, CASE substr(l0, 1, 1) WHEN '+' THEN 1 WHEN '0' THEN 0 WHEN '-' THEN -1 END AS value, sum(n) FROM (SELECT *, unnest(CASE WHEN c0 <> '' THEN string_split(c0, '|') ELSE [NULL] END) AS l0 FROM (SELECT c0, count(*) AS n FROM (SELECT theme_set AS c0 FROM counted) GROUP BY ALL)) GROUP BY ALL
-- {}
