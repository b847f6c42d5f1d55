-- one column
SELECT name FROM readers ORDER BY id

-- a quoted name and one in another case
SELECT "NAME", Id FROM Readers ORDER BY "ID"

-- FROM first
FROM readers SELECT id, town ORDER BY id

-- FROM alone
FROM books ORDER BY id

-- FROM first with a condition and a grouping
FROM loans SELECT state, count(*) AS n WHERE fee > 10 GROUP BY state ORDER BY state

-- FROM first in a sub-query and a common table expression
WITH late AS (FROM loans WHERE state = 'late') FROM (FROM late SELECT id, fee) SELECT id ORDER BY id

-- a star without a column
SELECT * EXCLUDE (tags, likes, address, scores) FROM readers ORDER BY id

-- a star without one column, without brackets
SELECT * EXCLUDE title FROM books ORDER BY id

-- a star with a value replaced
SELECT * REPLACE (round(price) AS price) FROM books ORDER BY id

-- a star with a column renamed
SELECT * RENAME (title AS called) FROM books ORDER BY id

-- a table's star without a column
SELECT b.* EXCLUDE (price), l.fee FROM books b JOIN loans l ON l.book_id = b.id ORDER BY l.id

-- COLUMNS of a star
SELECT max(COLUMNS(*)) FROM books

-- COLUMNS with a pattern
SELECT COLUMNS('^(id|title)$') FROM books ORDER BY id

-- COLUMNS without a column in an expression
SELECT min(COLUMNS(* EXCLUDE (title))) FROM books

-- grouping by everything that is no aggregate
SELECT state, reader_id % 3 AS third, sum(fee) AS total FROM loans GROUP BY ALL ORDER BY ALL

-- ordering by everything, downwards
SELECT state, count(*) AS n FROM loans GROUP BY ALL ORDER BY ALL DESC

-- an alias in WHERE
SELECT fee * 2 AS doubled, id FROM loans WHERE doubled > 100 ORDER BY id

-- an alias in the select list itself
SELECT fee * 2 AS doubled, doubled + 1 AS more FROM loans ORDER BY id

-- an alias in GROUP BY
SELECT year(taken) AS y, month(taken) AS m, sum(fee) FROM loans GROUP BY y, m ORDER BY y, m

-- an alias in HAVING
SELECT reader_id, sum(fee) AS total FROM loans GROUP BY reader_id HAVING total > 50 ORDER BY reader_id

-- an alias in HAVING that has a column's name
SELECT reader_id, sum(fee) AS fee FROM loans GROUP BY reader_id HAVING fee > 50 ORDER BY reader_id

-- an alias in a sub-query
SELECT fee + 1 AS more, (SELECT max(b.price) FROM books b WHERE b.price < more) AS cheaper FROM loans ORDER BY id

-- a label in front
SELECT total: sum(fee), n: count(*) FROM loans

-- a label in front of a table
SELECT b.title FROM b: books ORDER BY b.id

-- QUALIFY with a window
SELECT id, reader_id, fee FROM loans QUALIFY row_number() OVER (PARTITION BY reader_id ORDER BY fee DESC, id) = 1 ORDER BY id

-- QUALIFY with an alias
SELECT id, rank() OVER (ORDER BY fee DESC, id) AS place FROM loans QUALIFY place <= 5 ORDER BY place

-- QUALIFY with a named window
SELECT id, sum(fee) OVER w AS running FROM loans WINDOW w AS (ORDER BY id) QUALIFY running > 100 ORDER BY id

-- DISTINCT ON
SELECT DISTINCT ON (reader_id) reader_id, id, fee FROM loans ORDER BY reader_id, id

-- a share of the rows
SELECT id FROM loans ORDER BY id LIMIT 10%

-- a share of the rows in words
SELECT id FROM loans ORDER BY id LIMIT 25 PERCENT

-- limit and offset
SELECT id FROM loans ORDER BY id LIMIT 5 OFFSET 3

-- a computed limit
SELECT id FROM loans ORDER BY id LIMIT (SELECT 2 + 2)

-- fetch first
SELECT id FROM loans ORDER BY id FETCH FIRST 3 ROWS ONLY

-- UNION BY NAME
SELECT id, name FROM readers UNION BY NAME SELECT title AS name, id, price FROM books ORDER BY id, name

-- UNION ALL BY NAME with a column that one side lacks
SELECT id FROM books UNION ALL BY NAME SELECT fee, id FROM loans ORDER BY id, fee

-- set operations with ALL
SELECT reader_id FROM loans INTERSECT ALL SELECT id FROM readers ORDER BY 1

-- except
SELECT id FROM readers EXCEPT SELECT reader_id FROM loans ORDER BY id

-- a semi join
SELECT r.id, r.name FROM readers r SEMI JOIN loans l ON l.reader_id = r.id AND l.fee > 40 ORDER BY r.id

-- an anti join with USING
SELECT id FROM books ANTI JOIN (SELECT book_id AS id FROM loans WHERE fee > 60) b USING (id) ORDER BY id

-- an as-of join
SELECT l.id, r.id AS reader FROM loans l ASOF JOIN readers r ON l.taken >= r.joined ORDER BY l.id

-- an as-of left join with equality
SELECT l.id, p.id AS before FROM loans l ASOF LEFT JOIN loans p ON l.reader_id = p.reader_id AND l.taken > p.taken ORDER BY l.id

-- a positional join
SELECT a.id, b.title FROM (SELECT id FROM readers ORDER BY id LIMIT 3) a POSITIONAL JOIN (SELECT title FROM books ORDER BY id LIMIT 3) b ORDER BY a.id

-- lateral without the word
SELECT b.id, x.n FROM books b, (SELECT count(*) AS n FROM loans l WHERE l.book_id = b.id) x ORDER BY b.id

-- lateral with the word
SELECT b.id, x.best FROM books b CROSS JOIN LATERAL (SELECT max(fee) AS best FROM loans l WHERE l.book_id = b.id) x ORDER BY b.id

-- a list taken apart
SELECT id, unnest(tags) AS tag FROM readers ORDER BY id, tag

-- a list taken apart in FROM
SELECT r.id, t.tag FROM readers r, unnest(r.tags) AS t(tag) ORDER BY r.id, t.tag

-- a list literal in FROM
SELECT * FROM unnest([3, 1, 2]) AS t(x) ORDER BY x

-- a struct taken apart
SELECT id, unnest(address) FROM readers ORDER BY id

-- a struct's field behind a dot
SELECT id, address.zip FROM readers ORDER BY id

-- a struct's field behind table and dot
SELECT r.address.street AS street, count(*) FROM readers r GROUP BY street ORDER BY street

-- a struct's field in brackets
SELECT address['zip'] AS zip FROM readers ORDER BY id

-- a struct's field in round brackets
SELECT (address).street FROM readers ORDER BY id

