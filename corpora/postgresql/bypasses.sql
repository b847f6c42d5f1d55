-- MULTI_STATEMENT two statements
-- origin: advisory, Datadog Security Labs on the reference server-postgres: several statements in one call
SELECT 1; SELECT 2

-- MULTI_STATEMENT behind a comment
-- origin: advisory, Datadog Security Labs on the reference server-postgres: several statements in one call
SELECT 1; -- a
DROP TABLE readers

-- MULTI_STATEMENT a literal that looks like an end
-- origin: feature, dollar quoting
SELECT $$;$$; SELECT 2

-- MULTI_STATEMENT leaving the transaction
-- origin: advisory, modelcontextprotocol/servers issue 866: COMMIT leaves the read-only transaction
COMMIT; DROP SCHEMA shop CASCADE

-- DML_FORBIDDEN insert
-- origin: own
INSERT INTO books (id) VALUES (99)

-- DML_FORBIDDEN update
-- origin: own
UPDATE books SET price = 0

-- DML_FORBIDDEN delete in a common table expression
-- origin: advisory, DBHub issue 275: a writable CTE passed the read-only mode
WITH d AS (DELETE FROM loans RETURNING *) SELECT * FROM d

-- DML_FORBIDDEN delete behind one
-- origin: feature, data-modifying WITH
WITH d AS (SELECT 1) DELETE FROM loans

-- DML_FORBIDDEN merge
-- origin: feature, MERGE
MERGE INTO books USING loans ON true WHEN MATCHED THEN DELETE

-- DML_FORBIDDEN truncate
-- origin: own
TRUNCATE loans

-- DDL_FORBIDDEN create
-- origin: own
CREATE TABLE x AS SELECT 1

-- DDL_FORBIDDEN drop
-- origin: own
DROP TABLE readers

-- DDL_FORBIDDEN grant
-- origin: own
GRANT ALL ON readers TO PUBLIC

-- DDL_FORBIDDEN select into
-- origin: advisory, db-mcp-gateway review of June 2026: SELECT INTO creates a table
SELECT * INTO copy FROM readers

-- STATEMENT_FORBIDDEN copy
-- origin: feature, COPY TO PROGRAM runs a command on the server
COPY readers TO PROGRAM 'cat'

-- STATEMENT_FORBIDDEN explain runs
-- origin: advisory, db-mcp-gateway review of June 2026: EXPLAIN ANALYZE runs what it explains
EXPLAIN ANALYZE DELETE FROM loans

-- STATEMENT_FORBIDDEN do
-- origin: feature, anonymous code blocks
DO $$ BEGIN PERFORM 1; END $$

-- STATEMENT_FORBIDDEN settings
-- origin: own
SET search_path = shop

-- STATEMENT_FORBIDDEN show
-- origin: own
SHOW ALL

-- STATEMENT_FORBIDDEN call
-- origin: feature, procedures may commit
CALL wipe()

-- STATEMENT_FORBIDDEN locking rows
-- origin: feature, row locks of a SELECT
SELECT id FROM readers FOR UPDATE

-- STATEMENT_FORBIDDEN locking rows inside
-- origin: feature, row locks of a SELECT
SELECT * FROM (SELECT id FROM readers FOR SHARE) t

-- STATEMENT_FORBIDDEN samples
-- origin: feature, TABLESAMPLE reads physical pages
SELECT id FROM readers TABLESAMPLE SYSTEM (10)

-- SYNTAX_ERROR a backslash command
-- origin: own
\d readers

-- SYNTAX_ERROR catalogue names for common table expressions
-- origin: own
WITH pg_class AS (SELECT 1) SELECT * FROM pg_class

-- TABLE_NOT_ALLOW_LISTED a table that is not listed
-- origin: own
SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED one that does not exist
-- origin: own
SELECT * FROM stuff

-- TABLE_NOT_ALLOW_LISTED another schema
-- origin: own
SELECT * FROM other.readers

-- TABLE_NOT_ALLOW_LISTED three parts
-- origin: own
SELECT * FROM db.shop.readers

-- TABLE_NOT_ALLOW_LISTED the catalogue
-- origin: own
SELECT * FROM pg_catalog.pg_class

-- TABLE_NOT_ALLOW_LISTED statistics
-- origin: feature, pg_stats holds values of columns
SELECT * FROM pg_stats

