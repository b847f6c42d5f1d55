-- The keys of keyed hashes, one for each source. They outlive rotations of the keys that they are
-- sealed with, so that masked values stay the same.
create table warehouse_mask_keys (
    source     text primary key,
    sealed_key bytea not null,
    created_at timestamptz not null default now()
);

grant select, insert on warehouse_mask_keys to ${tenant_role};
