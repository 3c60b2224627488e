-- What is changed by hand. An edit is a change whose rows stand in the versioned tables like an import's: added_by and
-- removed_by name it, so that what was before and after can be read from them, and it can be taken back.
create table edits (change_id bigint not null, summary varchar not null, reason varchar, undone_by bigint);

-- Answers to messages, audits of a declaration, and other dated remarks about a person or one of their holdings.
create table record_notes (
    note_id bigint not null, staff_id varchar not null, program varchar, credential varchar, kind varchar not null,
    noted_on date not null, note varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- What changes what is asked of a person beside the verdict: per diem, earlier education that is known not to exist.
create table circumstances (
    staff_id varchar not null, kind varchar not null, since date, note varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- In-service sessions: planned ones are not counted; a recorded one names the import that holds its credits.
create table sessions (
    session_id bigint not null, title varchar not null, provider varchar, held_on date not null, points bigint not null,
    areas varchar not null, activity_type varchar, place varchar, led_by varchar, state varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table attendees (
    session_id bigint not null, staff_id varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- A credit that is corrected makes other pairs; those it made before are removed and not forgotten.
alter table possible_duplicates add column added_on date;
alter table possible_duplicates add column removed_by bigint;
alter table possible_duplicates add column removed_on date;
