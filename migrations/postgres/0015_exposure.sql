-- How often a merchant's goods were shown in lists and how often somebody went on from there (2.1.1): one row per merchant,
-- calendar day and kind of place. Sums only; who looked is never here.
create table exposure (
    merchant_id text collate "C" not null references merchant (id),
    -- Days since 1970 in the market's calendar.
    day bigint not null,
    place text collate "C" not null constraint exposure_place check (place in ('organic', 'paid', 'new')),
    impressions bigint not null constraint exposure_impressions check (impressions >= 0),
    clicks bigint not null constraint exposure_clicks check (clicks >= 0),
    primary key (merchant_id, day, place)
);
