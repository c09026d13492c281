-- A request to send units of one order line back (3.3.1). A line has at most one that is undecided or on its way.
create table return_request (
    id text collate "C" not null primary key,
    order_id text collate "C" not null references merchant_order (id),
    line_id text collate "C" not null references order_line (id),
    merchant_id text collate "C" not null references merchant (id),
    buyer_id text collate "C" not null references account (id),
    qty bigint not null constraint return_request_qty check (qty >= 1),
    kind text collate "C" not null constraint return_request_kind check (kind in ('refund_only', 'send_back')),
    reason text collate "C" not null constraint return_request_reason check (
        reason in ('no_reason', 'not_as_described', 'quality', 'wrong_goods', 'damaged', 'not_received')
    ),
    note text collate "C" not null,
    -- What the units were paid for, which is what will be refunded.
    share_json text collate "C" not null,
    state text collate "C" not null constraint return_request_state check (
        state in ('requested', 'agreed', 'sent_back', 'refused', 'withdrawn', 'refunding', 'refunded')
    ),
    decided_by text collate "C" constraint return_request_decided_by check (
        decided_by in ('buyer', 'merchant', 'platform', 'clock')
    ),
    answer text collate "C" not null,
    carrier text collate "C" constraint return_request_carrier check (
        carrier in ('sf', 'zto', 'yto', 'sto', 'yunda', 'jtexpress', 'ems', 'jd', 'deppon')
    ),
    waybill text collate "C",
    requested_at bigint not null,
    decided_at bigint,
    refunded_at bigint,
    version bigint not null
);
create unique index return_request_line_id on return_request (line_id) where state in ('requested', 'agreed', 'sent_back');
create index return_request_by_order on return_request (order_id, id);
create index return_request_by_line on return_request (line_id, id);
create index return_request_by_buyer on return_request (buyer_id, id);
create index return_request_by_buyer_state on return_request (buyer_id, state, id);
create index return_request_by_merchant on return_request (merchant_id, id);
create index return_request_by_merchant_state on return_request (merchant_id, state, id);
create index return_request_by_state on return_request (state, id);
