-- Character strings
SELECT 'a', '', 'it''s', 'two  blanks', 'ünïcödé', 'tab	inside'
SELECT 'back\slash', 'trailing\', '\n'
SELECT E'a\'b', E'\\', e'\b\f\n\r\t', E'\x41\x4', E'\101\7', E'\u0041\U00000042', E'\q', E'it''s'
SELECT 'one'
  'two'
SELECT E'one\n'
  'two\t'
SELECT $$dollar$$, $$it's$$, $tag$a $$ b$tag$, $Tag$x$Tag$, $_$ \ $_$, $$$$, $ä$ö$ä$
SELECT $a$ $b$ $a$, $a$$ab$$a$
SELECT U&'d\0061t\+000061', U&'a!0062' UESCAPE '!', u&'\\', U&'\D83D\DE00', U&'' 
SELECT U&'d!0061ta' UESCAPE '!' || 'x'
SELECT N'national', n'x'
SELECT U&"d\0061t\+000061" FROM t
SELECT U&"d!0061ta" UESCAPE '!' FROM t
SELECT "a""b", "A b", "select", "1", "ä" FROM "T"."U"
-- Bits
SELECT B'', b'1001', X'1F', x'', X'aF', B'10'::bit(4), X'ff'::int
SELECT B'10'
  '01'
-- Numbers
SELECT 1, 42, 3.5, 4., .001, 5e2, 1.925e-3, 1E+10, .5e-1, 4.e3, 0, 00, 007
SELECT 0b101, 0B1, 0o17, 0O7, 0xdeadBEEF, 0X1f, 1_000, 1_000.000_1, 1_0e1_0, 0x_1f, 0b_1
SELECT 100000000000, 9223372036854775807, 9223372036854775808, 123456789012345678901234567890, 1e400
SELECT -1, +1, - -1, -(-1), -+-1, - 9223372036854775808, -.5, +.5e3
SELECT 1.5::int, -1.5::int, (-1)::text, -1::text
SELECT 1 -1, 1 - -1, 1--1
  , 2
-- Constants
SELECT TRUE, FALSE, NULL, true::text, null::int
-- Literals behind their type
SELECT date '2024-01-01', timestamp '2024-01-01 00:00', time '10:00', interval '1 day', bool 't', text 'x', int4 '1', numeric '1.5', json '{}', jsonb '[]', xml '<a/>', point '(1,2)', uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', "int4" '3', pg_catalog.int4 '3', pg_catalog."int4" '3', "char" 'x', box '(1,1),(2,2)'
SELECT int '1', integer '1', smallint '1', bigint '1', real '1', float '1', float(4) '1', double precision '1', decimal '1', decimal(3) '1', decimal(3,1) '1', numeric(3,1) '1', dec '1', boolean 't', bit '1', bit(3) '101', bit varying '101', bit varying(5) '101', char 'a', char(3) 'a', character 'a', character(3) 'a', character varying 'a', character varying(3) 'a', varchar 'a', varchar(3) 'a', nchar 'a', nchar(3) 'a', nchar varying(3) 'a', national character 'a', national char 'a', national character varying 'a', national char varying(3) 'a', char varying 'a', char varying(4) 'a'
SELECT time '10:00', time(3) '10:00', time with time zone '10:00+00', time(3) with time zone '10:00+00', time without time zone '10:00', time(0) without time zone '10:00', timestamp(3) '2024-01-01', timestamp with time zone '2024-01-01', timestamp(3) with time zone '2024-01-01', timestamp without time zone '2024-01-01', timestamptz '2024-01-01', timetz '10:00', timestamptz(2) '2024-01-01'
SELECT interval '1', interval(3) '1', interval '1' year, interval '1' month, interval '1' day, interval '1' hour, interval '1' minute, interval '1' second, interval '1' second(2), interval '1' year to month, interval '1' day to hour, interval '1' day to minute, interval '1' day to second, interval '1' day to second(3), interval '1' hour to minute, interval '1' hour to second, interval '1' hour to second(0), interval '1' minute to second, interval '1' minute to second(6)
SELECT numeric(5,2) '1.5', varbit(3) '101', timestamptz(3) '2024-01-01', bpchar(3) 'a', my_type 'x', s.my_type 'x', my_type(3) 'x', s.my_type(3, 'a') 'x'
SELECT date E'2024\x2d01-01', date $$2024-01-01$$, date U&'2024-01-01'
SELECT interval '1 day' AS i, interval '1' hour, interval '1' "hour"
