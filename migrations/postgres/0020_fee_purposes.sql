-- The books know two more purposes: what a merchant pays the house for, and what goes back of it. SQLite cannot change a
-- check, so the column is made anew with the wider one; the guard that names it is put back at the end.
drop trigger posting_same on posting;
drop index posting_source_purpose;
alter table posting add column purpose_now text collate "C" not null default 'fee' constraint posting_purpose_known check (
    purpose_now in ('capture', 'refund', 'refund_sent', 'release', 'top_up', 'fee', 'fee_back', 'reversal')
);
update posting set purpose_now = purpose;
alter table posting drop column purpose;
alter table posting rename column purpose_now to purpose;
create unique index posting_source_purpose on posting (source, purpose);
create trigger posting_same before update of id, source, purpose, at, reverses, digest on posting
for each row execute function refuse_change();
