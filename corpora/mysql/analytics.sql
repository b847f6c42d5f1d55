-- one table
SELECT id, name FROM readers WHERE town = 'Ulm' ORDER BY id

-- everything that is exposed
SELECT * FROM readers ORDER BY id

-- qualified names, backticks
SELECT `r`.`id`, r.name FROM shop.readers AS `r` ORDER BY r.id LIMIT 4

-- a table under its schema, referred to by both
SELECT shop.loans.id, loans.fee FROM shop.loans ORDER BY shop.loans.id LIMIT 4

-- names that need backticks
SELECT `Mixed`, `select` AS `Select It` FROM `Odd Table` ORDER BY `Select It`

-- columns in any letter case
SELECT ID, Name, r.TOWN FROM readers r ORDER BY Id LIMIT 3

-- keywords in any letter case
sElEcT id fRoM readers wHeRe id In (2, 4) oRdEr bY id

-- a backtick in a label
SELECT id AS `a``b` FROM books ORDER BY `a``b` LIMIT 2

-- labels as text literals
SELECT id AS 'Number', title AS "The Title", price 'What it costs' FROM books ORDER BY id LIMIT 3

-- labels that are words elsewhere
SELECT id AS rank, title AS value, price AS groups, 1 AS system, 2 AS status, 3 AS date FROM books ORDER BY rank LIMIT 2

-- columns that nobody named
SELECT count(*), max(fee) - min(fee), 'text', 1 + 1, upper(  'x' ) FROM loans

-- a column that nobody named, referred to
SELECT x.`count(*)`, `max(fee)` FROM (SELECT count(*), max(fee) FROM loans) AS x

-- text in both kinds of quotes
SELECT id FROM readers WHERE town = "Ulm" OR name = 'Reader 2' ORDER BY id

-- quotes within quotes
SELECT 'it''s', "it's", 'say "x"', "say ""x""", '', "" FROM books LIMIT 1

-- backslashes
SELECT 'a\'b', "a\"b", 'tab\there', 'line\nbreak', 'back\\slash', '\x', 'per\%cent', 'under\_score' FROM books LIMIT 1

-- literals that follow each other are one
SELECT 'a' 'b' "c", 'x'
  'y' FROM books LIMIT 1

-- literals with a character set
SELECT _utf8mb4'Zürich', _utf8 'a', N'b', n'c', _utf8mb4 X'4142', 'Köln', '日本' FROM books LIMIT 1

-- bytes
SELECT X'4142', x'4142', 0x4142, 0x142, b'1000001', B'1000001', 0b1000001, hex(0xFF), X'41' = 'A' FROM books LIMIT 1

-- numbers
SELECT 1, 1.5, .5, 5., 1e3, 1.5E-2, 12345678901234567890, -7, +3, - -2 FROM books LIMIT 1

-- truth
SELECT TRUE, false, NULL, NOT TRUE, TRUE IS TRUE, NULL IS UNKNOWN, 5 IS NOT FALSE FROM books LIMIT 1

-- three kinds of comments
SELECT id # the number
  , title -- what it is called
  , price /* in
  euros */ FROM books ORDER BY id LIMIT 2

-- a comment in a comment is none
SELECT 1 /* /* one */ + 1 FROM books LIMIT 1

-- minus a negative number
SELECT 5--3, 5 - -3, 5--id FROM books ORDER BY id LIMIT 2

-- conditions of every kind
SELECT id FROM loans WHERE state IN ('open', 'late') AND fee BETWEEN 5 AND 80 AND NOT (book_id = 3 OR book_id IS NULL) AND fee NOT BETWEEN 6 AND 7 ORDER BY id

-- conditions in symbols
SELECT id FROM loans WHERE state = 'open' && !(fee > 50) || id <=> 3 ORDER BY id

-- one or the other
SELECT id FROM loans WHERE state = 'open' XOR fee > 50 ORDER BY id

-- comparisons of every kind
SELECT id FROM loans WHERE fee <> 5.5 AND fee != 6.5 AND fee >= 5 AND fee <= 80 AND id > 1 AND id < 70 AND state <=> 'open' ORDER BY id

-- comparisons follow each other
SELECT 1 < 2 < 3, 3 > 2 > 1, 1 = 1 = 1, 2 IN (2) = 1, 1 IS NULL = 0 FROM books LIMIT 1

-- precedence
SELECT -2 ^ 2, 2 + 3 << 1, 1 | 2 & 4, 5 & 3 | 8, 10 - 4 - 3, 2 * 3 + 4, 7 DIV 2 * 2, 7 MOD 4, 7 % 4, NOT 1 = 2, ! 1 = 2, 1 OR 0 AND 0, 1 XOR 1 AND 0, NOT 1 BETWEEN 2 AND 3, ~5 & 7, -5 % 3, 3 - 2 = 1 FROM books LIMIT 1

