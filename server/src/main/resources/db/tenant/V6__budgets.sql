-- What users and agents were given in a day, and what databases read for them. Calls under way
-- count with what they may still return.
create table warehouse_budgets (
    day     date   not null,
    kind    text   not null check (kind in ('user', 'agent')),
    name    text   not null,
    rows    bigint not null default 0,
    bytes   bigint not null default 0,
    scanned bigint not null default 0,
    primary key (day, kind, name)
) with (fillfactor = 70);

grant select, insert, update, delete on warehouse_budgets to ${tenant_role};

-- Takes from budgets and gives back to them, entry by entry in the order given. An entry that holds
-- gets what it wants as far as the day's budget reaches, and nothing when any of the three limits is
-- reached; what is left afterwards is returned. Other entries are added as they are.
create function warehouse_spend(
    days date[], kinds text[], names text[], holds boolean[],
    rows_more bigint[], bytes_more bigint[], scanned_more bigint[],
    rows_max bigint[], bytes_max bigint[], scanned_max bigint[])
returns table (
    entry integer, rows_held bigint, bytes_held bigint,
    rows_left bigint, bytes_left bigint, scanned_left bigint)
language plpgsql as $$
declare
    scanned_most constant bigint := 1::bigint << 60;
    days_kept constant integer := 90;
    spent warehouse_budgets;
    first_of_day boolean;
begin
    -- All rows in one order, so that two nodes never wait for each other.
    insert into warehouse_budgets (day, kind, name)
        select distinct d, k, n from unnest(days, kinds, names) as wanted (d, k, n)
        order by d, k, n
        on conflict do nothing;
    first_of_day := found;
    perform 1 from warehouse_budgets b
        where (b.day, b.kind, b.name) in (select d, k, n from unnest(days, kinds, names) as w (d, k, n))
        order by b.day, b.kind, b.name
        for update;
    for i in 1 .. cardinality(days) loop
        select b.* into spent from warehouse_budgets b
            where b.day = days[i] and b.kind = kinds[i] and b.name = names[i];
        if holds[i] then
            entry := i;
            rows_left := greatest(0, rows_max[i] - spent.rows);
            bytes_left := greatest(0, bytes_max[i] - spent.bytes);
            scanned_left := greatest(0, scanned_max[i] - spent.scanned);
            if least(rows_left, bytes_left, scanned_left) = 0 then
                rows_held := 0;
                bytes_held := 0;
            else
                rows_held := least(rows_more[i], rows_left);
                bytes_held := least(bytes_more[i], bytes_left);
            end if;
            rows_left := rows_left - rows_held;
            bytes_left := bytes_left - bytes_held;
            spent.rows := spent.rows + rows_held;
            spent.bytes := spent.bytes + bytes_held;
            return next;
        else
            spent.rows := greatest(0, spent.rows + rows_more[i]);
            spent.bytes := greatest(0, spent.bytes + bytes_more[i]);
            spent.scanned := least(scanned_most, spent.scanned + scanned_more[i]);
        end if;
        update warehouse_budgets b
            set rows = spent.rows, bytes = spent.bytes, scanned = spent.scanned
            where b.day = days[i] and b.kind = kinds[i] and b.name = names[i];
    end loop;
    if first_of_day then
        delete from warehouse_budgets b
            where b.day < (select max(d) from unnest(days) as given (d)) - days_kept;
    end if;
end
$$;

revoke all on function warehouse_spend(
    date[], text[], text[], boolean[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[])
    from public;
grant execute on function warehouse_spend(
    date[], text[], text[], boolean[], bigint[], bigint[], bigint[], bigint[], bigint[], bigint[])
    to ${tenant_role};
