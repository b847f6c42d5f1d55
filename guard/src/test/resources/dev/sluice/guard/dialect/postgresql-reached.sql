-- Functions that a query can reach without naming them: behind listed operators, in casts, as parts
-- of listed aggregates, and where text becomes a value of a listed type and text again.
-- Parameters: listed operators, listed functions, listed types twice, each as one array.
SELECT DISTINCT p.proname, p.provolatile FROM pg_proc p WHERE p.oid IN (
  SELECT oprcode::oid FROM pg_operator WHERE oprname = ANY (?)
  UNION SELECT unnest(ARRAY[aggtransfn, aggfinalfn, aggcombinefn, aggmtransfn, aggminvtransfn,
      aggmfinalfn])::oid
    FROM pg_aggregate a JOIN pg_proc f ON f.oid = a.aggfnoid WHERE f.proname = ANY (?)
  UNION SELECT unnest(ARRAY[typinput, typoutput, typmodin])::oid FROM pg_type
    WHERE typname = ANY (?)
  UNION SELECT castfunc FROM pg_cast JOIN pg_type t ON t.oid = casttarget
    WHERE castcontext = 'i' OR t.typname = ANY (?))