-- a map's value
SELECT id, scores['a'] AS a FROM readers ORDER BY id

-- a map's keys and values
SELECT map_keys(scores) AS k, map_values(scores) AS v, cardinality(scores) AS n FROM readers ORDER BY id

-- a map's value by function
SELECT element_at(scores, 'b') AS b, map_extract(scores, 'a') AS a FROM readers ORDER BY id

-- JSON with arrows
SELECT id, likes->'home'->>'zip' AS zip FROM readers WHERE (likes->>'tea')::int > 0 ORDER BY id

-- JSON with a path
SELECT json_extract_string(likes, '$.home.zip') AS zip, likes->>'$.tea' AS tea FROM readers ORDER BY id

-- JSON with a dot
SELECT likes.home.zip AS zip FROM readers ORDER BY id

-- JSON keys and types
SELECT json_keys(likes) AS k, json_type(likes, '$.tea') AS t, json_array_length('[1,2]'::json) AS n FROM readers ORDER BY id LIMIT 3

-- JSON made of columns
SELECT json_object('id', id, 'name', name) AS j FROM readers ORDER BY id

-- JSON values as rows
SELECT r.id, j.key, j.value FROM readers r, json_each(r.likes) j WHERE j.key <> 'home' ORDER BY r.id, j.key

-- list elements and slices
SELECT tags[1] AS first, tags[-1] AS last, tags[1:1] AS one, tags[2:] AS rest, tags[:1] AS head FROM readers ORDER BY id

-- slices with a step
SELECT [1, 2, 3, 4, 5][1:5:2] AS odd, [1, 2, 3][:-:-1] AS back

-- letters of a text
SELECT name[1] AS f, name[1:6] AS s, name[-2:] AS e FROM readers ORDER BY id

-- a lambda with a colon
SELECT list_transform(tags, lambda t: upper(t)) AS up FROM readers ORDER BY id

-- a lambda with an arrow
SELECT list_filter(tags, t -> t <> 't0') AS some FROM readers ORDER BY id

-- a lambda with an index
SELECT list_transform(tags, (t, i) -> t || i) AS numbered FROM readers ORDER BY id

-- a lambda that uses a column
SELECT list_transform(tags, lambda t: t || '-' || id) AS own FROM readers ORDER BY id

-- a lambda within a lambda
SELECT list_transform([[1, 2], [3]], lambda l: list_transform(l, lambda x: x * 10)) AS tens

-- reducing a list
SELECT list_reduce([1, 2, 3, 4], lambda a, b: a + b) AS s

-- a comprehension
SELECT [x * 2 FOR x IN [1, 2, 3] IF x > 1] AS doubled

-- a comprehension over a column
SELECT id, [upper(t) FOR t IN tags] AS up FROM readers ORDER BY id

-- a comprehension with an index
SELECT [x + i FOR x, i IN [10, 20, 30] IF x > 10] AS sums

-- functions behind dots
SELECT name.upper().length() AS n, tags.list_sort('DESC') AS t FROM readers ORDER BY id

-- functions behind a dot in a chain from a literal
SELECT ('a,b').string_split(',').len() AS n

-- membership in a list
SELECT id FROM readers WHERE 't1' IN tags ORDER BY id

-- membership in a list literal
SELECT id FROM loans WHERE state IN ['open', 'late'] AND reader_id NOT IN [1, 2] ORDER BY id

-- lists compared
SELECT id FROM readers WHERE tags @> ['t1'] OR tags && ['t4'] ORDER BY id

-- list functions
SELECT len(tags) AS n, list_contains(tags, 't1') AS c, list_distinct(tags).list_sort() AS d, list_position(tags, 't2') AS p, array_length(tags) AS l FROM readers ORDER BY id

-- aggregates over a list
SELECT list_sum([1, 2, 3]) AS s, list_avg([1, 2]) AS a, list_aggregate([1, 5], 'max') AS m, list_count(tags) AS c FROM readers ORDER BY id

-- lists joined and padded
SELECT list_concat(tags, ['x']) AS c, [1] || [2, 3] AS d, list_append([1], 2) AS e, list_prepend(0, [1]) AS f FROM readers ORDER BY id LIMIT 2

-- lists zipped and flattened
SELECT list_zip([1, 2], ['a', 'b']) AS z, flatten([[1], [2, 3]]) AS f, array_to_string(['a', 'b'], '-') AS s

-- a list of a column
SELECT state, list(id ORDER BY id) AS ids FROM loans GROUP BY state ORDER BY state

-- texts joined in order
SELECT state, string_agg(DISTINCT reader_id::varchar, ',' ORDER BY reader_id::varchar) AS readers FROM loans GROUP BY state ORDER BY state

-- structs of columns
SELECT {'id': id, 'name': name} AS s, struct_pack(a := id) AS p, row(id, name) AS r FROM readers ORDER BY id

-- a struct literal's field
SELECT {'a': 1, 'b': {'c': 2}}.b.c AS c

-- a struct changed
SELECT struct_insert(address, country := 'DE') AS a FROM readers ORDER BY id LIMIT 2

-- maps made
SELECT MAP {'x': 1, 'y': 2} AS m, map(['k'], [id]) AS n, MAP {}::map(varchar, int) AS e FROM readers ORDER BY id LIMIT 2

-- maps made of entries
SELECT map_from_entries([('a', 1), ('b', 2)]) AS m, map_entries(MAP {'a': 1}) AS e

-- casts in every spelling
SELECT CAST(fee AS integer) AS a, fee::double AS b, TRY_CAST(state AS integer) AS c, '1'::int4 AS d, date '2024-01-01' AS e FROM loans ORDER BY id

-- casts to nested types
SELECT CAST([1, 2] AS varchar[]) AS a, {'a': 1}::struct(a bigint) AS b, CAST(MAP {'a': 1} AS map(varchar, bigint)) AS c, [1, 2, 3]::int[3] AS d

-- a decimal's digits
SELECT fee::decimal(6, 1) AS d, CAST(id AS hugeint) AS h, CAST(id AS utinyint) AS u, CAST(name AS varchar(3)) AS v FROM loans JOIN (SELECT name FROM readers LIMIT 1) r ON true ORDER BY id LIMIT 3

-- a failing value made null
SELECT TRY(CAST(state AS integer)) AS n FROM loans ORDER BY id LIMIT 2

-- intervals in every spelling
SELECT taken + INTERVAL 3 DAY AS a, taken - INTERVAL '2' MONTH AS b, taken + INTERVAL '1 year 2 days' AS c, taken + to_days(1) AS d, taken + INTERVAL (id) HOUR AS e FROM loans ORDER BY id

-- intervals in the plural
SELECT date '2024-01-31' + INTERVAL 2 WEEKS AS a, timestamp '2024-01-01 00:00:00' + INTERVAL 90 MINUTES AS b, INTERVAL 1 QUARTER AS c

