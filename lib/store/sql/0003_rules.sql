-- What a laboratory says of rules: documents added to the shipped book in the order of their numbers, the versions it
-- checked at the source, and comparisons of our numbers with the issuer's page. A document is never rewritten: a
-- correction is another one; taking it back ends it.

create table rule_documents (
    document bigint not null, name varchar not null, content varchar not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- numbers is the fingerprint of what was verified: other numbers under the same id are not verified by it.
create table rule_verifications (
    version varchar not null, numbers varchar not null, verified_by varchar not null, verified_on date not null,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);

-- ours and theirs are JSON: points in hundredths by requirement, the total, the valid-to day.
create table calibrations (
    comparison bigint not null, staff_id varchar not null, program varchar not null, credential varchar not null,
    as_of date not null, version varchar, numbers varchar, rules_digest varchar not null, ours varchar not null,
    theirs varchar not null, agrees boolean not null, cause varchar, note varchar,
    added_by bigint not null, added_on date not null, removed_by bigint, removed_on date
);
