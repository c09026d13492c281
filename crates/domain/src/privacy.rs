//! The register of personal data: for every column that tells something about a person what it is for, how long it stays and
//! who else gets to know it (2.2.2). The privacy policy is printed from it, and a story compares it with the tables, so that
//! a new column about people cannot come without being told. The words are in `i18n`; nothing here touches the data itself.

use crate::Duration;
use crate::accounts::SessionKind;
use crate::favourites::HISTORY_MAX;
use crate::rules::Param;
use crate::time::Moment;

/// The edition of the user agreement and the privacy policy; it goes up when what they promise changes (5.2).
pub const EDITION: i64 = 1;
/// From when on the edition holds: 25 November 2026 in Shanghai.
pub const EFFECTIVE_FROM: Moment = Moment(1_795_536_000_000);

/// How long ended sessions and counts of failed tries are kept.
pub const ENDED_KEPT: Duration = Duration::days(30);
/// How long the answer to a request is kept, so that sending it twice does it once.
pub const ANSWER_KEPT: Duration = Duration::hours(48);

/// How long something stays. It says what the program does today, not what would be nice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// With the account; nothing of it is deleted before the account is closed.
    Account,
    /// Until its owner takes it away.
    Removed,
    /// The last so many, or until its owner erases them.
    Last(i64),
    /// So long, then it is swept away.
    For(Duration),
    /// As long as the rulebook in force says, then it is swept away.
    Figure(Param),
    /// A sign-in of at most the first length, and after its end the second.
    Session(Duration, Duration),
    /// With the order, as its proof; nothing of it is deleted yet.
    Order,
    /// For good: rows that are only ever added and whose chain would show a gap.
    Chain,
}

impl Kept {
    /// The word its sentence is found by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Removed => "removed",
            Self::Last(_) => "last",
            Self::For(_) | Self::Figure(_) => "for",
            Self::Session(..) => "session",
            Self::Order => "order",
            Self::Chain => "chain",
        }
    }
}

/// Who else gets to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// The shop that sells the goods.
    Shop,
    /// The buyer whose return was agreed to.
    Buyer,
    /// Everybody who opens the page; who wrote it is masked.
    Everybody,
    /// The payment provider that was chosen.
    PaymentProvider,
    /// The partner who watches parcels.
    TrackingPartner,
    /// Our own staff, masked where it names somebody.
    Staff,
}

impl Receiver {
    /// The word its sentence is found by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Buyer => "buyer",
            Self::Everybody => "everybody",
            Self::PaymentProvider => "payment_provider",
            Self::TrackingPartner => "tracking_partner",
            Self::Staff => "staff",
        }
    }
}

/// One thing that is known about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Datum {
    /// The word its name and purpose are found by.
    pub key: &'static str,
    /// The table and its columns, in the order of the table.
    pub stored: &'static [(&'static str, &'static [&'static str])],
    /// How long it stays.
    pub kept: Kept,
    /// Who else gets to know it.
    pub receivers: &'static [Receiver],
}

const fn datum(
    key: &'static str,
    kept: Kept,
    receivers: &'static [Receiver],
    stored: &'static [(&'static str, &'static [&'static str])],
) -> Datum {
    Datum { key, stored, kept, receivers }
}