-- parts of dates
SELECT extract(year FROM taken) AS y, date_part('month', taken) AS m, date_trunc('quarter', taken) AS q, dayname(taken) AS d, extract('dow' FROM taken) AS w FROM loans ORDER BY id

-- differences of dates
SELECT date_diff('day', joined, date '2024-06-01') AS days, datediff('month', joined, date '2024-06-01') AS months, date '2024-06-01' - joined AS d, age(timestamp '2024-06-01', joined::timestamp) AS a FROM readers ORDER BY id

-- buckets of time
SELECT time_bucket(INTERVAL '1 month', taken) AS m, count(*) AS n FROM loans GROUP BY m ORDER BY m

-- dates written and read
SELECT strftime(taken, '%Y-%m') AS ym, strptime('2024-02-03', '%Y-%m-%d') AS t, make_date(2024, 2, 3) AS d, last_day(taken) AS l FROM loans ORDER BY id LIMIT 5

-- a time zone
SELECT timestamp '2024-01-01 12:00:00' AT TIME ZONE 'UTC' = timestamptz '2024-01-01 12:00:00+00' AS same

-- a series of numbers
SELECT i FROM range(5) t(i) ORDER BY i

-- a series with start and step
SELECT generate_series AS g FROM generate_series(1, 10, 3) ORDER BY g

-- a series of dates
SELECT d::date AS day, count(l.id) AS n FROM generate_series(date '2024-01-01', date '2024-01-10', INTERVAL 1 DAY) t(d) LEFT JOIN loans l ON l.taken = d::date GROUP BY day ORDER BY day

-- a series as a list
SELECT range(3) AS a, generate_series(1, 3) AS b, list_sum(range(1, 4)) AS c

-- a series up to a column
SELECT b.id, r.i FROM books b, range(b.id) r(i) WHERE b.id < 4 ORDER BY b.id, r.i

-- integer division, powers and remainders
SELECT 7 // 2 AS a, 7 / 2 AS b, 2 ** 3 AS c, 2 ^ 3 AS d, 7 % 3 AS e, -7 // 2 AS f

-- bits
SELECT 5 & 3 AS a, 5 | 3 AS b, xor(5, 3) AS c, 1 << 4 AS d, ~5 AS e, bit_count(7) AS f

-- equality with two signs
SELECT id FROM loans WHERE state == 'open' AND id != 3 ORDER BY id

-- NOT NULL behind a value
SELECT id FROM readers WHERE town NOT NULL ORDER BY id

-- null tests in every spelling
SELECT id FROM readers WHERE town IS NOT NULL AND town NOTNULL AND NOT (town ISNULL) AND town IS DISTINCT FROM 'Ulm' ORDER BY id

-- patterns
SELECT id FROM readers WHERE name LIKE 'Reader 1%' OR name ILIKE '%READER 2_' OR name NOT LIKE '%e%' ORDER BY id

-- patterns with an escape
SELECT 'a%b' LIKE 'a$%b' ESCAPE '$' AS a, 'A%b' ILIKE 'a$%b' ESCAPE '$' AS b, 'axb' NOT LIKE 'a$%b' ESCAPE '$' AS c

-- globs
SELECT id FROM readers WHERE name GLOB 'Reader 1*' ORDER BY id

-- regular expressions
SELECT id FROM readers WHERE regexp_matches(name, '1$') OR name SIMILAR TO 'Reader [23].' ORDER BY id

-- regular expressions that replace
SELECT regexp_replace(name, '[0-9]+', '#') AS a, regexp_extract(name, '(\d+)', 1) AS b, regexp_extract_all(name, '\d') AS c FROM readers ORDER BY id

-- starts with
SELECT id FROM readers WHERE name ^@ 'Reader 1' AND starts_with(name, 'R') ORDER BY id

-- texts
SELECT upper(name) AS u, lower(name) AS l, length(name) AS n, reverse(name) AS r, replace(name, 'e', 'E') AS p, name || '!' AS c, concat_ws('-', id, town) AS w FROM readers ORDER BY id

-- texts cut and padded
SELECT substring(name FROM 1 FOR 3) AS a, substr(name, 4) AS b, left(name, 2) AS c, right(name, 2) AS d, lpad(id::varchar, 4, '0') AS e, rpad(name, 12, '.') AS f, repeat('ab', 3) AS g FROM readers ORDER BY id

-- texts trimmed
SELECT trim('  a ') AS a, trim(BOTH 'x' FROM 'xax') AS b, ltrim('xa', 'x') AS c, trim(TRAILING 'x' FROM 'ax') AS d, position('b' IN 'abc') AS e

-- texts split
SELECT string_split(name, ' ')[2] AS n, split_part(name, ' ', 1) AS p, str_split('a|b', '|') AS s FROM readers ORDER BY id

-- texts formatted
SELECT printf('%05d', id) AS p, format('{}: {:.1f}', title, price) AS f FROM books ORDER BY id

-- hashes and encodings
SELECT md5(name) AS m, sha256(name) AS s, to_base64(encode(name)) AS b, hex(name) AS h FROM readers ORDER BY id LIMIT 3

-- distances of texts
SELECT levenshtein('abc', 'abd') AS l, jaro_winkler_similarity('abc', 'abd') > 0.5 AS j, jaccard('ab', 'bc') AS k

-- numbers
SELECT abs(-1) AS a, round(2.567, 2) AS b, ceil(1.2) AS c, floor(1.8) AS d, sqrt(16) AS e, ln(1) AS f, sign(-3) AS g, trunc(1.9) AS h, greatest(1, 3, 2) AS i, least(2, 1) AS j

-- conditions
SELECT CASE WHEN fee > 50 THEN 'high' WHEN fee > 20 THEN 'mid' ELSE 'low' END AS band, if(fee > 50, 1, 0) AS i, coalesce(state, '-') AS c, nullif(state, 'open') AS n, ifnull(state, '-') AS f FROM loans ORDER BY id

-- a simple CASE
SELECT CASE state WHEN 'open' THEN 1 WHEN 'late' THEN 2 END AS s FROM loans ORDER BY id

-- aggregates
SELECT count(*) AS n, count(DISTINCT state) AS d, sum(fee) AS s, avg(fee) AS a, min(fee) AS mi, max(fee) AS ma, median(fee) AS me, mode(state) AS mo, stddev(fee) > 0 AS sd FROM loans

-- filtered aggregates
SELECT count(*) FILTER (WHERE state = 'open') AS o, sum(fee) FILTER (WHERE fee > 40) AS f, count_if(fee > 50) AS c FROM loans

-- a filter without WHERE
SELECT count(*) FILTER (state = 'open') AS o FROM loans

-- the row of the greatest
SELECT arg_max(id, fee) AS a, max_by(state, fee) AS b, arg_min(id, fee, 3) AS c, first(id ORDER BY id) AS f, last(id ORDER BY id) AS l FROM loans

