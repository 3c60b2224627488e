-- The training budget beside the catalogue. Versioned as in 0001: nothing is changed, only followed by a newer version.

create table product_notes (
    product_id varchar not null, form varchar, good_for varchar, where_found varchar, open_to_staff boolean,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table price_terms (
    term_id varchar not null, product_id varchar, form varchar, price bigint, least_seats bigint, most_seats bigint,
    sites varchar, includes varchar, buyer_class varchar, valid_until date, source varchar, as_of date,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table owned_seats (
    owned_id varchar not null, product_id varchar, staff_id varchar, sites varchar, seats bigint, points_left bigint,
    ends_on date, note varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table fees (
    fee_id varchar not null, fee varchar, amount bigint, valid_from date, valid_until date, confidence varchar,
    source varchar, as_of date,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table budget_scenarios (
    name varchar not null, document varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table order_lines (
    line_id varchar not null, order_name varchar, provider varchar, product_id varchar, product varchar, staff_id varchar,
    department varchar, cost_centre varchar, quantity bigint, unit_price bigint, committed_on date, paid_on date,
    cancelled_on date, note varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table budgets (
    fiscal_year bigint not null, department varchar not null, cost_centre varchar not null, amount bigint,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table budget_settings (
    name varchar not null, "value" varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);
