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

-- MULTI_STATEMENT a second statement behind a dollar quote with a tag
-- origin: feature, dollar quoting
SELECT $a$ ' $a$; DELETE FROM loans

-- MULTI_STATEMENT a second statement behind an escape string
-- origin: feature, E'' strings
SELECT E'\\'; DELETE FROM loans --'

-- MULTI_STATEMENT a second statement behind a comment that ends
-- origin: feature, comments nest
SELECT 1 /* ; */; DELETE FROM loans

-- MULTI_STATEMENT turning read-only off for the session
-- origin: advisory, modelcontextprotocol/servers issue 866: the read-only transaction was left
ROLLBACK; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; DELETE FROM loans

-- MULTI_STATEMENT an attack behind a harmless start
-- origin: advisory, pgedge-postgres-mcp pull request 196: the simple protocol takes several statements
SELECT 1;;; TRUNCATE loans

-- DML_FORBIDDEN an UPDATE inside a common table expression
-- origin: advisory, DBHub issue 275: a writable CTE passed the read-only mode
WITH u AS (UPDATE books SET price = 0 RETURNING id) SELECT count(*) FROM u

-- DML_FORBIDDEN an INSERT inside a common table expression of a sub-query
-- origin: advisory, db-mcp-gateway review of June 2026: writable CTE
SELECT * FROM (WITH i AS (INSERT INTO books (id) VALUES (99) RETURNING id) SELECT * FROM i) t

-- DML_FORBIDDEN a MERGE inside a common table expression
-- origin: feature, data-modifying WITH
WITH m AS (MERGE INTO books b USING loans l ON b.id = l.book_id WHEN MATCHED THEN DELETE RETURNING b.id) SELECT * FROM m

-- DML_FORBIDDEN an upsert
-- origin: own
INSERT INTO books (id, price) VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET price = 0

-- DML_FORBIDDEN an UPDATE in odd letters behind a comment
-- origin: own
/* report */ uPdAtE books SET price = 0 RETURNING *

-- DDL_FORBIDDEN a table made by a query with a common table expression
-- origin: advisory, db-mcp-gateway review of June 2026: SELECT INTO creates a table
WITH a AS (SELECT id FROM readers) SELECT * INTO UNLOGGED mine FROM a

-- DDL_FORBIDDEN a temporary copy
-- origin: feature, SELECT INTO
SELECT id, name INTO TEMP TABLE mine FROM readers

-- DDL_FORBIDDEN a function
-- origin: own
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'DELETE FROM loans; SELECT 1'

-- DDL_FORBIDDEN a rule on a table
-- origin: feature, rules
CREATE RULE r AS ON SELECT TO loans DO INSTEAD SELECT * FROM staff

-- DDL_FORBIDDEN a materialized view made again
-- origin: own
REFRESH MATERIALIZED VIEW totals

-- DDL_FORBIDDEN a comment on a table
-- origin: own
COMMENT ON TABLE readers IS 'x'

-- STATEMENT_FORBIDDEN running by PREPARE
-- origin: feature, prepared statements
PREPARE p AS DELETE FROM loans

-- STATEMENT_FORBIDDEN running what was prepared
-- origin: feature, prepared statements
EXECUTE p

-- STATEMENT_FORBIDDEN another role
-- origin: advisory, postgres-mcp-hardened: the role was changed back by RESET ROLE
SET ROLE postgres

-- STATEMENT_FORBIDDEN the role before
-- origin: advisory, postgres-mcp-hardened: the role was changed back by RESET ROLE
RESET ROLE

-- STATEMENT_FORBIDDEN plans of a filtered table
-- origin: advisory, the estimates of EXPLAIN tell of hidden rows
EXPLAIN SELECT * FROM readers WHERE branch = 2

-- STATEMENT_FORBIDDEN a cursor
-- origin: feature, cursors outlive their statement WITH HOLD
DECLARE c CURSOR WITH HOLD FOR SELECT * FROM readers

-- STATEMENT_FORBIDDEN a library of C code
-- origin: feature, LOAD runs code in the server
LOAD '/tmp/evil.so'

-- STATEMENT_FORBIDDEN a file written by COPY
-- origin: feature, COPY TO writes a file on the server
COPY (SELECT * FROM staff) TO '/tmp/staff.csv'

