-- COLUMN_NOT_ALLOW_LISTED a hidden column
-- origin: own
SELECT secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in another case and in quotes
-- origin: feature, names are the same whatever their case
SELECT "SECRET_NOTE" FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in WHERE
-- origin: own
SELECT id FROM readers WHERE secret_note LIKE 'note 1%'

-- COLUMN_NOT_ALLOW_LISTED a hidden column in QUALIFY
-- origin: feature, QUALIFY
SELECT id FROM readers QUALIFY row_number() OVER (ORDER BY secret_note) = 1

-- COLUMN_NOT_ALLOW_LISTED a hidden column in ORDER BY
-- origin: own
SELECT id FROM readers ORDER BY secret_note

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a window
-- origin: own
SELECT id, rank() OVER (ORDER BY branch) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in FILTER
-- origin: own
SELECT count(*) FILTER (WHERE branch = 2) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in an aggregate's ORDER BY
-- origin: own
SELECT list(id ORDER BY secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a lambda
-- origin: feature, lambdas see the columns around them
SELECT list_transform([1], lambda x: secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in an arrow lambda
-- origin: feature, lambdas see the columns around them
SELECT list_transform([1], x -> secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a comprehension
-- origin: feature, comprehensions
SELECT [secret_note FOR x IN [1]] FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column as a struct's field
-- origin: own
SELECT {'a': secret_note} FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column behind a dot with a function
-- origin: feature, functions behind dots
SELECT secret_note.upper() FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column behind table, dot and a function
-- origin: feature, functions behind dots
SELECT r.secret_note.upper() FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a hidden column by REPLACE
-- origin: feature, REPLACE takes any expression
SELECT * REPLACE (secret_note AS name) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column by RENAME
-- origin: feature, RENAME
SELECT * RENAME (secret_note AS x) FROM readers

-- COLUMN_NOT_ALLOW_LISTED whether a hidden column is there, by EXCLUDE
-- origin: feature, EXCLUDE of an unknown column fails
SELECT * EXCLUDE (secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column by COLUMNS with its exact name
-- origin: feature, COLUMNS takes a pattern
SELECT COLUMNS('secret_note') FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in COLUMNS of a star without it
-- origin: feature, COLUMNS
SELECT max(COLUMNS(* EXCLUDE (secret_note))) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in USING
-- origin: own
SELECT * FROM readers JOIN loans USING (branch)

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a semi join's USING
-- origin: feature, SEMI JOIN
SELECT id FROM readers SEMI JOIN loans USING (branch)

-- COLUMN_NOT_ALLOW_LISTED a hidden column in an as-of join's condition
-- origin: feature, ASOF JOIN
SELECT r.id FROM readers r ASOF JOIN loans l ON r.branch >= l.id

-- COLUMN_NOT_ALLOW_LISTED a hidden column in a label
-- origin: feature, labels in front
SELECT x: secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in FROM first
-- origin: feature, FROM first
FROM readers SELECT secret_note

-- COLUMN_NOT_ALLOW_LISTED a hidden column that a query without LATERAL sees
-- origin: feature, FROM is lateral by itself
SELECT x.n FROM readers r, (SELECT r.secret_note AS n) x

-- COLUMN_NOT_ALLOW_LISTED a hidden column as a table function's argument
-- origin: feature, FROM is lateral by itself
SELECT * FROM readers r, unnest([r.secret_note]) u(x)

-- COLUMN_NOT_ALLOW_LISTED a hidden column called by its new name's new name
-- origin: feature, names of result columns are values
SELECT name AS secret_note, secret_note AS name FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column in one side of UNION BY NAME
-- origin: feature, UNION BY NAME
SELECT id FROM readers UNION BY NAME SELECT secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED a table's rows as values
-- origin: feature, a table's name is its row as a struct
SELECT r FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a table's rows as values by the table's own name
-- origin: feature, a table's name is its row as a struct
SELECT readers FROM readers

-- COLUMN_NOT_ALLOW_LISTED a table's rows taken apart
-- origin: feature, a table's name is its row as a struct
SELECT unnest(r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a table's rows as JSON
-- origin: feature, a table's name is its row as a struct
SELECT to_json(r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a hidden field of a table's rows
-- origin: feature, a table's name is its row as a struct
SELECT struct_extract(r, 'secret_note') FROM readers r

-- COLUMN_NOT_ALLOW_LISTED all fields of a table's rows
-- origin: feature, a table's name is its row as a struct
SELECT (r).* FROM readers r

-- COLUMN_NOT_ALLOW_LISTED a row counted by its table's name
-- origin: feature, a table's name is its row as a struct
SELECT count(DISTINCT r) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED the number of a row
-- origin: feature, rowid
SELECT rowid FROM readers

-- COLUMN_NOT_ALLOW_LISTED the number of a row behind a table's name
-- origin: feature, rowid
SELECT r.rowid FROM readers r

-- COLUMN_NOT_ALLOW_LISTED the file of a row
-- origin: feature, virtual columns
SELECT filename FROM readers

-- COLUMN_NOT_ALLOW_LISTED a column by its place
-- origin: feature, positional references
SELECT #9 FROM readers

-- STATEMENT_FORBIDDEN a star that picks by name
-- origin: feature, star expressions with LIKE
SELECT * LIKE 'secret%' FROM readers

-- STATEMENT_FORBIDDEN a COLUMNS that picks by a lambda
-- origin: feature, COLUMNS takes a lambda
SELECT COLUMNS(c -> c LIKE 'secret%') FROM readers

-- COLUMN_NOT_ALLOW_LISTED unpacked COLUMNS
-- origin: feature, unpacking
SELECT coalesce(*COLUMNS(*)) FROM readers

-- TABLE_NOT_ALLOW_LISTED a hidden table
-- origin: own
SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED a hidden table in FROM first
-- origin: feature, FROM first
FROM staff

-- TABLE_NOT_ALLOW_LISTED a hidden table in a semi join
-- origin: feature, SEMI JOIN
SELECT id FROM readers SEMI JOIN staff USING (id)

-- TABLE_NOT_ALLOW_LISTED a hidden table in a positional join
-- origin: feature, POSITIONAL JOIN
SELECT * FROM readers POSITIONAL JOIN staff

-- TABLE_NOT_ALLOW_LISTED a hidden table with a label
-- origin: feature, labels in front
SELECT * FROM readers: staff

-- TABLE_NOT_ALLOW_LISTED a hidden table in a list
-- origin: own
SELECT [(SELECT max(pay) FROM staff)]

-- TABLE_NOT_ALLOW_LISTED a hidden table in a lambda
-- origin: own
SELECT list_transform([1], lambda x: (SELECT max(pay) FROM staff))

-- TABLE_NOT_ALLOW_LISTED a hidden table in a limit
-- origin: feature, LIMIT takes a query
SELECT id FROM readers LIMIT (SELECT count(*) FROM staff)

-- TABLE_NOT_ALLOW_LISTED the twin's schema
-- origin: own
SELECT * FROM twin.readers

-- TABLE_NOT_ALLOW_LISTED three names
-- origin: feature, attached databases
SELECT * FROM memory.shop.staff

-- TABLE_NOT_ALLOW_LISTED a listed table with its database
-- origin: feature, attached databases
SELECT * FROM memory.shop.readers

-- TABLE_NOT_ALLOW_LISTED another database
-- origin: feature, attached databases
SELECT * FROM system.information_schema.tables

-- TABLE_NOT_ALLOW_LISTED the catalogue
-- origin: feature, the catalogue
SELECT * FROM information_schema.columns

-- TABLE_NOT_ALLOW_LISTED the catalogue as SQLite has it
-- origin: feature, the catalogue
SELECT * FROM sqlite_master

-- TABLE_NOT_ALLOW_LISTED the catalogue as a view
-- origin: feature, the catalogue
SELECT * FROM duckdb_tables

-- TABLE_NOT_ALLOW_LISTED the catalogue as PostgreSQL has it
-- origin: feature, the catalogue
SELECT * FROM pg_catalog.pg_class

-- TABLE_NOT_ALLOW_LISTED a file as a table
-- origin: feature, replacement scans
SELECT * FROM '/etc/passwd'

-- TABLE_NOT_ALLOW_LISTED a file as a table in double quotes
-- origin: feature, replacement scans
SELECT * FROM "/etc/passwd.csv"

-- TABLE_NOT_ALLOW_LISTED a file as a table in FROM first
-- origin: feature, replacement scans
FROM 'shop.parquet'

-- TABLE_NOT_ALLOW_LISTED an address as a table
-- origin: feature, replacement scans
SELECT * FROM 'https://example.com/x.parquet'

-- TABLE_NOT_ALLOW_LISTED a file in a join
-- origin: feature, replacement scans
SELECT * FROM readers JOIN 'x.csv' USING (id)

-- TABLE_NOT_ALLOW_LISTED a file with a label
-- origin: feature, replacement scans
SELECT * FROM x: 'x.csv'

-- FUNCTION_NOT_ALLOW_LISTED a file by a function
-- origin: feature, read_csv
SELECT * FROM read_csv('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED a file's text
-- origin: feature, read_text
SELECT content FROM read_text('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED a file's bytes
-- origin: feature, read_blob
SELECT * FROM read_blob('/etc/*')

-- FUNCTION_NOT_ALLOW_LISTED a Parquet file
-- origin: feature, read_parquet
SELECT * FROM read_parquet('x.parquet')

-- FUNCTION_NOT_ALLOW_LISTED a JSON file
-- origin: feature, read_json
SELECT * FROM read_json_auto('x.json')

-- FUNCTION_NOT_ALLOW_LISTED names of files
-- origin: feature, glob
SELECT * FROM glob('/**')

-- FUNCTION_NOT_ALLOW_LISTED what kind of file it is
-- origin: feature, sniff_csv
SELECT * FROM sniff_csv('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED a file with the engine's schema in front
-- origin: feature, functions may be qualified
SELECT * FROM system.main.read_csv('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED a file's metadata
-- origin: feature, parquet_metadata
SELECT * FROM parquet_file_metadata('x.parquet')

-- FUNCTION_NOT_ALLOW_LISTED SQL as a text
-- origin: feature, query
SELECT * FROM query('SELECT * FROM shop.staff')

-- FUNCTION_NOT_ALLOW_LISTED a table by a text
-- origin: feature, query_table
SELECT * FROM query_table('staff')

-- FUNCTION_NOT_ALLOW_LISTED SQL as JSON
-- origin: feature, json_execute_serialized_sql
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM shop.staff'))

-- FUNCTION_NOT_ALLOW_LISTED SQL completed
-- origin: feature, sql_auto_complete
SELECT * FROM sql_auto_complete('SELECT * FROM st')

-- FUNCTION_NOT_ALLOW_LISTED a setting
-- origin: feature, current_setting
SELECT current_setting('home_directory')

-- FUNCTION_NOT_ALLOW_LISTED a variable
-- origin: feature, getvariable
SELECT getvariable('x')

-- FUNCTION_NOT_ALLOW_LISTED the environment
-- origin: feature, getenv
SELECT getenv('HOME')

-- FUNCTION_NOT_ALLOW_LISTED the catalogue by a function
-- origin: feature, duckdb_columns
SELECT * FROM duckdb_columns()

-- FUNCTION_NOT_ALLOW_LISTED secrets
-- origin: feature, duckdb_secrets
SELECT * FROM duckdb_secrets()

-- FUNCTION_NOT_ALLOW_LISTED a table's columns
-- origin: feature, pragma_table_info
SELECT * FROM pragma_table_info('shop.staff')

-- FUNCTION_NOT_ALLOW_LISTED a table's size and statistics
-- origin: feature, pragma_storage_info
SELECT * FROM pragma_storage_info('shop.staff')

-- FUNCTION_NOT_ALLOW_LISTED a summary of a table
-- origin: feature, summary
SELECT * FROM summary((SELECT * FROM readers))

-- FUNCTION_NOT_ALLOW_LISTED statistics of what a filter hides
-- origin: feature, stats shows the extremes of a column
SELECT stats(id) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED a histogram of a table by its name
-- origin: feature, a table macro with a table's name
SELECT * FROM histogram_values('shop.staff', 'pay')

-- FUNCTION_NOT_ALLOW_LISTED the plan of a statement
-- origin: feature, json_serialize_plan
SELECT json_serialize_plan('SELECT * FROM shop.staff')

-- FUNCTION_NOT_ALLOW_LISTED somebody's macro
-- origin: own
SELECT secret_of(1)

-- FUNCTION_NOT_ALLOW_LISTED somebody's macro with its schema
-- origin: own
SELECT shop.secret_of(1)

-- FUNCTION_NOT_ALLOW_LISTED somebody's macro behind a dot
-- origin: feature, functions behind dots
SELECT id.secret_of() FROM readers

-- FUNCTION_NOT_ALLOW_LISTED somebody's table macro
-- origin: own
SELECT * FROM everything()

-- FUNCTION_NOT_ALLOW_LISTED a macro of a listed name in another schema
-- origin: own
SELECT * FROM shop.everything()

-- FUNCTION_NOT_ALLOW_LISTED waiting
-- origin: feature, sleep_ms
SELECT sleep_ms(10000)

-- FUNCTION_NOT_ALLOW_LISTED raising an error
-- origin: feature, error tells one bit
SELECT CASE WHEN name = 'Reader 1' THEN error('yes') END FROM readers

-- FUNCTION_NOT_ALLOW_LISTED a random number
-- origin: feature, random
SELECT random()

-- FUNCTION_NOT_ALLOW_LISTED a seed
-- origin: feature, setseed changes the session
SELECT setseed(0.5)

-- FUNCTION_NOT_ALLOW_LISTED a sequence
-- origin: feature, nextval writes
SELECT nextval('s')

-- FUNCTION_NOT_ALLOW_LISTED a checkpoint
-- origin: feature, checkpoint writes
SELECT * FROM checkpoint()

-- FUNCTION_NOT_ALLOW_LISTED a log entry
-- origin: feature, write_log
SELECT write_log('x')

-- FUNCTION_NOT_ALLOW_LISTED the query itself
-- origin: feature, current_query shows the filter
SELECT current_query()

-- FUNCTION_NOT_ALLOW_LISTED where the engine looks for names
-- origin: feature, current_schemas
SELECT current_schemas(true)

-- FUNCTION_NOT_ALLOW_LISTED the engine's version
-- origin: feature, version
SELECT version()

-- FUNCTION_NOT_ALLOW_LISTED an extension's function
-- origin: feature, extensions load by themselves
SELECT * FROM postgres_query('db', 'DROP TABLE x')

-- FUNCTION_NOT_ALLOW_LISTED every type there is
-- origin: feature, test_all_types
SELECT * FROM test_all_types()

-- FUNCTION_NOT_ALLOW_LISTED a table scanned by name
-- origin: feature, seq_scan
SELECT * FROM seq_scan('staff')

-- LITERAL_NOT_ALLOWED an aggregate by a name that is no aggregate's
-- origin: feature, list_aggregate takes a function's name
SELECT list_aggregate([1, 2], 'stats')

-- LITERAL_NOT_ALLOWED an aggregate by a name from a column
-- origin: feature, list_aggregate takes a function's name
SELECT list_aggregate([1, 2], name) FROM readers

-- LITERAL_NOT_ALLOWED a text of a billion letters
-- origin: own
SELECT repeat('x', 1000000000)

-- LITERAL_NOT_ALLOWED a text padded to a billion letters
-- origin: own
SELECT lpad('x', 1000000000, 'y')

-- LITERAL_NOT_ALLOWED a billion numbers
-- origin: own
SELECT count(*) FROM range(1000000000)

-- LITERAL_NOT_ALLOWED a billion numbers in a list
-- origin: own
SELECT len(range(1000000000))

-- LITERAL_NOT_ALLOWED a billion numbers with a step
-- origin: own
SELECT * FROM generate_series(1, 1000000000000, 2)

-- LITERAL_NOT_ALLOWED a list of a billion elements
-- origin: own
SELECT list_resize([1], 1000000000)

-- LITERAL_NOT_ALLOWED a number as wide as a book
-- origin: feature, printf takes widths
SELECT printf('%999999999d', 1)

-- LITERAL_NOT_ALLOWED a width that is computed
-- origin: feature, format takes widths from arguments
SELECT format('{:{}}', 1, 999999999)

-- LITERAL_NOT_ALLOWED a template that is computed
-- origin: feature, format takes widths
SELECT format(name, 1) FROM readers

-- QUERY_TOO_COMPLEX names that stand for more and more
-- origin: feature, names of result columns are written out
SELECT 1 AS a, [a, a, a, a] AS b, [b, b, b, b] AS c, [c, c, c, c] AS d, [d, d, d, d] AS e, [e, e, e, e] AS f, [f, f, f, f] AS g, [g, g, g, g] AS h, [h, h, h, h] AS i, [i, i, i, i] AS j, [j, j, j, j] AS k

-- OPERATOR_NOT_ALLOW_LISTED an operator that nobody listed
-- origin: own
SELECT 1 <#> 2

-- TYPE_NOT_ALLOW_LISTED a type that nobody listed
-- origin: own
SELECT 'x'::geometry

-- TYPE_NOT_ALLOW_LISTED somebody's type inside a listed one
-- origin: own
SELECT CAST([] AS struct(a shop.thing)[])

-- TYPE_NOT_ALLOW_LISTED an enumeration by query
-- origin: feature, types may be enumerations
SELECT 'a'::mood

-- STATEMENT_FORBIDDEN a sample
-- origin: feature, TABLESAMPLE
SELECT * FROM readers TABLESAMPLE 10%

-- STATEMENT_FORBIDDEN a sample of the result
-- origin: feature, USING SAMPLE
SELECT id FROM readers USING SAMPLE 5 ROWS

-- STATEMENT_FORBIDDEN an older version of a table
-- origin: feature, AT
SELECT * FROM readers AT (VERSION => 1)

-- STATEMENT_FORBIDDEN names of tables
-- origin: feature, SHOW
SHOW TABLES

-- STATEMENT_FORBIDDEN columns of a table
-- origin: feature, DESCRIBE
DESCRIBE staff

-- STATEMENT_FORBIDDEN a summary as a statement
-- origin: feature, SUMMARIZE
SUMMARIZE staff

-- STATEMENT_FORBIDDEN names of tables in FROM
-- origin: feature, SHOW in FROM
SELECT * FROM (SHOW TABLES)

-- STATEMENT_FORBIDDEN columns of a table in FROM
-- origin: feature, DESCRIBE in FROM
SELECT * FROM (DESCRIBE staff)

-- STATEMENT_FORBIDDEN a summary in FROM
-- origin: feature, SUMMARIZE in FROM
FROM (SUMMARIZE staff)

-- STATEMENT_FORBIDDEN a copy into a file
-- origin: feature, COPY
COPY (SELECT 1) TO '/tmp/x.csv'

-- STATEMENT_FORBIDDEN another database attached
-- origin: feature, ATTACH
ATTACH '/tmp/x.db' AS x

-- STATEMENT_FORBIDDEN an extension
-- origin: feature, INSTALL
INSTALL httpfs

-- STATEMENT_FORBIDDEN an extension loaded
-- origin: feature, LOAD
LOAD httpfs

-- STATEMENT_FORBIDDEN a pragma
-- origin: feature, PRAGMA
PRAGMA database_list

-- STATEMENT_FORBIDDEN a call
-- origin: feature, CALL
CALL pragma_version()

-- STATEMENT_FORBIDDEN a setting changed
-- origin: feature, SET
SET enable_external_access = true

-- STATEMENT_FORBIDDEN a variable set
-- origin: feature, SET VARIABLE
SET VARIABLE x = (SELECT max(pay) FROM shop.staff)

-- STATEMENT_FORBIDDEN a plan
-- origin: feature, EXPLAIN
EXPLAIN ANALYZE SELECT * FROM shop.staff

-- STATEMENT_FORBIDDEN a statement prepared
-- origin: feature, PREPARE
PREPARE p AS SELECT * FROM shop.staff

-- STATEMENT_FORBIDDEN a database exported
-- origin: feature, EXPORT
EXPORT DATABASE '/tmp/x'

-- STATEMENT_FORBIDDEN a checkpoint as a statement
-- origin: feature, CHECKPOINT
CHECKPOINT

-- DDL_FORBIDDEN a secret made
-- origin: feature, CREATE SECRET
CREATE SECRET s (TYPE s3)

-- DDL_FORBIDDEN a macro made
-- origin: feature, CREATE MACRO
CREATE MACRO upper(x) AS 1

-- DDL_FORBIDDEN a table made
-- origin: feature, CREATE TABLE AS
CREATE TABLE x AS SELECT * FROM shop.staff

-- DML_FORBIDDEN rows deleted
-- origin: own
DELETE FROM readers

-- DML_FORBIDDEN rows written with FROM first in mind
-- origin: feature, INSERT
INSERT INTO readers FROM readers

-- MULTI_STATEMENT two statements
-- origin: own
SELECT 1; DROP TABLE shop.readers

-- MULTI_STATEMENT two statements behind a dollar quote
-- origin: feature, dollar quotes
SELECT $$ ; $$; DROP TABLE shop.readers

-- COLUMN_NOT_ALLOW_LISTED a quote that another reader would end elsewhere
-- origin: feature, dollar quotes
SELECT $$ ' $$, secret_note FROM readers, (SELECT $$ ' $$) z

-- COLUMN_NOT_ALLOW_LISTED a backslash that escapes nothing
-- origin: feature, backslashes are letters
SELECT '\', secret_note, '' FROM readers

-- LITERAL_NOT_ALLOWED a parameter
-- origin: own
SELECT id FROM readers WHERE id = $1

-- TABLE_NOT_ALLOW_LISTED a pivot of a hidden table
-- origin: feature, PIVOT as a statement
PIVOT staff ON name IN ('Ada') USING sum(pay)

-- STATEMENT_FORBIDDEN a pivot whose columns are values of hidden rows
-- origin: feature, PIVOT finds its values by itself
PIVOT readers ON town USING count(*)

-- COLUMN_NOT_ALLOW_LISTED a pivot on a hidden column
-- origin: feature, PIVOT
SELECT * FROM readers PIVOT (count(*) FOR secret_note IN ('note 1') GROUP BY id)

-- COLUMN_NOT_ALLOW_LISTED a pivot of a hidden column
-- origin: feature, PIVOT
SELECT * FROM readers PIVOT (max(secret_note) FOR town IN ('Ulm') GROUP BY id)

-- COLUMN_NOT_ALLOW_LISTED a hidden column as rows
-- origin: feature, UNPIVOT
UNPIVOT readers ON secret_note, name

-- TABLE_NOT_ALLOW_LISTED a hidden table's columns as rows
-- origin: feature, UNPIVOT
SELECT * FROM staff UNPIVOT (v FOR k IN (name))

-- TABLE_NOT_ALLOW_LISTED a recursion's name that is another table's
-- origin: own
WITH RECURSIVE staff2 AS (SELECT 1 AS id UNION ALL SELECT id FROM staff) SELECT * FROM staff2

-- DML_FORBIDDEN rows deleted in a common table expression
-- origin: advisory, DBHub issue 275: a writable CTE passed the read-only mode
WITH gone AS (DELETE FROM loans RETURNING *) SELECT * FROM gone

-- QUERY_TOO_COMPLEX calls that are written out, in each other
-- origin: own
SELECT split_part(split_part(split_part(split_part(split_part(split_part(split_part(split_part(name, ' ', 1), ' ', 1), ' ', 1), ' ', 1), ' ', 1), ' ', 1), ' ', 1), ' ', 1) FROM readers

-- QUERY_TOO_COMPLEX a pivot with a million columns
-- origin: own
SELECT * FROM readers PIVOT (count(*) FOR town IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 0) id IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 0) name IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 0) joined IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 0) GROUP BY tags)

-- SYNTAX_ERROR a pattern that takes for ever
-- origin: own
SELECT COLUMNS('(a*)*b') FROM readers

-- COLUMN_NOT_ALLOW_LISTED hidden columns as rows, by a pattern
-- origin: feature, UNPIVOT
UNPIVOT readers ON COLUMNS('secret_note') INTO NAME k VALUE v

-- COLUMN_NOT_ALLOW_LISTED whether a hidden column is there, left out of rows
-- origin: feature, UNPIVOT
UNPIVOT readers ON * EXCLUDE (secret_note) INTO NAME k VALUE v

-- COLUMN_NOT_ALLOW_LISTED a hidden column as the width of a window
-- origin: own
SELECT sum(id) OVER (ORDER BY id RANGE BETWEEN branch PRECEDING AND CURRENT ROW) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column as what joins a list
-- origin: own
SELECT string_agg(name, secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a table's name in a lambda that has one like it
-- origin: own
SELECT list_transform([1], lambda x: readers) FROM readers

-- STATEMENT_FORBIDDEN a checkpoint by force
-- origin: feature, FORCE CHECKPOINT
FORCE CHECKPOINT

-- STATEMENT_FORBIDDEN an extension by force
-- origin: feature, FORCE INSTALL
FORCE INSTALL httpfs
