-- Keys that a person's device or security key keeps (Web Authentication). Binary values in base64url.

create table passkeys (
    id              text primary key, -- the credential's
    account         uuid not null references accounts (id) on delete cascade,
    label           text not null,
    public_key      text not null,    -- a COSE_Key
    model           uuid not null,    -- the authenticator's AAGUID
    sign_count      bigint not null,
    backup_eligible boolean not null,
    backed_up       boolean not null,
    transports      text[] not null,
    created_at      timestamptz not null,
    used_at         timestamptz,
    suspected_at    timestamptz       -- its count went back: a copy is about
);
create index passkeys_account on passkeys (account);

-- What authenticators know an account by; says nothing about it.
create table passkey_handles (
    account uuid primary key references accounts (id) on delete cascade,
    handle  text not null unique
);
