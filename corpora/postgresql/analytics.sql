-- one table
SELECT id, name FROM readers WHERE town = 'Ulm' ORDER BY id

-- everything that is exposed
SELECT * FROM readers ORDER BY id

-- qualified names, quoted names
SELECT "r"."id", r.name FROM shop.readers AS "r" ORDER BY r.id LIMIT 4

-- a table under its schema, referred to by both
SELECT shop.loans.id, loans.fee FROM shop.loans ORDER BY shop.loans.id LIMIT 4

-- names that need quotes
SELECT "Mixed", "select" AS "Select It" FROM "Odd Table" ORDER BY "Select It"

-- letter case folds
select ID, Name from READERS order by ID limit 3

-- conditions of every kind
SELECT id FROM loans WHERE state IN ('open', 'late') AND fee BETWEEN 5 AND 80 AND NOT (book_id = 3 OR book_id IS NULL) AND fee NOT BETWEEN SYMMETRIC 7 AND 6 ORDER BY id

-- patterns
SELECT id FROM readers WHERE name LIKE 'Reader 1%' OR name ILIKE '%2' OR name SIMILAR TO '%(7|8)' OR name ~ '9$' OR name NOT LIKE 'R!%%' ESCAPE '!' ORDER BY id

-- quantified comparisons
SELECT id FROM loans WHERE id = ANY (ARRAY[1, 3, 5]) OR fee >= ALL (SELECT fee FROM loans) OR state LIKE ANY (ARRAY['x%', 'la%']) ORDER BY id

-- row comparisons
SELECT id FROM loans WHERE (reader_id, book_id) IN (SELECT reader_id, max(book_id) FROM loans GROUP BY reader_id) AND ROW(id, fee) > (3, 1) ORDER BY id

-- distinctness and truth
SELECT id FROM readers WHERE town IS DISTINCT FROM 'Ulm' AND (town = 'Bonn') IS NOT TRUE AND town IS NOT NULL ORDER BY id

-- precedence
SELECT -2 ^ 2, 2 - - 2, 10 - 4 - 3, 2 ^ 3 ^ 2, 1 + 2 * 3 % 4, NOT 1 = 2, 1 < 2 AND 2 < 3 OR NOT true, 'a' || 'b' = 'ab', 5 & 3 | 8 # 1, ~5, |/ 16, @ -3, 1 << 3 >> 1

-- an operator by its full name
SELECT 7 OPERATOR(pg_catalog.*) 6 || 'x', 1 OPERATOR(pg_catalog.+) 2 * 3

-- casts in every spelling
SELECT CAST('1' AS integer), '2'::int8, int4 '3', float8 '4.5', '1.25'::numeric(4, 1), 'x'::character varying(3), 'abc'::char(2), 't'::bool, DATE '2024-02-29', TIMESTAMP WITH TIME ZONE '2024-01-01 00:00+00', INTERVAL '3' MONTH, INTERVAL '1 02:03' DAY TO MINUTE, '{1,2}'::int[], B'101'::bit(3), 1::double precision

-- literals in every spelling
SELECT 'it''s', E'tab\t\'\\ \u00e9', 'back\slash', U&'d\0061ta', U&'d!0061ta' UESCAPE '!', $$it's$$, $q$a$$b$q$, X'1F', 1e3, .5, 5., 'con'
  'cat'

-- comments nest
SELECT 1 /* a /* nested */ one */ + /**/ 2 -- and this

-- dates
SELECT id, date_trunc('month', taken)::date, EXTRACT(YEAR FROM taken), EXTRACT('dow' FROM taken), to_char(taken, 'YYYY-MM'), taken + 7, taken - date '2024-01-01', taken + INTERVAL '1 month' FROM loans ORDER BY id LIMIT 5

