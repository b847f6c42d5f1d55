-- MULTI_STATEMENT two statements
SELECT 1; SELECT 2

-- MULTI_STATEMENT behind a comment
SELECT 1; -- a
DROP TABLE readers

-- MULTI_STATEMENT a literal that looks like an end
SELECT $$;$$; SELECT 2

-- MULTI_STATEMENT leaving the transaction
COMMIT; DROP SCHEMA shop CASCADE

-- DML_FORBIDDEN insert
INSERT INTO books (id) VALUES (99)

-- DML_FORBIDDEN update
UPDATE books SET price = 0

-- DML_FORBIDDEN delete in a common table expression
WITH d AS (DELETE FROM loans RETURNING *) SELECT * FROM d

-- DML_FORBIDDEN delete behind one
WITH d AS (SELECT 1) DELETE FROM loans

-- DML_FORBIDDEN merge
MERGE INTO books USING loans ON true WHEN MATCHED THEN DELETE

-- DML_FORBIDDEN truncate
TRUNCATE loans

-- DDL_FORBIDDEN create
CREATE TABLE x AS SELECT 1

-- DDL_FORBIDDEN drop
DROP TABLE readers

-- DDL_FORBIDDEN grant
GRANT ALL ON readers TO PUBLIC

-- DDL_FORBIDDEN select into
SELECT * INTO copy FROM readers

-- STATEMENT_FORBIDDEN copy
COPY readers TO PROGRAM 'cat'

-- STATEMENT_FORBIDDEN explain runs
EXPLAIN ANALYZE DELETE FROM loans

-- STATEMENT_FORBIDDEN do
DO $$ BEGIN PERFORM 1; END $$

-- STATEMENT_FORBIDDEN settings
SET search_path = shop

-- STATEMENT_FORBIDDEN show
SHOW ALL

-- STATEMENT_FORBIDDEN call
CALL wipe()

-- STATEMENT_FORBIDDEN locking rows
SELECT id FROM readers FOR UPDATE

-- STATEMENT_FORBIDDEN locking rows inside
SELECT * FROM (SELECT id FROM readers FOR SHARE) t

-- STATEMENT_FORBIDDEN samples
SELECT id FROM readers TABLESAMPLE SYSTEM (10)

-- SYNTAX_ERROR nothing
-- a comment

-- SYNTAX_ERROR no query
hello

-- SYNTAX_ERROR an open literal
SELECT 'abc

-- SYNTAX_ERROR an open comment
SELECT 1 /* /* */

-- SYNTAX_ERROR an open dollar quote
SELECT $a$ text $b$

-- SYNTAX_ERROR a parameter
SELECT id FROM readers WHERE id = $1

-- SYNTAX_ERROR a question mark
SELECT id FROM readers WHERE id = ?

-- SYNTAX_ERROR a limit of another dialect
SELECT id FROM readers LIMIT 5, 10

-- SYNTAX_ERROR quotes of another dialect
SELECT `id` FROM readers

-- SYNTAX_ERROR a number that runs into a name
SELECT 1id FROM readers

-- SYNTAX_ERROR a backslash command
\d readers

-- SYNTAX_ERROR an ambiguous column
SELECT id FROM readers, books

-- SYNTAX_ERROR two tables of one name
SELECT 1 FROM readers, readers

-- SYNTAX_ERROR an ordering by operator
SELECT id FROM readers ORDER BY id USING <

-- SYNTAX_ERROR a comparison of comparisons
SELECT 1 < 2 < 3

-- SYNTAX_ERROR catalogue names for common table expressions
WITH pg_class AS (SELECT 1) SELECT * FROM pg_class

-- SYNTAX_ERROR recursion before its first part
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a

-- TABLE_NOT_ALLOW_LISTED a table that is not listed
SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED one that does not exist
SELECT * FROM stuff

-- TABLE_NOT_ALLOW_LISTED another schema
SELECT * FROM other.readers

