-- A small bookshop's lending library. Deterministic: no clock, nothing random. For the memory connector, in a catalogue called shop.
CREATE SCHEMA shop;

CREATE TABLE shop.readers AS
SELECT i AS id, 'Reader ' || CAST(i AS varchar) AS name, element_at(ARRAY['Ulm', 'Bonn', 'Kiel', CAST(NULL AS varchar)], 1 + i % 4) AS town,
  DATE '2023-01-01' + i * INTERVAL '11' DAY AS joined,
  json_format(CAST(MAP(ARRAY['tea', 'home'], ARRAY[CAST(i % 3 AS json), CAST(MAP(ARRAY['zip'], ARRAY[lpad(CAST(i * 37 AS varchar), 5, '0')]) AS json)]) AS json)) AS likes,
  ARRAY['t' || CAST(i % 3 AS varchar), 't' || CAST(i % 5 AS varchar)] AS tags, 'note ' || CAST(i AS varchar) AS secret_note, 1 + i % 2 AS branch
FROM UNNEST(sequence(1, 24)) AS s (i);

CREATE TABLE shop.books AS
SELECT i AS id, 'Book ' || CAST(i AS varchar) AS title, CAST(5 + i * 1.5 AS decimal(10, 2)) AS price, CAST(2 + i AS decimal(10, 2)) AS cost
FROM UNNEST(sequence(1, 12)) AS s (i);

CREATE TABLE shop.loans AS
SELECT i AS id, 1 + (i * 7) % 24 AS reader_id, 1 + (i * 5) % 12 AS book_id, DATE '2024-01-01' + i * INTERVAL '3' DAY AS taken,
  CAST((i * 17 % 90) + 0.5 AS decimal(10, 2)) AS fee, element_at(ARRAY['open', 'back', 'late'], 1 + i % 3) AS state,
  CASE WHEN i % 10 = 0 THEN CAST(NULL AS integer) ELSE CAST(1 + i % 2 AS integer) END AS branch
FROM UNNEST(sequence(1, 80)) AS s (i);

CREATE TABLE shop.loan_notes AS
SELECT i AS loan_id, l AS line, 'note ' || CAST(i AS varchar) || '/' || CAST(l AS varchar) AS body, 1 + i % 2 AS branch
FROM UNNEST(sequence(1, 20)) AS s (i) CROSS JOIN UNNEST(sequence(1, 2)) AS t (l);

CREATE TABLE shop.staff AS SELECT 1 AS id, 'Ada' AS name, CAST(100 AS decimal(10, 2)) AS pay;

-- The governed twin: what the policy lets through, as views.
CREATE SCHEMA twin;

CREATE VIEW twin.readers AS SELECT id, name, town, joined, likes, tags FROM shop.readers WHERE branch = 1;

CREATE VIEW twin.loans AS
  SELECT id, reader_id, book_id, taken, fee, state FROM shop.loans WHERE branch = 1 OR branch IS NULL;

CREATE VIEW twin.books AS SELECT id, title, price FROM shop.books;

CREATE VIEW twin.loan_notes AS SELECT loan_id, line, body FROM shop.loan_notes WHERE branch = 1 AND line < 100;
