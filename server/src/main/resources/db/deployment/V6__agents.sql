-- A client may be a named agent of its tenant's policy.
alter table oauth_clients add column agent text;

-- The token that this one was exchanged for (RFC 8693): it ends with it.
alter table access_tokens
    add column subject_token text references access_tokens (id) on delete cascade;
create index access_tokens_subject_token on access_tokens (subject_token)
    where subject_token is not null;