-- TABLE_NOT_ALLOW_LISTED the information schema
-- origin: own
SELECT * FROM information_schema.columns

-- TABLE_NOT_ALLOW_LISTED in brackets of a set operation
-- origin: own
SELECT 1 UNION (SELECT 2 UNION (SELECT id FROM staff))

-- TABLE_NOT_ALLOW_LISTED in a limit
-- origin: own
SELECT id FROM readers LIMIT (SELECT count(*) FROM staff)

-- TABLE_NOT_ALLOW_LISTED a common table expression that is not visible yet
-- origin: feature, order of visibility in WITH
WITH a AS (SELECT * FROM staff), staff AS (SELECT 1) SELECT * FROM a

-- TABLE_NOT_ALLOW_LISTED a common table expression of its own name
-- origin: advisory, Apache Superset pull request 43005: a CTE named as the table escaped the row filter
WITH staff AS (SELECT * FROM staff) SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED a common table expression of an inner query
-- origin: feature, scopes of WITH
SELECT * FROM (WITH staff AS (SELECT 1) SELECT * FROM staff) t, staff

-- TABLE_NOT_ALLOW_LISTED comes before columns and functions
-- origin: own
SELECT pg_sleep(1), secret_note FROM readers, staff

-- TABLE_NOT_ALLOW_LISTED letter case matters in quotes
-- origin: feature, quoted names keep their case
SELECT * FROM "Readers"

-- COLUMN_NOT_ALLOW_LISTED a hidden column
-- origin: own
SELECT secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in upper case
-- origin: feature, names fold to lower case
SELECT SECRET_NOTE FROM readers

-- COLUMN_NOT_ALLOW_LISTED with a Unicode escape
-- origin: feature, U&"" identifiers
SELECT U&"secret\005fnote" FROM readers

-- COLUMN_NOT_ALLOW_LISTED behind an escaped quote
-- origin: feature, E'' strings
SELECT E'\'', secret_note FROM readers --'

-- COLUMN_NOT_ALLOW_LISTED behind a backslash
-- origin: feature, standard_conforming_strings
SELECT 'a\', secret_note FROM readers WHERE name <> ' -- '

-- COLUMN_NOT_ALLOW_LISTED behind a nested comment
-- origin: feature, comments nest
SELECT 1 /* /* */ */ , secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in WHERE
-- origin: own
SELECT id FROM readers WHERE secret_note LIKE 'n%'

-- COLUMN_NOT_ALLOW_LISTED the filter's column
-- origin: own
SELECT id FROM readers WHERE branch = 2

-- COLUMN_NOT_ALLOW_LISTED in USING
-- origin: advisory, postgres-mcp-hardened: JOIN USING on a hidden column is an equality oracle
SELECT 1 FROM readers JOIN loans USING (branch)

-- COLUMN_NOT_ALLOW_LISTED in ON
-- origin: own
SELECT 1 FROM readers r JOIN loans l ON l.branch = r.id

-- COLUMN_NOT_ALLOW_LISTED in GROUP BY
-- origin: own
SELECT count(*) FROM readers GROUP BY GROUPING SETS ((town), (secret_note))

-- COLUMN_NOT_ALLOW_LISTED in HAVING
-- origin: own
SELECT town FROM readers GROUP BY town HAVING max(secret_note) > 'a'

-- COLUMN_NOT_ALLOW_LISTED in ORDER BY
-- origin: own
SELECT id FROM readers ORDER BY secret_note