-- time zones
SELECT (taken::timestamp AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Berlin', timezone('UTC', taken::timestamp) FROM loans ORDER BY id LIMIT 3

-- overlapping periods
SELECT id FROM loans WHERE (taken, taken + 10) OVERLAPS (DATE '2024-02-01', INTERVAL '5 days') ORDER BY id

-- the clock
SELECT now() = current_timestamp, current_date - CURRENT_DATE, localtimestamp(0) IS NULL

-- texts with grammar of their own
SELECT substring(name FROM 1 FOR 3), substring(name, 2, 2), substring(name FROM '[0-9]+'), trim(BOTH 'R' FROM name), trim(name), trim(LEADING FROM name), position('a' IN name), overlay(name PLACING 'XX' FROM 2 FOR 1) FROM readers ORDER BY id

-- texts
SELECT upper(name), left(name, 3), right(name, 2), split_part(name, ' ', 2), replace(name, 'R', 'L'), lpad(id::text, 5, '0'), repeat('ab', id), format('%s-%s', id, town), concat_ws('/', name, town), name || ' ' || id, md5(name) FROM readers ORDER BY id

-- collations
SELECT name FROM readers ORDER BY name COLLATE "C" DESC LIMIT 3

-- JSON
SELECT likes->>'tea', likes->'home'->>'zip', likes #>> '{home,zip}', likes @> '{"cat": true}', likes ? 'tea', likes ?| ARRAY['x', 'cat'], likes ?& ARRAY['tea', 'cat'], likes - 'tea', (likes->>'tea')::int + 1, jsonb_typeof(likes->'home') FROM readers ORDER BY id

-- JSON paths
SELECT likes @? '$.home ? (@.zip != "")', jsonb_path_query_first(likes, '$.home.zip') FROM readers ORDER BY id

-- arrays
SELECT tags[1], tags[1:1], tags[:2], cardinality(tags), 't1' = ANY (tags), tags && ARRAY['t0'], tags || 'x'::text, array_to_string(tags, ','), ARRAY[[1, 2], [3, 4]], (ARRAY[5, 6])[2] FROM readers ORDER BY id

-- CASE and its relatives
SELECT CASE state WHEN 'open' THEN 1 WHEN 'late' THEN 2 ELSE 3 END, CASE WHEN fee > 50 THEN 'dear' WHEN fee IS NULL THEN 'none' END, coalesce(state, '?'), nullif(fee, 0.5), greatest(fee, 10), least(fee, 10) FROM loans ORDER BY id

-- joins
SELECT l.id, r.name, b.title FROM loans l JOIN readers r ON r.id = l.reader_id INNER JOIN books AS b ON b.id = l.book_id ORDER BY l.id

-- outer joins keep what the filter of the other side hides
SELECT b.id, l.id AS loan, r.name FROM books b LEFT JOIN loans l ON l.book_id = b.id FULL JOIN readers r ON r.id = l.reader_id ORDER BY b.id, l.id, r.name

-- self join, comma join, cross join
SELECT a.id, c.id FROM loans a, loans b CROSS JOIN books c WHERE a.reader_id = b.reader_id AND a.id < b.id AND c.id = b.book_id ORDER BY a.id, b.id

-- USING merges columns
SELECT id, name, n FROM readers JOIN (SELECT reader_id AS id, count(*) AS n FROM loans GROUP BY 1) t USING (id) ORDER BY id

-- the star of a join with USING
SELECT * FROM readers LEFT JOIN (SELECT id, title FROM books) b USING (id) ORDER BY id

-- a name for merged columns
SELECT x.id FROM readers JOIN books USING (id) AS x ORDER BY x.id

-- NATURAL joins on exposed columns alone
SELECT count(*) FROM readers NATURAL JOIN loan_notes

-- NATURAL full join, three tables
SELECT id, title, name FROM books NATURAL FULL JOIN (SELECT id, name FROM readers) r ORDER BY id

-- brackets in FROM
SELECT l.id, b.id FROM (loans l JOIN readers r ON r.id = l.reader_id) LEFT JOIN (books b JOIN "Odd Table" o ON o.id = b.id) ON b.id = l.book_id ORDER BY 1, 2

-- a join with a name
SELECT j.a, j.b FROM (readers r JOIN loans l ON l.reader_id = r.id) AS j(a, b) ORDER BY 1, 2

-- conditions that come late
SELECT l.id FROM books b JOIN loans l JOIN readers r ON r.id = l.reader_id ON b.id = l.book_id ORDER BY 1

-- column aliases on a table
SELECT x.who FROM readers AS x (nr, who) ORDER BY x.nr LIMIT 3

-- LATERAL
SELECT r.id, l.fee FROM readers r LEFT JOIN LATERAL (SELECT fee FROM loans WHERE reader_id = r.id ORDER BY fee DESC, id LIMIT 1) l ON true ORDER BY r.id

-- functions as tables
SELECT r.id, t, n FROM readers r, unnest(r.tags) WITH ORDINALITY AS u(t, n) ORDER BY 1, 3

-- the value of a function is the table's name
SELECT g, e->>0 FROM generate_series(1, 3) g, jsonb_array_elements('[["a"], ["b"]]') AS e ORDER BY 1, 2

-- pairs from JSON
SELECT r.id, k.key, k.value FROM readers r CROSS JOIN LATERAL jsonb_each_text(r.likes) k ORDER BY 1, 2

-- records from JSON
SELECT t.tea, t.cat FROM readers r, jsonb_to_record(r.likes) AS t(tea int, cat boolean) ORDER BY r.id

-- functions side by side
SELECT * FROM ROWS FROM (generate_series(1, 3), generate_series(5, 6)) WITH ORDINALITY AS z(a, b, n)

-- several arrays at once
SELECT * FROM unnest(ARRAY[1, 2], ARRAY['a', 'b', 'c']) AS u(x, y)

-- series of dates
SELECT d::date, count(l.id) FROM generate_series(date '2024-01-01', date '2024-01-20', INTERVAL '1 day') d LEFT JOIN loans l ON l.taken = d::date GROUP BY d ORDER BY d

-- sets in the select list
SELECT id, unnest(tags), jsonb_object_keys(likes) FROM readers ORDER BY 1, 2, 3 LIMIT 20

-- all fields of a function
SELECT id, (jsonb_each(likes)).*, (jsonb_each(likes)).key FROM readers ORDER BY 1, 2 LIMIT 10

-- sub-queries
SELECT r.name, (SELECT count(*) FROM loans WHERE reader_id = r.id) AS n, EXISTS (SELECT 1 FROM loans l WHERE l.reader_id = r.id AND l.fee > 80), ARRAY(SELECT book_id FROM loans l WHERE l.reader_id = r.id ORDER BY 1) FROM readers r ORDER BY r.id

-- sub-queries in conditions
SELECT id FROM loans o WHERE fee > (SELECT avg(fee) FROM loans i WHERE i.state = o.state) AND reader_id IN (SELECT id FROM readers WHERE town = 'Ulm') ORDER BY id

-- a sub-query without a name
SELECT m FROM (SELECT max(fee) AS m FROM loans)  t

-- names of columns without an alias
SELECT max, "case", coalesce, int4, date_trunc, "?column?" FROM (SELECT max(fee), CASE WHEN true THEN 1 END, coalesce(NULL, 1), '1'::int, date_trunc('day', date '2024-01-01'), 1 + 1 FROM loans) t

-- common table expressions
WITH a AS (SELECT reader_id, sum(fee) AS s FROM loans GROUP BY 1), b(avg_s) AS MATERIALIZED (SELECT avg(s) FROM a) SELECT a.reader_id FROM a, b WHERE a.s > b.avg_s ORDER BY 1

-- a common table expression shadows a table
WITH readers AS (SELECT id FROM readers WHERE town = 'Kiel') SELECT count(*) FROM readers

-- nested WITH
SELECT * FROM (WITH x AS (SELECT id FROM books) SELECT count(*) AS n FROM x) t

-- recursion
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT sum(i) FROM n

-- recursion over a table, with cycle detection
WITH RECURSIVE p AS (SELECT id, id * 2 AS next FROM books WHERE id = 1 UNION ALL SELECT b.id, b.id * 2 FROM books b JOIN p ON b.id = p.next) SEARCH DEPTH FIRST BY id SET ord CYCLE id SET looped USING path SELECT id, looped FROM p ORDER BY ord

-- forward references in WITH RECURSIVE
WITH RECURSIVE b AS (SELECT x + 1 AS y FROM a), a AS (SELECT 1 AS x) SELECT y FROM b

-- set operations
SELECT id FROM readers UNION ALL SELECT reader_id FROM loans INTERSECT SELECT id FROM books EXCEPT SELECT 3 ORDER BY 1

-- set operations in brackets
(SELECT id FROM loans ORDER BY fee DESC, id LIMIT 3) UNION (SELECT id FROM loans ORDER BY fee, id LIMIT 3) ORDER BY id DESC

-- brackets around everything
SELECT * FROM (((SELECT 1 AS a) UNION (SELECT 2)) EXCEPT ((SELECT 2))) t

-- rows written out
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, t) JOIN books ON books.id = v.n ORDER BY n

