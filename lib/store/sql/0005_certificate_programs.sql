-- Who is enrolled in which certificate program (counted in courses) since when, and which titles a manager marked as courses
-- of a program, or as none. enrolled_on null: the day is not known.
create table enrolments (
    staff_id varchar not null, program varchar not null, enrolled_on date,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

create table course_marks (
    program varchar not null, title_key varchar not null, title varchar not null, is_course boolean not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);