-- TABLE_NOT_ALLOW_LISTED three parts
SELECT * FROM db.shop.readers

-- TABLE_NOT_ALLOW_LISTED the catalogue
SELECT * FROM pg_catalog.pg_class

-- TABLE_NOT_ALLOW_LISTED statistics
SELECT * FROM pg_stats

-- TABLE_NOT_ALLOW_LISTED the information schema
SELECT * FROM information_schema.columns

-- TABLE_NOT_ALLOW_LISTED in brackets of a set operation
SELECT 1 UNION (SELECT 2 UNION (SELECT id FROM staff))

-- TABLE_NOT_ALLOW_LISTED in a limit
SELECT id FROM readers LIMIT (SELECT count(*) FROM staff)

-- TABLE_NOT_ALLOW_LISTED a common table expression that is not visible yet
WITH a AS (SELECT * FROM staff), staff AS (SELECT 1) SELECT * FROM a

-- TABLE_NOT_ALLOW_LISTED a common table expression of its own name
WITH staff AS (SELECT * FROM staff) SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED a common table expression of an inner query
SELECT * FROM (WITH staff AS (SELECT 1) SELECT * FROM staff) t, staff

-- TABLE_NOT_ALLOW_LISTED comes before columns and functions
SELECT pg_sleep(1), secret_note FROM readers, staff

-- TABLE_NOT_ALLOW_LISTED letter case matters in quotes
SELECT * FROM "Readers"

-- COLUMN_NOT_ALLOW_LISTED a hidden column
SELECT secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in upper case
SELECT SECRET_NOTE FROM readers

-- COLUMN_NOT_ALLOW_LISTED with a Unicode escape
SELECT U&"secret\005fnote" FROM readers

-- COLUMN_NOT_ALLOW_LISTED behind an escaped quote
SELECT E'\'', secret_note FROM readers --'

-- COLUMN_NOT_ALLOW_LISTED behind a backslash
SELECT 'a\', secret_note FROM readers WHERE name <> ' -- '

-- COLUMN_NOT_ALLOW_LISTED behind a nested comment
SELECT 1 /* /* */ */ , secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in WHERE
SELECT id FROM readers WHERE secret_note LIKE 'n%'

-- COLUMN_NOT_ALLOW_LISTED the filter's column
SELECT id FROM readers WHERE branch = 2

-- COLUMN_NOT_ALLOW_LISTED in USING
SELECT 1 FROM readers JOIN loans USING (branch)

-- COLUMN_NOT_ALLOW_LISTED in ON
SELECT 1 FROM readers r JOIN loans l ON l.branch = r.id

-- COLUMN_NOT_ALLOW_LISTED in GROUP BY
SELECT count(*) FROM readers GROUP BY GROUPING SETS ((town), (secret_note))

-- COLUMN_NOT_ALLOW_LISTED in HAVING
SELECT town FROM readers GROUP BY town HAVING max(secret_note) > 'a'

-- COLUMN_NOT_ALLOW_LISTED in ORDER BY
SELECT id FROM readers ORDER BY secret_note