-- quantiles
SELECT quantile_cont(fee, 0.5) AS a, quantile_disc(fee, [0.25, 0.75]) AS b, percentile_cont(0.9) WITHIN GROUP (ORDER BY fee) AS c, approx_count_distinct(reader_id) > 0 AS d FROM loans

-- histograms
SELECT histogram(state) AS h FROM loans

-- booleans and bits aggregated
SELECT bool_and(fee > 0) AS a, bool_or(fee > 89) AS b, bit_xor(id) AS x, product(2) AS p FROM loans WHERE id < 5

-- regressions
SELECT round(corr(id, fee), 6) AS c, round(regr_slope(fee, id), 6) AS s, round(covar_pop(id, fee), 6) AS v FROM loans

-- rollups
SELECT state, reader_id % 2 AS half, sum(fee) AS s, grouping(state) AS g FROM loans GROUP BY ROLLUP (state, half) ORDER BY state NULLS LAST, half NULLS LAST

-- cubes
SELECT state, reader_id % 2 AS half, count(*) AS n FROM loans GROUP BY CUBE (state, half) ORDER BY ALL

-- grouping sets
SELECT state, reader_id, count(*) AS n FROM loans GROUP BY GROUPING SETS ((state), (reader_id), ()) ORDER BY ALL

-- a column that the key decides
SELECT r.id, r.name, count(l.id) AS n FROM readers r LEFT JOIN loans l ON l.reader_id = r.id GROUP BY r.id, r.name ORDER BY r.id

-- windows
SELECT id, row_number() OVER (PARTITION BY state ORDER BY fee, id) AS rn, lag(fee) OVER (ORDER BY id) AS before, lead(fee, 2, 0) OVER (ORDER BY id) AS after, ntile(4) OVER (ORDER BY id) AS q FROM loans ORDER BY id

-- windows with frames
SELECT id, avg(fee) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS a, sum(fee) OVER (ORDER BY taken RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND CURRENT ROW) AS b, count(*) OVER (ORDER BY state GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS c FROM loans ORDER BY id

-- windows that exclude
SELECT id, sum(fee) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS s, max(fee) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES) AS m FROM loans ORDER BY id

-- windows without nulls
SELECT id, last_value(town IGNORE NULLS) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS known FROM readers ORDER BY id

-- windows over groups
SELECT state, sum(fee) AS total, rank() OVER (ORDER BY sum(fee) DESC) AS place FROM loans GROUP BY state ORDER BY place

-- distinct in a window
SELECT id, count(DISTINCT state) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS d FROM loans ORDER BY id

-- joins of every kind
SELECT r.id, l.id AS loan, b.title FROM readers r LEFT JOIN loans l ON l.reader_id = r.id AND l.state = 'late' LEFT JOIN books b ON b.id = l.book_id ORDER BY r.id, l.id

-- a full join with USING
SELECT id, r.name, b.title FROM readers r FULL JOIN books b USING (id) ORDER BY id

-- a natural join
SELECT * FROM (SELECT id, name FROM readers) NATURAL JOIN (SELECT id, title FROM books) ORDER BY id

-- a self join
SELECT a.id, b.id AS other FROM loans a JOIN loans b ON a.reader_id = b.reader_id AND a.id < b.id ORDER BY a.id, b.id

-- nested joins
SELECT r.id, l.id AS loan FROM readers r LEFT JOIN (loans l JOIN books b ON b.id = l.book_id) ON l.reader_id = r.id ORDER BY r.id, l.id

-- common table expressions
WITH late AS (SELECT * FROM loans WHERE state = 'late'), per AS (SELECT reader_id, count(*) AS n FROM late GROUP BY 1) SELECT r.name, per.n FROM per JOIN readers r ON r.id = per.reader_id ORDER BY r.id

-- a common table expression that is kept
WITH t AS MATERIALIZED (SELECT id FROM loans) SELECT count(*) AS n FROM t a, t b WHERE a.id = b.id

-- a recursion
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n ORDER BY i

-- a recursion with a key
WITH RECURSIVE t(k, v) USING KEY (k) AS (SELECT 1, 1 UNION SELECT k, v + 1 FROM t WHERE v < 4) SELECT k, v FROM t

-- sub-queries
SELECT id FROM readers WHERE id IN (SELECT reader_id FROM loans WHERE fee > 60) AND EXISTS (SELECT 1 FROM loans l WHERE l.reader_id = readers.id) ORDER BY id

-- quantified comparisons
SELECT id FROM books WHERE price >= ALL (SELECT price FROM books) OR id = ANY (SELECT book_id FROM loans WHERE fee > 85) ORDER BY id

-- rows compared
SELECT id FROM loans WHERE (reader_id, book_id) IN (SELECT reader_id, book_id FROM loans WHERE state = 'late') AND (id, fee) <> (1, 2) ORDER BY id

-- a scalar sub-query
SELECT id, (SELECT max(fee) FROM loans l WHERE l.book_id = b.id) AS best FROM books b ORDER BY id

-- an array of a query
SELECT ARRAY(SELECT id FROM books ORDER BY id LIMIT 3) AS a, array[1, 2] AS b

-- an empty array of a query
SELECT ARRAY(SELECT id FROM books WHERE id < 0) AS none

-- rows written out
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(n, s) ORDER BY n

-- rows written out without names
SELECT col0, col1 FROM (VALUES (1, 'a'), (2, 'b')) ORDER BY col0

-- values alone
VALUES (1, 'a'), (2, 'b')

-- a table
TABLE books ORDER BY id

-- columns of one name in a sub-query
SELECT id, id_1 FROM (SELECT r.id, l.id FROM readers r JOIN loans l ON l.reader_id = r.id) ORDER BY id_1

-- a column called what its text is
SELECT "sum(fee)" AS s FROM (SELECT sum(fee) FROM loans)

-- a count called what its text is
SELECT state, "count_star()" AS n FROM (SELECT state, count(*) FROM loans GROUP BY state) ORDER BY state

-- dollar quotes and escapes
SELECT $$it's$$ AS a, E'tab\there' AS b, 'it''s' AS c, $x$a$$b$x$ AS d

-- a backslash in a text
SELECT 'a\b' AS a, '\d+' AS b, regexp_matches('a1', '\d') AS c

-- numbers in every spelling
SELECT 1_000 AS a, 1e3 AS b, .5 AS c, 5. AS d, 1.5e-2 AS e

-- case-insensitive order
SELECT name FROM readers ORDER BY name COLLATE NOCASE, id

-- order with nulls
SELECT town, id FROM readers ORDER BY town DESC NULLS LAST, id

-- an odd table
SELECT "Mixed", "select" FROM "Odd Table" ORDER BY id

-- an odd table in another case
SELECT MIXED FROM "odd table" ORDER BY ID

-- a table with its schema
SELECT b.title FROM shop.books b ORDER BY b.id

