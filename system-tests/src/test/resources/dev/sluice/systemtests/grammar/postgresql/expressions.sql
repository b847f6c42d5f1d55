-- Arithmetic and its precedence
SELECT a «+¦-¦*¦/¦%¦^» b «+¦-¦*¦/¦%¦^» c FROM t
SELECT a «||¦->¦<<¦&¦@>¦~¦!~~*» b «+¦*¦^¦||¦=¦<¦AND¦IS DISTINCT FROM» c FROM t
SELECT a «=¦<¦>=¦<>¦!=» b «+¦||¦AND¦OR¦->» c FROM t
SELECT a + b «=¦<>¦<=¦AND¦OR¦LIKE¦ILIKE¦SIMILAR TO¦BETWEEN 1 AND» c FROM t
SELECT «-¦+¦~¦@¦|/¦||/¦!!¦@-@¦@@¦#¦?-¦?|¦NOT» a «+¦*¦^¦||¦=¦AND¦IS NOT DISTINCT FROM» b FROM t
SELECT a «+¦-¦*¦^¦||¦=¦<» «-¦+¦~¦@¦|/» b FROM t
SELECT - a.b, - a[1], - a::int, - (a), - f(a), - a AT TIME ZONE 'x', - a COLLATE "C", -a^b, -a*b, -a-b, -1::int, - - a, + - a, ~ - a, - ~ a, @ @ a, ~ ~ a FROM t
SELECT 2 ^ -1, 2 ^ - 1 ^ 3, 2 * -3 + 4, 1 - -1 - -1, 5 % -3, 5 %-3, 2*-1, 2^-1, 1+-1, 1 <-1, 1 = -1
SELECT a <= b, a >= b, a <> b, a != b, a=b, a<b, a<-b, a=-b, a>-b, a>=-1 FROM t
SELECT a < b AND b < c OR c < d, NOT a < b, NOT a = b AND c, NOT NOT a, NOT (a OR b), a AND NOT b, a OR NOT b AND c, NOT a IS NULL, NOT a IN (1), NOT a LIKE 'b', NOT a BETWEEN 1 AND 2, NOT EXISTS (SELECT 1), NOT a = ANY (b) FROM t
SELECT a = (b = c), (a = b) = c, a = (b < c), (a < b) IS TRUE, (a IS NULL) IS NULL, (a IS NULL) = (b IS NULL) FROM t
SELECT a = b IS NULL, a IS NULL = b, a < b IS TRUE, a IS NULL AND b IS NOT NULL, a ISNULL, a NOTNULL, a ISNULL AND b NOTNULL, a + b ISNULL, a || b IS NULL, a = b ISNULL FROM t
SELECT a IS «NOT ¦»«NULL¦TRUE¦FALSE¦UNKNOWN» FROM t
SELECT a IS «NOT ¦»DISTINCT FROM «b¦NULL¦b + 1¦b = c¦(b IS NULL)¦b AND c» FROM t
SELECT a IS «NOT ¦»«NORMALIZED¦NFC NORMALIZED¦NFD NORMALIZED¦NFKC NORMALIZED¦NFKD NORMALIZED» FROM t
SELECT a IS «NOT ¦»DOCUMENT FROM t
SELECT a IS «NOT ¦»«JSON¦JSON VALUE¦JSON OBJECT¦JSON ARRAY¦JSON SCALAR¦JSON WITH UNIQUE KEYS¦JSON WITHOUT UNIQUE KEYS¦JSON OBJECT WITH UNIQUE¦JSON ARRAY WITHOUT UNIQUE¦JSON VALUE WITH UNIQUE KEYS¦JSON SCALAR WITH UNIQUE» FROM t
SELECT a IS JSON AND b, a || b IS JSON OBJECT, NOT a IS JSON, a = b IS JSON FROM t
-- Ranges and lists
SELECT a «BETWEEN¦NOT BETWEEN¦BETWEEN SYMMETRIC¦NOT BETWEEN SYMMETRIC¦BETWEEN ASYMMETRIC¦NOT BETWEEN ASYMMETRIC» «1¦b¦b + 1¦-1¦(SELECT 1)» AND «2¦c¦c * 2¦d || e» «¦AND f¦OR f¦= true¦IS NULL» FROM t
SELECT a BETWEEN 1 AND 2 AND b BETWEEN 3 AND 4, a BETWEEN b AND c OR d, a + 1 BETWEEN 2 AND 3, a = b BETWEEN c AND d, a BETWEEN b -> 'x' AND c FROM t
SELECT a «IN¦NOT IN» «(1)¦(1, 2)¦(NULL)¦(b, c + 1)¦(SELECT 1)¦((SELECT 1))¦((1))¦((1), (2))¦(VALUES (1), (2))¦(TABLE b)¦(WITH x AS (SELECT 1) SELECT 1)¦((SELECT 1) UNION (SELECT 2))¦((SELECT 1), 2)¦((SELECT 1) LIMIT 1)» «¦AND b¦= true¦IS NULL» FROM t
SELECT (a, b) IN ((1, 2), (3, 4)), (a, b) IN (SELECT 1, 2), ROW(a, b) IN (ROW(1, 2)), (a, b) NOT IN (SELECT 1, 2), a + 1 IN (2), a = b IN (true), a IN (1) IN (true) FROM t
-- Patterns
SELECT a «LIKE¦NOT LIKE¦ILIKE¦NOT ILIKE¦SIMILAR TO¦NOT SIMILAR TO» «'x%'¦b¦b || '%'¦'x' ESCAPE '!'¦'x' ESCAPE ''¦b ESCAPE c¦'a' || 'b' ESCAPE '\'» «¦AND c¦IS TRUE¦= true» FROM t
SELECT a «LIKE¦NOT LIKE¦ILIKE¦NOT ILIKE» «ANY¦ALL¦SOME» «(ARRAY['x', 'y'])¦('{x,y}')¦(SELECT 'x')¦(b)¦(VALUES ('a%'))» FROM t
SELECT a ~ 'x', a ~* 'x', a !~ 'x', a !~* 'x', a ~~ 'x', a !~~ 'x', a ~~* 'x', a !~~* 'x', a ^@ 'x' FROM t
-- Quantified comparisons
SELECT a «=¦<>¦!=¦<¦<=¦>¦>=¦~¦||¦OPERATOR(pg_catalog.=)¦OPERATOR(=)» «ANY¦ALL¦SOME» «(ARRAY[1, 2])¦(SELECT 1)¦('{1,2}')¦(b)¦((SELECT 1))¦(ARRAY(SELECT 1))¦(b || c)¦((SELECT b)::int[])» FROM t
SELECT a = ANY (b) AND c, a = ANY (b) OR a = ALL (c), NOT a = ANY (b), a + 1 = ANY (b), (a, b) = ANY (SELECT 1, 2), a = ANY (b) IS TRUE, a || 'x' = ANY (b) FROM t
-- Operators by their full name
SELECT a OPERATOR(pg_catalog.«+¦-¦*¦/¦=¦<¦||¦->¦~¦@>») b FROM t
SELECT OPERATOR(pg_catalog.«-¦+¦~¦@¦|/») a FROM t
SELECT a OPERATOR(+) b * c, a OPERATOR(pg_catalog.*) b + c, a * b OPERATOR(pg_catalog.+) c, OPERATOR(-) a + b, a OPERATOR(s.###) b, OPERATOR(s.###) a, a OPERATOR(pg_catalog.=) b AND c, a LIKE b OPERATOR(pg_catalog.||) c FROM t
-- Operators of every kind
SELECT a «@¦@@¦@@@¦@>¦<@¦&&¦&<¦&>¦<<|¦|>>¦&<|¦|&>¦<^¦>^¦?#¦?-¦?|¦?-|¦?||¦~=¦##¦<->¦<<¦>>¦-|-¦->¦->>¦#>¦#>>¦?&¦#-¦@?¦<<=¦>>=¦~>=~¦~<~¦*=¦*<>¦=>>¦|¦#¦&¦<#>¦<=>¦!!¦?¦~>¦%>¦<%¦<<%¦%>>» b FROM t
SELECT a -> 'b' -> 'c' ->> 'd', a -> 'b' = 'c', a ->> 'b' || 'c', (a -> 'b')::int, a -> 'b'::text, a #> '{b,c}', a @> '{"b": 1}', a ? 'b', a ?| ARRAY['b'], a ?& ARRAY['b', 'c'] FROM t
SELECT a -> 0 + 1, a - 'b' -> 'c', a ->> 'b' IN ('c'), a ->> 'b' LIKE 'c%', a ->> 'b' IS NULL, NOT a ? 'b', a -> 'b' ->> 'c' = 'd' AND e, a->'b'->>-1, a#>>'{b}' = 'c' FROM t
SELECT a<-1, a@-1, a~-1, a||-1, a*-1, a/-1, a%-1, a|-1, a&-1, a#-1, a^-1, a->-1, a!=-1, a<>-1 FROM t
SELECT 4 !~ 5, a /* c */ + b, a+/**/b, a/ /* c */ b FROM t
-- Time zones, collations
SELECT a AT TIME ZONE 'UTC', a AT TIME ZONE b, a AT TIME ZONE 'UTC' AT TIME ZONE 'CET', a::timestamp AT TIME ZONE 'UTC'::text, a + b AT TIME ZONE 'UTC', a AT TIME ZONE 'UTC' + b, a AT TIME ZONE 'x' || 'y', a AT TIME ZONE 'UTC' = b, - a AT TIME ZONE 'x', a AT TIME ZONE b COLLATE "C", a AT TIME ZONE interval '1 hour' FROM t
SELECT a AT LOCAL, a AT LOCAL AT LOCAL, a + b AT LOCAL, a AT TIME ZONE 'x' AT LOCAL, a AT LOCAL AT TIME ZONE 'y', (a AT LOCAL)::date, a::timestamptz AT LOCAL = b FROM t
SELECT a COLLATE "C", a COLLATE pg_catalog."C", a COLLATE "de_DE" COLLATE "C", a || b COLLATE "C", a COLLATE "C" || b, a < b COLLATE "C", a COLLATE "C" < b, a COLLATE german.phone, a COLLATE c, f(a COLLATE "C"), (a COLLATE "C") COLLATE "D" FROM t
SELECT COLLATION FOR (a), COLLATION FOR (a || b), COLLATION FOR ('x'::text) FROM t
-- CASE
SELECT CASE WHEN a THEN 1 END, CASE WHEN a THEN 1 ELSE 2 END, CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' ELSE 'z' END, CASE a + 1 WHEN b * 2 THEN c END, CASE WHEN a = 1 OR b THEN CASE c WHEN 1 THEN 2 END END + 1, CASE NOT a WHEN true THEN 1 END, CASE WHEN a THEN b END IS NULL, - CASE WHEN a THEN 1 END, CASE WHEN a THEN 1 END::text, (CASE WHEN a THEN b END).c, CASE a WHEN b THEN c ELSE d END COLLATE "C" FROM t
-- Rows
SELECT ROW(1, 2), ROW(), ROW(1), (1, 2), (a, b, c), ROW(a.*), ROW(a, b.*), ROW(ROW(1), (2, 3)), (a, (b, c)), ROW(1, NULL) IS NULL, (a, b) IS NOT NULL FROM t
SELECT (a, b) «=¦<>¦<¦<=¦>¦>=¦IS DISTINCT FROM¦IS NOT DISTINCT FROM» «(c, d)¦ROW(c, d)» FROM t
SELECT ROW(a, b) = (SELECT 1, 2), (a, b) = (c, d) AND e, (a, b) < (SELECT 1, 2), ROW(a) = ROW(b), (a, b) OPERATOR(pg_catalog.=) (c, d) FROM t
SELECT (a, b) OVERLAPS (c, d), ROW(a, b) OVERLAPS ROW(c, d), (a, b) OVERLAPS (c, d) AND e, NOT (a, b) OVERLAPS (c, d), (a, interval '1 day') OVERLAPS (c, c + d) FROM t
SELECT (ROW(1, 2)).f1, (ROW(1, 2)).*, (ROW(t.*)).a, ((1, 2)).f1, (a.b).c, (a).b.c, (a).b[1].c, a[1].b, (a)[1], (f(x)).y, (f(x)).*, (SELECT a).b, ((SELECT a)).b, (SELECT a).b.c, (SELECT ARRAY[1])[1], (a).*, (t).b::int, (CASE WHEN a THEN b END).c[1] FROM t
SELECT (ROW(1, 2)).*, (SELECT a).*, (a.b).*, a[1].*, (a[1]).*, ((a).b).*, (array[a])[1].* FROM t
-- Arrays
SELECT ARRAY[1, 2], ARRAY[]::int[], ARRAY[[1, 2], [3, 4]], ARRAY[ARRAY[1], ARRAY[2]], ARRAY[[], []]::int[], ARRAY[[[1]]], ARRAY[a, b + 1, (SELECT 1)], ARRAY['a', NULL], ARRAY(SELECT 1), ARRAY((SELECT 1)), ARRAY(VALUES (1)), ARRAY(SELECT 1 ORDER BY 1), ARRAY(WITH x AS (SELECT 1) SELECT 1), ARRAY[ROW(1, 2), (3, 4)], ARRAY(TABLE x) FROM t
SELECT a[1], a[1][2], a[1:2], a[:2], a[1:], a[:], a[1:2][3], a[b + 1], a[b[1]], a[-1], (a)[1], (ARRAY[1, 2])[1], (f(x))[1], a.b[1], a.b[1].c, a.b[1:2].c, a[1]::int, a[(SELECT 1)], (a || b)[1], a['x'], a['x']['y'], a[b.c], a[1 : b + 1], a [1] FROM t
SELECT ARRAY[1] || 2, 1 || ARRAY[2], ARRAY[1] @> ARRAY[2], a[1] = b[2], -a[1], a[1]::text[2] FROM t
-- Sub-queries as values
SELECT (SELECT 1), ((SELECT 1)), (SELECT 1) + 1, (SELECT a FROM b) = c, EXISTS (SELECT 1), EXISTS (TABLE a), EXISTS (VALUES (1)), EXISTS ((SELECT 1)), EXISTS (SELECT), EXISTS (SELECT FROM a), (SELECT 1)::text, (SELECT 1 UNION SELECT 2 LIMIT 1), ((SELECT 1) UNION (SELECT 2)), (VALUES (1)), (TABLE a), (WITH x AS (SELECT 1) SELECT * FROM x), - (SELECT 1), ((SELECT 1) LIMIT 1), (((SELECT 1))) FROM t
