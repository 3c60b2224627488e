-- A number for each employee ID that credits are stored under, and that number beside the ID in every credit: the sums of
-- a team join millions of credits, and one person's are looked for among them, by four bytes instead of a text. A number
-- stays its ID's for ever, whatever is undone, and means nothing outside this database. It says nothing that the ID does
-- not say, so it has no version of its own: a credit that moves to another ID (two records of one person) is a new version
-- of the credit, with that ID's number.
create table person_numbers (staff_id varchar not null, person integer not null);

insert into person_numbers
select staff_id, row_number() over (order by staff_id)::integer from (select distinct staff_id from credits);

-- Written anew rather than updated: a column of a table with rows cannot be made not null in the same transaction, and a
-- credit without its number would be one that no sum finds.
create table numbered_credits (
    credit_id bigint not null, batch bigint not null, staff_id varchar not null, title varchar, title_key varchar not null,
    provider varchar, completed_on date not null, points bigint not null, area_text varchar, area_key varchar not null,
    areas varchar not null, area_mask integer not null, first_area tinyint not null, activity_type varchar,
    certificate_number varchar, evidence varchar, eligibility varchar not null, file varchar, sheet varchar, "row" bigint,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date, named_id varchar,
    person integer not null
);
insert into numbered_credits select c.*, n.person from credits c join person_numbers n using (staff_id);
drop table credits;
alter table numbered_credits rename to credits;
