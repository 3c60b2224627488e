-- What a person decided, beside the area texts (area_assignments) and the matches (aliases), which have their own tables.
-- Nothing stored is rewritten by a decision: what counts is read through the decisions in force (lib/store/effective.py),
-- so that one taken back leaves everything as it was before it.
create table decisions (
    kind varchar not null, subject varchar not null, answer varchar not null, words varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- The employee ID that a credit was stored under, where its person was merged into another since; null: staff_id itself.
alter table credits add column named_id varchar;