-- VALUES alone
VALUES (1, 'a'), (2, 'b') ORDER BY column1 DESC

-- TABLE
TABLE books ORDER BY id LIMIT 3

-- aggregates
SELECT state, count(*), count(DISTINCT reader_id), sum(fee), round(avg(fee), 2), min(fee), max(taken), string_agg(id::text, ',' ORDER BY id DESC), array_agg(id ORDER BY id), bool_or(fee > 80), count(*) FILTER (WHERE fee > 50) FROM loans GROUP BY state HAVING count(*) > 2 ORDER BY state

-- ordered-set aggregates
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY fee), mode() WITHIN GROUP (ORDER BY state) FROM loans

-- grouping by alias, number, expression
SELECT date_trunc('month', taken) AS m, state AS s, count(*) FROM loans GROUP BY m, 2 ORDER BY m, s

-- an input column wins over an alias in GROUP BY
SELECT upper(state) AS state, count(*) FROM loans GROUP BY state ORDER BY 1

-- grouping sets
SELECT state, book_id, count(*), grouping(state, book_id) FROM loans GROUP BY GROUPING SETS ((state), ROLLUP (book_id), ()) ORDER BY 1, 2, 3

-- cubes and duplicates
SELECT state, reader_id % 2 AS odd, count(*) FROM loans GROUP BY DISTINCT CUBE (state, reader_id % 2), ROLLUP ((state, reader_id % 2)) ORDER BY 1, 2, 3