/// Everything that is known about people, the most asked for first.
pub const REGISTER: &[Datum] = &[
    datum("login", Kept::Account, &[], &[("account", &["id", "login"])]),
    datum("name", Kept::Account, &[], &[("account", &["name"])]),
    datum("password", Kept::Account, &[], &[("account", &["password_hash", "pay_password_hash"])]),
    datum(
        "acceptance",
        Kept::Account,
        &[],
        &[("account", &["accepted_at", "accepted_rules", "accepted_edition", "created_at"])],
    ),
    datum(
        "role",
        Kept::Account,
        &[],
        &[
            ("account", &["staff_role"]),
            ("member", &["account_id", "merchant_id", "role", "created_at"]),
            ("agreement", AGREEMENT),
        ],
    ),
    datum(
        "return_contact",
        Kept::Account,
        &[Receiver::Buyer, Receiver::Staff],
        &[("merchant", &["return_address_json"])],
    ),
    datum(
        "session",
        Kept::Session(SessionKind::Buyer.absolute(), ENDED_KEPT),
        &[],
        &[("session", SESSION)],
    ),
    datum(
        "tries",
        Kept::For(ENDED_KEPT),
        &[],
        &[("throttle", &["id", "failures", "failed_at", "blocked_until"])],
    ),
    datum("address", Kept::Removed, &[], &[("address", ADDRESS)]),
    datum(
        "cart",
        Kept::Account,
        &[],
        &[
            ("cart", &["id", "buyer_id", "token_hash", "created_at", "updated_at"]),
            ("cart_line", &["cart_id", "sku_id", "quantity", "chosen", "price_minor", "added_at"]),
        ],
    ),
    datum(
        "favourites",
        Kept::Removed,
        &[],
        &[("favourite", &["account_id", "product_id", "price_minor_at_marking", "marked_at"])],
    ),
    datum(
        "history",
        Kept::Last(HISTORY_MAX),
        &[],
        &[("seen", &["account_id", "product_id", "seen_at"])],
    ),
    datum(
        "draft",
        Kept::Figure(Param::FormDraft),
        &[],
        &[("form_draft", &["id", "cookie_hash", "form", "body_json", "expires_at"])],
    ),
    datum(
        "recipient",
        Kept::Order,
        &[Receiver::Shop, Receiver::TrackingPartner, Receiver::Staff],
        &[("purchase", &["address_json"]), ("merchant_order", &["address_json"])],
    ),
    datum(
        "orders",
        Kept::Order,
        &[Receiver::Shop, Receiver::Staff],
        &[
            ("purchase", PURCHASE),
            ("merchant_order", MERCHANT_ORDER),
            ("order_line", ORDER_LINE),
            ("coupon_redemption", REDEMPTION),
        ],
    ),
    datum(
        "payments",
        Kept::Order,
        &[Receiver::PaymentProvider, Receiver::Staff],
        &[
            ("attempt", ATTEMPT),
            ("payment_event", PAYMENT_EVENT),
            ("refund", REFUND),
            ("reconciliation_difference", DIFFERENCE),
        ],
    ),
    datum(
        "parcels",
        Kept::Order,
        &[Receiver::Shop, Receiver::TrackingPartner, Receiver::Staff],
        &[("shipment", SHIPMENT), ("tracking_node", TRACKING_NODE)],
    ),
    datum(
        "returns",
        Kept::Order,
        &[Receiver::Shop, Receiver::Buyer, Receiver::Staff],
        &[("return_request", RETURN_REQUEST)],
    ),
    datum(
        "reviews",
        Kept::Order,
        &[Receiver::Everybody, Receiver::Shop, Receiver::Staff],
        &[("review", REVIEW)],
    ),
    datum("invoice_titles", Kept::Removed, &[], &[("invoice_title", INVOICE_TITLE)]),
    datum(
        "invoices",
        Kept::Order,
        &[Receiver::Shop, Receiver::Staff],
        &[("invoice", INVOICE), ("invoice_file", INVOICE_FILE)],
    ),
    datum(
        "books",
        Kept::Chain,
        &[Receiver::Staff],
        &[
            ("posting", &["id", "source", "purpose", "at", "reverses", "digest", "seq", "hash"]),
            (
                "posting_entry",
                &["posting_id", "n", "account", "currency", "amount_minor", "order_id"],
            ),
            ("balance", &["account", "currency", "nature", "may_be_negative", "minor"]),
        ],
    ),
    datum(
        "log",
        Kept::Chain,
        &[Receiver::Staff],
        &[("audit", &["id", "actor", "action", "subject", "body_json", "at", "seq", "hash"])],
    ),
    datum("events", Kept::Chain, &[Receiver::Staff], &[("outbox", OUTBOX), ("clock", CLOCK)]),
    datum("jobs", Kept::For(ENDED_KEPT), &[Receiver::Staff], &[("job", JOB)]),
    datum(
        "answers",
        Kept::For(ANSWER_KEPT),
        &[],
        &[("kept_answer", &["owner", "key", "request_hash", "answer_json", "at"])],
    ),
];

/// Tables that tell of goods, shops, rules and the machine itself, and of nobody.
pub const ABOUT_NOBODY: &[&str] = &[
    "category",
    "category_attribute",
    "certificate",
    "chain",
    "coupon",
    "draw",
    "exposure",
    "freight_template",
    "lease",
    "lot",
    "merchant",
    "page_as_sold",
    "placement",
    "placement_day",
    "price_change",
    "product",
    "reconciliation",
    "reconciliation_sum",
    "reservation",
    "restock",
    "review_sum",
    "rule_version",
    "setting",
    "sku",
    "stock_item",
    "write_key",
];