-- a table with its schema, columns with it too
SELECT shop.books.title FROM shop.books ORDER BY shop.books.id

-- comments
SELECT /* one */ id -- two
FROM books ORDER BY id

-- a trailing semicolon
SELECT count(*) AS n FROM books;

-- brackets everywhere
((SELECT id FROM books ORDER BY id LIMIT 2))

-- a long chain of conditions
SELECT id FROM loans WHERE (state = 'open' OR state = 'late') AND fee BETWEEN 10 AND 60 AND NOT (reader_id = 3 OR reader_id = 5) AND id NOT IN (1, 2, 3) ORDER BY id

-- no table at all
SELECT 1 + 1 AS two, 'x' AS x, true AND NOT false AS t, NULL AS n

-- the months and their running total
WITH m AS (SELECT date_trunc('month', taken) AS month, sum(fee) AS total FROM loans GROUP BY 1) SELECT month, total, sum(total) OVER (ORDER BY month) AS running, round(100.0 * total / sum(total) OVER (), 1) AS share FROM m ORDER BY month

-- the best of each
SELECT * FROM (SELECT l.*, row_number() OVER (PARTITION BY state ORDER BY fee DESC, id) AS rn FROM loans l) WHERE rn = 1 ORDER BY state

-- a crosstab by hand
SELECT reader_id, sum(CASE WHEN state = 'open' THEN fee ELSE 0 END) AS open, sum(fee) FILTER (WHERE state = 'late') AS late FROM loans GROUP BY reader_id ORDER BY reader_id

-- loan notes of the caller's branch
SELECT loan_id, count(*) AS n FROM loan_notes GROUP BY loan_id ORDER BY loan_id

-- notes joined with loans
SELECT l.id, n.body FROM loans l JOIN loan_notes n ON n.loan_id = l.id WHERE l.fee > 20 ORDER BY l.id, n.line

-- more than the limit allows
SELECT a.id, b.id AS other FROM loans a, books b ORDER BY a.id, b.id

-- a pivot behind a table
SELECT * FROM (SELECT reader_id, state, fee FROM loans) PIVOT (sum(fee) FOR state IN ('open', 'late')) ORDER BY reader_id

-- a pivot with several aggregates
FROM (SELECT reader_id, state, fee FROM loans) PIVOT (sum(fee) AS s, count(*) AS n FOR state IN ('open', 'late') GROUP BY reader_id) ORDER BY reader_id

-- a pivot as a statement
PIVOT (SELECT reader_id, state, fee FROM loans) ON state IN ('open', 'late') USING sum(fee) GROUP BY reader_id ORDER BY reader_id

-- columns as rows
SELECT * FROM (SELECT id, price, price * 2 AS dbl FROM books) UNPIVOT (v FOR k IN (price, dbl)) ORDER BY id, k

-- columns as rows as a statement
UNPIVOT (SELECT id, price, price * 2 AS dbl FROM books) ON price, dbl INTO NAME k VALUE v ORDER BY id, k

-- a pivot with an alias
SELECT p.open FROM loans PIVOT (sum(fee) FOR state IN ('open') GROUP BY reader_id) p ORDER BY reader_id

-- a pivot over two columns
SELECT * FROM loans PIVOT (max(fee) AS m FOR state IN ('open', 'back' AS b) book_id IN (1, 2) GROUP BY reader_id) ORDER BY ALL

-- a pivot of a common table expression
WITH l AS (SELECT year(taken) AS y, month(taken) AS m, fee FROM loans) PIVOT l ON m IN (1, 2, 3) USING sum(fee) ORDER BY y

-- all columns but some as rows
UNPIVOT books ON COLUMNS(* EXCLUDE (id, title)) ORDER BY ALL

-- a pivot in a join
SELECT r.name, p.* FROM readers r JOIN (PIVOT loans ON state IN ('open', 'late') USING sum(fee) GROUP BY reader_id) p ON p.reader_id = r.id ORDER BY r.id

-- a pivot that keeps all other columns
SELECT * FROM loans PIVOT (sum(fee) FOR state IN ('open', 'late')) ORDER BY id

-- a pivot that counts
PIVOT loans ON state IN ('open', 'late') GROUP BY reader_id ORDER BY ALL

-- columns as rows with nulls
SELECT * FROM books UNPIVOT INCLUDE NULLS (v FOR k IN (price)) ORDER BY ALL

-- a pivot in FROM first
FROM loans PIVOT (sum(fee) FOR state IN ('open')) SELECT open WHERE reader_id = 3

-- what people and models write, 1
SELECT strftime(taken, '%Y-%m') AS month, COUNT(*) FROM loans GROUP BY 1 ORDER BY 1

-- what people and models write, 2
SELECT DATE_TRUNC('month', taken)::DATE AS m, ROUND(AVG(fee)::numeric, 2) FROM loans GROUP BY 1 ORDER BY 1

-- what people and models write, 3
SELECT EXTRACT(EPOCH FROM taken::timestamp) AS e, EXTRACT(DAY FROM taken) FROM loans ORDER BY id

-- what people and models write, 4
SELECT l.id, b.title FROM loans l, books b WHERE l.book_id = b.id ORDER BY 2 DESC NULLS LAST, 1

-- what people and models write, 5
SELECT MAX(fee) - MIN(fee) AS spread, COUNT(*)::float / 2 AS h FROM loans HAVING count(*) > 1

-- what people and models write, 6
SELECT reader_id FROM loans EXCEPT ALL SELECT id FROM readers ORDER BY 1

-- what people and models write, 7
SELECT list_sort(list(DISTINCT state)) AS l FROM loans

-- what people and models write, 8
SELECT date '2024-01-01' + 5 AS d, 'x' || 1 AS c

-- what people and models write, 9
SELECT id, sum(fee) OVER (PARTITION BY reader_id ORDER BY taken ROWS UNBOUNDED PRECEDING) AS s FROM loans ORDER BY id

-- what people and models write, 10
SELECT approx_quantile(fee, 0.5) > 0 AS q, quantile(fee, 0.5) AS m FROM loans

-- what people and models write, 11
WITH days AS (SELECT UNNEST(generate_series(DATE '2024-01-01', DATE '2024-01-10', INTERVAL '1 day')) AS d) SELECT d FROM days ORDER BY d

-- what people and models write, 12
WITH days AS (SELECT CAST(range AS DATE) AS d FROM range(DATE '2024-01-01', DATE '2024-01-10', INTERVAL 1 DAY)) SELECT d, count(l.id) FROM days LEFT JOIN loans l ON l.taken = d GROUP BY d ORDER BY d

-- what people and models write, 13
SELECT unnest(range(3)) AS i

-- what people and models write, 14
SELECT array_agg(id ORDER BY id)[1:3] AS a, list(struct_pack(i := id) ORDER BY id)[1] AS s FROM loans