-- patterns
SELECT id FROM readers WHERE name LIKE 'Reader 1%' OR name LIKE '%\_2' OR name LIKE 'R!%' ESCAPE '!' OR name NOT LIKE '%r%' ORDER BY id

-- regular expressions
SELECT id FROM readers WHERE name REGEXP '[13579]$' OR name RLIKE '^Reader 2' OR name NOT REGEXP '[0-9]' OR name NOT RLIKE 'Reader' ORDER BY id

-- a regular expression with backslashes
SELECT id FROM readers WHERE name REGEXP 'Reader \\d$' ORDER BY id

-- sounds
SELECT id FROM readers WHERE town SOUNDS LIKE 'Bon' ORDER BY id

-- quantified comparisons
SELECT id FROM loans WHERE fee >= ALL (SELECT fee FROM loans) OR id = ANY (SELECT id FROM books) OR id > SOME (SELECT id * 6 FROM books) ORDER BY id

-- rows
SELECT id FROM loans WHERE (reader_id, book_id) IN (SELECT reader_id, max(book_id) FROM loans GROUP BY reader_id) AND (id, fee) > (3, 1) AND ROW(id, 1) <> (5, 1) ORDER BY id

-- a list of rows
SELECT id FROM loans WHERE (state, book_id) IN (('open', 4), ('late', 6)) ORDER BY id

-- existence
SELECT r.id FROM readers r WHERE EXISTS (SELECT 1 FROM loans l WHERE l.reader_id = r.id AND l.fee > 60) AND NOT EXISTS (SELECT * FROM loans l WHERE l.reader_id = r.id AND l.state = 'late') ORDER BY r.id

-- a query as a value
SELECT r.id, (SELECT count(*) FROM loans l WHERE l.reader_id = r.id) AS n, (SELECT max(fee) FROM loans) - 1 AS m FROM readers r ORDER BY r.id

-- choices
SELECT id, CASE state WHEN 'open' THEN 'o' WHEN 'late' THEN 'l' END, CASE WHEN fee > 50 THEN 'much' ELSE 'little' END, if(fee > 50, 1, 0), ifnull(state, '-'), nullif(state, 'open'), coalesce(NULL, state, 'x'), isnull(state), interval(fee, 10, 50, 80), greatest(fee, 10, id), least(fee, 10) FROM loans ORDER BY id

-- casts
SELECT CAST('12' AS SIGNED), CAST('12' AS SIGNED INTEGER), CAST('12' AS UNSIGNED), CAST(12 AS CHAR), CAST(12 AS CHAR(1)), CAST('1.256' AS DECIMAL(5, 2)), CAST('1.5' AS DECIMAL), CAST('2024-02-29' AS DATE), CAST('2024-02-29 10:11:12' AS DATETIME), CAST('10:11:12' AS TIME), CAST('a' AS BINARY), CAST('1.5' AS DOUBLE), CAST('x' AS CHAR CHARACTER SET utf8mb4), CAST('ab' AS NCHAR(1)) FROM books LIMIT 1

-- casts that MySQL spells otherwise
SELECT CAST('12' AS INT), CAST(12 AS VARCHAR(10)), CAST('3' AS INTEGER) FROM books LIMIT 1

-- conversions
SELECT CONVERT('12', SIGNED), CONVERT(12.5, CHAR), CONVERT('x' USING utf8mb4), CONVERT(title USING latin1), CHAR(65, 66), CHAR(67 USING utf8mb4), BINARY 'a' = 'A' FROM books ORDER BY id LIMIT 1

-- collations
SELECT id FROM readers WHERE town COLLATE utf8mb4_bin = 'Ulm' ORDER BY name COLLATE utf8mb4_bin, id

-- arithmetic
SELECT id, fee * 2, fee / 3, fee DIV 7, fee MOD 7, fee % 7, -fee, fee + id - 1, id << 1, id >> 1, id | 1, id & 3, id ^ 1, ~id & 15 FROM loans ORDER BY id LIMIT 10

-- numbers' functions
SELECT abs(-1), ceil(1.2), ceiling(1.2), floor(1.8), round(1.256, 2), round(1.5), truncate(1.259, 2), mod(7, 4), power(2, 3), pow(2, 3), sqrt(9), exp(0), ln(1), log(10, 100), log10(100), log2(8), sign(-3), pi(), sin(0), cos(0), radians(180), degrees(pi()), conv('ff', 16, 10), bin(5), oct(8), hex(255), crc32('a'), format(1234.5, 1), bit_count(7) FROM books LIMIT 1

