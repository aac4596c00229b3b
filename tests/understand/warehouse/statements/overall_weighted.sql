WITH counted AS (SELECT * FROM ({rows}) WHERE (left_out IS NULL) AND ((survey_id = 1)))
SELECT value, is_invalid, n, w, w2 FROM (SELECT value, is_invalid, count(*) AS n, sum(w) AS w, sum(w * w) AS w2 FROM (SELECT q1 AS value, q1 IS NULL AND coalesce(list_has_any(invalid, $p0::BIGINT[]), false) AS is_invalid, coalesce(weight, 1) AS w FROM counted) GROUP BY ALL)
-- {'p0': [1]}