-- windows
SELECT id, sum(fee) OVER (PARTITION BY state ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES), rank() OVER w, lag(fee, 1, 0) OVER (w), count(*) FILTER (WHERE fee > 9) OVER () FROM loans WINDOW w AS (ORDER BY fee DESC, id) ORDER BY id

-- windows over groups
SELECT state, sum(fee) / sum(sum(fee)) OVER () AS share, row_number() OVER (ORDER BY count(*) DESC, state) FROM loans GROUP BY state ORDER BY state

-- a window by range
SELECT taken, sum(fee) OVER (ORDER BY taken RANGE BETWEEN INTERVAL '10 days' PRECEDING AND CURRENT ROW) FROM loans ORDER BY taken

-- the best of each
SELECT * FROM (SELECT id, reader_id, row_number() OVER (PARTITION BY reader_id ORDER BY fee DESC, id) AS rn FROM loans) t WHERE rn = 1 ORDER BY id

-- DISTINCT and DISTINCT ON
SELECT DISTINCT ON (reader_id) reader_id, id FROM loans ORDER BY reader_id, fee DESC, id

-- DISTINCT
SELECT DISTINCT state, book_id % 2 FROM loans ORDER BY 1, 2

-- orderings
SELECT id, town AS t FROM readers ORDER BY t DESC NULLS LAST, CASE WHEN id % 2 = 0 THEN 0 ELSE 1 END, id

-- limits and offsets
SELECT id FROM loans ORDER BY id OFFSET 3 ROWS FETCH NEXT 4 ROWS ONLY

-- a limit that is computed
SELECT id FROM loans ORDER BY id LIMIT (SELECT count(*) FROM books) - 5 OFFSET 2

-- no limit, said at length
SELECT id FROM books ORDER BY id LIMIT ALL OFFSET 10

-- ties
SELECT state, fee FROM loans ORDER BY fee DESC FETCH FIRST 3 ROWS WITH TIES

-- ONLY
SELECT count(*) FROM ONLY readers

-- a hidden name is free for other uses
WITH x AS (SELECT id AS secret_note FROM readers) SELECT secret_note FROM x ORDER BY secret_note

-- rows of queries as JSON
SELECT row_to_json(t), to_jsonb(t) - 'id' FROM (SELECT id, name FROM readers ORDER BY id LIMIT 3) t

-- a filter with a claim
SELECT n.loan_id, n.line, n.body FROM loan_notes n ORDER BY 1, 2

-- an inner alias that covers an outer one
SELECT id FROM readers o WHERE EXISTS (SELECT 1 FROM books o WHERE o.id = 2 AND town = 'Ulm') ORDER BY id

-- full text
SELECT id FROM books WHERE to_tsvector('simple', title) @@ plainto_tsquery('simple', 'book 3') ORDER BY id

-- ranges and networks
SELECT int4range(1, 5) @> 3, daterange('2024-01-01', '2024-02-01') && daterange('2024-01-15', '2024-03-01'), '10.0.0.0/8'::cidr >>= '10.1.2.3'::inet

-- clauses behind brackets
(SELECT id FROM loans ORDER BY id LIMIT 5) OFFSET 2

-- a branch with its own limit, in brackets of brackets
((SELECT id FROM loans ORDER BY id LIMIT 3) UNION ALL SELECT 1) ORDER BY 1 LIMIT 2

-- a key that a join merged
SELECT id, name, count(*) FROM readers JOIN (SELECT reader_id AS id FROM loans) l USING (id) GROUP BY id, name ORDER BY id

-- national characters, normal forms, empty select lists
SELECT N'a' = 'a', name IS NFC NORMALIZED, EXISTS (SELECT FROM loans), json_object('{a,1}') FROM readers ORDER BY id LIMIT 2

-- all columns under new names
SELECT * FROM (SELECT * FROM readers a JOIN books b ON a.id = b.id) t(x1, x2) WHERE x1 < 10 ORDER BY x1, x2

-- functions by their own names
SELECT generate_series, unnest.unnest, e.ordinality FROM generate_series(1, 2), unnest(ARRAY[3]), jsonb_array_elements('[1]') WITH ORDINALITY e

-- money and distances of words
SELECT '12.34'::money * 2, 'a'::tsquery <-> 'b'::tsquery

-- fields and intervals in odd spellings
SELECT EXTRACT('YEAR' FROM taken), EXTRACT("Month" FROM taken), pg_catalog.interval '1 day', "interval" '2 days' FROM loans ORDER BY id LIMIT 2