-- STATEMENT_FORBIDDEN a channel
-- origin: own
LISTEN secrets

-- STATEMENT_FORBIDDEN a lock on a table
-- origin: own
LOCK TABLE readers IN ACCESS EXCLUSIVE MODE

-- STATEMENT_FORBIDDEN row locks without waiting
-- origin: feature, row locks of a SELECT
SELECT id FROM readers FOR NO KEY UPDATE SKIP LOCKED

-- STATEMENT_FORBIDDEN row locks of a common table expression
-- origin: feature, row locks of a SELECT
WITH a AS (SELECT id FROM readers FOR KEY SHARE) SELECT * FROM a

-- TABLE_NOT_ALLOW_LISTED a hidden table in a scalar sub-query
-- origin: own
SELECT id, (SELECT max(pay) FROM staff) FROM readers

-- TABLE_NOT_ALLOW_LISTED a hidden table in EXISTS
-- origin: own
SELECT id FROM readers r WHERE EXISTS (SELECT 1 FROM staff s WHERE s.id = r.id)

-- TABLE_NOT_ALLOW_LISTED a hidden table in IN
-- origin: own
SELECT id FROM readers WHERE id IN (TABLE staff)

-- TABLE_NOT_ALLOW_LISTED a hidden table in an ordering
-- origin: own
SELECT id FROM readers ORDER BY (SELECT pay FROM staff LIMIT 1)

-- TABLE_NOT_ALLOW_LISTED a hidden table in a window
-- origin: own
SELECT rank() OVER (ORDER BY (SELECT pay FROM staff LIMIT 1)) FROM readers

-- TABLE_NOT_ALLOW_LISTED a hidden table in VALUES
-- origin: own
VALUES (1, (SELECT name FROM staff LIMIT 1))

-- TABLE_NOT_ALLOW_LISTED a hidden table in an array
-- origin: own
SELECT ARRAY(SELECT name FROM staff)

-- TABLE_NOT_ALLOW_LISTED a hidden table in a join of nothing
-- origin: own
SELECT readers.id FROM readers LEFT JOIN staff ON false

-- TABLE_NOT_ALLOW_LISTED a hidden table in EXCEPT
-- origin: own
SELECT id FROM readers EXCEPT SELECT id FROM staff

-- TABLE_NOT_ALLOW_LISTED a hidden table in a recursion
-- origin: own
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT s.id FROM staff s, t WHERE t.n < 2) SELECT * FROM t

-- TABLE_NOT_ALLOW_LISTED a hidden table in a CTE that nobody reads
-- origin: own
WITH unused AS (SELECT * FROM staff) SELECT 1

-- TABLE_NOT_ALLOW_LISTED a hidden table in LATERAL
-- origin: own
SELECT * FROM readers r CROSS JOIN LATERAL (SELECT pay FROM staff WHERE id = r.id) s

-- TABLE_NOT_ALLOW_LISTED a hidden table as TABLE
-- origin: feature, TABLE name
TABLE staff

-- TABLE_NOT_ALLOW_LISTED a hidden table by ONLY
-- origin: feature, inheritance
SELECT * FROM ONLY (staff)

-- TABLE_NOT_ALLOW_LISTED a hidden table by a Unicode escape
-- origin: feature, U&"" identifiers
SELECT * FROM U&"st\0061ff"

-- TABLE_NOT_ALLOW_LISTED a hidden table by a Unicode escape of another sign
-- origin: feature, U&"" identifiers
SELECT * FROM U&"st!0061ff" UESCAPE '!'

-- TABLE_NOT_ALLOW_LISTED running queries of other sessions
-- origin: own
SELECT query FROM pg_stat_activity

-- TABLE_NOT_ALLOW_LISTED passwords of roles
-- origin: own
SELECT rolname, rolpassword FROM pg_authid

-- TABLE_NOT_ALLOW_LISTED settings as a table
-- origin: feature, pg_settings is a view that can be read
SELECT name, setting FROM pg_settings

-- TABLE_NOT_ALLOW_LISTED functions with their bodies
-- origin: own
SELECT proname, prosrc FROM pg_proc