-- what people and models write, 15
SELECT json_group_array(name) AS j FROM (SELECT name FROM readers ORDER BY id)

-- what people and models write, 16
SELECT to_json({'a': 1, 'b': [1, 2]}) AS j

-- what people and models write, 17
SELECT CASE WHEN fee > 50 THEN 'hi' ELSE 'lo' END AS band, count(*) AS n FROM loans GROUP BY band ORDER BY band

-- what people and models write, 18
SELECT row_number() OVER (ORDER BY id) AS rn, * FROM books ORDER BY rn

-- what people and models write, 19
SELECT COALESCE(NULLIF(town, ''), 'unknown') AS t FROM readers ORDER BY id

-- what people and models write, 20
SELECT id FROM readers r WHERE NOT EXISTS (SELECT 1 FROM loans WHERE reader_id = r.id) ORDER BY id

-- what people and models write, 21
SELECT TRY_CAST('x' AS DOUBLE) AS a, CAST('2024-01-01' AS TIMESTAMP) AS b

-- what people and models write, 22
SELECT datediff('day', MIN(taken), MAX(taken)) AS d, MONTHNAME(MIN(taken)) AS m, DAYOFWEEK(MAX(taken)) AS w FROM loans

-- what people and models write, 23
SELECT concat(name, ' ', town) AS c, name || ' - ' || coalesce(town, '') AS d FROM readers ORDER BY id

-- what people and models write, 24
SELECT town, STRING_AGG(name, ', ' ORDER BY name) AS s, GROUP_CONCAT(name, ';' ORDER BY id) AS g FROM readers GROUP BY town ORDER BY town

-- what people and models write, 25
SELECT r.id, x.fee FROM readers r LEFT JOIN LATERAL (SELECT fee FROM loans l WHERE l.reader_id = r.id ORDER BY fee DESC, id LIMIT 1) x ON TRUE ORDER BY r.id

-- what people and models write, 26
SELECT count(DISTINCT (reader_id, book_id)) AS n FROM loans

-- what people and models write, 27
SELECT id FROM loans WHERE (reader_id, book_id) = (8, 6) ORDER BY id

-- what people and models write, 28
SELECT 3 * INTERVAL '1 day' AS a, INTERVAL '1 month' * 2 AS b, TIME '12:00' AS c, date_part(['year', 'month'], date '2024-03-01') AS d

-- what people and models write, 29
SELECT id, first_value(fee) OVER w AS f, nth_value(fee, 2) OVER w AS n, cume_dist() OVER w AS c, percent_rank() OVER w AS p FROM loans WINDOW w AS (PARTITION BY state ORDER BY id) ORDER BY id

-- what people and models write, 30
SELECT * FROM loans WHERE taken >= '2024-02-01' AND state IN ('open') ORDER BY id

-- what people and models write, 31
SELECT count(*) FROM (SELECT DISTINCT reader_id FROM loans)

-- what people and models write, 32
SELECT [x for x in range(5)] AS a, [1, 2, 3].filter(x -> x > 1) AS b, list_transform(list_filter([1,2,3], x -> x > 1), y -> y * 2) AS c

-- what people and models write, 33
SELECT sum(fee) AS total, state FROM loans GROUP BY state HAVING sum(fee) > (SELECT avg(fee) FROM loans) ORDER BY total DESC

-- what people and models write, 34
FROM loans SELECT sum(fee) AS total, state GROUP BY ALL ORDER BY total

-- what people and models write, 35
SELECT a.id FROM loans a LEFT JOIN loans b ON a.reader_id = b.reader_id AND b.taken > a.taken WHERE b.id IS NULL ORDER BY a.id

-- what people and models write, 36
SELECT state, count(*) AS n, 100.0 * count(*) / sum(count(*)) OVER () AS pct FROM loans GROUP BY state ORDER BY state

-- what people and models write, 37
SELECT id, fee, fee - lag(fee) OVER (ORDER BY id) AS diff FROM loans QUALIFY diff > 0 ORDER BY id

-- what people and models write, 38
SELECT DISTINCT state FROM loans ORDER BY state

-- what people and models write, 39
SELECT max(taken) AS m FROM loans WHERE year(taken) = 2024 AND month(taken) = 2 OR quarter(taken) = 3

-- what people and models write, 40
SELECT sum(if(state = 'open', fee, 0)) AS s, sum(fee) FILTER (state = 'open') AS t FROM loans

-- what people and models write, 41
SELECT r.town, l.state, sum(l.fee) AS s FROM loans l JOIN readers r ON r.id = l.reader_id GROUP BY GROUPING SETS ((r.town, l.state), (r.town), ()) ORDER BY ALL

-- what people and models write, 42
WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT sum(n) FROM t

-- what people and models write, 43
SELECT id, name FROM readers WHERE lower(name) LIKE '%1%' AND town IS NOT NULL ORDER BY length(name), id LIMIT 5

-- what people and models write, 44
SELECT list_aggregate(tags, 'string_agg', '|') AS s, array_to_string(tags, ',') AS t FROM readers ORDER BY id

-- what people and models write, 45
SELECT epoch(taken::timestamp) AS e, to_timestamp(0) = timestamptz '1970-01-01 00:00:00+00' AS t, make_timestamp(2024, 1, 2, 3, 4, 5) AS m FROM loans ORDER BY id LIMIT 1

-- what people and models write, 46
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY fee DESC) AS p, mode() WITHIN GROUP (ORDER BY state) AS m FROM loans

-- what people and models write, 47
SELECT t.* FROM (VALUES (1, 'a'), (2, 'b')) t(x, y) WHERE t.x > 1

-- what people and models write, 48
SELECT bar(fee, 0, 100, 10) AS b FROM loans ORDER BY id LIMIT 3

-- what people and models write, 49
SELECT CAST(likes AS varchar) AS v, likes::varchar = '' AS e, (likes->>'$.home.zip')::int AS z FROM readers ORDER BY id

-- what people and models write, 50
SELECT id, likes->'tea' AS t, likes->>'cat' AS c FROM readers WHERE likes->>'cat' = 'true' ORDER BY id

-- what people and models write, 51
SELECT id FROM readers WHERE json_extract(likes, '$.tea')::int = 1 ORDER BY id

-- what people and models write, 52
SELECT month, total FROM (SELECT date_trunc('month', taken) AS month, sum(fee) AS total FROM loans GROUP BY month) ORDER BY month

-- what people and models write, 53
SELECT fee AS amount, amount * 1.19 AS gross, gross - amount AS tax FROM loans ORDER BY id

-- what people and models write, 54
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b

-- what people and models write, 55
SELECT min(id) AS "from", max(id) AS "to" FROM loans

-- what people and models write, 56
SELECT reader_id, count(*) FILTER (WHERE state = 'late') * 1.0 / count(*) AS late_rate FROM loans GROUP BY reader_id ORDER BY late_rate DESC, reader_id

