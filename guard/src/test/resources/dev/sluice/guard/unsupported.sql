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

-- LITERAL_NOT_ALLOWED a parameter
SELECT id FROM readers WHERE id = $1

-- SYNTAX_ERROR a question mark
SELECT id FROM readers WHERE id = ?

-- SYNTAX_ERROR a limit of another dialect
SELECT id FROM readers LIMIT 5, 10

-- SYNTAX_ERROR quotes of another dialect
SELECT `id` FROM readers

-- SYNTAX_ERROR a number that runs into a name
SELECT 1id FROM readers

-- SYNTAX_ERROR an ambiguous column
SELECT id FROM readers, books

-- SYNTAX_ERROR two tables of one name
SELECT 1 FROM readers, readers

-- OPERATOR_NOT_ALLOW_LISTED an ordering by an operator that no word stands for
SELECT id FROM readers ORDER BY id USING @>

-- FUNCTION_NOT_ALLOW_LISTED a default where nothing is inserted
VALUES (DEFAULT)

-- FUNCTION_NOT_ALLOW_LISTED a form as a table
SELECT * FROM current_date

-- TYPE_NOT_ALLOW_LISTED modifiers of an extension's type
SELECT CAST(name AS geometry(Point, 4326)) FROM readers

-- OPERATOR_NOT_ALLOW_LISTED an operator of another schema, in front
SELECT OPERATOR(shop.-) id FROM readers

-- SYNTAX_ERROR a comparison of comparisons
SELECT 1 < 2 < 3

-- SYNTAX_ERROR recursion before its first part
WITH RECURSIVE a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM a

-- COLUMN_NOT_ALLOW_LISTED an alias in HAVING
SELECT count(*) AS n FROM readers HAVING n > 1

-- FUNCTION_NOT_ALLOW_LISTED random values
SELECT gen_random_uuid()

-- FUNCTION_NOT_ALLOW_LISTED too many arguments
SELECT lower('a', 'b')

-- FUNCTION_NOT_ALLOW_LISTED a star for anything but count
SELECT sum(*) FROM readers

-- SYNTAX_ERROR a limit inside the brackets and outside
(SELECT id FROM loans LIMIT 5) LIMIT 2

-- SYNTAX_ERROR an order inside the brackets and outside
(SELECT id FROM loans ORDER BY id) ORDER BY id DESC

-- SYNTAX_ERROR pairs of SQL/JSON with another function's arguments
SELECT json_object('a': 1, 'b', 2)

-- COLUMN_NOT_ALLOW_LISTED a hidden column in SQL/JSON
SELECT json_object('a': secret_note ABSENT ON NULL) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column behind DEFAULT
SELECT json_value(likes, '$.a' DEFAULT secret_note ON EMPTY) FROM readers

-- COLUMN_NOT_ALLOW_LISTED a hidden column as a path's variable
SELECT json_exists(likes, '$.a' PASSING secret_note AS x) FROM readers

-- TYPE_NOT_ALLOW_LISTED a returned type that tells of the catalogue
SELECT json_value('"readers"', '$' RETURNING regclass)

-- TYPE_NOT_ALLOW_LISTED a JSON_TABLE column of such a type
SELECT * FROM JSON_TABLE('[1]', '$' COLUMNS (a regclass)) AS j

-- COLUMN_NOT_ALLOW_LISTED a hidden column in JSON_TABLE
SELECT j.* FROM readers, JSON_TABLE(secret_note, '$' COLUMNS (a int)) AS j

-- TABLE_NOT_ALLOW_LISTED a hidden table in JSON_ARRAY
SELECT JSON_ARRAY(SELECT pay FROM staff)

-- FUNCTION_NOT_ALLOW_LISTED XML forms
SELECT XMLELEMENT(NAME a, XMLATTRIBUTES(id AS b), name), XMLSERIALIZE(CONTENT XMLFOREST(id) AS text) FROM readers

-- TABLE_NOT_ALLOW_LISTED a hidden table under XML forms
SELECT XMLFOREST(pay) FROM staff

-- COLUMN_NOT_ALLOW_LISTED a hidden column under XML forms
SELECT XMLPARSE(CONTENT secret_note) IS DOCUMENT FROM readers

-- FUNCTION_NOT_ALLOW_LISTED XMLTABLE
SELECT * FROM XMLTABLE('/a' PASSING '<a/>' COLUMNS n FOR ORDINALITY, b int PATH '@b' DEFAULT 1 NOT NULL) AS x

-- FUNCTION_NOT_ALLOW_LISTED a collation of the catalogue
SELECT COLLATION FOR (name) FROM readers

-- FUNCTION_NOT_ALLOW_LISTED TREAT
SELECT TREAT(id AS int) FROM readers

-- SYNTAX_ERROR a field that is none
SELECT EXTRACT('' FROM taken) FROM loans
