-- MULTI_STATEMENT two statements
-- origin: own
SELECT 1; SELECT 2

-- MULTI_STATEMENT behind a comment to the end of the line
-- origin: own
SELECT 1; # a
DROP TABLE readers

-- MULTI_STATEMENT behind a literal with an escaped quote
-- origin: feature, backslash escapes
SELECT 'a\\'; DROP TABLE readers; -- '

-- MULTI_STATEMENT leaving the transaction
-- origin: advisory, modelcontextprotocol/servers issue 866: COMMIT leaves the read-only transaction
COMMIT; DROP DATABASE shop

-- STATEMENT_FORBIDDEN an executable comment
-- origin: advisory, DBHub issues 283 and 284: MySQL conditional comments
SELECT id /*!, secret_note */ FROM readers

-- STATEMENT_FORBIDDEN an executable comment with a version
-- origin: advisory, DBHub issues 283 and 284: MySQL conditional comments
SELECT 1 /*!50000 UNION SELECT pay FROM staff */

-- STATEMENT_FORBIDDEN a whole statement in one
-- origin: advisory, DBHub issues 283 and 284: MySQL conditional comments
/*!50000 DROP TABLE readers */

-- STATEMENT_FORBIDDEN an executable comment of MariaDB's own
-- origin: feature, MariaDB's executable comments
SELECT id /*M! , secret_note */ FROM readers

-- STATEMENT_FORBIDDEN an executable comment of MariaDB's own with a version
-- origin: feature, MariaDB's executable comments
SELECT id /*M!100100 , secret_note */ FROM readers

-- STATEMENT_FORBIDDEN a hint that sets a variable
-- origin: feature, optimizer hints
SELECT /*+ SET_VAR(sql_mode = 'ANSI_QUOTES') */ id FROM readers

-- STATEMENT_FORBIDDEN an executable comment inside a function's name
-- origin: own
SELECT sl/*!*/eep(5)

-- COLUMN_NOT_ALLOW_LISTED two dashes without a blank are no comment
-- origin: feature, comments
SELECT 1 --secret_note
 FROM readers

-- COLUMN_NOT_ALLOW_LISTED comments do not nest
-- origin: feature, comments
SELECT 1 /* /* */ , secret_note FROM readers -- */

-- SYNTAX_ERROR a number that runs into a word
-- origin: feature, the lexer ends numbers with an exponent early
SELECT 1e1from staff

-- SYNTAX_ERROR a name that starts with digits
-- origin: feature, names may start with digits
SELECT 1.e1from staff

-- TABLE_NOT_ALLOW_LISTED a hidden table
-- origin: own
SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED a hidden table in another letter case
-- origin: feature, lower_case_table_names
SELECT * FROM STAFF

-- TABLE_NOT_ALLOW_LISTED a hidden table in backticks
-- origin: own
SELECT * FROM `shop`.`staff`

-- TABLE_NOT_ALLOW_LISTED a table that does not exist
-- origin: own
SELECT * FROM nothing

-- TABLE_NOT_ALLOW_LISTED blanks and comments around the dot
-- origin: own
SELECT * FROM shop /**/ . /**/ staff

-- TABLE_NOT_ALLOW_LISTED the accounts
-- origin: own
SELECT user, authentication_string FROM mysql.user

-- TABLE_NOT_ALLOW_LISTED the catalogue
-- origin: own
SELECT table_name FROM information_schema.tables

-- TABLE_NOT_ALLOW_LISTED the running queries
-- origin: own
SELECT info FROM information_schema.processlist

-- TABLE_NOT_ALLOW_LISTED what queries were run
-- origin: own
SELECT sql_text FROM performance_schema.events_statements_history

-- TABLE_NOT_ALLOW_LISTED the sys schema
-- origin: own
SELECT * FROM sys.host_summary

-- TABLE_NOT_ALLOW_LISTED three parts
-- origin: own
SELECT * FROM def.shop.staff

-- TABLE_NOT_ALLOW_LISTED in a sub-query
-- origin: own
SELECT id FROM readers WHERE id IN (SELECT id FROM staff)

-- TABLE_NOT_ALLOW_LISTED in EXISTS
-- origin: own
SELECT id FROM readers WHERE EXISTS (SELECT 1 FROM staff WHERE pay > 50)

