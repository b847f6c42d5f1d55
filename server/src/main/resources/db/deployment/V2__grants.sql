-- Clients that act for people, and what people let them do.

-- A client without a tenant was registered by anybody: its tokens are of the tenant of whoever
-- consents. A client without a secret is public.
alter table oauth_clients
    alter column tenant drop not null,
    alter column secret_hash drop not null,
    add column kind text not null default 'operator'
        check (kind in ('operator', 'registered', 'document', 'built_in')),
    add column grants text[] not null default '{client_credentials}',
    add column redirect_uris text[] not null default '{}',
    add column uri text,
    add column read_at timestamptz; -- when its metadata document was fetched
create index oauth_clients_kind on oauth_clients (kind, created_at);

insert into oauth_clients (id, name, scopes, kind, grants)
values ('sluice-cli', 'Sluice command line', '{admin,query}', 'built_in',
        '{urn:ietf:params:oauth:grant-type:device_code,refresh_token}');

-- One row for each time somebody let a client act for them.
create table oauth_grants (
    id              text primary key,
    client          text not null references oauth_clients (id),
    tenant          text not null references tenants (id),
    account         uuid not null references accounts (id) on delete cascade,
    scopes          text[] not null,
    created_at      timestamptz not null,
    expires_at      timestamptz not null, -- of the last thing that can be had from it
    revoked_at      timestamptz,
    code_hash       bytea unique,         -- null for a device
    code_expires_at timestamptz,
    code_used_at    timestamptz,
    redirect_uri    text,
    code_challenge  text
);
create index oauth_grants_client on oauth_grants (client);
create index oauth_grants_account on oauth_grants (account);
create index oauth_grants_expiry on oauth_grants (expires_at);

-- Every refresh token that a grant ever gave out, so that a spent one is recognised.
create table oauth_refresh_tokens (
    token_hash bytea primary key,
    grant_id   text not null references oauth_grants (id) on delete cascade,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index oauth_refresh_tokens_grant on oauth_refresh_tokens (grant_id);

alter table access_tokens add column grant_id text references oauth_grants (id) on delete cascade;
create index access_tokens_grant on access_tokens (grant_id);

create table oauth_devices (
    device_hash    bytea primary key,
    user_code_hash bytea not null unique,
    client         text not null references oauth_clients (id) on delete cascade,
    scopes         text[] not null,
    place          text not null, -- the address that asked
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    pause_seconds  integer not null,
    polled_at      timestamptz,
    denied_at      timestamptz,
    grant_id       text references oauth_grants (id) on delete cascade,
    redeemed_at    timestamptz
);
create index oauth_devices_expiry on oauth_devices (expires_at);

create table oauth_pushed_requests (
    uri_hash   bytea primary key,
    client     text not null references oauth_clients (id) on delete cascade,
    names      text[] not null,
    parameters text[] not null,
    expires_at timestamptz not null
);
create index oauth_pushed_requests_expiry on oauth_pushed_requests (expires_at);

-- What somebody has let a client do before, where that may be remembered.
create table oauth_consents (
    client  text not null references oauth_clients (id) on delete cascade,
    account uuid not null references accounts (id) on delete cascade,
    scopes  text[] not null,
    primary key (client, account)
);
