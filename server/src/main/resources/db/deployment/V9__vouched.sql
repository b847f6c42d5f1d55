-- When the issuer stopped vouching for somebody. It is empty again once they have signed in there.
alter table external_identities add column ended_at timestamptz;