-- COLUMN_NOT_ALLOW_LISTED in the order of an aggregate
-- origin: own
SELECT array_agg(id ORDER BY secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED in the filter of an aggregate
-- origin: own
SELECT count(*) FILTER (WHERE branch = 2) FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a window
-- origin: own
SELECT sum(id) OVER w FROM readers WINDOW w AS (PARTITION BY branch)

-- COLUMN_NOT_ALLOW_LISTED in DISTINCT ON
-- origin: feature, DISTINCT ON
SELECT DISTINCT ON (secret_note) id FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a correlated query
-- origin: own
SELECT id FROM loans l WHERE EXISTS (SELECT 1 FROM readers r WHERE r.secret_note = l.state)

-- COLUMN_NOT_ALLOW_LISTED from outside, seen from inside
-- origin: own
SELECT (SELECT r.secret_note FROM books LIMIT 1) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED in LATERAL
-- origin: own
SELECT x.v FROM readers r, LATERAL (SELECT r.secret_note AS v) x

-- COLUMN_NOT_ALLOW_LISTED in a function of FROM
-- origin: own
SELECT * FROM readers r, generate_series(1, r.branch)

-- COLUMN_NOT_ALLOW_LISTED in recursion
-- origin: own
WITH RECURSIVE t AS (SELECT id FROM readers UNION SELECT r.branch FROM readers r, t) SELECT * FROM t

-- COLUMN_NOT_ALLOW_LISTED in rows written out
-- origin: own
VALUES ((SELECT max(secret_note) FROM readers))

-- COLUMN_NOT_ALLOW_LISTED in the order of a set operation
-- origin: own
SELECT id FROM readers UNION SELECT id FROM books ORDER BY branch

-- COLUMN_NOT_ALLOW_LISTED a system column
-- origin: feature, system columns
SELECT ctid FROM readers

-- COLUMN_NOT_ALLOW_LISTED a table's identity
-- origin: feature, system columns
SELECT tableoid FROM readers

-- COLUMN_NOT_ALLOW_LISTED a whole row
-- origin: feature, whole-row references
SELECT r FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a whole row as JSON
-- origin: feature, whole-row references
SELECT row_to_json(r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a whole row by its star
-- origin: feature, whole-row references
SELECT ROW(r.*) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a field of a whole row
-- origin: feature, whole-row references
SELECT (r).secret_note FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a function as an attribute
-- origin: feature, functional notation
SELECT r.secret_of FROM readers r

-- COLUMN_NOT_ALLOW_LISTED an attribute as a function
-- origin: feature, functional notation
SELECT secret_note(r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a function as an attribute of a text
-- origin: feature, functional notation
SELECT ('/etc/passwd').pg_read_file

-- COLUMN_NOT_ALLOW_LISTED all fields of anything
-- origin: own
SELECT (array_agg(r)).* FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a table's name that an alias covers
-- origin: own
SELECT readers.id FROM readers r

-- FUNCTION_NOT_ALLOW_LISTED files
-- origin: advisory, pgedge-postgres-mcp issue 220: pg_read_file was not refused
SELECT pg_read_file('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED by its full name
-- origin: own
SELECT pg_catalog.pg_sleep(10)

-- FUNCTION_NOT_ALLOW_LISTED in FROM
-- origin: advisory, postgres-mcp issue 178: a function in FROM passed the restricted mode
SELECT * FROM pg_ls_dir('.')

-- FUNCTION_NOT_ALLOW_LISTED queries as text
-- origin: feature, query_to_xml runs the SQL in its argument
SELECT query_to_xml('SELECT 1', true, true, '')

-- FUNCTION_NOT_ALLOW_LISTED queries as text, again
-- origin: feature, ts_stat runs the SQL in its argument
SELECT * FROM ts_stat('SELECT to_tsvector(name) FROM shop.staff')

-- FUNCTION_NOT_ALLOW_LISTED settings
-- origin: feature, set_config is a SET in a SELECT
SELECT set_config('search_path', 'shop', false)

-- FUNCTION_NOT_ALLOW_LISTED sequences
-- origin: feature, sequences are not rolled back
SELECT nextval('s')

-- FUNCTION_NOT_ALLOW_LISTED locks
-- origin: feature, advisory locks outlive the statement
SELECT pg_advisory_lock(1)

-- FUNCTION_NOT_ALLOW_LISTED who am I
-- origin: own
SELECT current_user

-- FUNCTION_NOT_ALLOW_LISTED a user's function
-- origin: own
SELECT shop.lower(1)

-- FUNCTION_NOT_ALLOW_LISTED in a window
-- origin: own
SELECT sum(id) OVER (ORDER BY pg_sleep(1)) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED in a limit
-- origin: own
SELECT id FROM readers LIMIT length(pg_read_file('/etc/passwd'))

-- FUNCTION_NOT_ALLOW_LISTED XML
-- origin: own
SELECT xmlparse(DOCUMENT '<a/>')

-- FUNCTION_NOT_ALLOW_LISTED records of a row type
-- origin: own
SELECT * FROM jsonb_populate_record(NULL, '{}')

-- OPERATOR_NOT_ALLOW_LISTED a user's operator
-- origin: feature, operators are functions
SELECT 1 ### 2

-- OPERATOR_NOT_ALLOW_LISTED by its full name
-- origin: feature, OPERATOR()
SELECT 1 OPERATOR(shop.+) 2

-- OPERATOR_NOT_ALLOW_LISTED a user's collation
-- origin: own
SELECT name COLLATE shop.mine FROM readers

-- TYPE_NOT_ALLOW_LISTED names of objects
-- origin: feature, reg* types look names up in the catalogue
SELECT 'staff'::regclass

-- TYPE_NOT_ALLOW_LISTED in front of a literal
-- origin: feature, reg* types look names up in the catalogue
SELECT regproc 'secret_of'

-- TYPE_NOT_ALLOW_LISTED a row type
-- origin: own
SELECT NULL::shop.readers

-- TYPE_NOT_ALLOW_LISTED in declared columns
-- origin: own
SELECT * FROM jsonb_to_record('{}') AS t(a regclass)

-- TYPE_NOT_ALLOW_LISTED object numbers
-- origin: own
SELECT 1::oid

-- TYPE_NOT_ALLOW_LISTED geometry: path
-- origin: own
SELECT '((0,0),(1,1))'::path

-- TYPE_NOT_ALLOW_LISTED geometry: polygon
-- origin: own
SELECT '((0,0),(1,1))'::polygon

-- TYPE_NOT_ALLOW_LISTED geometry: lseg
-- origin: own
SELECT '((0,0),(1,1))'::lseg

-- TYPE_NOT_ALLOW_LISTED geometry: box
-- origin: own
SELECT '((0,0),(1,1))'::box

-- TYPE_NOT_ALLOW_LISTED geometry: line
-- origin: own
SELECT '{1,2,3}'::line

-- TYPE_NOT_ALLOW_LISTED geometry: circle
-- origin: own
SELECT '<(0,0),1>'::circle

-- TYPE_NOT_ALLOW_LISTED geometry: point
-- origin: own
SELECT '(0,0)'::point

-- TYPE_NOT_ALLOW_LISTED geometry in front of a literal
-- origin: own
SELECT polygon '((0,0),(1,1))' && polygon '((0,0),(1,1))'

-- FUNCTION_NOT_ALLOW_LISTED geometry
-- origin: own
SELECT area('((0,0),(1,1))')

-- LITERAL_NOT_ALLOWED a long repetition
-- origin: advisory, postgres-mcp-hardened: constant folding fills the memory of the planner
SELECT repeat('x', 100000000)

-- LITERAL_NOT_ALLOWED a long series
-- origin: own
SELECT count(*) FROM generate_series(1, 10000000000)

-- LITERAL_NOT_ALLOWED a series with a tiny step
-- origin: own
SELECT count(*) FROM generate_series(0, 1, 0.0000001)

-- LITERAL_NOT_ALLOWED a series with a computed step
-- origin: own
SELECT count(*) FROM generate_series(0, 1, 0.0000001 + 0)

-- LITERAL_NOT_ALLOWED a long series behind casts
-- origin: own
SELECT generate_series(1::int, 2000000000::int8)

-- LITERAL_NOT_ALLOWED a wide template
-- origin: feature, widths of format()
SELECT format('%900000000s', 'x')

-- LITERAL_NOT_ALLOWED a wide template by position
-- origin: own
SELECT format('%1$-10000s', 'x')

-- LITERAL_NOT_ALLOWED widths that add up
-- origin: own
SELECT format('%5000s%%%5000s', 'x', 'y')

-- LITERAL_NOT_ALLOWED a width that is an argument
-- origin: feature, widths of format()
SELECT format('%*s', 900000000, 'x')

-- LITERAL_NOT_ALLOWED a width that is an argument by position
-- origin: own
SELECT format('%2$*1$s', 900000000, 'x')

-- LITERAL_NOT_ALLOWED a computed template
-- origin: own
SELECT format('%9' || '00000000s', 'x')

-- LITERAL_NOT_ALLOWED a column as a template
-- origin: own
SELECT format(name, 'x') FROM readers

-- LITERAL_NOT_ALLOWED a byte of some encoding
-- origin: feature, byte escapes build invalid text
SELECT E'\351'

-- COLUMN_NOT_ALLOW_LISTED comes before an ambiguous name
-- origin: own
SELECT id, secret_note FROM readers, books
