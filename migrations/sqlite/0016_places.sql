-- Places for new shops, drawn by lot each hour (2.1.1): the record holds everything that is needed to draw again.
create table draw (
    -- The hour, counted from the beginning of 1970 in UTC.
    hour integer not null primary key,
    -- The seed of the hour, as digits: it does not fit a signed number.
    seed text not null,
    places integer not null constraint draw_places check (places >= 0),
    -- Who took part and who won, as lists of merchants.
    candidates_json text not null,
    chosen_json text not null,
    drawn_at integer not null
) strict;

-- Places that somebody pays for. They are marked, few, and never touch the order.
create table placement (
    id text not null primary key,
    merchant_id text not null references merchant (id),
    product_id text not null references product (id),
    -- Half-open: paid for at `from_at`, no longer at `until_at`.
    from_at integer not null,
    until_at integer not null,
    created_at integer not null,
    constraint placement_span check (from_at < until_at)
) strict;
create index placement_by_until_at on placement (until_at, id);
create index placement_by_merchant on placement (merchant_id, id);
