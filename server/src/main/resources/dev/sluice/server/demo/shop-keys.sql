alter table shop.regions add primary key (code);
alter table shop.customers add primary key (id);
alter table shop.products add primary key (id);
alter table shop.orders add primary key (id);
alter table shop.order_items add primary key (order_id, line_no);
alter table shop.payments add primary key (id);
alter table shop.support_tickets add primary key (id);
alter table shop.employees add primary key (id);

alter table shop.customers add foreign key (region) references shop.regions (code);
alter table shop.orders add foreign key (customer_id) references shop.customers (id);
alter table shop.orders add foreign key (ship_region) references shop.regions (code);
alter table shop.order_items add foreign key (order_id) references shop.orders (id);
alter table shop.order_items add foreign key (product_id) references shop.products (id);
alter table shop.payments add foreign key (order_id) references shop.orders (id);
alter table shop.support_tickets add foreign key (customer_id) references shop.customers (id);

create index on shop.customers (tenant_id);
create index on shop.orders (customer_id);
create index on shop.orders (tenant_id, order_date);
create index on shop.order_items (product_id);
create index on shop.payments (order_id);
create index on shop.support_tickets (customer_id);

analyze shop.regions, shop.customers, shop.products, shop.orders, shop.order_items, shop.payments,
    shop.support_tickets, shop.employees;
