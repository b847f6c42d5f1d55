-- The key that clients seal credentials to before they send them; its id is its fingerprint.
create table sealing_keys (
    id             text primary key,
    public_key     bytea not null, -- X.509 SubjectPublicKeyInfo
    sealed_private bytea not null,
    created_at     timestamptz not null default now()
);

-- Sealed credentials that were opened: each opens once. Rows outlive the time in which they would.
create table opened_credentials (
    id        text primary key,
    opened_at timestamptz not null
);
create index opened_credentials_age on opened_credentials (opened_at);