-- text functions
SELECT upper('a'), lower('A'), ucase('a'), lcase('A'), concat('a', 1, 'b'), concat_ws('-', 'a', NULL, 'b'), length('ä'), char_length('ä'), left('abc', 2), right('abc', 2), mid('abc', 2, 1), substring('abc', 2), substr('abc', 2, 1), substring_index('a.b.c', '.', 2), replace('abc', 'b', 'x'), reverse('abc'), repeat('ab', 3), space(2), lpad('7', 3, '0'), rpad('7', 3, '0'), ltrim(' a'), rtrim('a '), trim('  a '), instr('abc', 'c'), locate('c', 'abc'), locate('c', 'abcabc', 4), field('b', 'a', 'b'), find_in_set('b', 'a,b'), elt(2, 'a', 'b'), ascii('a'), ord('a'), hex('a'), unhex('61'), insert('abc', 2, 1, 'xx'), strcmp('a', 'b'), soundex('Bonn'), quote('it'), to_base64('a'), from_base64('YQ==') FROM books LIMIT 1

-- text functions with words in them
SELECT trim(BOTH 'x' FROM 'xax'), trim(LEADING 'x' FROM 'xax'), trim(TRAILING 'x' FROM 'xax'), trim(BOTH FROM ' a '), trim('x' FROM 'xax'), substring('abcdef' FROM 2), substring('abcdef' FROM 2 FOR 3), substr('abcdef' FROM 3), mid('abcdef' FROM 3 FOR 2), position('c' IN 'abc') FROM books LIMIT 1

-- regular expressions as functions
SELECT regexp_replace(name, '[0-9]+', '#'), regexp_substr(name, '[0-9]+'), regexp_instr(name, '[0-9]') FROM readers ORDER BY id

-- dates: parts
SELECT id, year(taken), month(taken), day(taken), dayofmonth(taken), dayofweek(taken), dayofyear(taken), weekday(taken), week(taken), week(taken, 3), weekofyear(taken), yearweek(taken), quarter(taken), monthname(taken), dayname(taken), last_day(taken), to_days(taken) FROM loans ORDER BY id LIMIT 10

-- dates: extraction
SELECT extract(YEAR FROM taken), extract(MONTH FROM taken), extract(YEAR_MONTH FROM taken), extract(QUARTER FROM taken), extract(WEEK FROM taken), extract(DAY_HOUR FROM '2024-01-02 03:04:05') FROM loans ORDER BY id LIMIT 5

-- dates: arithmetic
SELECT taken + INTERVAL 1 DAY, taken - INTERVAL 2 WEEK, INTERVAL 1 MONTH + taken, taken + INTERVAL 1 + 1 DAY, date_add(taken, INTERVAL 1 YEAR), date_sub(taken, INTERVAL '1:30' HOUR_MINUTE), adddate(taken, 3), adddate(taken, INTERVAL 1 QUARTER), subdate(taken, 3), datediff('2024-12-31', taken), timestampdiff(MONTH, taken, '2025-01-01'), timestampadd(WEEK, 1, taken), timestampdiff(SQL_TSI_DAY, taken, '2025-01-01'), period_add(202401, 2), period_diff(202403, 202401) FROM loans ORDER BY id LIMIT 5

-- dates: an interval in brackets
SELECT taken + INTERVAL (1 + 2) DAY, taken + INTERVAL (id) HOUR, taken + INTERVAL '1 2' DAY_HOUR, taken + INTERVAL id DAY - INTERVAL 1 MONTH FROM loans ORDER BY id LIMIT 5

-- dates: formats
SELECT date_format(taken, '%Y-%m'), date_format(taken, '%d.%m.%y %W'), time_format('10:11:12', '%H'), str_to_date('31.01.2024', '%d.%m.%Y'), from_unixtime(0) IS NOT NULL, makedate(2024, 60), maketime(1, 2, 3), sec_to_time(3661), time_to_sec('01:01:01'), timediff('10:00', '09:00'), addtime('10:00', '01:00'), subtime('10:00', '01:00'), date('2024-01-02 03:04'), time('2024-01-02 03:04'), timestamp('2024-01-02'), timestamp('2024-01-02', '03:04') FROM loans ORDER BY id LIMIT 3

-- dates: literals
SELECT DATE '2024-01-31', TIME '10:11:12', TIMESTAMP '2024-01-31 10:11:12.5', DATE'2024-01-01' + INTERVAL 1 DAY FROM books LIMIT 1