const AGREEMENT: &[&str] = &[
    "reference",
    "param",
    "party_kind",
    "party_id",
    "figure",
    "from_at",
    "until_at",
    "created_at",
];
const INVOICE_TITLE: &[&str] = &["id", "buyer_id", "title_json", "created_at"];
const INVOICE: &[&str] = &[
    "id",
    "order_id",
    "merchant_id",
    "buyer_id",
    "title_json",
    "state",
    "currency",
    "amount_minor",
    "to_flush_minor",
    "number",
    "dated",
    "reds_json",
    "reason",
    "requested_at",
    "due_at",
    "version",
];
const INVOICE_FILE: &[&str] = &["invoice_id", "kind", "hash", "body", "kept_at"];
const SESSION: &[&str] = &[
    "id",
    "account_id",
    "token_hash",
    "kind",
    "device",
    "network",
    "created_at",
    "last_seen_at",
    "idle_until",
    "absolute_until",
    "revoked_at",
];
const ADDRESS: &[&str] = &[
    "id",
    "buyer_id",
    "recipient",
    "phone",
    "region_code",
    "region",
    "detail",
    "preferred",
    "created_at",
    "updated_at",
];
const PURCHASE: &[&str] = &[
    "id",
    "number",
    "buyer_id",
    "state",
    "payable_minor",
    "currency",
    "coupons_json",
    "rule_version_id",
    "quote_json",
    "placed_at",
    "expires_at",
    "paid_at",
    "paid_by",
    "closed_at",
    "close_reason",
    "version",
];
const MERCHANT_ORDER: &[&str] = &[
    "id",
    "number",
    "purchase_id",
    "merchant_id",
    "merchant_name_zh",
    "merchant_name_en",
    "merchant_slug",
    "buyer_id",
    "state",
    "currency",
    "goods_minor",
    "by_merchant_minor",
    "by_platform_minor",
    "freight_minor",
    "payable_minor",
    "terms_json",
    "note",
    "steps_json",
    "placed_at",
    "paid_at",
    "shipped_at",
    "delivered_at",
    "received_at",
    "ended_at",
    "units_returning",
    "version",
    "ship_hours",
    "settled_at",
];
const ORDER_LINE: &[&str] = &[
    "id",
    "order_id",
    "position",
    "sku_id",
    "product_id",
    "slug",
    "name_zh",
    "name_en",
    "spec_zh",
    "spec_en",
    "picture",
    "unit_price_minor",
    "qty",
    "shares_json",
    "draws_json",
    "page_hash",
    "returnable",
    "units_returning",
    "units_refunded",
];
const REDEMPTION: &[&str] = &["coupon_id", "purchase_id", "buyer_id", "redeemed_at", "released_at"];
const ATTEMPT: &[&str] = &[
    "id",
    "no",
    "purchase_id",
    "buyer_id",
    "provider",
    "due_minor",
    "currency",
    "state",
    "provider_ref",
    "paid_minor",
    "paid_currency",
    "verdict",
    "created_at",
    "expires_at",
    "paid_at",
    "polls",
    "version",
];
const PAYMENT_EVENT: &[&str] =
    &["id", "provider", "event_id", "attempt_no", "raw", "heard_at", "signature"];
const REFUND: &[&str] = &[
    "id",
    "no",
    "attempt_id",
    "purchase_id",
    "buyer_id",
    "origin",
    "reason",
    "amount_minor",
    "currency",
    "status",
    "failure",
    "created_at",
    "done_at",
    "tries",
    "version",
];
const SHIPMENT: &[&str] = &[
    "id",
    "order_id",
    "merchant_id",
    "buyer_id",
    "number",
    "carrier",
    "waybill",
    "state",
    "salt",
    "shipped_at",
    "delivered_at",
    "watched",
    "version",
];
const TRACKING_NODE: &[&str] = &[
    "id",
    "shipment_id",
    "fingerprint",
    "at",
    "state",
    "raw_code",
    "words",
    "place",
    "lng_micro",
    "lat_micro",
    "source",
    "heard_at",
];
const DIFFERENCE: &[&str] = &[
    "id",
    "provider",
    "day",
    "kind",
    "about",
    "attempt_no",
    "refund_no",
    "provider_ref",
    "their_currency",
    "their_minor",
    "their_fee_minor",
    "our_currency",
    "our_minor",
    "our_fee_minor",
    "answer",
    "answered_by",
    "note",
    "posting_id",
    "answered_at",
];
const RETURN_REQUEST: &[&str] = &[
    "id",
    "order_id",
    "line_id",
    "merchant_id",
    "buyer_id",
    "qty",
    "kind",
    "reason",
    "note",
    "share_json",
    "state",
    "decided_by",
    "answer",
    "carrier",
    "waybill",
    "requested_at",
    "decided_at",
    "refunded_at",
    "version",
    "send_to_json",
];
const REVIEW: &[&str] = &[
    "id",
    "order_id",
    "line_id",
    "product_id",
    "merchant_id",
    "buyer_id",
    "goods",
    "logistics",
    "service",
    "body",
    "written_at",
    "follow_up",
    "followed_up_at",
    "answer",
    "answered_at",
    "version",
];
const OUTBOX: &[&str] = &[
    "id",
    "kind",
    "subject",
    "version",
    "buyer_id",
    "merchant_id",
    "body_json",
    "at",
    "seq",
    "hash",
];
const CLOCK: &[&str] = &[
    "id",
    "kind",
    "subject",
    "started_by",
    "buyer_id",
    "merchant_id",
    "started_at",
    "due_at",
    "state",
    "paused_at",
    "ended_at",
    "outcome",
];
const JOB: &[&str] = &[
    "id",
    "kind",
    "key",
    "body_json",
    "state",
    "run_at",
    "attempts",
    "attempts_max",
    "lease",
    "leased_until",
    "error",
    "created_at",
    "ended_at",
];
