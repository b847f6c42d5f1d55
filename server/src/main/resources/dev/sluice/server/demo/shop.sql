create schema shop;

create table shop.regions (
    code    text not null,
    name    text not null,
    country text not null
);

create table shop.customers (
    id           integer not null,
    tenant_id    integer not null,
    name         text not null,
    email        text not null,
    phone        text not null,
    national_id  text not null,
    region       text not null,
    segment      text not null,
    signup_date  date not null,
    credit_limit numeric(12, 2) not null,
    notes        text not null
);

create table shop.products (
    id       integer not null,
    sku      text not null,
    name     text not null,
    category text not null,
    price    numeric(12, 2) not null,
    cost     numeric(12, 2) not null,
    active   boolean not null
);

create table shop.orders (
    id          integer not null,
    tenant_id   integer not null,
    customer_id integer not null,
    order_date  date not null,
    status      text not null,
    total       numeric(12, 2) not null,
    currency    text not null,
    ship_region text not null
);

create table shop.order_items (
    order_id   integer not null,
    line_no    integer not null,
    product_id integer not null,
    quantity   integer not null,
    unit_price numeric(12, 2) not null
);

create table shop.payments (
    id          integer not null,
    order_id    integer not null,
    paid_on     date not null,
    method      text not null,
    card_number text not null,
    amount      numeric(12, 2) not null
);

create table shop.support_tickets (
    id          integer not null,
    tenant_id   integer not null,
    customer_id integer not null,
    opened_on   date not null,
    subject     text not null,
    body        text not null,
    status      text not null
);

create table shop.employees (
    id     integer not null,
    name   text not null,
    salary numeric(12, 2) not null
);
