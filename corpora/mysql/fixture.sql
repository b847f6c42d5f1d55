-- A small bookshop's lending library. Deterministic: no clock, nothing random.
CREATE DATABASE shop CHARACTER SET utf8mb4;

CREATE TABLE shop.readers (
  id int PRIMARY KEY, name varchar(60) NOT NULL, town varchar(40), joined date, likes json,
  secret_note varchar(60), branch int NOT NULL);
INSERT INTO shop.readers
WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 24)
SELECT i, concat('Reader ', i), elt(1 + i % 4, 'Ulm', 'Bonn', 'Kiel'), date_add('2023-01-01', INTERVAL i * 11 DAY),
  json_object('tea', i % 3, 'cat', i % 2, 'home', json_object('zip', lpad(i * 37, 5, '0'))),
  concat('note ', i), 1 + i % 2
FROM s;

CREATE TABLE shop.books (id int PRIMARY KEY, title varchar(60), price decimal(10, 2), cost decimal(10, 2));
INSERT INTO shop.books
WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 12)
SELECT i, concat('Book ', i), 5 + i * 1.5, 2 + i FROM s;

CREATE TABLE shop.loans (
  id int PRIMARY KEY, reader_id int, book_id int, taken date, fee decimal(10, 2), state varchar(10), branch int);
INSERT INTO shop.loans
WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 80)
SELECT i, 1 + (i * 7) % 24, 1 + (i * 5) % 12, date_add('2024-01-01', INTERVAL i * 3 DAY), (i * 17 % 90) + 0.5,
  elt(1 + i % 3, 'open', 'back', 'late'), if(i % 10 = 0, NULL, 1 + i % 2)
FROM s;

CREATE TABLE shop.loan_notes (loan_id int, line int, body varchar(60), branch int, PRIMARY KEY (loan_id, line));
INSERT INTO shop.loan_notes
WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 20)
SELECT i, l.n, concat('note ', i, '/', l.n), 1 + i % 2 FROM s, (SELECT 1 AS n UNION SELECT 2) AS l;

CREATE TABLE shop.staff (id int PRIMARY KEY, name varchar(60), pay decimal(10, 2));
INSERT INTO shop.staff VALUES (1, 'Ada', 100);

CREATE TABLE shop.`Odd Table` (id int PRIMARY KEY, `Mixed` varchar(20), `select` int);
INSERT INTO shop.`Odd Table` VALUES (1, 'm1', 2), (2, 'm2', 4), (3, 'm3', 6);

-- A table whose rows belong to whom another table says.
CREATE TABLE shop.orders (id int PRIMARY KEY, tenant_id int);
INSERT INTO shop.orders VALUES (1, 1), (2, 2), (3, 2);
CREATE TABLE shop.payments (id int PRIMARY KEY, order_id int, amount decimal(10, 2));
INSERT INTO shop.payments VALUES (1, 1, 10), (2, 2, 900), (3, 3, 293.95);

-- What an attacker may find in a database: stored functions named like built-in ones, and others.
CREATE FUNCTION shop.lower(x int) RETURNS text READS SQL DATA
  RETURN (SELECT secret_note FROM shop.readers WHERE id = x);
CREATE FUNCTION shop.`count`(x int) RETURNS text READS SQL DATA
  RETURN (SELECT secret_note FROM shop.readers WHERE id = x);
CREATE FUNCTION shop.secret_of(x int) RETURNS text READS SQL DATA
  RETURN (SELECT secret_note FROM shop.readers WHERE id = x);

-- The governed twin: what the policy lets through, as views.
CREATE DATABASE twin CHARACTER SET utf8mb4;
CREATE VIEW twin.readers AS SELECT id, name, town, joined, likes FROM shop.readers WHERE branch = 1;
CREATE VIEW twin.loans AS
  SELECT id, reader_id, book_id, taken, fee, state FROM shop.loans WHERE branch = 1 OR branch IS NULL;
CREATE VIEW twin.books AS SELECT id, title, price FROM shop.books;
CREATE VIEW twin.loan_notes AS SELECT loan_id, line, body FROM shop.loan_notes WHERE branch = 1 AND line < 100;
CREATE VIEW twin.`Odd Table` AS SELECT id, `Mixed`, `select` FROM shop.`Odd Table`;
