WITH counted AS (SELECT * FROM ({rows}) WHERE true), latest AS (SELECT * FROM counted QUALIFY row_number() OVER (PARTITION BY coalesce(contact_id, -response_id) ORDER BY (date_diff('day', DATE '1970-01-01', day) * 24 + hour) DESC, response_id DESC) = 1)
SELECT value, n FROM (SELECT value, count(*) AS n FROM (SELECT q1 AS value FROM latest) GROUP BY ALL)
-- {}
