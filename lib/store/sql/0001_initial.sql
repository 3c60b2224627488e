-- What is stored is never changed, only followed by a newer version: a row is current while removed_by is null, and was
-- known on a day D if added_on <= D and (removed_on is null or removed_on > D). added_by is the change that supplied the
-- row; a row that an undo brings back is a copy with the day of the undo, so that what was known in between stays true.
-- No keys, sequences or indexes: uniqueness is an anti-join inside the transaction, so the same statements serve DuckLake.

create table versions (data_version bigint not null);
insert into versions values (0);

create table changes (
    change_id bigint not null, kind varchar not null, batch bigint, actor varchar not null, "at" timestamp not null,
    on_date date not null, note varchar
);

create table batches (
    batch bigint not null, change_id bigint not null, file varchar not null, size bigint not null, sha256 varchar not null,
    "read" bigint not null, accepted bigint not null, duplicates bigint not null, skipped bigint not null,
    rejected bigint not null, stored bigint not null, report varchar not null, undone_by bigint
);

create table staff (
    staff_id varchar not null, last_name varchar, first_name varchar, email varchar, site varchar, department varchar,
    job_title varchar, supervisor varchar, active boolean, hired_on date, left_on date, on_leave boolean, notes varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table holdings (
    staff_id varchar not null, program varchar not null, credential varchar not null, certification_number varchar,
    certified_on date, cycle_start date, cycle_end date, participation varchar, required boolean, verified_on date,
    declaration_filed_on date, declaration_accepted_on date,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table past_cycles (
    staff_id varchar not null, program varchar not null, credential varchar not null, cycle_end date not null,
    cycle_start date, declaration_filed_on date, declaration_accepted_on date,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table memberships (
    staff_id varchar not null, provider varchar not null, member_until date,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table products (
    product_id varchar not null, provider varchar, product varchar, kind varchar, credits bigint, areas varchar,
    member_price bigint, non_member_price bigint, hours bigint, access_months bigint, last_day_of_sale date,
    repeatable boolean, source varchar, as_of date,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- credit_id = batch * 10,000,000 + place in the file: the order by it is "by import, then by place in the file".
create table credits (
    credit_id bigint not null, batch bigint not null, staff_id varchar not null, title varchar, title_key varchar not null,
    provider varchar, completed_on date not null, points bigint not null, area_text varchar, area_key varchar not null,
    areas varchar not null, area_mask integer not null, first_area tinyint not null, activity_type varchar,
    certificate_number varchar, evidence varchar, eligibility varchar not null, file varchar, sheet varchar, "row" bigint,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- Rows that are right but for the person; matched by hand they become credits with the credit_id kept for them here, or,
-- where the person has that credit already, repeat the one that duplicate_of names.
create table waiting (
    credit_id bigint not null, batch bigint not null, person_key varchar not null, person_id varchar, person_number varchar,
    person_email varchar, person_name varchar, code varchar, title varchar, title_key varchar not null, provider varchar,
    completed_on date not null, points bigint not null, area_text varchar, area_key varchar not null, areas varchar not null,
    area_mask integer not null, first_area tinyint not null, activity_type varchar, certificate_number varchar,
    evidence varchar, eligibility varchar not null, file varchar, sheet varchar, "row" bigint, duplicate_of bigint,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table aliases (
    person_key varchar not null, staff_id varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table area_assignments (
    area_key varchar not null, areas varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- Pairs of credits that may be the same activity told twice; a pair holds while both credits do.
create table possible_duplicates (later_credit bigint not null, earlier_credit bigint not null, added_by bigint not null);

-- Rows that were not stored because they repeat a stored (or waiting) credit.
create table duplicate_rows (batch bigint not null, sheet varchar, "row" bigint, credit_id bigint not null);

-- Every keyed row that an import named, changed or not: what a later import would lack if an earlier one were undone.
create table touched (batch bigint not null, kind varchar not null, staff_id varchar, key varchar not null);

create table problems (
    batch bigint not null, sheet varchar not null, "row" bigint not null, "column" varchar, "value" varchar,
    code varchar not null, message varchar not null
);

-- Cells and headers as JSON lists of text, in sheet order.
create table rejected_rows (
    batch bigint not null, sheet_number integer not null, sheet varchar not null, "row" bigint not null,
    header varchar not null, cells varchar not null, reasons varchar not null
);

create table header_mappings (
    fingerprint varchar not null, name varchar not null, mapping varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);
