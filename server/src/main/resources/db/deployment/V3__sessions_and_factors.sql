-- Who is signed in in a browser, and what people prove their identity with besides a password.

-- A browser in which somebody is signed in. The cookie's value is kept as its hash.
create table sessions (
    id               text primary key, -- names it in lists; opens nothing
    token_hash       bytea not null unique,
    account          uuid not null references accounts (id) on delete cascade,
    created_at       timestamptz not null,
    seen_at          timestamptz not null,
    authenticated_at timestamptz not null, -- the last proof of identity
    methods          text[] not null,      -- RFC 8176
    place            text not null,
    agent            text not null
);
create index sessions_account on sessions (account, created_at);
create index sessions_seen on sessions (seen_at);
create index sessions_created on sessions (created_at);

-- A browser in the middle of a sign-in: it may have proven one thing and still is nobody.
create table visits (
    id         text primary key,
    token_hash bytea not null unique,
    account    uuid references accounts (id) on delete cascade,
    methods    text[] not null default '{}',
    onward     text,
    expires_at timestamptz not null
);
create index visits_expiry on visits (expires_at);

-- What a step of a session or a visit leaves for the next one.
create table session_notes (
    owner      text not null, -- a session or a visit
    name       text not null,
    sealed     bytea not null,
    expires_at timestamptz not null,
    primary key (owner, name)
);
create index session_notes_expiry on session_notes (expires_at);

-- Codes from an app (RFC 6238), one app for each account.
create table totp_factors (
    account    uuid primary key references accounts (id) on delete cascade,
    sealed     bytea not null,
    used_step  bigint not null, -- no code of this or an earlier time step is taken again
    created_at timestamptz not null
);

create table recovery_codes (
    code_hash  bytea primary key,
    account    uuid not null references accounts (id) on delete cascade,
    created_at timestamptz not null,
    used_at    timestamptz
);
create index recovery_codes_account on recovery_codes (account);

-- Wrong codes in a row; the account's next try is not looked at before next_at.
create table factor_tries (
    account  uuid primary key references accounts (id) on delete cascade,
    failures integer not null,
    next_at  timestamptz not null
);

alter table tenants
    add column second_factor text not null default 'optional'
        check (second_factor in ('optional', 'required'));

-- How and when the person who consented had proven to be themselves.
alter table oauth_grants
    add column methods text[] not null default '{}',
    add column authenticated_at timestamptz;
