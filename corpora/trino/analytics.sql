-- one table
SELECT id, name FROM readers WHERE town = 'Ulm' ORDER BY id

-- everything that is exposed
SELECT * FROM readers ORDER BY id

-- letter case does not matter, quoted or not
SELECT ID, "NAME", R.Town FROM Readers AS r ORDER BY "r"."Id"

-- qualified by schema
SELECT shop.loans.id, loans.fee FROM shop.loans ORDER BY 1 LIMIT 4

-- conditions of every kind
SELECT id FROM loans WHERE state IN ('open', 'late') AND fee BETWEEN 5 AND 80 AND NOT (book_id = 3 OR book_id IS NULL) AND state NOT LIKE 'b!_%' ESCAPE '!' AND taken IS NOT NULL AND fee IS DISTINCT FROM 7.5 ORDER BY id

-- both spellings of unequal
SELECT count(*) FROM loans WHERE state != 'open' AND state <> 'late'

-- arithmetic and concatenation
SELECT id, fee * 2 + 1 - fee / 4 % 3 AS x, 'no ' || CAST(id AS varchar) FROM loans ORDER BY id LIMIT 3

-- a chain of joins
SELECT r.name, b.title, l.fee FROM loans l JOIN readers r ON r.id = l.reader_id LEFT JOIN books b ON b.id = l.book_id ORDER BY l.id LIMIT 20

-- full, right and cross joins
SELECT count(*) FROM readers a FULL OUTER JOIN loans b ON a.id = b.reader_id RIGHT JOIN books c ON c.id = b.book_id CROSS JOIN (VALUES 1, 2) AS v (n)

-- USING, whose column is unqualified
SELECT id, x.fee FROM loans x JOIN (SELECT id FROM books) y USING (id) ORDER BY id LIMIT 2

-- grouped by expressions and numbers
SELECT date_trunc('month', taken) AS m, state, count(*) AS n, sum(fee) FROM loans GROUP BY date_trunc('month', taken), 2 HAVING count(*) > 1 ORDER BY m, state

-- the columns that a key decides
SELECT r.id, r.name, count(*) FROM readers r JOIN loans l ON l.reader_id = r.id GROUP BY r.id ORDER BY r.id

-- rollup, cube and grouping sets
SELECT state, book_id, sum(fee), grouping(state, book_id) FROM loans GROUP BY ROLLUP (state, book_id) ORDER BY 1, 2

-- grouping sets with nothing
SELECT state, count(*) FROM loans GROUP BY GROUPING SETS ((state), ()) ORDER BY state NULLS LAST

-- cube and a plain key
SELECT town, y, count(*) FROM (SELECT town, year(joined) AS y FROM readers) AS r GROUP BY CUBE (town, y), (town) ORDER BY 1, 2, 3

-- aggregates with filters, orders and distinct
SELECT count(DISTINCT reader_id), count_if(state = 'late'), sum(fee) FILTER (WHERE state = 'open'), array_agg(id ORDER BY fee DESC), max_by(id, fee), approx_percentile(fee, 0.9) FROM loans

-- listagg
SELECT state, listagg(CAST(id AS varchar), ',') WITHIN GROUP (ORDER BY id) FROM loans GROUP BY state

-- windows
SELECT id, row_number() OVER (PARTITION BY reader_id ORDER BY fee DESC) AS n, sum(fee) OVER (ORDER BY taken ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), lag(fee, 1, 0) IGNORE NULLS OVER w FROM loans WINDOW w AS (PARTITION BY state ORDER BY id) ORDER BY id

-- the best of each
SELECT id FROM (SELECT id, rank() OVER (PARTITION BY reader_id ORDER BY fee) AS n FROM loans) t WHERE n = 1 ORDER BY id

-- common table expressions
WITH a AS (SELECT reader_id, sum(fee) AS total FROM loans GROUP BY reader_id), b (who, how_much) AS (SELECT * FROM a) SELECT name, how_much FROM b JOIN readers ON id = who ORDER BY how_much DESC

-- a recursive one
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n ORDER BY i

-- set operations
SELECT id FROM readers UNION SELECT reader_id FROM loans EXCEPT SELECT id FROM books INTERSECT ALL SELECT 1 ORDER BY id

-- sub-queries of every kind
SELECT id, (SELECT max(fee) FROM loans l WHERE l.reader_id = r.id) FROM readers r WHERE EXISTS (SELECT 1 FROM loans WHERE reader_id = r.id) AND id IN (SELECT reader_id FROM loans) AND id >= ALL (SELECT 1) ORDER BY id

-- values without brackets, and rows
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, s) ORDER BY n

-- values alone
VALUES 1, 2, 3

-- arrays, maps and rows
SELECT ARRAY[1, 2, 3][2], MAP(ARRAY['a'], ARRAY[1])['a'], ROW(1, 'x'), cardinality(tags), element_at(tags, 1), contains(tags, 't1') FROM readers ORDER BY id LIMIT 1

-- lambdas
SELECT id, transform(tags, t -> upper(t)), filter(tags, t -> t <> 't0'), reduce(ARRAY[1, 2], 0, (s, x) -> s + x, s -> s), any_match(tags, x -> x LIKE 't%') FROM readers ORDER BY id

