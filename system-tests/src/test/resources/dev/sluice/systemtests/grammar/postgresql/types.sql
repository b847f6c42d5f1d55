-- CAST and ::
SELECT CAST(a AS «int¦integer¦int4¦smallint¦int2¦bigint¦int8¦real¦float4¦float8¦float¦float(1)¦float(24)¦float(25)¦float(53)¦double precision¦decimal¦decimal(5)¦decimal(5, 2)¦numeric¦numeric(5)¦numeric(5, -2)¦numeric(3, 5)¦dec(4)¦boolean¦bool¦text¦bytea¦uuid¦json¦jsonb¦xml¦date¦money¦inet¦cidr¦macaddr¦macaddr8¦point¦line¦lseg¦box¦path¦polygon¦circle¦tsvector¦tsquery¦oid¦regclass¦regproc¦regtype¦pg_lsn¦txid_snapshot¦xid8¦name¦"char"¦int4range¦int4multirange¦record¦void¦"MyType"¦s.t¦a.b.c¦public.citext¦hstore¦geometry(Point, 4326)¦vector(3)») FROM t
SELECT a::«bit¦bit(8)¦bit varying¦bit varying(8)¦varbit¦varbit(5)¦char¦char(3)¦character¦character(3)¦character varying¦character varying(3)¦char varying(3)¦varchar¦varchar(3)¦nchar¦nchar(3)¦nchar varying(3)¦national character¦national character(3)¦national character varying¦national char varying(3)¦bpchar¦bpchar(3)» FROM t
SELECT a::«time¦time(3)¦time with time zone¦time(3) with time zone¦time without time zone¦time(3) without time zone¦timetz¦timetz(3)¦timestamp¦timestamp(3)¦timestamp with time zone¦timestamp(3) with time zone¦timestamp without time zone¦timestamp(3) without time zone¦timestamptz¦timestamptz(3)» FROM t
SELECT a::«interval¦interval(3)¦interval year¦interval month¦interval day¦interval hour¦interval minute¦interval second¦interval second(3)¦interval year to month¦interval day to hour¦interval day to minute¦interval day to second¦interval day to second(3)¦interval hour to minute¦interval hour to second(2)¦interval minute to second(2)» FROM t
SELECT a::«int[]¦int[][]¦int[3]¦int[3][4]¦int array¦int array[3]¦text ARRAY¦varchar(3)[]¦numeric(5,2)[]¦timestamp with time zone[]¦interval day[]¦double precision[]¦double precision array[4]¦s.t[]¦bit varying(3)[]¦setof int¦setof int[]» FROM t
SELECT a::int::text::int4, a::text[1], (a::text[])[1], a::int + 1, -a::int, a::int[] || b::int[], a::date - b::date, a::timestamp at time zone 'x' FROM t
SELECT CAST(CAST(a AS int) AS text), CAST((SELECT 1) AS int), CAST(ROW(1, 2) AS s.t), CAST(ARRAY[] AS int[]), CAST('x' AS text) COLLATE "C" FROM t
SELECT a::"int4", a::"My Type"(3), a::"s"."t", a::pg_catalog.int4, a::pg_catalog.varchar(3), a::pg_catalog.timestamptz(3), a::pg_catalog."char", a::pg_catalog.bpchar, a::pg_catalog.bit, a::pg_catalog.interval, a::pg_catalog.numeric(3,1) FROM t
SELECT a::t.b%type, a::setof t.b%type FROM t
SELECT int4(a), int8(a), float8(a), text(a), date(a), timestamptz(a), "time"(a), "timestamp"(a), "interval"(a), bool(a), name(a), "char"(a), "numeric"(a), "bit"(a), "varchar"(a) FROM t
SELECT a::time zone_name, a::timestamp with_it FROM t
SELECT a::timestamp AS x, a::interval y, a::interval AS "year", a::char AS c, a::int i FROM t
SELECT TREAT(a AS int), TREAT(a AS s.t) FROM t
SELECT a::year, a::day, a::second, a::zone, a::value, a::type, a::names FROM t
