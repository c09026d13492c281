//! Who may pass which door. Every server function and every route of the web stands here; a test compares the list with
//! what is really registered and tries each door as everybody.

use domain::{Permission, StaffRole};

/// Who may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Anybody.
    Public,
    /// A signed-in person, for what is theirs.
    Buyer,
    /// A member of a merchant's staff with this permission, for what is that merchant's.
    Merchant(Permission),
    /// Platform staff in one of these roles.
    Staff(&'static [StaffRole]),
    /// A partner whose message carries a signature.
    Partner,
    /// Load balancers and operators' probes: says nothing about anybody.
    Probe,
}

/// Staff who may look into the books.
pub const BOOKKEEPERS: &[StaffRole] =
    &[StaffRole::Finance, StaffRole::Auditor, StaffRole::Administrator];
/// Staff who may set jobs going again; whoever audits the house changes nothing in it.
pub const MENDERS: &[StaffRole] =
    &[StaffRole::Service, StaffRole::Finance, StaffRole::Administrator];
/// Staff who may end a paid place.
pub const PLACE_KEEPERS: &[StaffRole] =
    &[StaffRole::Service, StaffRole::Risk, StaffRole::Administrator];

/// Every server function by its path.
pub const FUNCTIONS: &[(&str, Door)] = &[
    ("/api/visitor", Door::Public),
    ("/api/visitor/theme", Door::Public),
    ("/api/visitor/language", Door::Public),
    ("/api/drafts", Door::Public),
    ("/api/accounts/register", Door::Public),
    ("/api/accounts/sign-in", Door::Public),
    ("/api/accounts/sign-out", Door::Public),
    ("/api/accounts/devices", Door::Buyer),
    ("/api/accounts/devices/revoke", Door::Buyer),
    ("/api/accounts/devices/revoke-others", Door::Buyer),
    ("/api/accounts/pay-password", Door::Buyer),
    ("/api/accounts/pay-password/set", Door::Buyer),
    ("/api/browse/list", Door::Public),
    ("/api/browse/suggest", Door::Public),
    ("/api/catalogue/home", Door::Public),
    ("/api/catalogue/product", Door::Public),
    ("/api/papers/read", Door::Public),
    ("/api/papers/terms", Door::Public),
    ("/api/rules/book", Door::Public),
    ("/api/rules/draws", Door::Public),
    ("/api/favourites/mark", Door::Public),
    ("/api/favourites/list", Door::Buyer),
    ("/api/favourites/history", Door::Buyer),
    ("/api/favourites/add", Door::Buyer),
    ("/api/favourites/remove", Door::Buyer),
    ("/api/favourites/forget", Door::Buyer),
    ("/api/favourites/clear", Door::Buyer),
    ("/api/tally/report", Door::Public),
    ("/api/carts/view", Door::Public),
    ("/api/carts/add", Door::Public),
    ("/api/carts/set", Door::Public),
    ("/api/carts/remove", Door::Public),
    ("/api/addresses/regions", Door::Public),
    ("/api/addresses/list", Door::Buyer),
    ("/api/addresses/save", Door::Buyer),
    ("/api/addresses/prefer", Door::Buyer),
    ("/api/addresses/remove", Door::Buyer),
    ("/api/checkout/view", Door::Buyer),
    ("/api/checkout/place", Door::Buyer),
    ("/api/payments/cashier", Door::Buyer),
    ("/api/payments/leaving", Door::Buyer),
    ("/api/payments/pay", Door::Buyer),
    ("/api/payments/check", Door::Buyer),
    ("/api/payments/cancel", Door::Buyer),
    ("/api/orders/list", Door::Buyer),
    ("/api/orders/view", Door::Buyer),
    ("/api/orders/sold", Door::Buyer),
    ("/api/orders/confirm", Door::Buyer),
    ("/api/orders/cancel", Door::Buyer),
    ("/api/returns/preview", Door::Buyer),
    ("/api/returns/request", Door::Buyer),
    ("/api/returns/withdraw", Door::Buyer),
    ("/api/returns/send-back", Door::Buyer),
    ("/api/reviews/list", Door::Public),
    ("/api/reviews/write", Door::Buyer),
    ("/api/reviews/follow-up", Door::Buyer),
    ("/api/reviews/shop", Door::Merchant(Permission::AfterSales)),
    ("/api/reviews/answer", Door::Merchant(Permission::AfterSales)),
    ("/api/places/shop", Door::Merchant(Permission::Money)),
    ("/api/places/book", Door::Merchant(Permission::Money)),
    ("/api/places/cancel", Door::Merchant(Permission::Money)),
    ("/api/shops/today", Door::Merchant(Permission::OrdersRead)),
    ("/api/shops/switch", Door::Merchant(Permission::OrdersRead)),
    ("/api/fulfilment/orders", Door::Merchant(Permission::OrdersRead)),
    ("/api/fulfilment/order", Door::Merchant(Permission::OrdersRead)),
    ("/api/fulfilment/ship", Door::Merchant(Permission::OrdersShip)),
    ("/api/fulfilment/call-off", Door::Merchant(Permission::AfterSales)),
    ("/api/after-sales/list", Door::Merchant(Permission::AfterSales)),
    ("/api/after-sales/view", Door::Merchant(Permission::AfterSales)),
    ("/api/after-sales/agree", Door::Merchant(Permission::AfterSales)),
    ("/api/after-sales/refuse", Door::Merchant(Permission::AfterSales)),
    ("/api/shops/return-address", Door::Merchant(Permission::AfterSales)),
    ("/api/shops/tell-return-address", Door::Merchant(Permission::AfterSales)),
    ("/api/after-sales/goods-back", Door::Merchant(Permission::AfterSales)),
    ("/api/jobs/counts", Door::Staff(&StaffRole::ALL)),
    ("/api/clocks/list", Door::Staff(&StaffRole::ALL)),
    ("/api/jobs/list", Door::Staff(&StaffRole::ALL)),
    ("/api/jobs/revive", Door::Staff(MENDERS)),
    ("/api/oversight/orders", Door::Staff(&StaffRole::ALL)),
    ("/api/oversight/order", Door::Staff(&StaffRole::ALL)),
    ("/api/oversight/refunds", Door::Staff(&StaffRole::ALL)),
    ("/api/places/all", Door::Staff(&StaffRole::ALL)),
    ("/api/places/end", Door::Staff(PLACE_KEEPERS)),
    ("/api/books/journal", Door::Staff(BOOKKEEPERS)),
    ("/api/books/balances", Door::Staff(BOOKKEEPERS)),
];

/// Every other route of the web.
pub const ROUTES: &[(&str, Door)] = &[
    ("/healthz", Door::Probe),
    ("/readyz", Door::Probe),
    ("/dev/born", Door::Probe),
    ("/live", Door::Public),
    ("/pictures/{name}", Door::Public),
    ("/pictures/{width}/{name}", Door::Public),
    ("/pictures/{width}/art/{name}", Door::Public),
    ("/hooks/payment/{provider}", Door::Partner),
    ("/hooks/tracking/{provider}", Door::Partner),
    ("/pay/return/{provider}", Door::Public),
    ("/en/pay/return/{provider}", Door::Public),
];