-- dates: the clock
SELECT current_date IS NULL, CURRENT_DATE() IS NULL, current_timestamp(3) IS NULL, now() IS NULL, now(6) IS NULL, curdate() IS NULL, curtime() IS NULL, utc_date() IS NULL, utc_timestamp IS NULL, localtime IS NULL, sysdate() IS NULL, unix_timestamp() IS NULL FROM books LIMIT 1

-- the last thirty days
SELECT count(*) FROM loans WHERE taken >= curdate() - INTERVAL 30 DAY

-- months
SELECT date_format(taken, '%Y-%m') AS month, count(*) AS loans, sum(fee) AS fees FROM loans GROUP BY month ORDER BY month

-- months by expression
SELECT year(taken), month(taken), count(*) FROM loans GROUP BY year(taken), month(taken) ORDER BY year(taken), month(taken)

-- months by number
SELECT year(taken), month(taken), count(*) FROM loans GROUP BY 1, 2 ORDER BY 1, 2 DESC

-- grouping by a label
SELECT if(fee > 50, 'much', 'little') AS kind, count(*) FROM loans GROUP BY kind ORDER BY kind

-- a label in HAVING
SELECT reader_id, count(*) AS n FROM loans GROUP BY reader_id HAVING n > 1 ORDER BY n DESC, reader_id

-- a label that hides a column in HAVING
SELECT reader_id, sum(fee) AS fee FROM loans GROUP BY reader_id HAVING fee > 60 ORDER BY fee, reader_id

-- the column behind a label within an aggregate of HAVING
SELECT reader_id, min(fee) AS fee FROM loans GROUP BY reader_id HAVING sum(fee) > 60 AND max(loans.fee) < 90 ORDER BY reader_id

-- a grouped column in HAVING
SELECT state, count(*) FROM loans GROUP BY state HAVING state <> 'open' AND count(*) > 2 ORDER BY state

-- HAVING without groups
SELECT id, fee * 2 AS twice FROM loans HAVING twice > 100 ORDER BY id

-- labels within expressions of the ordering
SELECT id, fee * 2 AS twice FROM loans ORDER BY mod(twice, 7), -twice, id

-- an ordering that puts missing values last
SELECT id, town FROM readers ORDER BY town IS NULL, town DESC, id

-- a custom ordering
SELECT id, state FROM loans ORDER BY FIELD(state, 'late', 'open', 'back'), id LIMIT 10

-- aggregates
SELECT count(*), count(town), count(DISTINCT town), count(DISTINCT town, joined), min(name), max(joined), avg(id), sum(id), sum(DISTINCT id % 3), std(id), stddev(id), stddev_samp(id), var_pop(id), variance(id), bit_or(id), bit_and(id), bit_xor(id) FROM readers

-- conditional aggregates
SELECT sum(state = 'open'), sum(if(state = 'late', fee, 0)), count(CASE WHEN fee > 50 THEN 1 END), avg(state = 'open') FROM loans

-- lists
SELECT state, group_concat(id ORDER BY id) FROM loans GROUP BY state ORDER BY state

-- lists with a separator
SELECT group_concat(DISTINCT state ORDER BY state DESC SEPARATOR '; ') AS states, group_concat(id, ':', state ORDER BY id ASC SEPARATOR '\n') FROM loans WHERE id < 20

-- lists in JSON
SELECT reader_id, json_arrayagg(book_id), json_objectagg(id, fee) FROM loans WHERE id < 12 GROUP BY reader_id ORDER BY reader_id

-- totals
SELECT state, count(*), sum(fee) FROM loans GROUP BY state WITH ROLLUP

-- totals of two levels
SELECT state, book_id, count(*) AS n FROM loans WHERE book_id < 5 GROUP BY state, book_id WITH ROLLUP HAVING n > 1

-- grouping by the key gives the other columns
SELECT r.id, r.name, r.town, count(l.id) FROM readers r LEFT JOIN loans l ON l.reader_id = r.id GROUP BY r.id ORDER BY r.id

-- distinct
SELECT DISTINCT state, book_id FROM loans ORDER BY state, book_id LIMIT 10

-- distinct by another word
SELECT DISTINCTROW state FROM loans ORDER BY state

-- advice to the optimizer
SELECT SQL_NO_CACHE STRAIGHT_JOIN DISTINCT SQL_BIG_RESULT r.id FROM readers r JOIN loans l ON l.reader_id = r.id ORDER BY r.id

-- windows
SELECT id, row_number() OVER (ORDER BY fee, id), rank() OVER (PARTITION BY state ORDER BY fee), dense_rank() OVER (ORDER BY state), sum(fee) OVER (PARTITION BY reader_id ORDER BY id), avg(fee) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), count(*) OVER () FROM loans ORDER BY id LIMIT 20

