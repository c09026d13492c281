-- A paid place is booked for one list and for whole days of the market's calendar (2.1.1). `list` is the word `front` or a
-- category's id; the days are counted from 1970. What was there before was shown on the front page too and cost nothing.
alter table placement add column list text not null default 'front';
alter table placement add column first_day integer not null default 0;
alter table placement add column days integer not null default 1 constraint placement_days check (days > 0);
-- What a day costs, and from which of the merchant's accounts the fee was paid.
alter table placement add column price_minor integer not null default 0 constraint placement_price check (price_minor >= 0);
alter table placement add column available_minor integer not null default 0 constraint placement_available check (available_minor >= 0);
alter table placement add column pending_minor integer not null default 0 constraint placement_pending check (pending_minor >= 0);
-- How it ended before its time: called off by the shop, or ended by the staff with a reason that the shop reads.
alter table placement add column ended_at integer;
alter table placement add column ended_by text constraint placement_ended_by check (ended_by in ('merchant', 'staff'));
alter table placement add column reason text;
alter table placement add column back_minor integer not null default 0 constraint placement_back check (back_minor >= 0);
create index placement_by_list on placement (list, until_at, id);

-- Who has which place of a list on which day. The keys are the rule: a place is had once, and no shop has two on a page,
-- however many book at once.
create table placement_day (
    list text not null,
    day integer not null,
    -- Which of the list's places, counted from 1.
    place integer not null constraint placement_day_place check (place > 0),
    merchant_id text not null references merchant (id),
    placement_id text not null references placement (id),
    primary key (list, day, place)
) strict;
create unique index placement_day_list_day_merchant_id on placement_day (list, day, merchant_id);
create index placement_day_by_placement on placement_day (placement_id, day);
