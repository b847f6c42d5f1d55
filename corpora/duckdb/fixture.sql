-- A small bookshop's lending library. Deterministic: no clock, nothing random.
CREATE SCHEMA shop;

CREATE TABLE shop.readers (
  id int PRIMARY KEY, name varchar NOT NULL, town varchar, joined date, likes json, tags varchar[],
  address struct(street varchar, zip varchar), scores map(varchar, int), secret_note varchar,
  branch int NOT NULL);
INSERT INTO shop.readers
SELECT i, 'Reader ' || i, ['Ulm', 'Bonn', 'Kiel', NULL][1 + i % 4], date '2023-01-01' + (i * 11)::int,
  json_object('tea', i % 3, 'cat', i % 2 = 0, 'home', json_object('zip', lpad((i * 37)::varchar, 5, '0'))),
  ['t' || i % 3, 't' || i % 5], {'street': 'Street ' || i % 6, 'zip': lpad((i * 37)::varchar, 5, '0')},
  MAP {'a': i % 7, 'b': i % 4}, 'note ' || i, 1 + i % 2
FROM generate_series(1, 24) t(i);

CREATE TABLE shop.books (id int PRIMARY KEY, title varchar, price decimal(10, 2), cost decimal(10, 2));
INSERT INTO shop.books SELECT i, 'Book ' || i, 5 + i * 1.5, 2 + i FROM generate_series(1, 12) t(i);

CREATE TABLE shop.loans (
  id int PRIMARY KEY, reader_id int, book_id int, taken date, fee decimal(10, 2), state varchar, branch int);
INSERT INTO shop.loans
SELECT i, 1 + (i * 7) % 24, 1 + (i * 5) % 12, date '2024-01-01' + (i * 3)::int, (i * 17 % 90) + 0.5,
  ['open', 'back', 'late'][1 + i % 3], CASE WHEN i % 10 = 0 THEN NULL ELSE 1 + i % 2 END
FROM generate_series(1, 80) t(i);

CREATE TABLE shop.loan_notes (loan_id int, line int, body varchar, branch int, PRIMARY KEY (loan_id, line));
INSERT INTO shop.loan_notes
SELECT i, l, 'note ' || i || '/' || l, 1 + i % 2 FROM generate_series(1, 20) t(i), generate_series(1, 2) u(l);

CREATE TABLE shop.staff (id int PRIMARY KEY, name varchar, pay decimal(10, 2));
INSERT INTO shop.staff VALUES (1, 'Ada', 100);

CREATE TABLE shop."Odd Table" (id int PRIMARY KEY, "Mixed" varchar, "select" int);
INSERT INTO shop."Odd Table" SELECT i, 'm' || i, i * 2 FROM generate_series(1, 3) t(i);

-- The governed twin: what the policy lets through, as views.
CREATE SCHEMA twin;
CREATE VIEW twin.readers AS
  SELECT id, name, town, joined, likes, tags, address, scores FROM shop.readers WHERE branch = 1;
CREATE VIEW twin.loans AS
  SELECT id, reader_id, book_id, taken, fee, state FROM shop.loans WHERE branch = 1 OR branch IS NULL;
CREATE VIEW twin.books AS SELECT id, title, price FROM shop.books;
CREATE VIEW twin.loan_notes AS SELECT loan_id, line, body FROM shop.loan_notes WHERE branch = 1 AND line < 100;
CREATE VIEW twin."Odd Table" AS SELECT id, "Mixed", "select" FROM shop."Odd Table";

-- What an attacker may find in a database: macros in the place of listed functions and operators.
CREATE MACRO shop.upper(x) AS 'replaced';
CREATE MACRO shop.sum(x) AS 'replaced';
CREATE MACRO shop."+"(x, y) AS 'replaced';
CREATE MACRO shop.secret_of(x) AS (SELECT secret_note FROM shop.readers WHERE id = x);
CREATE MACRO shop.everything() AS TABLE SELECT * FROM shop.readers;
