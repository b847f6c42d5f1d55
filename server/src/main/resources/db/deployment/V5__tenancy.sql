-- The life of a tenant: in use, suspended, marked for deletion.
alter table tenants
    add column suspended_at timestamptz,
    add column deleted_at   timestamptz; -- when its deletion was asked for

-- What was changed that belongs to no tenant.
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

-- Clients of nobody's that a tenant does not want: they get nothing from its people any more.
create table oauth_client_blocks (
    tenant     text not null references tenants (id) on delete cascade,
    client     text not null references oauth_clients (id) on delete cascade,
    created_at timestamptz not null,
    primary key (tenant, client)
);

-- Accounts that were erased. Requests that were under way then may still have written the
-- person's words into a log; the job looks for them until the row goes.
create table erasures (
    account   uuid primary key,
    tenant    text not null references tenants (id) on delete cascade,
    erased_at timestamptz not null
);

create index oauth_grants_tenant on oauth_grants (tenant);
create index access_tokens_tenant on access_tokens (tenant);
create index accounts_tenant on accounts (tenant);
