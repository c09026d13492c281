-- One try at paying a purchase, stored before the provider is called. A purchase has at most one live attempt.
create table attempt (
    id text collate "C" not null primary key,
    -- The number the provider knows.
    no text collate "C" not null,
    purchase_id text collate "C" not null references purchase (id),
    buyer_id text collate "C" not null references account (id),
    provider text collate "C" not null,
    due_minor bigint not null constraint attempt_due check (due_minor >= 0),
    currency text collate "C" not null,
    state text collate "C" not null constraint attempt_state check (
        state in ('created', 'pending', 'unknown', 'paid', 'closed', 'failed')
    ),
    -- The provider's own number, once told.
    provider_ref text collate "C",
    -- What arrived, once something did; it may be another currency than what was due.
    paid_minor bigint,
    paid_currency text collate "C",
    verdict text collate "C" constraint attempt_verdict check (
        verdict in (
            'nothing', 'closed_unpaid', 'settled', 'over', 'short', 'wrong_currency', 'wrong_payee', 'late', 'second',
            'duplicate', 'conflicting', 'amount_missing'
        )
    ),
    created_at bigint not null,
    expires_at bigint not null,
    paid_at bigint,
    polls bigint not null,
    version bigint not null,
    constraint attempt_paid check ((paid_minor is null) = (paid_currency is null))
);
create unique index attempt_no on attempt (no);
create unique index attempt_purchase_id on attempt (purchase_id) where state in ('created', 'pending', 'unknown');
create index attempt_by_purchase on attempt (purchase_id, id);

-- What a provider told, as it came, kept before anything is decided about it. Each event is heard once (I7).
create table payment_event (
    id text collate "C" not null primary key,
    provider text collate "C" not null,
    event_id text collate "C" not null,
    -- The attempt it is about, by our number.
    attempt_no text collate "C" not null,
    raw text collate "C" not null,
    heard_at bigint not null
);
create unique index payment_event_provider_event_id on payment_event (provider, event_id);
create index payment_event_by_attempt on payment_event (attempt_no, id);

-- Money going back the way it came, stored before the provider is asked. One fact is refunded once for one reason (I10).
create table refund (
    id text collate "C" not null primary key,
    -- The number the provider knows.
    no text collate "C" not null,
    attempt_id text collate "C" not null references attempt (id),
    purchase_id text collate "C" not null references purchase (id),
    buyer_id text collate "C" not null references account (id),
    -- What it comes from: the text of an id of a return, an order or an attempt.
    origin text collate "C" not null,
    reason text collate "C" not null constraint refund_reason check (
        reason in ('return', 'cancel', 'surplus', 'short', 'late', 'second')
    ),
    amount_minor bigint not null constraint refund_amount check (amount_minor >= 0),
    currency text collate "C" not null,
    status text collate "C" not null constraint refund_status check (status in ('pending', 'done', 'failed')),
    -- The provider's code when it refused.
    failure text collate "C",
    created_at bigint not null,
    done_at bigint,
    tries bigint not null,
    version bigint not null
);
create unique index refund_no on refund (no);
create unique index refund_origin_reason on refund (origin, reason);
create index refund_by_purchase on refund (purchase_id, id);
create index refund_by_status on refund (status, id);