-- TABLE_NOT_ALLOW_LISTED in a branch of a union
-- origin: own
SELECT name FROM readers UNION ALL SELECT name FROM staff

-- TABLE_NOT_ALLOW_LISTED in a common table
-- origin: own
WITH t AS (SELECT * FROM staff) SELECT * FROM t

-- TABLE_NOT_ALLOW_LISTED a common table that names itself
-- origin: own
WITH staff AS (SELECT * FROM staff) SELECT * FROM staff

-- TABLE_NOT_ALLOW_LISTED out of a common table's sight
-- origin: own
SELECT * FROM (WITH staff AS (SELECT 1) SELECT * FROM staff) t JOIN staff ON 1

-- TABLE_NOT_ALLOW_LISTED a qualified name is no common table
-- origin: own
WITH staff AS (SELECT 1 AS pay) SELECT pay FROM shop.staff

-- TABLE_NOT_ALLOW_LISTED TABLE
-- origin: feature, the TABLE statement
TABLE staff

-- TABLE_NOT_ALLOW_LISTED in the ordering
-- origin: own
SELECT id FROM readers ORDER BY (SELECT pay FROM staff LIMIT 1)

-- TABLE_NOT_ALLOW_LISTED in HAVING
-- origin: own
SELECT town, count(*) FROM readers GROUP BY town HAVING count(*) > (SELECT count(*) FROM staff)

-- TABLE_NOT_ALLOW_LISTED in the condition of a join
-- origin: own
SELECT r.id FROM readers r JOIN loans l ON l.reader_id = (SELECT id FROM staff)

-- TABLE_NOT_ALLOW_LISTED in a join in brackets
-- origin: own
SELECT * FROM (readers, staff)

-- TABLE_NOT_ALLOW_LISTED a straight join
-- origin: own
SELECT * FROM readers STRAIGHT_JOIN staff

-- TABLE_NOT_ALLOW_LISTED in a list's ordering
-- origin: own
SELECT group_concat(id ORDER BY (SELECT pay FROM staff)) FROM readers

-- TABLE_NOT_ALLOW_LISTED in an interval
-- origin: own
SELECT joined + INTERVAL (SELECT pay FROM staff) DAY FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column
-- origin: own
SELECT secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in any letter case
-- origin: feature, column names ignore case
SELECT SECRET_NOTE FROM readers

-- COLUMN_NOT_ALLOW_LISTED in backticks
-- origin: own
SELECT `secret_note` FROM readers

-- COLUMN_NOT_ALLOW_LISTED qualified
-- origin: own
SELECT shop.readers.secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a condition
-- origin: own
SELECT id FROM readers WHERE secret_note LIKE 'n%'

-- COLUMN_NOT_ALLOW_LISTED the filter's own column
-- origin: own
SELECT id FROM readers WHERE branch = 2

-- COLUMN_NOT_ALLOW_LISTED in the ordering
-- origin: own
SELECT id FROM readers ORDER BY secret_note

-- COLUMN_NOT_ALLOW_LISTED in groups
-- origin: own
SELECT count(*) FROM readers GROUP BY branch

-- COLUMN_NOT_ALLOW_LISTED in HAVING
-- origin: own
SELECT town FROM readers GROUP BY town HAVING max(secret_note) > 'a'

-- COLUMN_NOT_ALLOW_LISTED in USING
-- origin: own
SELECT 1 FROM readers a JOIN readers b USING (secret_note)