-- widths of templates
SELECT format('%-10s|%1$5s|%%|%3$s', name, id, 'a') FROM readers ORDER BY id

-- series with computed ends
SELECT g, g / 2 FROM (SELECT min(id) AS a, max(id) AS b FROM shop.readers) r, generate_series(r.a, r.b) g ORDER BY 1

-- a series to a column
SELECT r.id, g, date '2024-01-01' + g FROM shop.readers r, generate_series(1, r.id) g ORDER BY 1, 2

-- a series to a sub-query
SELECT g FROM generate_series(1, (SELECT count(*) FROM shop.readers)) g ORDER BY 1

-- a series from a sub-query
SELECT g FROM generate_series((SELECT min(id) FROM shop.readers), 20) g ORDER BY 1

-- a series of fractions' type
SELECT g, g / 2 FROM generate_series(0, (SELECT avg(id) FROM shop.readers), 2) g ORDER BY 1

-- a series that falls
SELECT g FROM generate_series(10, 2 * 3, -1) g ORDER BY 1

-- a series of fractions
SELECT g FROM generate_series(0, 1, 0.1::numeric) g ORDER BY 1

-- a series to an aggregate
SELECT generate_series(1, count(*)) FROM shop.loans

-- a series to a grouped value
SELECT town, generate_series(1, length(town)) FROM shop.readers GROUP BY town ORDER BY 1, 2

-- orderings by operator
SELECT id, town FROM readers ORDER BY town USING <, id USING OPERATOR(pg_catalog.>) NULLS LAST

-- literals of a type without a length
SELECT char 'abc', bit '101', character '', numeric(3, 1) '1.25', bpchar(2) 'xyz', timestamptz(0) '2024-01-01 00:00:00.6+00'

-- operators that end in brackets go on
SELECT id FROM readers WHERE id IN (1, 2, 3) IN (true) AND id = ANY (ARRAY[1, 2]) = true AND town IS NULL IS NOT TRUE ORDER BY id

-- the time zone of the session
SELECT timestamptz '2024-01-01 00:00+02' AT LOCAL

-- casts behind operators that end in a word
SELECT id, town IS NULL ::text, name COLLATE "C" ::varchar(3) FROM readers ORDER BY id LIMIT 3

-- SQL/JSON constructors
SELECT id, JSON_OBJECT('id': id, 'name' VALUE name, 'none': NULL ABSENT ON NULL WITH UNIQUE KEYS RETURNING jsonb), JSON_ARRAY(id, town, NULL NULL ON NULL), JSON_ARRAY(SELECT l.id FROM loans l WHERE l.reader_id = r.id ORDER BY 1 RETURNING jsonb) FROM readers r ORDER BY id LIMIT 5

-- SQL/JSON aggregates
SELECT town, JSON_OBJECTAGG(id: name RETURNING jsonb), JSON_ARRAYAGG(name ORDER BY id DESC) FILTER (WHERE id > 3) FROM readers GROUP BY town ORDER BY town

-- SQL/JSON aggregates over windows
SELECT id, JSON_ARRAYAGG(id) OVER (PARTITION BY town ORDER BY id) FROM readers ORDER BY id

-- SQL/JSON query functions
SELECT id, JSON_VALUE(likes, '$.a' RETURNING int DEFAULT -1 ON EMPTY NULL ON ERROR), JSON_QUERY(likes, '$.*' WITH WRAPPER), JSON_EXISTS(likes, '$.a ? (@ > $x)' PASSING id AS x) FROM readers ORDER BY id

-- SQL/JSON conversions and tests
SELECT id, JSON('{"a": 1}' WITH UNIQUE KEYS), JSON_SCALAR(id), JSON_SERIALIZE(likes RETURNING text), name IS JSON, '{}' IS JSON OBJECT, '1' IS NOT JSON ARRAY FROM readers ORDER BY id LIMIT 3

-- a table from JSON
SELECT r.id, j.* FROM readers r, JSON_TABLE(JSON_OBJECT('list': JSON_ARRAY(r.id, r.id + 1), 'town': r.town), '$' AS root PASSING r.id AS x COLUMNS (n FOR ORDINALITY, NESTED PATH '$.list[*]' AS l COLUMNS (item int PATH '$', big bool EXISTS PATH '$ ? (@ > 3)'), town text, other jsonb PATH '$.other' DEFAULT '{}' ON EMPTY) ERROR ON ERROR) AS j ORDER BY r.id, j.item LIMIT 9

-- a table from JSON without an alias, and with new names
SELECT json_table.a, k.z FROM JSON_TABLE('[1, 2]', '$[*]' COLUMNS (a int PATH '$')), LATERAL JSON_TABLE('[3]', '$[*]' COLUMNS (a int PATH '$')) k(z) ORDER BY 1

