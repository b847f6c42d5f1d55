-- Tables
SELECT * FROM a, b c, d AS e, s.f, s.g AS h, x.y.z, "A"."B" AS "C", a AS i(j), a k(l, m), ONLY n, ONLY (o), ONLY p q, p *, p * AS r, ONLY s.t AS u(v)
SELECT FROM a
SELECT 1 FROM a TABLESAMPLE «bernoulli(10)¦system(0.1)¦BERNOULLI (a + 1)¦s.method(1, 'x')» «¦REPEATABLE (42)¦REPEATABLE (a + 1)»
SELECT 1 FROM a AS b TABLESAMPLE system (1), ONLY a TABLESAMPLE system (1), a b(c) TABLESAMPLE system (1) REPEATABLE (1) JOIN d TABLESAMPLE bernoulli (2) ON true
-- Derived tables
SELECT * FROM (SELECT 1) AS a, (SELECT 2) b(c), (SELECT 3), (VALUES (1, 2), (3, 4)) AS d(e, f), (TABLE g) h, ((SELECT 1)) i, ((SELECT 1) UNION SELECT 2) j, (WITH k AS (SELECT 1) SELECT * FROM k) l, LATERAL (SELECT a.x) m, LATERAL (VALUES (1)) n(o), ((SELECT 1) LIMIT 1) p, ((VALUES (1))), (((SELECT 1))) q
SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x) c LEFT JOIN LATERAL (SELECT 1) d ON true, LATERAL f(a.x), LATERAL f(a.x) AS g(h)
SELECT * FROM a, LATERAL ROWS FROM (f(1)) i
-- Joins
SELECT * FROM a «JOIN¦INNER JOIN¦LEFT JOIN¦LEFT OUTER JOIN¦RIGHT JOIN¦RIGHT OUTER JOIN¦FULL JOIN¦FULL OUTER JOIN» b «ON true¦ON a.x = b.x AND a.y < b.y¦USING (x)¦USING (x, y)¦USING (x) AS z¦ON (a.x = b.x)» «¦CROSS JOIN c¦NATURAL JOIN c¦LEFT JOIN c USING (x)»
SELECT * FROM a «CROSS JOIN¦NATURAL JOIN¦NATURAL INNER JOIN¦NATURAL LEFT JOIN¦NATURAL LEFT OUTER JOIN¦NATURAL RIGHT JOIN¦NATURAL FULL OUTER JOIN» b «¦, c» WHERE d
SELECT * FROM a JOIN b JOIN c ON true ON true, a JOIN b LEFT JOIN c CROSS JOIN d ON b.x = c.x ON a.x = b.x
SELECT * FROM a JOIN b ON true JOIN c ON true LEFT JOIN d USING (x) CROSS JOIN e NATURAL JOIN f
SELECT * FROM (a JOIN b ON true), (a CROSS JOIN b) AS c, (a JOIN b USING (x)) c(d, e), ((a JOIN b ON true) JOIN c ON true), a JOIN (b JOIN c ON true) ON true, a LEFT JOIN (b JOIN c USING (x) AS y) d ON true, ((a CROSS JOIN b)), (((a CROSS JOIN b) CROSS JOIN c)) AS d, (a NATURAL JOIN b), ((a CROSS JOIN b) AS c CROSS JOIN d)
SELECT * FROM (SELECT 1) a JOIN (VALUES (1)) b(c) ON true, (SELECT 1) NATURAL JOIN (SELECT 2) x, ((SELECT 1) a CROSS JOIN b), ((SELECT 1) AS a CROSS JOIN (SELECT 2) AS b) c, (((SELECT 1)) a JOIN b ON true), ((SELECT 1) UNION (SELECT 2)) d, ((SELECT 1) CROSS JOIN b)
SELECT * FROM a LEFT JOIN b ON a.x = b.x LEFT JOIN c ON b.y = c.y WHERE c.z IS NULL
-- Functions
SELECT * FROM f(), f(1) g, f(1) AS g, f(1) AS g(h), f(1) g(h, i), s.f(a), generate_series(1, 3), unnest(ARRAY[1]) WITH ORDINALITY, unnest(a) WITH ORDINALITY AS u(v, n), f(1) AS (a int), f(1) AS g(a int, b text), f(1) g(a int), f(1) AS (a int, b numeric(5,2), c text[], d timestamp with time zone, e text COLLATE "C"), s.f(VARIADIC a), f(a => 1), f(DISTINCT a), f(a ORDER BY b), unnest(a, b) x(y, z)
SELECT * FROM ROWS FROM (f(1)), ROWS FROM (f(1), s.g(2)) AS a, ROWS FROM (f(1) AS (a int, b text), g(2)) WITH ORDINALITY AS c(d, e, f, g), ROWS FROM (generate_series(1, 2), unnest(a)) x
SELECT * FROM current_date, current_timestamp(2) AS x, current_user, current_schema, localtime y, user AS u(v), session_user, system_user, current_catalog, current_role, CURRENT_TIME(1), localtimestamp
SELECT * FROM CAST(1 AS int), COALESCE(a, b), extract(year FROM a), trim(a) x, substring('a' FROM 1), greatest(1, 2), nullif(1, 2) n, overlay('a' PLACING 'b' FROM 1), position('a' IN 'b'), xmlparse(content 'x') y, json_scalar(1), xmlforest(1 AS a), least(1) AS l(m), normalize('a'), collation for ('a')
SELECT * FROM left('a', 1), right('a', 2) r, like('a', 'b')
SELECT f.* FROM a, f(a.b) WITH ORDINALITY f, LATERAL unnest(a.c) WITH ORDINALITY AS g(h, i)