-- TABLE_NOT_ALLOW_LISTED large objects
-- origin: own
SELECT * FROM pg_largeobject

-- TABLE_NOT_ALLOW_LISTED the twin of a view
-- origin: own
SELECT * FROM twin.readers

-- TABLE_NOT_ALLOW_LISTED a temporary schema
-- origin: feature, pg_temp comes first on the search path
SELECT * FROM pg_temp.readers

-- TABLE_NOT_ALLOW_LISTED a toast table
-- origin: feature, toast tables hold long values
SELECT * FROM pg_toast.pg_toast_1262

-- TABLE_NOT_ALLOW_LISTED the catalogue behind a name of our own
-- origin: own
SELECT c.relname FROM pg_class AS c JOIN readers ON true

-- COLUMN_NOT_ALLOW_LISTED a hidden column under an alias
-- origin: own
SELECT secret_note AS name FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column by the table's full name
-- origin: own
SELECT shop.readers.secret_note FROM shop.readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in CASE
-- origin: own
SELECT CASE WHEN secret_note LIKE 'note 1%' THEN 1 ELSE 0 END FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column guessed by an error
-- origin: advisory, error-based injection: an error that depends on a hidden value tells it
SELECT 1 / (CASE WHEN secret_note = 'note 2' THEN 0 ELSE 1 END) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column guessed by its order
-- origin: own
SELECT id FROM readers ORDER BY length(secret_note), id

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a partition
-- origin: own
SELECT id, row_number() OVER (PARTITION BY secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in FILTER
-- origin: own
SELECT count(*) FILTER (WHERE secret_note IS NOT NULL) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in WITHIN GROUP
-- origin: own
SELECT mode() WITHIN GROUP (ORDER BY secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a join's condition
-- origin: own
SELECT a.id FROM readers a JOIN readers b ON a.secret_note = b.secret_note AND a.id < b.id

-- COLUMN_NOT_ALLOW_LISTED a hidden column in IN
-- origin: own
SELECT id FROM readers WHERE 'note 2' IN (secret_note, name)

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a row comparison
-- origin: own
SELECT id FROM readers WHERE (id, secret_note) = (2, 'note 2')

-- COLUMN_NOT_ALLOW_LISTED a hidden column in an array
-- origin: own
SELECT ARRAY[name, secret_note] FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in an index
-- origin: own
SELECT tags[branch] FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in OFFSET
-- origin: own
SELECT id FROM readers r WHERE id = (SELECT id FROM books ORDER BY id OFFSET r.branch LIMIT 1)

-- COLUMN_NOT_ALLOW_LISTED a hidden column in JSON
-- origin: own
SELECT jsonb_build_object('n', secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a cube
-- origin: own
SELECT count(*) FROM readers GROUP BY CUBE (town, branch)

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a cast of a row
-- origin: feature, whole-row references
SELECT readers::text FROM readers

-- COLUMN_NOT_ALLOW_LISTED a whole row counted
-- origin: feature, whole-row references
SELECT count(r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a whole row compared
-- origin: feature, whole-row references
SELECT a.id FROM readers a JOIN readers b ON a = b

-- COLUMN_NOT_ALLOW_LISTED whole rows gathered
-- origin: feature, whole-row references
SELECT json_agg(readers) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a whole row in a condition
-- origin: feature, whole-row references
SELECT id FROM readers r WHERE r IS NOT NULL

-- COLUMN_NOT_ALLOW_LISTED the place of a row
-- origin: feature, system columns
SELECT id FROM readers WHERE ctid = '(0,1)'

-- COLUMN_NOT_ALLOW_LISTED the age of a row
-- origin: feature, system columns
SELECT xmin, cmax FROM readers

-- COLUMN_NOT_ALLOW_LISTED columns under new names
-- origin: own
SELECT x.secret_note FROM readers AS x (nr, who)

-- COLUMN_NOT_ALLOW_LISTED a cost behind a price
-- origin: own
SELECT b.title FROM books b WHERE b.price - b.cost > 2

-- FUNCTION_NOT_ALLOW_LISTED a directory of the server
-- origin: advisory, postgres-mcp issue 178: a function in FROM passed the restricted mode
SELECT * FROM readers, LATERAL pg_ls_dir('/') AS f

-- FUNCTION_NOT_ALLOW_LISTED a file in bytes
-- origin: advisory, pgedge-postgres-mcp issue 220: pg_read_file was not refused
SELECT encode(pg_read_binary_file('/etc/passwd'), 'escape')

-- FUNCTION_NOT_ALLOW_LISTED facts of a file
-- origin: own
SELECT * FROM pg_stat_file('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED a file into a large object
-- origin: feature, large objects
SELECT lo_import('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED a large object into a file
-- origin: feature, large objects
SELECT lo_export(16384, '/tmp/x')

-- FUNCTION_NOT_ALLOW_LISTED bytes of a large object
-- origin: feature, large objects
SELECT lo_get(16384)

-- FUNCTION_NOT_ALLOW_LISTED another server
-- origin: feature, dblink sends SQL anywhere
SELECT * FROM dblink('host=127.0.0.1', 'SELECT 1') AS t(a int)

-- FUNCTION_NOT_ALLOW_LISTED a whole database as XML
-- origin: feature, database_to_xml reads every table
SELECT database_to_xml(true, true, '')

-- FUNCTION_NOT_ALLOW_LISTED a hidden table as XML
-- origin: feature, table_to_xml reads the table in its argument
SELECT table_to_xml('shop.staff', true, true, '')

-- FUNCTION_NOT_ALLOW_LISTED a cursor as XML
-- origin: feature, cursor_to_xml
SELECT cursor_to_xml('c', 10, true, true, '')

-- FUNCTION_NOT_ALLOW_LISTED other sessions ended
-- origin: feature, pg_terminate_backend
SELECT pg_terminate_backend(1)

-- FUNCTION_NOT_ALLOW_LISTED other sessions stopped
-- origin: feature, pg_cancel_backend
SELECT pg_cancel_backend(1)

-- FUNCTION_NOT_ALLOW_LISTED the configuration read again
-- origin: feature, pg_reload_conf
SELECT pg_reload_conf()

-- FUNCTION_NOT_ALLOW_LISTED the log turned
-- origin: feature, pg_rotate_logfile
SELECT pg_rotate_logfile()

-- FUNCTION_NOT_ALLOW_LISTED a backup begun
-- origin: advisory, postgres-mcp-hardened: pg_backup_start acts inside a read-only transaction
SELECT pg_backup_start('x')

-- FUNCTION_NOT_ALLOW_LISTED an index cleaned
-- origin: advisory, postgres-mcp-hardened: gin_clean_pending_list acts inside a read-only transaction
SELECT gin_clean_pending_list('shop.i')

-- FUNCTION_NOT_ALLOW_LISTED collations imported
-- origin: feature, pg_import_system_collations
SELECT pg_import_system_collations('pg_catalog')

-- FUNCTION_NOT_ALLOW_LISTED the number of the transaction
-- origin: feature, txid_current takes a number for good
SELECT txid_current()

-- FUNCTION_NOT_ALLOW_LISTED a sequence set
-- origin: feature, sequences are not rolled back
SELECT setval('s', 1)

-- FUNCTION_NOT_ALLOW_LISTED a setting read
-- origin: own
SELECT current_setting('data_directory')

-- FUNCTION_NOT_ALLOW_LISTED a pause in a condition
-- origin: own
SELECT id FROM readers WHERE pg_sleep(5) IS NULL

-- FUNCTION_NOT_ALLOW_LISTED a pause until
-- origin: own
SELECT pg_sleep_until(now() + interval '1 hour')

-- FUNCTION_NOT_ALLOW_LISTED a pause in a CASE that a hidden row decides
-- origin: own
SELECT CASE WHEN EXISTS (SELECT 1 FROM loans WHERE fee > 90) THEN pg_sleep(5) END

-- FUNCTION_NOT_ALLOW_LISTED a message to others
-- origin: feature, pg_notify
SELECT pg_notify('c', 'x')

-- FUNCTION_NOT_ALLOW_LISTED a written log message
-- origin: feature, pg_logical_emit_message writes to the log
SELECT pg_logical_emit_message(false, 'a', 'b')

-- FUNCTION_NOT_ALLOW_LISTED a slot that fills the disk
-- origin: feature, replication slots keep the log
SELECT pg_create_physical_replication_slot('x', true)

-- FUNCTION_NOT_ALLOW_LISTED statistics of columns
-- origin: own
SELECT pg_stat_get_live_tuples(1259)

-- FUNCTION_NOT_ALLOW_LISTED the size of a hidden table
-- origin: own
SELECT pg_total_relation_size('shop.staff')

-- FUNCTION_NOT_ALLOW_LISTED a definition
-- origin: own
SELECT pg_get_viewdef('twin.readers')

-- FUNCTION_NOT_ALLOW_LISTED privileges of others
-- origin: own
SELECT has_table_privilege('postgres', 'shop.staff', 'SELECT')

-- FUNCTION_NOT_ALLOW_LISTED an expression from the catalogue
-- origin: own
SELECT pg_get_expr('x', 0)

-- FUNCTION_NOT_ALLOW_LISTED the session's user
-- origin: own
SELECT session_user

-- FUNCTION_NOT_ALLOW_LISTED the address of the client
-- origin: own
SELECT inet_client_addr(), inet_server_addr()

-- FUNCTION_NOT_ALLOW_LISTED the version of the server
-- origin: own
SELECT version()

-- FUNCTION_NOT_ALLOW_LISTED a function of an attacker's schema
-- origin: feature, SECURITY DEFINER functions run as their owner
SELECT shop.secret_of(NULL)

-- FUNCTION_NOT_ALLOW_LISTED a listed function in capitals and quotes
-- origin: feature, quoted names keep their case
SELECT "LOWER"('X')

-- FUNCTION_NOT_ALLOW_LISTED side by side in FROM
-- origin: advisory, postgres-mcp issue 178: a function in FROM passed the restricted mode
SELECT * FROM ROWS FROM (generate_series(1, 2), pg_ls_dir('/')) AS t(a, b)

-- FUNCTION_NOT_ALLOW_LISTED in VALUES
-- origin: own
VALUES (pg_read_file('/etc/hostname'))

-- FUNCTION_NOT_ALLOW_LISTED in an ordering
-- origin: own
SELECT id FROM readers ORDER BY set_config('role', 'postgres', false)

-- FUNCTION_NOT_ALLOW_LISTED in a default of COALESCE
-- origin: own
SELECT coalesce(NULL, pg_read_file('/etc/hostname'))

-- FUNCTION_NOT_ALLOW_LISTED in a frame
-- origin: own
SELECT sum(id) OVER (ORDER BY id ROWS pg_backend_pid() PRECEDING) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED random numbers that tell the seed
-- origin: own
SELECT setseed(0.5), random()

-- OPERATOR_NOT_ALLOW_LISTED an operator of an attacker in a join
-- origin: feature, operators are functions
SELECT a.id FROM readers a JOIN readers b ON a.id ### b.id = 3

-- OPERATOR_NOT_ALLOW_LISTED an operator of another schema by ANY
-- origin: feature, OPERATOR()
SELECT 1 OPERATOR(shop.=) ANY (ARRAY[1])

-- TYPE_NOT_ALLOW_LISTED names of roles
-- origin: feature, reg* types look names up in the catalogue
SELECT 'postgres'::regrole

-- TYPE_NOT_ALLOW_LISTED names of functions with arguments
-- origin: feature, reg* types look names up in the catalogue
SELECT CAST('pg_read_file(text)' AS regprocedure)

-- TYPE_NOT_ALLOW_LISTED existence of a hidden table by to_regclass's type
-- origin: feature, reg* types look names up in the catalogue
SELECT NULL::pg_catalog.regclass

-- TYPE_NOT_ALLOW_LISTED a table's row type in an array
-- origin: feature, every table is a type
SELECT ARRAY[]::shop.staff[]

-- TYPE_NOT_ALLOW_LISTED names of namespaces
-- origin: feature, reg* types look names up in the catalogue
SELECT regnamespace 'shop'

-- LITERAL_NOT_ALLOWED padding without end
-- origin: advisory, postgres-mcp-hardened: constant folding fills the memory of the planner
SELECT lpad('x', 2000000000)

-- LITERAL_NOT_ALLOWED padding on the right
-- origin: own
SELECT rpad('x', 1000000000, 'ab')

-- LITERAL_NOT_ALLOWED a repetition of a repetition
-- origin: advisory, postgres-mcp-hardened: constant folding fills the memory of the planner
SELECT length(repeat(repeat('x', 1000000), 1000))

-- LITERAL_NOT_ALLOWED a series in a sub-query that is counted
-- origin: own
SELECT (SELECT count(*) FROM generate_series(1, 2000000000))

-- SYNTAX_ERROR an invisible separator in front of a table
-- origin: own
-- escapes: yes
SELECT id FROM\u{200B}readers

-- SYNTAX_ERROR text that runs backwards
-- origin: advisory, CVE-2021-42574: bidirectional control characters hide what a text does
-- escapes: yes
SELECT id /* \u{202E} */ FROM readers

-- SYNTAX_ERROR a zero byte
-- origin: advisory, a zero byte ends the text for one reader and not for another
-- escapes: yes
SELECT id FROM readers\u{0} WHERE id = 1

-- COLUMN_NOT_ALLOW_LISTED a quote that only looks like one
-- origin: own
-- escapes: yes
SELECT \u{2019}a\u{2019} FROM readers

-- SYNTAX_ERROR a blank that is none for the database
-- origin: own
-- escapes: yes
SELECT\u{A0}id FROM readers

-- SYNTAX_ERROR an unfinished comment that hides the rest
-- origin: advisory, guards that cut comments by patterns are led astray by unfinished ones
SELECT id FROM readers /* WHERE

-- SYNTAX_ERROR an unfinished dollar quote
-- origin: feature, dollar quoting
SELECT $x$ FROM readers

-- SYNTAX_ERROR a command of psql
-- origin: own
SELECT 1 \gexec

-- COLUMN_NOT_ALLOW_LISTED a hidden column as a named argument
-- origin: own
SELECT make_interval(days => branch) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a row beside it
-- origin: own
SELECT v.a FROM readers r, LATERAL (VALUES (r.secret_note)) v(a)

-- COLUMN_NOT_ALLOW_LISTED a hidden column among functions side by side
-- origin: own
SELECT t.a FROM readers r, ROWS FROM (generate_series(1, 2), unnest(ARRAY[r.branch])) AS t(b, a)

-- COLUMN_NOT_ALLOW_LISTED a hidden column as what a window falls back to
-- origin: own
SELECT lag(id, 1, branch) OVER (ORDER BY id) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a search order
-- origin: feature, SEARCH
WITH RECURSIVE t AS (SELECT id FROM readers UNION ALL SELECT id FROM t WHERE false) SEARCH DEPTH FIRST BY secret_note SET place SELECT * FROM t

-- COLUMN_NOT_ALLOW_LISTED a hidden column as the size of a result
-- origin: own
SELECT id FROM readers ORDER BY id FETCH FIRST (SELECT max(branch) FROM readers) ROWS WITH TIES

-- COLUMN_NOT_ALLOW_LISTED a hidden column asked whether it is grouped
-- origin: own
SELECT grouping(secret_note) FROM readers GROUP BY town

-- COLUMN_NOT_ALLOW_LISTED a hidden column between a query's name and the join's
-- origin: own
SELECT j.secret_note FROM (readers CROSS JOIN books) AS j

-- COLUMN_NOT_ALLOW_LISTED a hidden column equated with a constant by NATURAL and asked for
-- origin: own
SELECT r.branch FROM readers r NATURAL JOIN (SELECT 2 AS branch) x

-- TABLE_NOT_ALLOW_LISTED a schema's name that a common table expression does not cover
-- origin: own
WITH staff AS (SELECT 1 AS id) SELECT (SELECT count(*) FROM shop.staff) FROM staff

-- OPERATOR_NOT_ALLOW_LISTED an operator of an attacker as an ordering
-- origin: feature, ORDER BY USING
SELECT id FROM readers ORDER BY id USING OPERATOR(shop.<)

-- DDL_FORBIDDEN a table made of a common table expression
-- origin: feature, SELECT INTO
WITH a AS (SELECT id FROM readers) SELECT * INTO UNLOGGED TABLE copy FROM a