-- names of columns that SQL/JSON makes
SELECT json_array, json_query, json_value, json_exists, json_object, json_scalar FROM (SELECT JSON_ARRAY(1), JSON_QUERY('[1]', '$'), JSON_VALUE('1', '$'), JSON_EXISTS('1', '$'), JSON_OBJECT('a': 1), JSON_SCALAR(1)) t

-- share of each town
SELECT town, count(*) AS readers, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent FROM readers GROUP BY town ORDER BY readers DESC, town NULLS LAST

-- growth from month to month
WITH monthly AS (SELECT date_trunc('month', taken)::date AS month, sum(fee) AS fees FROM loans GROUP BY 1) SELECT month, fees, fees - lag(fees) OVER (ORDER BY month) AS change, round(100 * (fees / nullif(lag(fees) OVER (ORDER BY month), 0) - 1), 2) AS percent FROM monthly ORDER BY month

-- running total
SELECT id, taken, fee, sum(fee) OVER (ORDER BY taken, id) AS so_far FROM loans ORDER BY taken, id

-- moving average
SELECT taken, round(avg(fee) OVER (ORDER BY taken ROWS BETWEEN 6 PRECEDING AND CURRENT ROW), 3) AS week FROM loans ORDER BY taken

-- top two of each group
SELECT state, id, fee FROM (SELECT l.*, dense_rank() OVER (PARTITION BY state ORDER BY fee DESC, id) AS place FROM loans l) ranked WHERE place <= 2 ORDER BY state, place

-- readers without a loan
SELECT r.id, r.name FROM readers r LEFT JOIN loans l ON l.reader_id = r.id WHERE l.id IS NULL ORDER BY r.id

-- readers without a loan, asked otherwise
SELECT r.id FROM readers r WHERE NOT EXISTS (SELECT 1 FROM loans l WHERE l.reader_id = r.id) ORDER BY r.id

-- first and last of each
SELECT reader_id, min(taken) AS first, max(taken) AS last, max(taken) - min(taken) AS days FROM loans GROUP BY reader_id HAVING count(*) > 1 ORDER BY reader_id

-- a pivot by filters
SELECT date_trunc('month', taken)::date AS month, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'back') AS back, count(*) FILTER (WHERE state = 'late') AS late FROM loans GROUP BY 1 ORDER BY 1

-- a pivot by CASE
SELECT book_id, sum(CASE WHEN state = 'late' THEN fee ELSE 0 END) AS late, sum(CASE WHEN state <> 'late' THEN fee ELSE 0 END) AS other FROM loans GROUP BY book_id ORDER BY book_id

-- classes of a histogram
SELECT width_bucket(fee, 0, 100, 5) AS class, count(*), min(fee), max(fee) FROM loans GROUP BY class ORDER BY class

-- quartiles
SELECT percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY fee) AS quartiles, stddev_samp(fee) IS NOT NULL AS spread FROM loans

-- quarters of the readers by what they pay
SELECT reader_id, sum(fee) AS paid, ntile(4) OVER (ORDER BY sum(fee) DESC, reader_id) AS quarter FROM loans GROUP BY reader_id ORDER BY paid DESC, reader_id

-- days without a loan
SELECT d::date AS day FROM generate_series(date '2024-01-01', date '2024-01-31', interval '1 day') AS d WHERE NOT EXISTS (SELECT 1 FROM loans l WHERE l.taken = d::date) ORDER BY day

-- gaps between loans
SELECT reader_id, taken, taken - lag(taken) OVER (PARTITION BY reader_id ORDER BY taken, id) AS gap FROM loans ORDER BY reader_id, taken, gap

-- islands of days
WITH days AS (SELECT DISTINCT taken FROM loans), numbered AS (SELECT taken, taken - (3 * row_number() OVER (ORDER BY taken))::int AS island FROM days) SELECT min(taken), max(taken), count(*) FROM numbered GROUP BY island ORDER BY 1

-- cohorts
WITH first AS (SELECT reader_id, date_trunc('month', min(taken)) AS cohort FROM loans GROUP BY reader_id) SELECT f.cohort::date, count(DISTINCT l.reader_id) AS readers, count(*) AS loans FROM first f JOIN loans l USING (reader_id) GROUP BY f.cohort ORDER BY f.cohort

-- pairs borrowed together
SELECT a.book_id AS one, b.book_id AS other, count(*) FROM loans a JOIN loans b ON a.reader_id = b.reader_id AND a.book_id < b.book_id GROUP BY a.book_id, b.book_id ORDER BY count(*) DESC, one, other LIMIT 10

