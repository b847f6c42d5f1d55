-- Calls
SELECT f(), f(1), f(1, 'a', b), s.f(1), a.s.f(1), "F"(1), pg_catalog.lower('A'), f(a.*), f(*), f(t), f((SELECT 1)), f((1, 2)), f(ARRAY[1]), f(VARIADIC ARRAY[1, 2]), f(1, VARIADIC a), f(a => 1), f(a := 1), f(1, b => 2, c => 3), f(a => VARIADIC_x), f(1, VARIADIC a => b), f("A" => 1), f(f(f(1))), f(a = b), f(a AND b), f(a IS NULL), f(NOT a) FROM t
SELECT f(«¦ALL ¦DISTINCT »a«¦, b» «¦ORDER BY a¦ORDER BY a DESC, b ASC NULLS FIRST¦ORDER BY a USING <¦ORDER BY a USING OPERATOR(pg_catalog.>)») FROM t
SELECT count(*), count(ALL a), count(DISTINCT a), count(DISTINCT (a, b)), sum(a ORDER BY b), array_agg(a ORDER BY b, c DESC NULLS LAST), string_agg(a, ',' ORDER BY a), f(VARIADIC a ORDER BY b) FROM t
SELECT count(*) FILTER (WHERE a > 1), sum(a) FILTER (WHERE b IS NULL) + 1, s.f(a) FILTER (WHERE true), count(*) AS filter FROM t
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a), percentile_disc(ARRAY[0.1, 0.9]) WITHIN GROUP (ORDER BY a DESC), mode() WITHIN GROUP (ORDER BY a), rank(1, 'x') WITHIN GROUP (ORDER BY a, b DESC NULLS LAST), rank(1) WITHIN GROUP (ORDER BY a) FILTER (WHERE b), f(a) WITHIN GROUP (ORDER BY b, c) FROM t
SELECT lag(a) IGNORE_NULLS, first_value(a) nulls FROM t
-- Windows
SELECT «row_number()¦sum(a)¦count(*)¦count(*) FILTER (WHERE b)¦s.f(a, b)» OVER «()¦w¦(w)¦(PARTITION BY a)¦(ORDER BY a)¦(PARTITION BY a, b + 1 ORDER BY c DESC NULLS LAST, d)¦(w ORDER BY a)¦(w ROWS 1 PRECEDING)¦"W"¦(ORDER BY a USING <)» FROM t WINDOW w AS (PARTITION BY x)
SELECT sum(a) OVER (ORDER BY b «ROWS¦RANGE¦GROUPS» «UNBOUNDED PRECEDING¦CURRENT ROW¦1 PRECEDING¦a + 1 PRECEDING¦interval '1 day' PRECEDING¦BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW¦BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING¦BETWEEN 1 PRECEDING AND 1 FOLLOWING¦BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING¦BETWEEN CURRENT ROW AND 1 FOLLOWING¦BETWEEN 2 PRECEDING AND 1 PRECEDING¦BETWEEN '1 day'::interval PRECEDING AND interval '1' hour FOLLOWING» «¦EXCLUDE CURRENT ROW¦EXCLUDE GROUP¦EXCLUDE TIES¦EXCLUDE NO OTHERS») FROM t
SELECT sum(a) OVER w, avg(a) OVER (w ORDER BY b), f(a) OVER w + 1, (f(a) OVER w)::int FROM t WINDOW w AS (PARTITION BY c), v AS (w ORDER BY d), "U" AS ()
SELECT row_number() OVER (PARTITION BY partition), sum(range) OVER (ORDER BY rows), f() OVER rows, f() OVER range FROM t
-- Functions without brackets
SELECT CURRENT_DATE, CURRENT_TIME, CURRENT_TIME(3), CURRENT_TIMESTAMP, CURRENT_TIMESTAMP(0), LOCALTIME, LOCALTIME(2), LOCALTIMESTAMP, LOCALTIMESTAMP(6), current_date - 1, CURRENT_TIMESTAMP AT TIME ZONE 'UTC', CURRENT_DATE::text, current_timestamp - interval '1 day', -current_date
SELECT CURRENT_ROLE, CURRENT_USER, SESSION_USER, SYSTEM_USER, USER, CURRENT_CATALOG, CURRENT_SCHEMA, current_schema(), current_schema || 'x', user = 'a', user::text, current_user AS u, f(user)
-- Forms
SELECT COALESCE(a), COALESCE(a, b, 1 + 2), NULLIF(a, b), GREATEST(a), GREATEST(a, b, c), LEAST(a, b), COALESCE((SELECT 1), 2), NULLIF(a, '')::int, COALESCE(a, b) IS NULL, GROUPING(a), GROUPING(a, b + 1) FROM t
SELECT EXTRACT(«year¦month¦day¦hour¦minute¦second¦epoch¦dow¦isodow¦doy¦week¦quarter¦century¦decade¦millennium¦julian¦isoyear¦timezone¦timezone_hour¦microseconds¦milliseconds¦'year'¦"Year"¦xyz» FROM a) FROM t
SELECT EXTRACT(epoch FROM a - b), EXTRACT(year FROM date '2024-01-01'), EXTRACT(day FROM interval '1 day') + 1, EXTRACT(hour FROM a)::int, EXTRACT(year FROM a AT TIME ZONE 'UTC'), pg_catalog.extract('year', a), EXTRACT(year FROM (SELECT a)), EXTRACT(year FROM a) = b, EXTRACT(E'ye\x61r' FROM a) FROM t
SELECT NORMALIZE(a), NORMALIZE(a, NFC), NORMALIZE(a, NFD), NORMALIZE(a, NFKC), NORMALIZE(a, NFKD), pg_catalog.normalize(a, 'NFC'), NORMALIZE(a || b, NFC) FROM t
SELECT OVERLAY(a PLACING b FROM 1), OVERLAY(a PLACING b FROM 1 FOR 2), OVERLAY(a, b, 1), OVERLAY(a, b, 1, 2), OVERLAY(a || b PLACING c FROM 1 + 1 FOR d), OVERLAY(), "overlay"(a, b, 1) FROM t
SELECT POSITION(a IN b), POSITION('x' IN a || b), POSITION(a || 'x' IN b), pg_catalog.position(a, b), POSITION((SELECT 1) IN a), "position"(a, b) FROM t
SELECT SUBSTRING(a FROM 1), SUBSTRING(a FROM 1 FOR 2), SUBSTRING(a FOR 2), SUBSTRING(a FOR 2 FROM 1), SUBSTRING(a SIMILAR b ESCAPE c), SUBSTRING(a, 1), SUBSTRING(a, 1, 2), SUBSTRING(a FROM 'x'), SUBSTRING(a FROM b FOR '#'), SUBSTRING(), "substring"(a, 1), SUBSTRING(a || b FROM c + 1 FOR d * 2), SUBSTRING(a SIMILAR 'x' || 'y' ESCAPE '#'), SUBSTRING(a = b FROM 1), SUBSTRING(a IS NULL FROM 1), SUBSTRING(a => 1) FROM t
SELECT TRIM(a), TRIM(BOTH a), TRIM(LEADING a), TRIM(TRAILING a), TRIM(BOTH FROM a), TRIM(LEADING FROM a), TRIM(TRAILING FROM a), TRIM(BOTH 'x' FROM a), TRIM(LEADING 'x' FROM a), TRIM(TRAILING 'x' FROM a), TRIM('x' FROM a), TRIM(FROM a), TRIM(a, 'x'), TRIM(BOTH a, 'x'), TRIM(LEADING a, 'x'), TRIM(TRAILING a, 'x'), TRIM(FROM a, 'x'), TRIM(a || b), TRIM(a || 'x' FROM b || c), TRIM(BOTH FROM a, b, c), TRIM(a, b, c), "trim"(a) FROM t
SELECT MERGE_ACTION() FROM t
SELECT left(a, 1), right(a, 1), "left"(a, 1), s.left(a, 1), like(a, b), ilike(a, b), s.select(a), pg_catalog.values(a), overlaps(a, b, c, d), isnull(a), notnull(a), similar(a), binary(a), collation(a), freeze(a), full(a), inner(a), join(a), natural(a), outer(a), verbose(a), authorization(a), concurrently(a), cross(a), is(a), tablesample(a), current_schema(a) FROM t
SELECT replace(a, b, c), truncate(a), insert(a), delete(a), update(a), format(a), date(a), year(a), month(a), day(a), hour(a), second(a), value(a), if(a, b, c), ifnull(a, b), mod(a, b), abs(a), temporary(a), version(), any_value(a), set(a), call(a), exec(a), rows(a), partition(a), over(a), filter(a), within(a), cube(a), rollup(a), sets(a), key(a), name(a), type(a), zone(a), text(a), xml(a), national_x(a), unnest(a), lateral_x(a), at(a), by(a), generated(a) FROM t
SELECT pg_catalog.«select¦from¦where¦table¦interval¦int¦coalesce¦trim¦row»(a) FROM t
SELECT t.a.b.c(1) FROM t
SELECT (f(a)).b, (f(a))[1], (f(a))[1:2], f(a)::int, f(a) COLLATE "C", - f(a), f(a) IS NULL, f(a) OVER (), (f(a) OVER ()) FROM t
