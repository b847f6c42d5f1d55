-- MULTI_STATEMENT two statements
-- origin: own
SELECT 1; SELECT 2

-- MULTI_STATEMENT a comment that does not nest
-- origin: feature, comments end at the first end
SELECT 1 /* /* */ ; DELETE FROM loans -- */

-- DML_FORBIDDEN insert
-- origin: own
INSERT INTO books SELECT * FROM books

-- DML_FORBIDDEN delete
-- origin: own
DELETE FROM loans

-- DML_FORBIDDEN merge
-- origin: feature, MERGE
MERGE INTO books b USING loans l ON b.id = l.id WHEN MATCHED THEN DELETE

-- DDL_FORBIDDEN a table from a query
-- origin: own
CREATE TABLE mine AS SELECT * FROM staff

-- DDL_FORBIDDEN a grant
-- origin: own
GRANT SELECT ON staff TO PUBLIC

-- STATEMENT_FORBIDDEN a procedure
-- origin: feature, CALL
CALL system.runtime.kill_query('x', 'y')

-- STATEMENT_FORBIDDEN immediate execution
-- origin: feature, EXECUTE IMMEDIATE
EXECUTE IMMEDIATE 'DELETE FROM loans'

-- STATEMENT_FORBIDDEN analysis runs the statement
-- origin: feature, EXPLAIN ANALYZE
EXPLAIN ANALYZE SELECT 1

-- STATEMENT_FORBIDDEN catalogue listing
-- origin: feature, SHOW
SHOW TABLES FROM shop

-- TABLE_NOT_ALLOW_LISTED a hidden table
-- origin: own
SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED another catalogue
-- origin: feature, three-part names
SELECT * FROM system.runtime.queries

-- TABLE_NOT_ALLOW_LISTED the information schema
-- origin: feature, information_schema
SELECT table_name FROM information_schema.tables

-- TABLE_NOT_ALLOW_LISTED metadata of a table
-- origin: feature, metadata tables
SELECT * FROM "loans$files"

-- TABLE_NOT_ALLOW_LISTED the history of a table
-- origin: feature, metadata tables
SELECT * FROM shop."loans$history"

-- TABLE_NOT_ALLOW_LISTED a common table expression out of its scope
-- origin: own
SELECT * FROM (WITH staff AS (SELECT 1 AS id) SELECT * FROM staff) AS t, staff

-- TABLE_NOT_ALLOW_LISTED one that reads what it hides
-- origin: own
WITH staff AS (SELECT * FROM staff) SELECT * FROM staff

-- COLUMN_NOT_ALLOW_LISTED a hidden column
-- origin: own
SELECT secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in another case and in quotes
-- origin: feature, quoted names ignore case
SELECT "SECRET_note" FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a condition
-- origin: own
SELECT id FROM readers WHERE secret_note LIKE 'a%'

-- COLUMN_NOT_ALLOW_LISTED in an order
-- origin: own
SELECT id FROM readers ORDER BY secret_note

-- COLUMN_NOT_ALLOW_LISTED in a group
-- origin: own
SELECT count(*) FROM readers GROUP BY secret_note

-- COLUMN_NOT_ALLOW_LISTED in a window
-- origin: own
SELECT row_number() OVER (ORDER BY cost) FROM books

-- COLUMN_NOT_ALLOW_LISTED in a lambda
-- origin: own
SELECT transform(ARRAY[1], x -> cost) FROM books

-- COLUMN_NOT_ALLOW_LISTED a lambda's name hides nothing elsewhere
-- origin: own
SELECT transform(ARRAY[1], cost -> cost), cost FROM books

-- COLUMN_NOT_ALLOW_LISTED in a filter
-- origin: own
SELECT count(*) FILTER (WHERE cost > 3) FROM books

-- COLUMN_NOT_ALLOW_LISTED behind USING
-- origin: own
SELECT 1 FROM books a JOIN books b USING (cost)

-- COLUMN_NOT_ALLOW_LISTED a table's row as a value
-- origin: own
SELECT b FROM books b

-- COLUMN_NOT_ALLOW_LISTED in unnest
-- origin: own
SELECT u.x FROM books b CROSS JOIN UNNEST(ARRAY[b.cost]) AS u (x)

-- COLUMN_NOT_ALLOW_LISTED a hidden pseudo-column
-- origin: feature, hidden columns of the Hive and Iceberg connectors
SELECT "$path" FROM loans

-- COLUMN_NOT_ALLOW_LISTED behind a comment that does not nest
-- origin: feature, comments end at the first end
SELECT 1 /* /* */ , secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED an escaped name
-- origin: feature, U& names
SELECT U&"\0073ecret_note" FROM readers

-- COLUMN_NOT_ALLOW_LISTED a correlated hidden column
-- origin: own
SELECT (SELECT max(r.secret_note)) FROM readers r

-- FUNCTION_NOT_ALLOW_LISTED a query passed through
-- origin: feature, the query table function of connectors
SELECT * FROM TABLE(system.query(query => 'SELECT * FROM staff'))

-- FUNCTION_NOT_ALLOW_LISTED a sequence as a table
-- origin: feature, the sequence table function
SELECT * FROM TABLE(sequence(start => 0, stop => 1000000000))

-- FUNCTION_NOT_ALLOW_LISTED columns excluded by a function
-- origin: feature, exclude_columns
SELECT * FROM TABLE(exclude_columns(input => TABLE(staff), columns => DESCRIPTOR(pay)))

-- FUNCTION_NOT_ALLOW_LISTED who is asking
-- origin: own
SELECT current_user

-- FUNCTION_NOT_ALLOW_LISTED what is running
-- origin: own
SELECT version()

-- FUNCTION_NOT_ALLOW_LISTED failing on purpose
-- origin: feature, fail
SELECT fail('x')

-- FUNCTION_NOT_ALLOW_LISTED a function of another catalogue
-- origin: feature, catalogue functions
SELECT postgresql.public.leak(1)

-- FUNCTION_NOT_ALLOW_LISTED patterns of rows
-- origin: feature, JSON_TABLE reads text as rows
SELECT * FROM JSON_TABLE('[1]', 'lax $[*]' COLUMNS (x integer PATH 'lax $'))

-- STATEMENT_FORBIDDEN a sample
-- origin: feature, TABLESAMPLE
SELECT id FROM loans TABLESAMPLE BERNOULLI (10)

-- STATEMENT_FORBIDDEN time travel
-- origin: feature, FOR VERSION AS OF
SELECT id FROM loans FOR VERSION AS OF 1

-- STATEMENT_FORBIDDEN an inline function
-- origin: feature, WITH FUNCTION
WITH FUNCTION lower(x varchar) RETURNS varchar RETURN 'x' SELECT lower(name) FROM readers

-- LITERAL_NOT_ALLOWED a text of any length
-- origin: own
SELECT rpad('x', 100000000, 'x')

-- LITERAL_NOT_ALLOWED a sequence of any length
-- origin: own
SELECT sequence(1, 1000000000)

-- LITERAL_NOT_ALLOWED a parameter
-- origin: own
SELECT id FROM loans WHERE id = ?

-- COLUMN_NOT_ALLOW_LISTED behind a backslash, which escapes nothing
-- origin: own
SELECT 'a\', secret_note FROM readers --'

-- SYNTAX_ERROR a look-alike blank
-- origin: own
-- escapes: yes
SELECT\u{A0}id FROM loans