-- COLUMN_NOT_ALLOW_LISTED in the order of an aggregate
SELECT array_agg(id ORDER BY secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED in the filter of an aggregate
SELECT count(*) FILTER (WHERE branch = 2) FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a window
SELECT sum(id) OVER w FROM readers WINDOW w AS (PARTITION BY branch)

-- COLUMN_NOT_ALLOW_LISTED in DISTINCT ON
SELECT DISTINCT ON (secret_note) id FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a correlated query
SELECT id FROM loans l WHERE EXISTS (SELECT 1 FROM readers r WHERE r.secret_note = l.state)

-- COLUMN_NOT_ALLOW_LISTED from outside, seen from inside
SELECT (SELECT r.secret_note FROM books LIMIT 1) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED in LATERAL
SELECT x.v FROM readers r, LATERAL (SELECT r.secret_note AS v) x

-- COLUMN_NOT_ALLOW_LISTED in a function of FROM
SELECT * FROM readers r, generate_series(1, r.branch)

-- COLUMN_NOT_ALLOW_LISTED in recursion
WITH RECURSIVE t AS (SELECT id FROM readers UNION SELECT r.branch FROM readers r, t) SELECT * FROM t

-- COLUMN_NOT_ALLOW_LISTED in rows written out
VALUES ((SELECT max(secret_note) FROM readers))

-- COLUMN_NOT_ALLOW_LISTED in the order of a set operation
SELECT id FROM readers UNION SELECT id FROM books ORDER BY branch

-- COLUMN_NOT_ALLOW_LISTED a system column
SELECT ctid FROM readers

-- COLUMN_NOT_ALLOW_LISTED a table's identity
SELECT tableoid FROM readers

-- COLUMN_NOT_ALLOW_LISTED a whole row
SELECT r FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a whole row as JSON
SELECT row_to_json(r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a whole row by its star
SELECT ROW(r.*) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a field of a whole row
SELECT (r).secret_note FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a function as an attribute
SELECT r.secret_of FROM readers r

-- COLUMN_NOT_ALLOW_LISTED an attribute as a function
SELECT secret_note(r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a function as an attribute of a text
SELECT ('/etc/passwd').pg_read_file

-- COLUMN_NOT_ALLOW_LISTED all fields of anything
SELECT (array_agg(r)).* FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a table's name that an alias covers
SELECT readers.id FROM readers r

-- COLUMN_NOT_ALLOW_LISTED an alias in HAVING
SELECT count(*) AS n FROM readers HAVING n > 1

-- FUNCTION_NOT_ALLOW_LISTED files
SELECT pg_read_file('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED by its full name
SELECT pg_catalog.pg_sleep(10)

-- FUNCTION_NOT_ALLOW_LISTED in FROM
SELECT * FROM pg_ls_dir('.')

-- FUNCTION_NOT_ALLOW_LISTED queries as text
SELECT query_to_xml('SELECT 1', true, true, '')

-- FUNCTION_NOT_ALLOW_LISTED queries as text, again
SELECT * FROM ts_stat('SELECT to_tsvector(name) FROM shop.staff')

-- FUNCTION_NOT_ALLOW_LISTED settings
SELECT set_config('search_path', 'shop', false)

-- FUNCTION_NOT_ALLOW_LISTED sequences
SELECT nextval('s')

-- FUNCTION_NOT_ALLOW_LISTED locks
SELECT pg_advisory_lock(1)

-- FUNCTION_NOT_ALLOW_LISTED who am I
SELECT current_user

-- FUNCTION_NOT_ALLOW_LISTED a user's function
SELECT shop.lower(1)

-- FUNCTION_NOT_ALLOW_LISTED random values
SELECT gen_random_uuid()

-- FUNCTION_NOT_ALLOW_LISTED in a window
SELECT sum(id) OVER (ORDER BY pg_sleep(1)) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED in a limit
SELECT id FROM readers LIMIT length(pg_read_file('/etc/passwd'))

-- FUNCTION_NOT_ALLOW_LISTED XML
SELECT xmlparse(DOCUMENT '<a/>')

-- FUNCTION_NOT_ALLOW_LISTED too many arguments
SELECT lower('a', 'b')

-- FUNCTION_NOT_ALLOW_LISTED a star for anything but count
SELECT sum(*) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED records of a row type
SELECT * FROM jsonb_populate_record(NULL, '{}')

-- OPERATOR_NOT_ALLOW_LISTED a user's operator
SELECT 1 ### 2

-- OPERATOR_NOT_ALLOW_LISTED by its full name
SELECT 1 OPERATOR(shop.+) 2

-- OPERATOR_NOT_ALLOW_LISTED a user's collation
SELECT name COLLATE shop.mine FROM readers

-- TYPE_NOT_ALLOW_LISTED names of objects
SELECT 'staff'::regclass

-- TYPE_NOT_ALLOW_LISTED in front of a literal
SELECT regproc 'secret_of'

-- TYPE_NOT_ALLOW_LISTED a row type
SELECT NULL::shop.readers

-- TYPE_NOT_ALLOW_LISTED in declared columns
SELECT * FROM jsonb_to_record('{}') AS t(a regclass)

-- TYPE_NOT_ALLOW_LISTED object numbers
SELECT 1::oid

-- TYPE_NOT_ALLOW_LISTED geometry: path
SELECT '((0,0),(1,1))'::path

-- TYPE_NOT_ALLOW_LISTED geometry: polygon
SELECT '((0,0),(1,1))'::polygon

-- TYPE_NOT_ALLOW_LISTED geometry: lseg
SELECT '((0,0),(1,1))'::lseg

-- TYPE_NOT_ALLOW_LISTED geometry: box
SELECT '((0,0),(1,1))'::box

-- TYPE_NOT_ALLOW_LISTED geometry: line
SELECT '{1,2,3}'::line

-- TYPE_NOT_ALLOW_LISTED geometry: circle
SELECT '<(0,0),1>'::circle

-- TYPE_NOT_ALLOW_LISTED geometry: point
SELECT '(0,0)'::point

-- TYPE_NOT_ALLOW_LISTED geometry in front of a literal
SELECT polygon '((0,0),(1,1))' && polygon '((0,0),(1,1))'

-- FUNCTION_NOT_ALLOW_LISTED geometry
SELECT area('((0,0),(1,1))')

-- LITERAL_NOT_ALLOWED a long repetition
SELECT repeat('x', 100000000)

-- LITERAL_NOT_ALLOWED a long series
SELECT count(*) FROM generate_series(1, 10000000000)

-- LITERAL_NOT_ALLOWED a series with a tiny step
SELECT count(*) FROM generate_series(0, 1, 0.0000001)

-- LITERAL_NOT_ALLOWED a series with a computed step
SELECT count(*) FROM generate_series(0, 1, 0.0000001 + 0)

-- LITERAL_NOT_ALLOWED a long series behind casts
SELECT generate_series(1::int, 2000000000::int8)

-- LITERAL_NOT_ALLOWED a wide template
SELECT format('%900000000s', 'x')

-- LITERAL_NOT_ALLOWED a wide template by position
SELECT format('%1$-10000s', 'x')

-- LITERAL_NOT_ALLOWED widths that add up
SELECT format('%5000s%%%5000s', 'x', 'y')

-- LITERAL_NOT_ALLOWED a width that is an argument
SELECT format('%*s', 900000000, 'x')

-- LITERAL_NOT_ALLOWED a width that is an argument by position
SELECT format('%2$*1$s', 900000000, 'x')

-- LITERAL_NOT_ALLOWED a computed template
SELECT format('%9' || '00000000s', 'x')

-- LITERAL_NOT_ALLOWED a column as a template
SELECT format(name, 'x') FROM readers

-- LITERAL_NOT_ALLOWED a byte of some encoding
SELECT E'\351'

-- SYNTAX_ERROR a limit inside the brackets and outside
(SELECT id FROM loans LIMIT 5) LIMIT 2

-- SYNTAX_ERROR an order inside the brackets and outside
(SELECT id FROM loans ORDER BY id) ORDER BY id DESC

-- COLUMN_NOT_ALLOW_LISTED comes before an ambiguous name
SELECT id, secret_note FROM readers, books

-- FUNCTION_NOT_ALLOW_LISTED pairs of SQL/JSON
SELECT json_object('a': 1)

-- SYNTAX_ERROR a field that is none
SELECT EXTRACT('' FROM taken) FROM loans