-- what differs between two sets
(SELECT reader_id FROM loans WHERE state = 'late' EXCEPT SELECT reader_id FROM loans WHERE state = 'back') ORDER BY reader_id

-- the share of late loans
SELECT b.title, round(avg((l.state = 'late')::int), 3) AS late FROM books b JOIN loans l ON l.book_id = b.id GROUP BY b.id, b.title ORDER BY late DESC, b.title

-- weekdays
SELECT to_char(taken, 'ID') AS weekday, count(*) FROM loans GROUP BY 1 ORDER BY 1

-- ages in words
SELECT id, age(date '2024-06-01', joined), extract(epoch FROM age(date '2024-06-01', joined)) > 0 AS past FROM readers ORDER BY id LIMIT 5

-- names taken apart
SELECT id, split_part(name, ' ', 1) AS kind, regexp_replace(name, '[^0-9]', '', 'g')::int AS nr, initcap(lower(name)) FROM readers ORDER BY id

-- a list of each group
SELECT town, string_agg(name, ', ' ORDER BY id), array_agg(DISTINCT id % 3 ORDER BY id % 3) FROM readers GROUP BY town ORDER BY town NULLS FIRST

-- JSON for a page
SELECT jsonb_build_object('town', town, 'readers', jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY id)) FROM readers GROUP BY town ORDER BY town NULLS LAST

-- numbers in JSON summed up
SELECT sum((likes->>'tea')::int) AS tea, count(*) FILTER (WHERE (likes->>'cat')::boolean) AS cats FROM readers

-- keys of JSON counted
SELECT k, count(*) FROM readers r, jsonb_object_keys(r.likes) k GROUP BY k ORDER BY k

-- tags counted
SELECT t.tag, count(*) AS n FROM readers r CROSS JOIN unnest(r.tags) AS t(tag) GROUP BY t.tag ORDER BY n DESC, t.tag

-- words that name statements are fine as names and texts
SELECT state AS "update", 'delete' AS "insert", count(*) AS "drop" FROM loans WHERE state <> 'truncate' GROUP BY "update" ORDER BY "update"

