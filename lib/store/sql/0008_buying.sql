-- Who buys at which price, what can be used until when, and where a department's money is counted. Versioned as in 0001.

create table buyer_classes (
    buyer_class varchar not null, staff_id varchar not null, job_title varchar not null, valid_until date, note varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table cost_centres (
    department varchar not null, site varchar not null, cost_centre varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

alter table product_notes add column only_for varchar;
alter table product_notes add column last_day_of_access date;
alter table product_notes add column includes_cmp_fee boolean;

alter table price_terms add column term_months bigint;
