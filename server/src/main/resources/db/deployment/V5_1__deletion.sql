-- What a tenant leaves goes with its row.
alter table accounts
    drop constraint accounts_tenant_fkey,
    add foreign key (tenant) references tenants (id) on delete cascade;
alter table oauth_clients
    drop constraint oauth_clients_tenant_fkey,
    add foreign key (tenant) references tenants (id) on delete cascade;
alter table access_tokens
    drop constraint access_tokens_tenant_fkey,
    add foreign key (tenant) references tenants (id) on delete cascade,
    drop constraint access_tokens_client_fkey,
    add foreign key (client) references oauth_clients (id) on delete cascade;
alter table oauth_grants
    drop constraint oauth_grants_tenant_fkey,
    add foreign key (tenant) references tenants (id) on delete cascade,
    drop constraint oauth_grants_client_fkey,
    add foreign key (client) references oauth_clients (id) on delete cascade;
delete from setup_links where tenant not in (select id from tenants);
alter table setup_links add foreign key (tenant) references tenants (id) on delete cascade;

-- Names of tenants that are gone. Nodes may remember keys and connections of theirs, so that no
-- other tenant can have the name.
create table purged_tenants (
    id        text primary key,
    purged_at timestamptz not null
);
