-- How people come to have an account: by invitation, or by an identity provider's word.

-- An address names an account within its tenant. Were it one for all tenants, who has an account
-- where could be found out, and an address be taken from the tenant that it belongs to.
drop index accounts_email;
create unique index accounts_email on accounts (tenant, lower(email));

alter table accounts
    alter column password_hash drop not null,           -- none: others vouch for the person
    add column groups text[] not null default '{}';     -- as the identity provider last said

create table invitations (
    id           uuid primary key,
    token_hash   bytea not null unique,
    tenant       text not null references tenants (id) on delete cascade,
    email        text not null,
    role         text not null check (role in ('owner', 'admin', 'analyst', 'viewer')),
    invited_by   text not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    used_at      timestamptz,
    withdrawn_at timestamptz
);
create index invitations_tenant on invitations (tenant, email);
create index invitations_inviter on invitations (invited_by);
create index invitations_expiry on invitations (expires_at);

create table identity_providers (
    tenant         text not null references tenants (id) on delete cascade,
    name           text not null,
    label          text not null,
    issuer         text not null,
    client_id      text not null,
    confidential   boolean not null,
    sealed_secret  bytea,
    domains        text[] not null,
    links          boolean not null,
    makes_accounts boolean not null,
    groups_claim   text,
    group_names    text[] not null,
    group_roles    text[] not null, -- the role of the group at the same place
    default_role   text check (default_role in ('owner', 'admin', 'analyst', 'viewer')),
    only_way       boolean not null,
    rechecks       boolean not null,
    changed_at     timestamptz not null,
    primary key (tenant, name)
);

-- Whom an issuer vouches for. The refresh token asks it whether it still does.
create table external_identities (
    id             uuid primary key,
    tenant         text not null references tenants (id) on delete cascade,
    provider       text not null,
    issuer         text not null,
    subject        text not null,
    account        uuid not null references accounts (id) on delete cascade,
    sealed_refresh bytea,
    created_at     timestamptz not null,
    checked_at     timestamptz not null,
    unique (tenant, issuer, subject),
    unique (tenant, issuer, account)
);
create index external_identities_account on external_identities (account);
