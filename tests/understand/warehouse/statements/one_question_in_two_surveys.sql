WITH counted AS (SELECT * FROM ({rows}) WHERE (left_out IS NULL) AND ((survey_id = 1) OR (survey_id = 2)))
SELECT c0 AS c0, value, is_invalid, n, w, w2 FROM (SELECT c0, value, is_invalid, count(*) AS n, sum(w) AS w, sum(w * w) AS w2 FROM (SELECT survey_id AS c0, coalesce(q1, q5) AS value, coalesce(q1, q5) IS NULL AND coalesce(list_has_any(invalid, $p0::BIGINT[]), false) AS is_invalid, coalesce(weight, 1) AS w FROM counted) GROUP BY ALL)
-- {'p0': [1, 5]}