-- what people and models write, 57
SELECT id, CASE WHEN fee >= (SELECT quantile_cont(fee, 0.9) FROM loans) THEN 'top' END AS t FROM loans ORDER BY id

-- what people and models write, 58
SELECT date_add(taken, INTERVAL 1 MONTH) AS a, date_sub('month', taken, date '2025-01-01') AS b FROM loans ORDER BY id

-- what people and models write, 59
SELECT split_part(title, ' ', 2)::int AS n FROM books ORDER BY n

-- what people and models write, 60
SELECT b.title, count(*) AS n FROM loans AS l INNER JOIN books AS b ON b.id = l.book_id GROUP BY b.title ORDER BY n DESC, b.title LIMIT 3

-- what people and models write, 61
SELECT generate_series AS n FROM generate_series(1, 3)

-- what people and models write, 62
SELECT range.range FROM range(3)

-- what people and models write, 63
SELECT x, x.y FROM (SELECT {'y': 1} AS x)

-- what people and models write, 64
SELECT s.a.b FROM (SELECT {'a': {'b': 2}} AS s)

-- what people and models write, 65
SELECT id, tags[1], tags.len() FROM readers ORDER BY id

-- what people and models write, 66
SELECT rank() OVER (PARTITION BY state ORDER BY fee DESC NULLS LAST) AS r, id FROM loans ORDER BY id

-- what people and models write, 67
SELECT coalesce(r.town, 'none') AS town, count(l.id) FROM readers r LEFT JOIN loans l ON r.id = l.reader_id GROUP BY coalesce(r.town, 'none') ORDER BY 1

-- what people and models write, 68
SELECT id FROM loans WHERE state LIKE 'o%' ESCAPE '\' ORDER BY id

-- what people and models write, 69
SELECT regexp_extract(name, '(\w+) (\d+)', ['word', 'num']) AS m FROM readers ORDER BY id

-- what people and models write, 70
SELECT string_split('a,b,c', ',')[-1] AS z, 'abc'[2] AS b, ('abc' || 'd')[1:2] AS c

-- what people and models write, 71
SELECT greatest(fee, 50) AS g, least(fee, 50, id) AS l FROM loans ORDER BY id

-- what people and models write, 72
SELECT sum(fee)::decimal(18,2) AS s, avg(fee)::decimal(10,4) AS a, fee::varchar AS v FROM loans GROUP BY fee ORDER BY fee

-- what people and models write, 73
SELECT isnan('nan'::double) AS n, 1.0 / 0 AS i, 'inf'::float AS f

-- what people and models write, 74
SELECT id FROM loans l WHERE fee = (SELECT max(fee) FROM loans WHERE reader_id = l.reader_id) ORDER BY id

-- what people and models write, 75
SELECT map_keys(map_from_entries(list((state, n)))) AS k FROM (SELECT state, count(*) AS n FROM loans GROUP BY state ORDER BY state)

