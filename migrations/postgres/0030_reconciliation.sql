-- A provider's day: whether its bill came, and how it agrees with our books.
create table reconciliation (
    provider text collate "C" not null,
    -- A day of the market's calendar, counted from 1970.
    day bigint not null,
    state text collate "C" not null constraint reconciliation_state check (state in ('waiting', 'matched', 'different', 'closed')),
    -- How often the bill was asked for, and when last.
    tries bigint not null,
    asked_at bigint,
    -- How many movements agree; null moment until the bill was held against our books.
    matched bigint not null,
    compared_at bigint,
    version bigint not null,
    primary key (day, provider)
);

-- What one side of a day came to, in one currency.
create table reconciliation_sum (
    provider text collate "C" not null,
    day bigint not null,
    side text collate "C" not null constraint reconciliation_sum_side check (side in ('theirs', 'ours')),
    currency text collate "C" not null,
    payments bigint not null,
    paid_minor bigint not null,
    refunds bigint not null,
    refunded_minor bigint not null,
    -- What the provider keeps; it may give back more than it keeps.
    fee_minor bigint not null,
    primary key (day, provider, side, currency)
);

-- What does not agree, as a task for a person: open until it is answered for, once.
create table reconciliation_difference (
    id text collate "C" not null primary key,
    provider text collate "C" not null,
    day bigint not null,
    kind text collate "C" not null constraint reconciliation_difference_kind check (
        kind in ('missing_there', 'missing_here', 'other_state', 'other_amount', 'other_fee', 'twice')
    ),
    about text collate "C" not null constraint reconciliation_difference_about check (about in ('payment', 'refund')),
    -- Our numbers as they stand on the bill, or in our books where the bill is silent; a stranger's stand here too.
    attempt_no text collate "C" not null,
    refund_no text collate "C",
    provider_ref text collate "C",
    their_currency text collate "C",
    their_minor bigint,
    their_fee_minor bigint,
    our_currency text collate "C",
    our_minor bigint,
    our_fee_minor bigint,
    answer text collate "C" constraint reconciliation_difference_answer check (answer in ('agrees', 'moved', 'explained')),
    answered_by text collate "C" references account (id),
    note text collate "C",
    posting_id text collate "C" references posting (id),
    answered_at bigint,
    constraint reconciliation_difference_whole check ((answer is null) = (answered_at is null)),
    constraint reconciliation_difference_posted check (posting_id is null or answer = 'moved')
);
create index reconciliation_difference_by_day on reconciliation_difference (day, provider, id);

-- Movements of a provider by when their money moved, so that a day is read without reading the years before it.
create index attempt_by_paid on attempt (provider, paid_at, no);
create index refund_by_done on refund (done_at, no);
