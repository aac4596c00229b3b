WITH counted AS (SELECT * FROM ({rows}) WHERE (unit_id IN ($p0)))
SELECT response_id FROM counted WHERE q1 IN ($p1, $p2) AND (date_diff('day', DATE '1970-01-01', day) * 24 + hour, response_id) < (SELECT (date_diff('day', DATE '1970-01-01', day) * 24 + hour, response_id) FROM counted WHERE response_id = $p3) ORDER BY (date_diff('day', DATE '1970-01-01', day) * 24 + hour) DESC, response_id DESC LIMIT 50
-- {'p0': 20, 'p1': 9.0, 'p2': 10.0, 'p3': 77}
