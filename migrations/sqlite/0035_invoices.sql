-- To whom a buyer has invoices made out, saved for the next time.
create table invoice_title (
    id text not null primary key,
    buyer_id text not null references account (id),
    title_json text not null,
    created_at integer not null
) strict;
create index invoice_title_by_buyer on invoice_title (buyer_id, id);

-- An invoice that was asked for, and what came of it. An order has at most one that is wanted or valid.
create table invoice (
    id text not null primary key,
    order_id text not null references merchant_order (id),
    merchant_id text not null references merchant (id),
    buyer_id text not null references account (id),
    -- A copy of the title, so that removing a saved one changes no invoice.
    title_json text not null,
    state text not null constraint invoice_state check (
        state in ('requested', 'issued', 'red_due', 'flushed', 'refused', 'withdrawn')
    ),
    currency text not null,
    amount_minor integer not null constraint invoice_amount check (amount_minor >= 0),
    -- How much of it is still to be flushed after refunds.
    to_flush_minor integer not null constraint invoice_to_flush check (to_flush_minor >= 0),
    number text,
    -- The day that stands on it.
    dated text,
    -- The red invoices: number, amount, moment.
    reds_json text not null,
    reason text not null,
    requested_at integer not null,
    -- By when the shop has to do its next part.
    due_at integer,
    version integer not null
) strict;
create unique index invoice_order_id on invoice (order_id) where state in ('requested', 'issued', 'red_due');
create index invoice_by_order on invoice (order_id, id);
create index invoice_by_merchant_state on invoice (merchant_id, state, id);
create index invoice_due on invoice (due_at) where due_at is not null;

-- The file of an issued invoice, bounded in size, in base64.
create table invoice_file (
    invoice_id text not null primary key references invoice (id),
    kind text not null constraint invoice_file_kind check (kind in ('pdf', 'ofd', 'xml')),
    -- The SHA-256 of its bytes.
    hash text not null,
    body text not null,
    kept_at integer not null
) strict;