-- text that looks like an attack
SELECT '1; DROP TABLE loans; --' AS text, 'it''s /* no comment */' AS more, count(*) FROM loans WHERE state <> ''' OR 1=1 --'

-- a function that is called as a statement is
SELECT replace(name, 'Reader', 'Member') AS renamed FROM readers ORDER BY id LIMIT 3

-- a total under the rows
SELECT coalesce(state, 'total') AS state, sum(fee) FROM loans GROUP BY ROLLUP (loans.state) ORDER BY grouping(loans.state), 1

-- a median by hand
SELECT avg(fee) FROM (SELECT fee, row_number() OVER (ORDER BY fee, id) AS i, count(*) OVER () AS n FROM loans) t WHERE i BETWEEN n / 2.0 AND n / 2.0 + 1

-- the dearest loan of each reader, by a correlated query
SELECT l.id, l.reader_id, l.fee FROM loans l WHERE l.fee = (SELECT max(fee) FROM loans m WHERE m.reader_id = l.reader_id) ORDER BY l.id

-- the dearest loan of each reader, by LATERAL
SELECT r.id, top.id AS loan, top.fee FROM readers r CROSS JOIN LATERAL (SELECT id, fee FROM loans l WHERE l.reader_id = r.id ORDER BY fee DESC, id FETCH FIRST ROW ONLY) top ORDER BY r.id

-- several CTEs, one on the other
WITH fees AS (SELECT reader_id, sum(fee) AS total FROM loans GROUP BY reader_id), ranked AS (SELECT *, percent_rank() OVER (ORDER BY total) AS p FROM fees), rich AS (SELECT reader_id FROM ranked WHERE p >= 0.5) SELECT r.town, count(*) FROM rich JOIN readers r ON r.id = rich.reader_id GROUP BY r.town ORDER BY r.town NULLS LAST

-- a calendar by recursion
WITH RECURSIVE calendar(day) AS (SELECT date '2024-01-01' UNION ALL SELECT (day + interval '1 week')::date FROM calendar WHERE day < date '2024-03-01') SELECT c.day, count(l.id) FROM calendar c LEFT JOIN loans l ON l.taken >= c.day AND l.taken < c.day + 7 GROUP BY c.day ORDER BY c.day

-- rows compared as wholes
SELECT count(*) FROM loans WHERE (taken, id) > (date '2024-03-01', 10) AND (state, fee) IS DISTINCT FROM ('open', 5)

-- nothing to see
SELECT count(*), sum(fee), max(taken) FROM loans WHERE false

-- a set of nothing
SELECT id FROM readers WHERE id = ANY ('{}'::int[]) ORDER BY id

-- constants alone
SELECT 1 AS one, NULL AS nothing, now() IS NOT NULL AS time, ARRAY[1, 2] AS list

-- a condition that only a hidden row fails
SELECT id FROM readers WHERE 1 / (id - 5) < 2 ORDER BY id

-- a value that only a hidden row fails, by USING
SELECT r.id FROM (SELECT id, 1 / (id - 5) AS part FROM readers) r JOIN (VALUES (0)) v(part) USING (part) ORDER BY r.id

-- a value that only a hidden row fails, by NATURAL
SELECT r.id FROM (SELECT id, 1 / (id - 5) AS part FROM readers) r NATURAL JOIN (SELECT 0 AS part) v ORDER BY r.id

-- records that differ in shape for a hidden row
SELECT r.id FROM (SELECT id, CASE WHEN id = 5 THEN ROW('five'::text) ELSE ROW(id) END AS shape FROM readers) r JOIN (SELECT ROW(4) AS wanted) w ON r.shape = w.wanted

-- a number that is none for a hidden row
SELECT id FROM readers WHERE CASE WHEN id = 5 THEN 1e400 ELSE id END > float8 '3.5' ORDER BY id

-- a date that no timestamp holds for a hidden row
SELECT id FROM readers WHERE date_trunc('year', CASE WHEN id = 5 THEN date '500000-01-01' ELSE joined END) = date '2023-01-01' ORDER BY id

-- an inner query whose groups refuse a hidden row
SELECT r.id FROM readers r WHERE EXISTS (SELECT 1 FROM books HAVING count(*) + 1 / (r.id - 5) > 0) ORDER BY r.id

-- an inner query whose limit refuses a hidden row
SELECT r.id FROM readers r WHERE r.id IN (SELECT b.id FROM books b ORDER BY b.id LIMIT CASE WHEN r.id = 5 THEN -1 ELSE 8 END) ORDER BY r.id

-- a window that refuses a hidden row
SELECT r.id FROM readers r WHERE 2 IN (SELECT ntile(CASE WHEN r.id = 5 THEN 0 ELSE 2 END) OVER (ORDER BY b.id) FROM books b) ORDER BY r.id

-- an aggregate beside it that refuses a hidden row
SELECT r.id, m.part FROM readers r CROSS JOIN LATERAL (SELECT max(b.id / (r.id - 5)) AS part FROM books b) m ORDER BY r.id

-- types' names for columns
SELECT t.date, t.text, t.interval, t.time FROM (SELECT joined AS date, name AS text, id AS interval, town AS time FROM readers) t ORDER BY t.interval LIMIT 4

-- recency, frequency and what it brought
WITH r AS (SELECT reader_id, max(taken) AS latest, count(*) AS n, sum(fee) AS paid FROM loans GROUP BY reader_id) SELECT CASE WHEN n >= 4 AND paid > 150 THEN 'regular' WHEN latest < date '2024-05-01' THEN 'gone' ELSE 'other' END AS kind, count(*), round(avg(paid), 2) FROM r GROUP BY kind ORDER BY kind

-- what follows what
SELECT was, becomes, count(*) FROM (SELECT state AS was, lead(state) OVER (PARTITION BY reader_id ORDER BY taken, id) AS becomes FROM loans) s WHERE becomes IS NOT NULL GROUP BY was, becomes ORDER BY 3 DESC, 1, 2

-- sittings of readers with a pause between them
SELECT reader_id, max(sitting) AS sittings FROM (SELECT reader_id, sum(CASE WHEN taken - before > 60 THEN 1 ELSE 0 END) OVER (PARTITION BY reader_id ORDER BY taken, id) + 1 AS sitting FROM (SELECT reader_id, id, taken, lag(taken) OVER (PARTITION BY reader_id ORDER BY taken, id) AS before FROM loans) b) s GROUP BY reader_id ORDER BY reader_id

-- bounds in a table of values
SELECT v.label, count(l.id) FROM (VALUES (0, 30, 'low'), (30, 60, 'mid'), (60, NULL, 'high')) AS v(least, most, label) LEFT JOIN loans l ON l.fee >= v.least AND (v.most IS NULL OR l.fee < v.most) GROUP BY v.label ORDER BY v.label

-- a query as a report tool writes it
SELECT "source"."Month" AS "Month", SUM("source"."fee") AS "sum" FROM (SELECT DATE_TRUNC('month', CAST("loans"."taken" AS timestamp)) AS "Month", "loans"."fee" AS "fee", "Readers"."town" AS "town" FROM "loans" LEFT JOIN "readers" AS "Readers" ON "loans"."reader_id" = "Readers"."id") AS "source" WHERE ("source"."town" <> 'Kiel' OR "source"."town" IS NULL) GROUP BY "source"."Month" ORDER BY "source"."Month" ASC
