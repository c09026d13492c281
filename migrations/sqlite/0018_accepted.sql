-- Which rules were accepted when the account was opened (5.1), beside the moment: the version of the rulebook in force then,
-- null where none was published, and the edition of the agreement and the privacy policy, 0 from before there were any.
alter table account add column accepted_rules text references rule_version (id);
alter table account add column accepted_edition integer not null default 0 constraint account_accepted_edition check (
    accepted_edition >= 0
);
