-- The head of a posting: a balanced movement of money. Each fact posts once for one purpose. Rows are only ever added; the
-- sealer alone fills in number and chain link.
create table posting (
    id text collate "C" not null primary key,
    -- The fact it comes from: the text of an id.
    source text collate "C" not null,
    purpose text collate "C" not null constraint posting_purpose check (
        purpose in ('capture', 'refund', 'refund_sent', 'release', 'top_up', 'reversal')
    ),
    at bigint not null,
    -- The posting it takes back.
    reverses text collate "C" references posting (id),
    -- The SHA-256 of its entries, so that the chain covers them too.
    digest text collate "C" not null,
    -- Null until sealed.
    seq bigint,
    hash text collate "C"
);
create unique index posting_source_purpose on posting (source, purpose);
create unique index posting_reverses on posting (reverses);
create unique index posting_seq on posting (seq);
create index posting_unsealed on posting (id) where seq is null;

-- One line of a posting. A debit is positive, a credit negative; the lines of a posting sum to zero per currency and per
-- order (I1).
create table posting_entry (
    posting_id text collate "C" not null references posting (id),
    -- Its place in the posting.
    n bigint not null,
    -- The account's code, `escrow:ord_…`.
    account text collate "C" not null,
    currency text collate "C" not null,
    amount_minor bigint not null constraint posting_entry_amount check (amount_minor <> 0),
    -- The order the amount belongs to.
    order_id text collate "C",
    primary key (posting_id, n)
);
create index posting_entry_by_account on posting_entry (account, posting_id, n);
create index posting_entry_by_order on posting_entry (order_id, posting_id, n);

-- What lies on an account, in the account's own sign: a projection of the entries, moved in the transaction that adds them
-- and rebuilt by the check (I3). Only some accounts may fall below zero (I4).
create table balance (
    account text collate "C" not null,
    currency text collate "C" not null,
    -- On which side the account grows.
    nature text collate "C" not null constraint balance_nature check (nature in ('debit', 'credit')),
    may_be_negative bigint not null constraint balance_may_be_negative check (may_be_negative in (0, 1)),
    minor bigint not null,
    primary key (account, currency),
    constraint balance_enough check (may_be_negative = 1 or minor >= 0)
);

insert into chain (id, seq, hash) values ('posting', 0, '');