-- windows: neighbours
SELECT id, lag(fee) OVER (ORDER BY id), lag(fee, 2) OVER (ORDER BY id), lead(fee, 1) OVER w, first_value(fee) OVER w, last_value(fee) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), nth_value(fee, 2) OVER w, ntile(4) OVER w, percent_rank() OVER w, cume_dist() OVER w FROM loans WINDOW w AS (ORDER BY id) ORDER BY id LIMIT 20

-- windows: frames
SELECT id, sum(fee) OVER (ORDER BY id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), sum(fee) OVER (ORDER BY id ROWS 1 PRECEDING), sum(fee) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING) FROM loans ORDER BY id LIMIT 10

-- windows: a named one, and one built on it
SELECT id, sum(fee) OVER (w ORDER BY id), count(*) OVER w FROM loans WINDOW w AS (PARTITION BY state) ORDER BY id LIMIT 10

-- windows over groups
SELECT state, count(*) AS n, rank() OVER (ORDER BY count(*) DESC) AS place, sum(count(*)) OVER () AS total FROM loans GROUP BY state ORDER BY place, state

-- the best of each
SELECT * FROM (SELECT id, reader_id, row_number() OVER (PARTITION BY reader_id ORDER BY fee DESC, id) AS n FROM loans) t WHERE n = 1 ORDER BY id

-- the share of each
SELECT state, sum(fee) AS fees, round(100 * sum(fee) / (SELECT sum(fee) FROM loans), 1) AS share FROM loans GROUP BY state ORDER BY state

-- an inner join
SELECT l.id, r.name, b.title FROM loans l JOIN readers r ON r.id = l.reader_id INNER JOIN books b ON b.id = l.book_id ORDER BY l.id

-- a list of tables
SELECT l.id, r.name FROM loans l, readers r WHERE l.reader_id = r.id ORDER BY l.id

-- outer joins
SELECT r.id, l.id, b.id FROM readers r LEFT OUTER JOIN loans l ON l.reader_id = r.id AND l.state = 'open' RIGHT JOIN books b ON b.id = l.book_id ORDER BY b.id, l.id, r.id

-- merged columns
SELECT id, b.title, o.`Mixed` FROM books b JOIN `Odd Table` o USING (id) ORDER BY id

-- merged columns of an outer join
SELECT id, title, `Mixed` FROM `Odd Table` RIGHT JOIN books USING (id) ORDER BY id

-- a natural join
SELECT * FROM (SELECT id, title FROM books) b NATURAL JOIN (SELECT id, name FROM readers) r ORDER BY id

-- a natural left join
SELECT * FROM (SELECT id, title FROM books) b NATURAL LEFT JOIN (SELECT id, name FROM readers) r ORDER BY id

-- joins without a condition
SELECT count(*) FROM books JOIN readers CROSS JOIN `Odd Table` INNER JOIN (SELECT 1 AS one) AS x

-- a condition that reaches further back
SELECT l.id FROM loans l JOIN readers r JOIN books b ON b.id = l.book_id AND r.id = l.reader_id ORDER BY l.id

-- conditions that pile up
SELECT l.id FROM loans l JOIN readers r JOIN books b ON b.id < 5 ON r.id = l.reader_id AND b.id = l.book_id ORDER BY l.id

-- a straight join
SELECT r.id FROM readers r STRAIGHT_JOIN loans l ON l.reader_id = r.id WHERE l.fee > 50 ORDER BY r.id, l.id

-- a cross join with a condition
SELECT l.id FROM loans l CROSS JOIN books b ON b.id = l.book_id WHERE b.price > 20 ORDER BY l.id

-- joins in brackets
SELECT r.id, l.id, b.id FROM readers r LEFT JOIN (loans l JOIN books b ON b.id = l.book_id) ON l.reader_id = r.id ORDER BY r.id, l.id

-- a list in brackets
SELECT r.id, l.id FROM readers r LEFT JOIN (loans l, books b) ON l.reader_id = r.id AND b.id = l.book_id AND b.id < 4 ORDER BY r.id, l.id

-- tables in brackets
SELECT count(*) FROM (loans) JOIN ((readers AS r)) ON r.id = reader_id

-- the same table twice
SELECT a.id, b.id FROM loans a JOIN loans b ON b.reader_id = a.reader_id AND b.id > a.id ORDER BY a.id, b.id

-- a derived table
SELECT t.state, t.n FROM (SELECT state, count(*) AS n FROM loans GROUP BY state) AS t WHERE t.n > 3 ORDER BY t.state

