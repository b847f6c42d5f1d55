-- One tenant's schema. The tenant's login role can reach nothing else.

-- Versions of tokens, accounts and the policy. A name without a row has version 0.
create table warehouse_epochs (
    name    text primary key,
    version bigint not null
);

create table warehouse_policies (
    version    bigint primary key,
    yaml       text not null,
    applied_by text not null,
    applied_at timestamptz not null default now()
);

create table warehouse_connections (
    id                 uuid primary key,
    name               text not null unique,
    type               text not null,
    settings           jsonb not null,
    sealed_password    bytea not null,
    credential_version integer not null default 1,
    created_by         text not null,
    created_at         timestamptz not null default now(),
    tested_at          timestamptz not null default now(),
    probe              jsonb not null,
    -- Every table and column that the role may read, exposed or not.
    catalogue          jsonb not null
);

-- The tables that the policy in force registers: what can be asked about at all.
create table warehouse_data_sources (
    source          text not null,
    table_name      text not null,
    exposed_columns text[] not null,
    filtered        boolean not null,
    policy_version  bigint not null,
    primary key (source, table_name)
);

-- What was asked and decided (kind 'intent', before the answer) and what came of it (kind
-- 'outcome', after it). Rows are only ever added. The last three columns are the place of the
-- hash chain: one chain for each node, numbered without gaps.
create table warehouse_query_log (
    receipt        uuid not null,
    kind           text not null check (kind in ('intent', 'outcome')),
    at             timestamptz not null default clock_timestamp(),
    ok             boolean not null,
    request_id     text not null,
    principal      text,
    client         text,
    agent          text,
    tool           text,
    source         text,
    original_sql   text,
    emitted_sql    text,
    decision       text,
    code           text,
    rejected_token text,
    token_id       text,
    token_epoch    bigint,
    account        text,
    account_epoch  bigint,
    policy_epoch   bigint,
    status         text,
    rows           bigint,
    bytes          bigint,
    scan_estimated bigint,
    scan_measured  bigint,
    micros         bigint,
    truncated      boolean,
    node           text not null,
    sequence       bigint not null,
    commitment     bytea,
    primary key (receipt, kind)
);
create unique index warehouse_query_log_chain on warehouse_query_log (node, sequence);
create index warehouse_query_log_at on warehouse_query_log (at);

-- What administrators changed.
create table audit_log (
    id         uuid primary key,
    at         timestamptz not null default clock_timestamp(),
    principal  text not null,
    action     text not null,
    subject    text not null,
    details    jsonb not null,
    request_id text not null
);
create index audit_log_at on audit_log (at);

-- Fail closed: a table without a line here is out of the tenant's reach.
grant select, insert, update, delete on
    warehouse_epochs, warehouse_policies, warehouse_connections, warehouse_data_sources
    to ${tenant_role};
grant select, insert on warehouse_query_log, audit_log to ${tenant_role};