-- COLUMN_NOT_ALLOW_LISTED in a window
-- origin: own
SELECT rank() OVER (ORDER BY secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a named window
-- origin: own
SELECT rank() OVER w FROM readers WINDOW w AS (PARTITION BY secret_note)

-- COLUMN_NOT_ALLOW_LISTED in a list
-- origin: own
SELECT group_concat(secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a list's ordering
-- origin: own
SELECT group_concat(id ORDER BY secret_note SEPARATOR ',') FROM readers

-- COLUMN_NOT_ALLOW_LISTED in JSON
-- origin: own
SELECT json_arrayagg(secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED as a path's document
-- origin: own
SELECT secret_note->'$.a' FROM readers

-- COLUMN_NOT_ALLOW_LISTED in an interval
-- origin: own
SELECT joined + INTERVAL branch DAY FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a unit's function
-- origin: own
SELECT timestampadd(DAY, branch, joined) FROM readers

-- COLUMN_NOT_ALLOW_LISTED behind BINARY
-- origin: own
SELECT BINARY secret_note FROM readers

-- COLUMN_NOT_ALLOW_LISTED in a conversion
-- origin: own
SELECT CONVERT(secret_note USING utf8mb4) FROM readers

-- COLUMN_NOT_ALLOW_LISTED under a label of an exposed name
-- origin: own
SELECT secret_note AS name FROM readers

-- COLUMN_NOT_ALLOW_LISTED a label of a hidden name hides nothing
-- origin: own
SELECT name AS secret_note, secret_note AS name FROM readers

-- COLUMN_NOT_ALLOW_LISTED a label is not known in conditions
-- origin: own
SELECT name AS secret_note FROM readers WHERE secret_note = 'x'

-- COLUMN_NOT_ALLOW_LISTED correlated
-- origin: own
SELECT (SELECT r.secret_note) FROM readers r

-- COLUMN_NOT_ALLOW_LISTED text search
-- origin: feature, MATCH … AGAINST
SELECT id FROM readers WHERE MATCH (secret_note) AGAINST ('note' IN BOOLEAN MODE)

-- COLUMN_NOT_ALLOW_LISTED a column that does not exist
-- origin: own
SELECT nothing FROM readers

-- COLUMN_NOT_ALLOW_LISTED by sound
-- origin: own
SELECT id FROM readers WHERE secret_note SOUNDS LIKE 'note'

-- COLUMN_NOT_ALLOW_LISTED by regular expression
-- origin: own
SELECT id FROM readers WHERE secret_note RLIKE 'n'

-- COLUMN_NOT_ALLOW_LISTED behind a negation in symbols
-- origin: own
SELECT id FROM readers WHERE !secret_note

-- COLUMN_NOT_ALLOW_LISTED inside an aggregate's distinct list
-- origin: own
SELECT count(DISTINCT town, secret_note) FROM readers

-- COLUMN_NOT_ALLOW_LISTED an invisible pseudo-column
-- origin: feature, system-versioned tables
SELECT row_start FROM readers

-- COLUMN_NOT_ALLOW_LISTED InnoDB's row number
-- origin: feature, _rowid
SELECT _rowid FROM readers

-- FUNCTION_NOT_ALLOW_LISTED waiting
-- origin: own
SELECT sleep(5)

-- FUNCTION_NOT_ALLOW_LISTED waiting per row
-- origin: own
SELECT id FROM readers WHERE if(id = 2, SLEEP(5), 0)

-- FUNCTION_NOT_ALLOW_LISTED burning time
-- origin: own
SELECT benchmark(100000000, md5('a'))

-- FUNCTION_NOT_ALLOW_LISTED reading a file
-- origin: own
SELECT load_file('/etc/passwd')

-- FUNCTION_NOT_ALLOW_LISTED a lock
-- origin: own
SELECT get_lock('a', 10)

-- FUNCTION_NOT_ALLOW_LISTED whether a lock is free
-- origin: own
SELECT is_free_lock('a')

-- FUNCTION_NOT_ALLOW_LISTED whose lock it is
-- origin: own
SELECT is_used_lock('a')

-- FUNCTION_NOT_ALLOW_LISTED releasing locks
-- origin: own
SELECT release_all_locks()

-- FUNCTION_NOT_ALLOW_LISTED waiting for a replica
-- origin: own
SELECT master_pos_wait('f', 4, 10)

-- FUNCTION_NOT_ALLOW_LISTED the database's name
-- origin: own
SELECT database()

-- FUNCTION_NOT_ALLOW_LISTED the database's name by another
-- origin: own
SELECT schema()

-- FUNCTION_NOT_ALLOW_LISTED the account
-- origin: own
SELECT user()

-- FUNCTION_NOT_ALLOW_LISTED the account without brackets
-- origin: own
SELECT current_user

-- FUNCTION_NOT_ALLOW_LISTED the account by another name
-- origin: own
SELECT session_user(), system_user()

-- FUNCTION_NOT_ALLOW_LISTED the version
-- origin: own
SELECT version()

-- FUNCTION_NOT_ALLOW_LISTED the connection
-- origin: own
SELECT connection_id()

-- FUNCTION_NOT_ALLOW_LISTED what was inserted last
-- origin: own
SELECT last_insert_id()

-- FUNCTION_NOT_ALLOW_LISTED setting what was inserted last
-- origin: feature, LAST_INSERT_ID(expr) sets the session's value
SELECT last_insert_id(5)

-- FUNCTION_NOT_ALLOW_LISTED how many rows the last query had
-- origin: own
SELECT found_rows()

-- FUNCTION_NOT_ALLOW_LISTED how many rows were changed
-- origin: own
SELECT row_count()

-- FUNCTION_NOT_ALLOW_LISTED an error that prints its argument
-- origin: feature, error-based injection
SELECT extractvalue(1, concat(0x7e, name)) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED another one
-- origin: feature, error-based injection
SELECT updatexml(1, concat(0x7e, name), 1) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a sequence
-- origin: feature, MariaDB sequences
SELECT nextval(s)

-- COLUMN_NOT_ALLOW_LISTED setting a sequence
-- origin: feature, MariaDB sequences
SELECT setval(s, 100)

-- FUNCTION_NOT_ALLOW_LISTED a user-defined function that runs a shell
-- origin: advisory, lib_mysqludf_sys: sys_eval and sys_exec run commands
SELECT sys_eval('id')

-- FUNCTION_NOT_ALLOW_LISTED one that runs a program
-- origin: advisory, lib_mysqludf_sys: sys_eval and sys_exec run commands
SELECT sys_exec('id')

-- FUNCTION_NOT_ALLOW_LISTED a stored function
-- origin: own
SELECT secret_of(1)

-- FUNCTION_NOT_ALLOW_LISTED a stored function of a schema
-- origin: own
SELECT shop.secret_of(1)

-- FUNCTION_NOT_ALLOW_LISTED a stored function that is called like a built-in one
-- origin: feature, stored functions may have names of built-in ones
SELECT shop.lower(1)

-- FUNCTION_NOT_ALLOW_LISTED a value of a statement that inserts
-- origin: feature, VALUES()
SELECT values(id) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED a key
-- origin: own
SELECT aes_encrypt(name, 'key') FROM readers

-- FUNCTION_NOT_ALLOW_LISTED a password's digest
-- origin: own
SELECT password('a')

-- FUNCTION_NOT_ALLOW_LISTED a unique number, which tells the server's address
-- origin: feature, UUID() holds a MAC address
SELECT uuid()

-- FUNCTION_NOT_ALLOW_LISTED an inflated value
-- origin: own
SELECT uncompress(x) FROM (SELECT X'00' AS x) t

-- FUNCTION_NOT_ALLOW_LISTED a column of any name
-- origin: feature, NAME_CONST
SELECT name_const('a', 1)

-- FUNCTION_NOT_ALLOW_LISTED in an executable position: the ordering
-- origin: own
SELECT id FROM readers ORDER BY sleep(1)

-- FUNCTION_NOT_ALLOW_LISTED blanks before the bracket
-- origin: feature, IGNORE_SPACE
SELECT sleep (5)

-- FUNCTION_NOT_ALLOW_LISTED a comment before the bracket
-- origin: own
SELECT sleep/**/(5)

-- FUNCTION_NOT_ALLOW_LISTED in backticks
-- origin: own
SELECT `sleep`(5)

-- FUNCTION_NOT_ALLOW_LISTED in any letter case
-- origin: own
SELECT SlEeP(5)

-- LITERAL_NOT_ALLOWED a repetition beyond bounds
-- origin: own
SELECT repeat('a', 1000000000)

-- LITERAL_NOT_ALLOWED padding beyond bounds
-- origin: own
SELECT rpad('a', 1000000000, 'b')

-- LITERAL_NOT_ALLOWED blanks beyond bounds
-- origin: own
SELECT space(1000000000)

-- LITERAL_NOT_ALLOWED a literal in a character set that swallows quotes
-- origin: feature, multi-byte character sets whose second bytes are ASCII
SELECT _gbk'a' FROM books

-- STATEMENT_FORBIDDEN a variable
-- origin: own
SELECT @v

-- STATEMENT_FORBIDDEN setting a variable
-- origin: feature, := assigns within a query
SELECT @v := name FROM readers

-- STATEMENT_FORBIDDEN a setting of the server
-- origin: own
SELECT @@datadir

-- STATEMENT_FORBIDDEN a setting with its scope
-- origin: own
SELECT @@global.secure_file_priv

-- STATEMENT_FORBIDDEN a file
-- origin: own
SELECT name FROM readers INTO OUTFILE '/tmp/x'

-- STATEMENT_FORBIDDEN a file, before FROM
-- origin: own
SELECT name INTO DUMPFILE '/tmp/x' FROM readers

-- STATEMENT_FORBIDDEN a file, behind a limit
-- origin: own
SELECT name FROM readers LIMIT 1 INTO OUTFILE '/tmp/x' FIELDS TERMINATED BY ','

-- STATEMENT_FORBIDDEN a file, behind a union
-- origin: own
SELECT name FROM readers UNION SELECT 'x' INTO OUTFILE '/tmp/x'

-- STATEMENT_FORBIDDEN locked rows
-- origin: own
SELECT id FROM readers FOR UPDATE

-- STATEMENT_FORBIDDEN locked rows, without waiting
-- origin: own
SELECT id FROM readers FOR SHARE SKIP LOCKED

-- STATEMENT_FORBIDDEN locked rows in older words
-- origin: own
SELECT id FROM readers LOCK IN SHARE MODE

-- STATEMENT_FORBIDDEN a procedure in a query
-- origin: feature, PROCEDURE ANALYSE
SELECT id FROM readers PROCEDURE ANALYSE()

-- STATEMENT_FORBIDDEN counting beyond the limit
-- origin: feature, SQL_CALC_FOUND_ROWS changes what FOUND_ROWS() says
SELECT SQL_CALC_FOUND_ROWS id FROM readers LIMIT 1

-- DML_FORBIDDEN insert
-- origin: own
INSERT INTO books (id) VALUES (99)

-- DML_FORBIDDEN replace
-- origin: own
REPLACE INTO books (id) VALUES (1)

-- DML_FORBIDDEN update
-- origin: own
UPDATE books SET price = 0

-- DML_FORBIDDEN delete behind a common table
-- origin: own
WITH t AS (SELECT 1) DELETE FROM loans

-- DML_FORBIDDEN update behind a common table
-- origin: own
WITH t AS (SELECT 1) UPDATE books SET price = 0

-- DML_FORBIDDEN truncate
-- origin: own
TRUNCATE TABLE loans

-- DDL_FORBIDDEN create
-- origin: own
CREATE TABLE x AS SELECT * FROM readers

-- DDL_FORBIDDEN drop
-- origin: own
DROP TABLE IF EXISTS readers

-- DDL_FORBIDDEN alter
-- origin: own
ALTER TABLE readers ADD COLUMN x int

-- DDL_FORBIDDEN rename
-- origin: own
RENAME TABLE readers TO x

-- DDL_FORBIDDEN grant
-- origin: own
GRANT ALL ON *.* TO 'a'@'%'

-- STATEMENT_FORBIDDEN loading a file
-- origin: own
LOAD DATA INFILE '/etc/passwd' INTO TABLE readers

-- STATEMENT_FORBIDDEN a statement from text
-- origin: feature, EXECUTE IMMEDIATE
EXECUTE IMMEDIATE 'DROP TABLE readers'

-- STATEMENT_FORBIDDEN a statement that is prepared
-- origin: own
PREPARE s FROM 'SELECT * FROM staff'

-- STATEMENT_FORBIDDEN a setting for one statement
-- origin: feature, SET STATEMENT … FOR
SET STATEMENT max_statement_time = 0 FOR SELECT 1

-- STATEMENT_FORBIDDEN a setting
-- origin: own
SET GLOBAL general_log = 1

-- STATEMENT_FORBIDDEN reading through a handler
-- origin: feature, HANDLER reads tables without SELECT
HANDLER staff OPEN

-- STATEMENT_FORBIDDEN a call
-- origin: own
CALL wipe()

-- STATEMENT_FORBIDDEN DO
-- origin: own
DO sleep(5)

-- STATEMENT_FORBIDDEN an explanation that runs
-- origin: feature, ANALYZE runs the statement
ANALYZE SELECT * FROM staff

-- STATEMENT_FORBIDDEN an explanation
-- origin: own
EXPLAIN SELECT * FROM staff

-- STATEMENT_FORBIDDEN what tables there are
-- origin: own
SHOW TABLES

-- STATEMENT_FORBIDDEN what a table looks like
-- origin: own
DESCRIBE staff

-- STATEMENT_FORBIDDEN another database
-- origin: own
USE mysql

-- STATEMENT_FORBIDDEN ending a connection
-- origin: own
KILL 5

-- STATEMENT_FORBIDDEN locked tables
-- origin: own
LOCK TABLES readers WRITE

-- STATEMENT_FORBIDDEN flushed tables
-- origin: own
FLUSH TABLES WITH READ LOCK

-- STATEMENT_FORBIDDEN an installed plug-in
-- origin: own
INSTALL SONAME 'ha_connect'

-- LITERAL_NOT_ALLOWED a placeholder without a value
-- origin: own
SELECT id FROM readers WHERE id = ?

-- STATEMENT_FORBIDDEN a partition
-- origin: feature, partition selection
SELECT id FROM readers PARTITION (p0)

-- STATEMENT_FORBIDDEN an old version of a table
-- origin: feature, system-versioned tables
SELECT id FROM readers FOR SYSTEM_TIME ALL

-- FUNCTION_NOT_ALLOW_LISTED an escape of ODBC
-- origin: feature, ODBC escapes
SELECT {fn sleep(5)}

-- SYNTAX_ERROR a blank that is none
-- origin: own
-- escapes: yes
SELECT\u{A0}id FROM readers

-- SYNTAX_ERROR text that changes direction
-- origin: advisory, CVE-2021-42574: bidirectional controls hide what a text says
-- escapes: yes
SELECT id FROM readers WHERE name = 'a' /*\u{202E} */

-- COLUMN_NOT_ALLOW_LISTED a hidden column as the document of a table
-- origin: feature, JSON_TABLE
SELECT j.a FROM readers, JSON_TABLE(secret_note, '$' COLUMNS (a varchar(60) PATH '$')) AS j

-- COLUMN_NOT_ALLOW_LISTED a document of hidden columns, made on the way
-- origin: feature, JSON_TABLE
SELECT * FROM JSON_TABLE((SELECT json_arrayagg(secret_note) FROM readers), '$[*]' COLUMNS (a varchar(60) PATH '$')) AS t

-- TABLE_NOT_ALLOW_LISTED a hidden table inside a document
-- origin: feature, JSON_TABLE
SELECT * FROM JSON_TABLE((SELECT json_arrayagg(name) FROM staff), '$[*]' COLUMNS (a varchar(60) PATH '$')) AS t

-- FUNCTION_NOT_ALLOW_LISTED a file as the document of a table
-- origin: feature, JSON_TABLE
SELECT * FROM JSON_TABLE(load_file('/etc/hosts'), '$' COLUMNS (a text PATH '$')) AS t

-- COLUMN_NOT_ALLOW_LISTED a table that is its own document
-- origin: own
SELECT j.a FROM JSON_TABLE(j.a, '$' COLUMNS (a int PATH '$')) AS j

-- TYPE_NOT_ALLOW_LISTED a document's column of any size
-- origin: feature, JSON_TABLE
SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (a longtext PATH '$')) AS t

-- COLUMN_NOT_ALLOW_LISTED minus what a comment would have been
-- origin: feature, two dashes are a comment only before a blank
SELECT id FROM readers WHERE id = 1--branch

-- COLUMN_NOT_ALLOW_LISTED a hidden column as the width of a window
-- origin: own
SELECT sum(id) OVER (ORDER BY id RANGE BETWEEN branch PRECEDING AND CURRENT ROW) FROM readers

-- TABLE_NOT_ALLOW_LISTED a hidden table in a quantified comparison with TABLE
-- origin: own
SELECT id FROM readers WHERE id = ANY (TABLE staff)

-- TABLE_NOT_ALLOW_LISTED numbers that the engine makes
-- origin: feature, sequence tables
-- engine: mariadb
SELECT seq FROM seq_1_to_1000

-- STATEMENT_FORBIDDEN what changes behind an executable comment of the future
-- origin: feature, executable comments
SELECT id FROM readers /*!99999 WHERE branch = 2 */
