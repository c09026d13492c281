-- The books know one more purpose: what an order earned may be paid out when its after-sales time is over. SQLite cannot
-- change a check, so the column is made anew with the wider one; the guard that names it is put back.
drop trigger posting_same on posting;
drop index posting_source_purpose;
alter table posting add column purpose_now text collate "C" not null default 'settle' constraint posting_purpose_told check (
    purpose_now in (
        'capture', 'refund', 'refund_sent', 'release', 'settle', 'top_up', 'fee', 'fee_back', 'reversal'
    )
);
update posting set purpose_now = purpose;
alter table posting drop column purpose;
alter table posting rename column purpose_now to purpose;
create unique index posting_source_purpose on posting (source, purpose);
create trigger posting_same before update of id, source, purpose, at, reverses, digest on posting
for each row execute function refuse_change();

-- When that happened to an order.
alter table merchant_order add column settled_at bigint;

-- Orders that were received before there was this promise get their clock as well. None can have been placed under a longer
-- time than a year (365 days, in milliseconds), so that no figure pinned on an order is cut short.
insert into clock (id, kind, subject, started_by, buyer_id, merchant_id, started_at, due_at, state, paused_at,
    ended_at, outcome)
select 'clk_' || substr(id, 5), 'settle', id, 'received', buyer_id, merchant_id, received_at,
    received_at + 31536000000, case when units_returning > 0 then 'paused' else 'running' end,
    case when units_returning > 0 then received_at end, null, ''
from merchant_order where state = 'received' and received_at is not null;