-- what people and models write, 76
SELECT histogram(fee // 30) AS h FROM loans

-- what people and models write, 77
SELECT n, n % 2 = 0 AS even FROM (SELECT unnest([1, 2, 3]) AS n) ORDER BY n

-- what people and models write, 78
SELECT count(*) FROM loans WHERE NOT state = 'open' AND NOT fee > 50

-- what people and models write, 79
SELECT id FROM loans WHERE fee NOT BETWEEN 10 AND 80 ORDER BY id

-- what people and models write, 80
SELECT id, name FROM readers ORDER BY name COLLATE NOCASE DESC, id LIMIT 3 OFFSET 1

-- what people and models write, 81
SELECT (SELECT count(*) FROM loans) AS l, (SELECT count(*) FROM books) AS b

-- what people and models write, 82
SELECT * FROM (SELECT id AS book, title FROM books) b JOIN (SELECT book_id AS book, count(*) AS n FROM loans GROUP BY ALL) c USING (book) ORDER BY book

-- what people and models write, 83
SELECT title FROM books WHERE price = (SELECT max(price) FROM books)

-- what people and models write, 84
SELECT any_value(title) IS NOT NULL AS a, first(title ORDER BY id) AS f FROM books

-- what people and models write, 85
SELECT min_by(title, price) AS m, arg_max(title, price) AS x FROM books

-- what people and models write, 86
SELECT sum(price) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s FROM books ORDER BY id

-- what people and models write, 87
SELECT list(title ORDER BY price DESC)[:2] AS top FROM books

-- what people and models write, 88
SELECT lead(taken) OVER (PARTITION BY reader_id ORDER BY taken) - taken AS gap FROM loans ORDER BY id

-- what people and models write, 89
SELECT time_bucket(INTERVAL '2 weeks', taken) AS b, count(*) FROM loans GROUP BY 1 ORDER BY 1

-- what people and models write, 90
SELECT date_trunc('week', taken) AS w, count(*) AS n FROM loans WHERE taken BETWEEN '2024-01-01' AND '2024-03-31' GROUP BY w ORDER BY w

-- what people and models write, 91
SELECT name FROM readers WHERE name SIMILAR TO 'Reader (1|2)[0-9]' ORDER BY id

-- what people and models write, 92
SELECT unnest(string_split('a b c', ' ')) AS w, 1 AS one

-- what people and models write, 93
SELECT unnest([{'a': 1, 'b': 2}, {'a': 3, 'b': 4}], recursive := true)

-- what people and models write, 94
SELECT * FROM loans l ANTI JOIN readers r ON r.id = l.reader_id ORDER BY id

-- what people and models write, 95
SELECT * FROM (FROM books) WHERE price > 10 ORDER BY id

-- what people and models write, 96
SELECT sum(price) FROM books LIMIT 1

-- what people and models write, 97
SELECT cast(id AS varchar) || ':' || title AS s FROM books ORDER BY id

-- what people and models write, 98
SELECT 1 AS x UNION SELECT 2 UNION ALL SELECT 2 ORDER BY x

-- what people and models write, 99
SELECT id FROM books WHERE id IN (SELECT unnest([1, 2, 3])) ORDER BY id

-- what people and models write, 100
SELECT id FROM books WHERE title IN ('Book 1', 'Book 2') OR id IN (3) ORDER BY id

-- what people and models write, 101
SELECT (id % 3)::varchar AS g, sum(price) AS s FROM books GROUP BY (id % 3)::varchar ORDER BY g

-- what people and models write, 102
SELECT upper(left(title, 1)) || lower(substring(title, 2)) AS t FROM books ORDER BY id

-- what people and models write, 103
SELECT id, price, price > avg(price) OVER () AS above FROM books ORDER BY id

-- what people and models write, 104
SELECT grouping(state) AS g, state, count(*) FROM loans GROUP BY ROLLUP (state) ORDER BY g, state

-- what people and models write, 105
SELECT state FROM loans GROUP BY state ORDER BY count(*) DESC, state

-- what people and models write, 106
SELECT count(*) AS n, n * 2 AS m FROM books

-- what people and models write, 107
SELECT * EXCLUDE (price) REPLACE (upper(title) AS title) FROM books ORDER BY id

-- what people and models write, 108
SELECT COLUMNS(* EXCLUDE (id)) FROM books ORDER BY title

-- what people and models write, 109
SELECT sum(COLUMNS('fee|id')) FROM loans

-- what people and models write, 110
SELECT date '2024-03-10' - date '2024-03-01' AS d, timestamp '2024-03-10 10:00:00' - timestamp '2024-03-01 09:00:00' AS i

-- what people and models write, 111
SELECT extract(hour FROM timestamp '2024-03-10 10:30:00') AS h, date_part('minute', timestamp '2024-03-10 10:30:00') AS m

-- what people and models write, 112
SELECT d.n FROM (SELECT count(*) n FROM loans) d

-- what people and models write, 113
SELECT t.id tid, t.title FROM books t ORDER BY tid

-- what people and models write, 114
SELECT 'a' AS "Group", 1 AS "Order By"

-- what people and models write, 115
SELECT id FROM loans WHERE id = ANY([1, 2, 3]) ORDER BY id

-- what people and models write, 116
SELECT count(*) FROM generate_series(1, (SELECT max(id) FROM loans)) t(i)

-- what people and models write, 117
SELECT id, unnest(range(1, id + 1)) AS i FROM books WHERE id < 4 ORDER BY id, i

-- what people and models write, 118
SELECT sum(fee) AS 'Total Fees' FROM loans

-- what people and models write, 120
SELECT EXISTS(SELECT 1 FROM loans WHERE fee > 80) AS e, NOT EXISTS (FROM loans WHERE fee > 800) AS n

-- what people and models write, 121
SELECT a.id, b.id AS o FROM books a, books b WHERE a.id < b.id AND b.price - a.price < 2 ORDER BY ALL

-- what people and models write, 122
SELECT json_extract_string(likes, ['$.tea', '$.home.zip']) AS l FROM readers ORDER BY id

-- what people and models write, 123
SELECT b.* EXCLUDE (price) FROM books b ORDER BY id

-- what people and models write, 124
SELECT id, range(id) AS r FROM books WHERE id < 3 ORDER BY id

-- what people and models write, 125
WITH RECURSIVE tree AS (SELECT id, id % 3 AS parent, 0 AS depth FROM books WHERE id = 1 UNION ALL SELECT b.id, b.id % 3, depth + 1 FROM books b JOIN tree ON b.id = tree.id + 1 WHERE depth < 5) SELECT * FROM tree ORDER BY id

-- what people and models write, 126
SELECT r.name, l.n FROM readers r, LATERAL (SELECT count(*) AS n FROM loans WHERE reader_id = r.id) l WHERE l.n > 2 ORDER BY r.id

-- what people and models write, 127
SELECT list_transform(list(fee ORDER BY id), x -> x * 2)[1] AS f FROM loans

-- what people and models write, 128
SELECT max(len(tags)) AS m, count(*) FILTER (WHERE list_contains(tags, 't1')) AS c FROM readers

-- what people and models write, 129
SELECT id FROM loans WHERE state NOT IN ('open') AND fee IN (SELECT fee FROM loans WHERE state = 'late') ORDER BY id

-- what people and models write, 130
SELECT town, count(*) AS n FROM readers GROUP BY town HAVING n > 1 ORDER BY n DESC, town NULLS FIRST

-- what people and models write, 131
SELECT id, if(town IS NULL, 'none', town) AS t, ifnull(town, '-') AS i FROM readers ORDER BY id

-- what people and models write, 132
SELECT id::text || '#' AS k, lpad(id::varchar, 5, '0') AS p, format('{:05d}', id) AS f FROM books ORDER BY id

-- what people and models write, 133
FROM loans WHERE fee > 80 ORDER BY id LIMIT 3

-- what people and models write, 134
SELECT date_trunc('month', taken) AS month, list(DISTINCT state ORDER BY state) AS s FROM loans GROUP BY ALL ORDER BY month

-- what people and models write, 135
SELECT x.key AS k, x.value AS v FROM (SELECT unnest(map_entries(scores)) AS x FROM readers WHERE id = 3) ORDER BY k

-- what people and models write, 136
SELECT id, scores['zzz'] AS z, map_extract(scores, 'a')[1] AS a FROM readers ORDER BY id

-- what people and models write, 137
SELECT sum(x) FROM (SELECT unnest([1, 2, 3]) AS x)

-- what people and models write, 138
SELECT * FROM (SELECT id FROM books LIMIT 2) a CROSS JOIN (SELECT id FROM readers ORDER BY id LIMIT 2) b ORDER BY ALL

-- what people and models write, 139
SELECT fee, count(*) OVER (PARTITION BY state) AS n, sum(fee) OVER (PARTITION BY state ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING) AS s FROM loans ORDER BY id

-- what people and models write, 140
SELECT strftime(DATE '2024-01-05', '%d.%m.%Y') AS a, strftime(taken, '%A') AS b FROM loans ORDER BY id LIMIT 2

-- columns that match a pattern as rows
UNPIVOT (SELECT id, price, price * 2 AS double_price FROM books) ON COLUMNS('price') INTO NAME kind VALUE amount ORDER BY id, kind

-- all columns but one as rows, without COLUMNS
UNPIVOT (SELECT id, price, price * 2 AS double_price FROM books) ON * EXCLUDE (id) INTO NAME kind VALUE amount ORDER BY id, kind

-- a list with line breaks
SELECT string_agg(title, E'\n' ORDER BY id) FROM books

-- patterns in any case
SELECT name, name ~* 'READER 1', name !~* 'X$' FROM readers WHERE name ~* 'r 1' ORDER BY id

-- places in a list
SELECT unnest(tags) AS tag, generate_subscripts(tags, 1) AS place FROM readers ORDER BY id, place

-- a share of a window under a name
SELECT state, count(*) AS n, sum(n) OVER () AS all_of_them, round(n / all_of_them, 3) AS share FROM loans GROUP BY state ORDER BY n DESC, state

-- the gap since the time before
SELECT reader_id, taken, lag(taken) OVER (PARTITION BY reader_id ORDER BY taken, id) AS before, date_diff('day', before, taken) AS gap FROM loans ORDER BY reader_id, taken, id

-- a struct of the greatest
SELECT reader_id, arg_max({'loan': id, 'fee': fee}, fee) AS best FROM loans GROUP BY reader_id ORDER BY reader_id

-- commas behind the last items
SELECT id, name, FROM readers WHERE id < 5 ORDER BY id

-- names that a pattern does not match
SELECT id FROM readers WHERE name NOT GLOB '*1' ORDER BY id

-- rows written out in FROM
SELECT x + 1 AS y FROM VALUES (1), (2) t(x) ORDER BY y