-- a derived table within a derived table
SELECT max(n) FROM (SELECT n FROM (SELECT reader_id, count(*) AS n FROM loans GROUP BY reader_id) a WHERE n < 10) b

-- a common table
WITH open_loans AS (SELECT * FROM loans WHERE state = 'open') SELECT count(*), sum(fee) FROM open_loans

-- common tables that build on each other
WITH a AS (SELECT reader_id, sum(fee) AS fees FROM loans GROUP BY reader_id), b AS (SELECT * FROM a WHERE fees > 40) SELECT r.name, b.fees FROM b JOIN readers r ON r.id = b.reader_id ORDER BY r.id

-- a common table with names for its columns
WITH t (a, b) AS (SELECT id, fee FROM loans) SELECT a, b FROM t WHERE b > 60 ORDER BY a

-- a common table that is used twice
WITH t AS (SELECT state, count(*) AS n FROM loans GROUP BY state) SELECT x.state, x.n - y.n AS d FROM t x CROSS JOIN t y WHERE y.state = 'open' ORDER BY x.state

-- a common table that is called like a base table
WITH staff AS (SELECT id, name FROM readers) SELECT name FROM staff ORDER BY id

-- a recursive table
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) SELECT n.i, count(l.id) FROM n LEFT JOIN loans l ON month(l.taken) = n.i GROUP BY n.i ORDER BY n.i

-- days without gaps
WITH RECURSIVE days AS (SELECT DATE '2024-01-01' AS d UNION ALL SELECT d + INTERVAL 1 DAY FROM days WHERE d < '2024-01-20') SELECT d, count(l.id) FROM days LEFT JOIN loans l ON l.taken = d GROUP BY d ORDER BY d

-- a common table inside a sub-query
SELECT (WITH t AS (SELECT max(fee) AS m FROM loans) SELECT m FROM t) AS most FROM books LIMIT 1

-- a union
SELECT id, name FROM readers UNION SELECT id, title FROM books ORDER BY id, name

-- a union of all rows
SELECT state FROM loans WHERE id < 9 UNION ALL SELECT state FROM loans WHERE id < 5 ORDER BY state

-- a union in brackets
(SELECT id FROM readers ORDER BY id LIMIT 2) UNION ALL (SELECT id FROM books ORDER BY id DESC LIMIT 2) ORDER BY id LIMIT 3

-- differences and intersections
SELECT id FROM readers EXCEPT SELECT reader_id FROM loans INTERSECT SELECT id FROM books ORDER BY id

-- a union as a table
SELECT kind, count(*) FROM (SELECT 'r' AS kind, id FROM readers UNION ALL SELECT 'b', id FROM books) u GROUP BY kind ORDER BY kind

