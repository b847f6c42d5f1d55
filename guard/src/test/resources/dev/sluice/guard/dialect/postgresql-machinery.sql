-- Functions that only PostgreSQL itself calls: what other objects are made of, and whatever takes or
-- returns types that no query has.
SELECT oprcode::oid FROM pg_operator
UNION SELECT oprrest::oid FROM pg_operator
UNION SELECT oprjoin::oid FROM pg_operator
UNION SELECT unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn, aggserialfn, aggdeserialfn,
    aggmtransfn, aggminvtransfn, aggmfinalfn])::oid FROM pg_aggregate
UNION SELECT unnest(ARRAY[typinput, typoutput, typreceive, typsend, typmodin, typmodout,
    typanalyze, typsubscript])::oid FROM pg_type
UNION SELECT castfunc FROM pg_cast
UNION SELECT amproc::oid FROM pg_amproc
UNION SELECT amhandler::oid FROM pg_am
UNION SELECT conproc::oid FROM pg_conversion
UNION SELECT prosupport::oid FROM pg_proc
UNION SELECT unnest(ARRAY[rngcanonical, rngsubdiff])::oid FROM pg_range
UNION SELECT unnest(ARRAY[prsstart, prstoken, prsend, prsheadline, prslextype])::oid FROM pg_ts_parser
UNION SELECT unnest(ARRAY[tmplinit, tmpllexize])::oid FROM pg_ts_template
UNION SELECT unnest(ARRAY[lanplcallfoid, laninline, lanvalidator]) FROM pg_language
UNION SELECT p.oid FROM pg_proc p, unnest(p.proargtypes || p.prorettype) AS type
  WHERE type IN ('internal'::regtype, 'cstring'::regtype, 'trigger'::regtype,
    'event_trigger'::regtype, 'language_handler'::regtype, 'fdw_handler'::regtype,
    'index_am_handler'::regtype, 'table_am_handler'::regtype, 'tsm_handler'::regtype,
    'pg_ddl_command'::regtype)
