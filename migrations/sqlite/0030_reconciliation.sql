-- A provider's day: whether its bill came, and how it agrees with our books.
create table reconciliation (
    provider text not null,
    -- A day of the market's calendar, counted from 1970.
    day integer not null,
    state text not null constraint reconciliation_state check (state in ('waiting', 'matched', 'different', 'closed')),
    -- How often the bill was asked for, and when last.
    tries integer not null,
    asked_at integer,
    -- How many movements agree; null moment until the bill was held against our books.
    matched integer not null,
    compared_at integer,
    version integer not null,
    primary key (day, provider)
) strict;

-- What one side of a day came to, in one currency.
create table reconciliation_sum (
    provider text not null,
    day integer not null,
    side text not null constraint reconciliation_sum_side check (side in ('theirs', 'ours')),
    currency text not null,
    payments integer not null,
    paid_minor integer not null,
    refunds integer not null,
    refunded_minor integer not null,
    -- What the provider keeps; it may give back more than it keeps.
    fee_minor integer not null,
    primary key (day, provider, side, currency)
) strict;

-- What does not agree, as a task for a person: open until it is answered for, once.
create table reconciliation_difference (
    id text not null primary key,
    provider text not null,
    day integer not null,
    kind text not null constraint reconciliation_difference_kind check (
        kind in ('missing_there', 'missing_here', 'other_state', 'other_amount', 'other_fee', 'twice')
    ),
    about text not null constraint reconciliation_difference_about check (about in ('payment', 'refund')),
    -- Our numbers as they stand on the bill, or in our books where the bill is silent; a stranger's stand here too.
    attempt_no text not null,
    refund_no text,
    provider_ref text,
    their_currency text,
    their_minor integer,
    their_fee_minor integer,
    our_currency text,
    our_minor integer,
    our_fee_minor integer,
    answer text constraint reconciliation_difference_answer check (answer in ('agrees', 'moved', 'explained')),
    answered_by text references account (id),
    note text,
    posting_id text references posting (id),
    answered_at integer,
    constraint reconciliation_difference_whole check ((answer is null) = (answered_at is null)),
    constraint reconciliation_difference_posted check (posting_id is null or answer = 'moved')
) strict;
create index reconciliation_difference_by_day on reconciliation_difference (day, provider, id);

-- Movements of a provider by when their money moved, so that a day is read without reading the years before it.
create index attempt_by_paid on attempt (provider, paid_at, no);
create index refund_by_done on refund (done_at, no);