-- unnest
SELECT r.id, u.tag, u.n FROM readers r CROSS JOIN UNNEST(r.tags) WITH ORDINALITY AS u (tag, n) ORDER BY 1, 3

-- unnest of several
SELECT a, b FROM UNNEST(ARRAY[1, 2], ARRAY['x', 'y']) AS t (a, b)

-- lateral
SELECT r.id, t.m FROM readers r CROSS JOIN LATERAL (SELECT max(fee) AS m FROM loans l WHERE l.reader_id = r.id) AS t ORDER BY r.id

-- casts of every type
SELECT CAST('1' AS bigint), CAST(1 AS double), CAST(1.5 AS decimal(10, 2)), TRY_CAST('x' AS integer), CAST('2024-01-01' AS date), CAST(ARRAY[1] AS array(varchar)), CAST(NULL AS map(varchar, integer)), CAST(ROW(1, 2) AS row(a integer, b double)), CAST(now() AS timestamp(3) with time zone)

-- typed literals
SELECT DATE '2024-01-31', TIMESTAMP '2024-01-31 10:00:00', TIME '10:00', DECIMAL '1.50', INTERVAL '2' DAY, INTERVAL '1' YEAR, JSON '{"a":1}', X'CAFE', U&'\00e4', 1e3, 0.5

-- dates
SELECT date_add('day', 3, taken), date_diff('day', taken, DATE '2024-06-01'), taken + INTERVAL '1' MONTH, extract(YEAR FROM taken), day_of_week(taken), date_format(taken, '%Y-%m'), taken AT TIME ZONE 'UTC' FROM (SELECT CAST(taken AS timestamp(3) with time zone) AS taken FROM loans) ORDER BY 1 LIMIT 1

-- the clock
SELECT count(*) FROM loans WHERE taken < current_date AND now() > current_timestamp - INTERVAL '1' HOUR

-- text
SELECT upper(name), length(name), substr(name, 2, 3), substring(name FROM 2 FOR 3), position('e' IN name), trim(BOTH ' ' FROM name), trim(name), replace(name, 'R', 'r'), split_part(name, ' ', 2), regexp_extract(name, '([0-9]+)', 1), concat(name, '!'), lpad(name, 20, '.') FROM readers ORDER BY id LIMIT 2

-- JSON
SELECT json_extract_scalar(likes, '$.home.zip'), json_extract(likes, '$.tea'), CAST(json_parse('[1,2]') AS array(integer)) FROM readers ORDER BY id LIMIT 2

-- conditions as values
SELECT if(fee > 50, 'dear', 'cheap'), CASE state WHEN 'open' THEN 1 ELSE 0 END, CASE WHEN fee > 10 THEN 'a' END, coalesce(book_id, 0), nullif(book_id, 3), greatest(1, fee), least(1, fee), try(1 / 0) FROM loans ORDER BY id

-- order, offset and limit
SELECT id FROM loans ORDER BY fee DESC NULLS FIRST, id ASC OFFSET 2 ROWS LIMIT 5

-- fetch
SELECT id FROM loans ORDER BY id OFFSET 1 FETCH FIRST 3 ROWS ONLY

-- ties
SELECT state FROM loans ORDER BY state FETCH NEXT 2 ROWS WITH TIES

-- limit all
SELECT id FROM loans ORDER BY id LIMIT ALL

-- the short form of everything
TABLE books

-- bitwise and numbers
SELECT bitwise_and(5, 3), mod(7, 3), round(2.345, 2), truncate(1.9), width_bucket(3.0, 0.0, 10.0, 5), power(2, 10), is_nan(nan()), pi(), e()

-- comments of both kinds
SELECT /* how many */ count(*) -- all
FROM loans

-- words that are not reserved as names
SELECT id AS year, fee AS date, state AS position FROM loans AS time ORDER BY year LIMIT 1

-- values along a JSON path
SELECT id, JSON_VALUE(likes, 'lax $.home.zip' RETURNING varchar(10) NULL ON EMPTY NULL ON ERROR) AS zip, JSON_QUERY(likes, 'lax $.home' WITHOUT WRAPPER) AS home FROM readers WHERE JSON_EXISTS(likes, 'lax $.tea') ORDER BY id LIMIT 3

-- a variable in a JSON path
SELECT id FROM readers WHERE JSON_EXISTS(likes, 'lax $?(@.tea > $LEAST)' PASSING 1 AS least) ORDER BY id

-- JSON made of columns
SELECT JSON_OBJECT('id' : id, KEY 'name' VALUE name ABSENT ON NULL) AS o, JSON_ARRAY(id, town NULL ON NULL RETURNING varchar(100)) AS a FROM readers ORDER BY id LIMIT 3

-- a field of a row made here
SELECT CAST(ROW(id, name) AS row(n integer, who varchar)).who AS who FROM readers ORDER BY id LIMIT 3

-- the last of the first five
(SELECT id, name FROM readers ORDER BY id LIMIT 5) ORDER BY id DESC LIMIT 2

-- no limit of its own
SELECT id FROM readers ORDER BY id LIMIT ALL