-- rows written out
SELECT t.a, t.b FROM (SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y') AS t ORDER BY t.a

-- limits
SELECT id FROM loans ORDER BY id LIMIT 5

-- limits: after some
SELECT id FROM loans ORDER BY id LIMIT 5 OFFSET 10

-- limits: in one
SELECT id FROM loans ORDER BY id LIMIT 10, 5

-- limits: none
SELECT id FROM loans ORDER BY id LIMIT 0

-- limits: more than allowed
SELECT a.id, b.id FROM loans a JOIN loans b ORDER BY a.id, b.id LIMIT 100000

-- limits: inside
SELECT count(*) FROM (SELECT id FROM loans ORDER BY id LIMIT 7) t

-- limits: a far offset
SELECT id FROM loans ORDER BY id LIMIT 18446744073709551615 OFFSET 35

-- nothing from nowhere
SELECT 1 + 1, 'x', NOW() > '2020-01-01'

-- nothing from DUAL
SELECT 1 AS one FROM DUAL WHERE 1 = 1

-- JSON
SELECT id, json_extract(likes, '$.tea'), json_unquote(json_extract(likes, '$.home.zip')), json_value(likes, '$.tea'), json_length(likes), json_keys(likes), json_type(likes), json_valid(likes), json_contains(likes, '1', '$.tea'), json_contains_path(likes, 'one', '$.cat') FROM readers ORDER BY id

-- JSON that is made
SELECT json_object('id', id, 'title', title), json_array(id, price), json_quote(title), json_set('{"a": 1}', '$.b', id), json_remove('{"a": 1}', '$.a'), json_merge_patch('{"a": 1}', '{"b": 2}'), json_search('["a"]', 'one', 'a') FROM books ORDER BY id LIMIT 3

-- digests
SELECT md5(title), sha1(title), sha2(title, 256) FROM books ORDER BY id LIMIT 2

-- addresses
SELECT inet_aton('10.0.0.1'), inet_ntoa(167772161), is_ipv4('10.0.0.1'), hex(inet6_aton('::1')), is_ipv6('::1') FROM books LIMIT 1

-- a repetition within bounds
SELECT repeat('ab', id), lpad(title, id + 3, '*'), space(id) FROM books ORDER BY id LIMIT 3

-- names without AS
SELECT r.id i, name n FROM readers r ORDER BY i LIMIT 3

-- words that are no names elsewhere
SELECT id AS `order`, title AS `group` FROM books AS `table` ORDER BY `order` LIMIT 2

-- an offset of an ordering by something that is not shown
SELECT name FROM readers ORDER BY joined DESC, id LIMIT 3 OFFSET 1

-- anti-joins
SELECT r.id FROM readers r LEFT JOIN loans l ON l.reader_id = r.id WHERE l.id IS NULL ORDER BY r.id

-- not in
SELECT id FROM readers WHERE id NOT IN (SELECT reader_id FROM loans WHERE reader_id IS NOT NULL) ORDER BY id

-- cohorts
SELECT timestampdiff(MONTH, r.joined, l.taken) AS months, count(DISTINCT r.id) AS readers FROM readers r JOIN loans l ON l.reader_id = r.id WHERE l.taken >= r.joined GROUP BY months ORDER BY months

-- a running total by month
SELECT month, fees, sum(fees) OVER (ORDER BY month) AS so_far FROM (SELECT date_format(taken, '%Y-%m') AS month, sum(fee) AS fees FROM loans GROUP BY 1) m ORDER BY month

-- a pivot
SELECT reader_id, sum(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open, sum(CASE WHEN state = 'late' THEN 1 ELSE 0 END) AS late FROM loans GROUP BY reader_id ORDER BY reader_id

-- growth against the month before
WITH m AS (SELECT date_format(taken, '%Y-%m-01') AS month, sum(fee) AS fees FROM loans GROUP BY month) SELECT month, fees, lag(fees) OVER (ORDER BY month) AS before_it, round((fees - lag(fees) OVER (ORDER BY month)) / lag(fees) OVER (ORDER BY month) * 100, 2) AS growth FROM m ORDER BY month

-- the median
SELECT avg(fee) FROM (SELECT fee, row_number() OVER (ORDER BY fee) AS n, count(*) OVER () AS c FROM loans) t WHERE n IN (floor((c + 1) / 2), ceil((c + 1) / 2))

-- percentages
SELECT state, count(*) AS n, concat(round(count(*) * 100.0 / sum(count(*)) OVER (), 1), '%') AS share FROM loans GROUP BY state ORDER BY state

-- a filter with claims
SELECT loan_id, line, body FROM loan_notes ORDER BY loan_id, line LIMIT 10

-- the end of a statement
SELECT id FROM books ORDER BY id LIMIT 1;

-- a table statement
SELECT count(*) FROM (SELECT * FROM books) AS t

-- rows written out as such
-- engine: mariadb
SELECT * FROM (VALUES (1, 'x'), (2, 'y')) AS t

-- rows as a statement
-- engine: mariadb
VALUES (1, 'x'), (2, 'y')

-- MariaDB's words for a limit
-- engine: mariadb
SELECT id FROM loans ORDER BY id OFFSET 3 ROWS FETCH NEXT 4 ROWS ONLY

-- ties
-- engine: mariadb
SELECT state FROM loans ORDER BY state FETCH FIRST 2 ROWS WITH TIES

-- MariaDB's names for functions
-- engine: mariadb
SELECT nvl(town, '-'), nvl2(town, 1, 0), chr(65), to_char(joined, 'YYYY-MM'), add_months(joined, 1), json_query(likes, '$.home'), json_exists(likes, '$.tea'), lengthb(name) FROM readers ORDER BY id

-- the median as a window
-- engine: mariadb
SELECT DISTINCT state, median(fee) OVER (PARTITION BY state) AS middle FROM loans ORDER BY state

-- paths by arrows
-- engine: mysql
SELECT id, likes->'$.tea', likes->>'$.home.zip', r.likes->'$.home'->'$.zip' FROM readers r ORDER BY id

-- membership in a JSON array
-- engine: mysql
SELECT 1 MEMBER OF ('[1, 2]')

-- a union ordered by an expression of its columns
SELECT name AS n FROM readers UNION ALL SELECT title FROM books ORDER BY char_length(n), n

-- hexadecimal numbers
SELECT 0x1F + 0, 0x0a * 2, b'11' + 0, 0b11 + 1, X'31' + 0 FROM books LIMIT 1

-- a window over a range of days
-- engine: mysql
SELECT id, sum(fee) OVER (ORDER BY taken RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND CURRENT ROW) FROM loans ORDER BY id LIMIT 10

-- MySQL's own functions
-- engine: mysql
SELECT any_value(name), grouping(town), town FROM readers WHERE regexp_like(name, 'R') GROUP BY town WITH ROLLUP

-- a lateral table
-- engine: mysql
SELECT r.id, x.fee FROM readers r, LATERAL (SELECT l.fee FROM loans l WHERE l.reader_id = r.id ORDER BY l.id LIMIT 1) x ORDER BY r.id

-- rows in MySQL's words
-- engine: mysql
SELECT column_0 + 0 FROM (SELECT 1 AS column_0) t UNION ALL VALUES ROW(2), ROW(3)

-- dates and functions as drivers write them
SELECT id, {fn UPPER(name)} AS caps FROM readers WHERE joined > {d '2023-03-01'} ORDER BY id LIMIT 3

-- a join as drivers write it
SELECT r.id, l.fee FROM {oj readers r LEFT OUTER JOIN loans l ON l.reader_id = r.id} ORDER BY r.id, l.fee LIMIT 10

-- the last of the first five
(SELECT id, name FROM readers ORDER BY id LIMIT 5) ORDER BY id DESC LIMIT 2

-- a window ordered by a result column that is called like an input column
-- engine: mariadb
SELECT id, -id AS price, rank() OVER (ORDER BY price) AS place FROM books ORDER BY id

-- a window ordered by an aggregate's name
-- engine: mariadb
SELECT reader_id, sum(fee) AS total, rank() OVER (ORDER BY total DESC) AS place FROM loans GROUP BY reader_id ORDER BY place, reader_id

-- a window partitioned by a result column's name, and ordered by an expression of one
-- engine: mariadb
SELECT id, id % 2 AS odd, -id AS price, lag(id) OVER (PARTITION BY odd ORDER BY -price, coalesce(odd, 1)) AS before_it FROM books ORDER BY id

-- a named window ordered by a result column's name
-- engine: mariadb
SELECT id, -id AS back, rank() OVER w AS place FROM books WINDOW w AS (PARTITION BY back ORDER BY back) ORDER BY id

-- a document as a table
SELECT r.id, j.tea, j.zip FROM readers r, JSON_TABLE(r.likes, '$' COLUMNS (tea int PATH '$.tea', NESTED PATH '$.home' COLUMNS (zip varchar(5) PATH '$.zip'))) AS j ORDER BY r.id

-- a document written out as a table
SELECT t.n, t.a, t.b, t.c FROM JSON_TABLE('[{"a": 1}, {"a": 2, "b": "x"}]', '$[*]' COLUMNS (n FOR ORDINALITY, a decimal(6, 1) PATH '$.a', b varchar(9) PATH '$.b' DEFAULT 'none' ON EMPTY NULL ON ERROR, c int EXISTS PATH '$.b')) t ORDER BY t.n

-- documents counted by a value of theirs
SELECT j.tea, count(*) FROM readers r JOIN JSON_TABLE(r.likes, '$' COLUMNS (tea int PATH '$.tea')) j GROUP BY j.tea ORDER BY j.tea

-- an outer join with a document
SELECT r.id, j.cat FROM readers r LEFT JOIN JSON_TABLE(r.likes, '$' COLUMNS (cat int PATH '$.cat')) AS j ON j.cat > 0 ORDER BY r.id

-- the first day of each month and of each week
SELECT date_sub(taken, INTERVAL dayofmonth(taken) - 1 DAY) AS month_start, date_add(taken, INTERVAL -weekday(taken) DAY) AS monday, count(*) FROM loans GROUP BY month_start, monday ORDER BY month_start, monday

-- names of months by number
SELECT elt(month(taken), 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec') AS m, count(*) FROM loans GROUP BY m ORDER BY min(taken)

-- the share of the total so far
SELECT t.state, t.s, sum(t.s) OVER (ORDER BY t.s DESC, t.state) / sum(t.s) OVER () AS so_far FROM (SELECT state, sum(fee) AS s FROM loans GROUP BY state) t ORDER BY t.s DESC, t.state

-- a list with line breaks
SELECT group_concat(title ORDER BY id SEPARATOR '\n') FROM books

-- a query as a list, one per reader
SELECT r.id, (SELECT group_concat(l.id ORDER BY l.id) FROM loans l WHERE l.reader_id = r.id AND l.state = 'late') AS late FROM readers r ORDER BY r.id

-- weighing with a condition
SELECT sum(fee * (state = 'late')) AS late, avg(state = 'back') * 100 AS back FROM loans
