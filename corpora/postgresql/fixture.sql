-- A small bookshop's lending library. Deterministic: no clock, nothing random.
CREATE SCHEMA shop;

CREATE TABLE shop.readers (
  id int PRIMARY KEY, name text NOT NULL, town text, joined date, likes jsonb, tags text[],
  secret_note text, branch int NOT NULL);
INSERT INTO shop.readers
SELECT i, 'Reader ' || i, (ARRAY['Ulm', 'Bonn', 'Kiel', NULL])[1 + i % 4], date '2023-01-01' + i * 11,
  jsonb_build_object('tea', i % 3, 'cat', i % 2 = 0, 'home', jsonb_build_object('zip', lpad((i * 37)::text, 5, '0'))),
  ARRAY['t' || i % 3, 't' || i % 5], 'note ' || i, 1 + i % 2
FROM generate_series(1, 24) i;

CREATE TABLE shop.books (id int PRIMARY KEY, title text, price numeric(10, 2), cost numeric(10, 2));
INSERT INTO shop.books SELECT i, 'Book ' || i, 5 + i * 1.5, 2 + i FROM generate_series(1, 12) i;

CREATE TABLE shop.loans (
  id int PRIMARY KEY, reader_id int, book_id int, taken date, fee numeric(10, 2), state text, branch int);
INSERT INTO shop.loans
SELECT i, 1 + (i * 7) % 24, 1 + (i * 5) % 12, date '2024-01-01' + i * 3, (i * 17 % 90) + 0.5,
  (ARRAY['open', 'back', 'late'])[1 + i % 3], CASE WHEN i % 10 = 0 THEN NULL ELSE 1 + i % 2 END
FROM generate_series(1, 80) i;

CREATE TABLE shop.loan_notes (loan_id int, line int, body text, branch int, PRIMARY KEY (loan_id, line));
INSERT INTO shop.loan_notes
SELECT i, l, 'note ' || i || '/' || l, 1 + i % 2 FROM generate_series(1, 20) i, generate_series(1, 2) l;

CREATE TABLE shop.staff (id int PRIMARY KEY, name text, pay numeric);
INSERT INTO shop.staff VALUES (1, 'Ada', 100);

CREATE TABLE shop."Odd Table" (id int PRIMARY KEY, "Mixed" text, "select" int);
INSERT INTO shop."Odd Table" SELECT i, 'm' || i, i * 2 FROM generate_series(1, 3) i;

-- A table whose rows belong to whom another table says.
CREATE TABLE shop.orders (id int PRIMARY KEY, tenant_id int);
INSERT INTO shop.orders VALUES (1, 1), (2, 2), (3, 2);
CREATE TABLE shop.payments (id int PRIMARY KEY, order_id int, amount numeric(10, 2));
INSERT INTO shop.payments VALUES (1, 1, 10), (2, 2, 900), (3, 3, 293.95);

-- What an attacker may find in a database: an overload of a listed name, an operator, an attribute.
CREATE FUNCTION shop.lower(int) RETURNS text LANGUAGE sql SECURITY DEFINER
  AS 'SELECT secret_note FROM shop.readers WHERE id = $1';
CREATE FUNCTION shop.secret_of(shop.readers) RETURNS text LANGUAGE sql AS 'SELECT $1.secret_note';
CREATE OPERATOR shop.### (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl);

-- The governed twin: what the policy of ShopFixture lets through, as views.
CREATE SCHEMA twin;
CREATE VIEW twin.readers AS SELECT id, name, town, joined, likes, tags FROM shop.readers WHERE branch = 1;
CREATE VIEW twin.loans AS
  SELECT id, reader_id, book_id, taken, fee, state FROM shop.loans WHERE branch = 1 OR branch IS NULL;
CREATE VIEW twin.books AS SELECT id, title, price FROM shop.books;
CREATE VIEW twin.loan_notes AS SELECT loan_id, line, body FROM shop.loan_notes WHERE branch = 1 AND line < 100;
CREATE VIEW twin."Odd Table" AS SELECT id, "Mixed", "select" FROM shop."Odd Table";
