-- What the laboratory sets for itself: a name and a text, versioned as in 0001.
create table laboratory_settings (
    name varchar not null, "value" varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- When somebody last looked, and what they saw then. No record of the laboratory: nothing is changed by looking, so a visit
-- makes no change and no new data version; only the last two visits of each person are kept.
create table visits (
    visitor varchar not null, visit bigint not null, began_at timestamp not null, seen_at timestamp not null,
    on_date date not null, data_version bigint not null, change_id bigint not null
);

create table visit_standings (
    visitor varchar not null, visit bigint not null, staff_id varchar not null, name varchar, site varchar,
    department varchar, program varchar not null, credential varchar not null, status varchar not null,
    status_group varchar not null, missing bigint, short_in varchar
);
