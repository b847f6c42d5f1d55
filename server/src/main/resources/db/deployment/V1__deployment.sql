-- The deployment's own schema: who exists. Everything a tenant does lives in the tenant's schema.

create table tenants (
    id              text primary key,
    login_role      text not null unique,
    sealed_password bytea not null,
    created_at      timestamptz not null default now()
);

-- A tenant's data keys, wrapped twice: by the key derived from the master key and by the key wrapper.
create table tenant_keys (
    tenant     text not null,
    version    integer not null,
    wrapped    bytea not null,
    created_at timestamptz not null default now(),
    primary key (tenant, version)
);

-- Keys that sign access tokens. The newest one that is not retired signs; a retired one stays
-- published until the last token it signed has expired.
create table signing_keys (
    id             text primary key,
    public_key     bytea not null, -- X.509 SubjectPublicKeyInfo
    sealed_private bytea not null,
    created_at     timestamptz not null default now(),
    retired_at     timestamptz
);

create table accounts (
    id            uuid primary key,
    tenant        text not null references tenants (id),
    email         text not null,
    password_hash text not null,
    role          text not null check (role in ('owner', 'admin', 'analyst', 'viewer')),
    disabled_at   timestamptz,
    created_at    timestamptz not null default now()
);
create unique index accounts_email on accounts (lower(email));

create table oauth_clients (
    id          text primary key,
    tenant      text not null references tenants (id),
    name        text not null,
    secret_hash text not null,
    scopes      text[] not null,
    disabled_at timestamptz,
    created_at  timestamptz not null default now()
);

-- Issued access tokens: the hash only. Revoking one also raises its epoch in the tenant's schema.
create table access_tokens (
    id          text primary key,
    token_hash  bytea not null unique,
    tenant      text not null references tenants (id),
    client      text not null references oauth_clients (id),
    subject     text not null,
    signing_key text not null,
    issued_at   timestamptz not null,
    expires_at  timestamptz not null,
    revoked_at  timestamptz
);
create index access_tokens_expiry on access_tokens (expires_at);
create index access_tokens_client on access_tokens (client);
create index access_tokens_subject on access_tokens (subject);

-- One-time links that create an owner.
create table setup_links (
    token_hash bytea primary key,
    tenant     text not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
