-- When a connection's credential was last replaced, what it is like, and which risks of the
-- connection an owner accepted (experimental, superuser, writable).
alter table warehouse_connections
    add column rotated_at timestamptz not null default now(),
    add column weak_credential boolean not null default false,
    add column accepted text[] not null default '{}';
update warehouse_connections set rotated_at = created_at;
