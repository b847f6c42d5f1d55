// PostgreSQL's own parser as a judge.
// In:  {"texts": [{"sql": …, "emitted": … | null}]}
// Out: [{"valid": true, "same": true | false | null, "why": …}], in the order of the texts. `same`
//      says whether both texts have one tree; null where there is nothing to compare.
// What differs by design is made equal first: places in the text, brackets, pg_catalog written or
// not, ROW written or not, spellings of numbers, of types and of orderings.
import { loadModule, parseSync } from "libpg-query";
import { text } from "node:stream/consumers";

const CATALOGUE_NAMES = {
  bigint: "int8", boolean: "bool", dec: "numeric", decimal: "numeric",
  int: "int4", integer: "int4", real: "float4", smallint: "int2",
};
const PLACES = /^(stmt_)?location$|_location$|^stmt_len$|^(rexpr_)?list_(start|end)$/;
const SPELLINGS = new Set(["row_format", "funcformat"]);
const name = (node) => node?.String?.sval;
const string = (value) => ({ String: { sval: value } });
const isCatalogue = (names) =>
  Array.isArray(names) && names.length > 1 && name(names[0]) === "pg_catalog";

function decimal(written) {
  const plain = written.replaceAll("_", "").toLowerCase();
  return /^0[xob]/.test(plain) ? BigInt(plain).toString() : plain;
}

function negated(constant) {
  if (constant.ival) return { ival: { ival: -(constant.ival.ival ?? 0) } };
  const value = constant.fval?.fval;
  if (value === undefined) return null;
  return { fval: { fval: value.startsWith("-") ? value.slice(1) : "-" + value } };
}

/** One level of a tree whose levels below are done. */
function same(node) {
  for (const key of ["funcname", "names", "name", "operName", "useOp"]) {
    if (isCatalogue(node[key])) node[key] = node[key].slice(1);
  }
  if (node.names?.length === 1 && CATALOGUE_NAMES[name(node.names[0])]) {
    node.names = [string(CATALOGUE_NAMES[name(node.names[0])])];
  }
  if (node.arrayBounds) node.arrayBounds = node.arrayBounds.map(() => -1);
  if (node.fval?.fval !== undefined) node.fval.fval = decimal(node.fval.fval);
  if (node.sortby_dir === "SORTBY_USING") {
    const word = { "<": "SORTBY_ASC", ">": "SORTBY_DESC" }[name(node.useOp[0])];
    if (word) {
      node.sortby_dir = word;
      delete node.useOp;
    }
  }
  if (node.limitCount?.A_Const?.isnull) {
    delete node.limitCount;
    node.limitOption = node.limitOffset ? "LIMIT_OPTION_COUNT" : "LIMIT_OPTION_DEFAULT";
  }
  const function_ = node.funcname?.length === 1 ? name(node.funcname[0]) : null;
  if (function_ === "is_normalized" && node.args.length === 1) {
    node.args.push({ A_Const: { sval: { sval: "NFC" } } });
  }
  if (function_ === "extract" && node.args?.[0]?.A_Const?.sval) {
    node.args[0].A_Const.sval.sval = node.args[0].A_Const.sval.sval.toLowerCase();
  }
  const operator = node.A_Expr;
  if (
    operator?.kind === "AEXPR_OP" && !operator.lexpr && operator.rexpr?.A_Const &&
    operator.name.length === 1 && name(operator.name[0]) === "-"
  ) {
    const constant = negated(operator.rexpr.A_Const);
    if (constant) return { A_Const: constant };
  }
  const inner = node.A_Indirection?.arg?.A_Indirection;
  if (inner) {
    const indirection = [...inner.indirection, ...node.A_Indirection.indirection];
    return { A_Indirection: { arg: inner.arg, indirection } };
  }
  return node;
}

function normal(node) {
  if (Array.isArray(node)) return node.map(normal);
  if (node === null || typeof node !== "object") return node;
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    if (!PLACES.test(key) && !SPELLINGS.has(key)) copy[key] = normal(value);
  }
  return same(copy);
}

// Forms that become calls which no list can hold: the guard refuses them, and never emits them.
const UNLISTED = new RegExp(
  [
    '"(XmlExpr|XmlSerialize|RangeTableFunc|MergeSupportFunc|SetToDefault)":',
    '"typmods":[^\\]]*"(ColumnRef|sval)"',
    '"SVFOP_(CURRENT_ROLE|CURRENT_USER|USER|SESSION_USER|CURRENT_CATALOG|CURRENT_SCHEMA)"',
    '"sval":"(pg_collation_for|system_user)"',
    '"setof":true',
  ].join("|"),
);

// Its tree is that of a call of the type.
const TREAT = /\btreat\s*\(/i;

function judge({ sql, emitted }) {
  let original;
  try {
    original = parseSync(sql);
  } catch (error) {
    return { valid: false, same: null, why: String(error.message) };
  }
  const written = JSON.stringify(original);
  if (emitted === null || UNLISTED.test(written) || TREAT.test(sql)) {
    return { valid: true, same: null, why: "" };
  }
  try {
    const ours = JSON.stringify(normal(parseSync(emitted).stmts[0].stmt));
    const theirs = JSON.stringify(normal(original.stmts[0].stmt));
    return { valid: true, same: ours === theirs, why: difference(theirs, ours) };
  } catch (error) {
    return { valid: true, same: false, why: `${error.message}: ${emitted}` };
  }
}

function difference(theirs, ours) {
  if (theirs === ours) return "";
  let at = 0;
  while (theirs[at] === ours[at]) at++;
  const from = Math.max(0, at - 60);
  return `${theirs.slice(from, at + 60)} / ${ours.slice(from, at + 60)}`;
}

await loadModule();
const task = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(task.texts.map(judge)));
