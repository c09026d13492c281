//! Words for the states and kinds of the domain, typed: a page writes `words::order_state(l, order.state)`.

use crate::{Locale, common};
use domain::clocks::{ClockKind, ClockState};
use domain::display::TermKey;
use domain::display::booking::BookingState;
use domain::ledger::{Account, Purpose};
use domain::listing::CertificateKind;

use domain::orders::{By, CloseReason, OrderState, PurchaseStatus};
use domain::payments::{AttemptState, PurchaseState, RefundReason, RefundStatus};
use domain::quote::{Funder, Unusable};
use domain::returns::{ReturnKind, ReturnReason, ReturnState, Returnable};
use domain::reviews::Dimension;
use domain::rules::{Param, Resolved, Unit};
use domain::search::Service;
use domain::shipping::{Carrier, ParcelState};
use domain::{MerchantRole, StaffRole};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $ty:ty = $word:ident;)+) => {
        $(
            $(#[$doc])*
            pub fn $name(l: Locale, of: $ty) -> &'static str {
                let word = of.$word();
                common::$name(l, word).unwrap_or(word)
            }
        )+

        /// Every word of the domain that has a text, with the table it stands in, to be checked by a test.
        #[cfg(test)]
        pub fn missing(l: Locale) -> Vec<String> {
            let mut missing = Vec::new();
            $(
                for of in <$ty>::ALL {
                    if common::$name(l, of.$word()).is_none() {
                        missing.push(format!("{}.{}", stringify!($name), of.$word()));
                    }
                }
            )+
            missing
        }
    };
}

words! {
    /// Where a merchant order stands.
    order_state: OrderState = as_str;
    /// What the formula of display looks at (2.1.1).
    display_term: TermKey = as_str;
    /// A promise that lists can be narrowed by.
    service: Service = as_str;
    /// Which paper stands behind goods (2.3.2).
    certificate_kind: CertificateKind = as_str;
    /// Where a purchase stands as far as paying is concerned.
    purchase_state: PurchaseState = as_str;
    /// What a buyer reads as the status of a purchase.
    purchase_status: PurchaseStatus = as_str;
    /// Why a purchase closed without payment, said to the buyer.
    close_reason: CloseReason = as_str;
    /// Who brought something about.
    party: By = as_str;
    /// Where an attempt to pay stands.
    attempt_state: AttemptState = as_str;
    /// Why money goes back.
    refund_reason: RefundReason = as_str;
    /// Where a refund stands.
    refund_status: RefundStatus = as_str;
    /// Where a return stands.
    return_state: ReturnState = as_str;
    /// What is asked for in a return.
    return_kind: ReturnKind = as_str;
    /// Why something is sent back.
    return_reason: ReturnReason = as_str;
    /// Whether goods can be sent back without a reason, or which exception holds (3.3.1).
    returnable: Returnable = as_str;
    /// What happens when a clock has run out.
    clock_kind: ClockKind = as_str;
    /// Where a clock stands.
    clock_state: ClockState = as_str;
    /// Where a parcel is.
    parcel_state: ParcelState = as_str;
    /// The carrier's name.
    carrier: Carrier = as_str;
    /// Who pays for a deduction.
    funder: Funder = as_str;
    /// Why a coupon cannot be used.
    coupon_unusable: Unusable = as_str;
    /// What a posting is for.
    ledger_purpose: Purpose = as_str;
    /// What a figure of the rules says.
    param: Param = key;
    /// What stars are given for.
    review_dimension: Dimension = as_str;
    /// Where a booking of a paid place stands (2.1.1).
    booking_state: BookingState = as_str;
    /// The role of a person of the platform's staff.
    staff_role: StaffRole = as_str;
}

/// The role of a person in a merchant's shop.
pub fn member_role(l: Locale, of: MerchantRole) -> &'static str {
    common::member_role(l, of.as_str()).unwrap_or(of.as_str())
}

/// The name of an account of the books, without what it is about.
pub fn ledger_account(l: Locale, of: &Account) -> String {
    let code = of.code();
    let kind = code.split(':').next().unwrap_or_default();
    common::ledger_account(l, kind).unwrap_or(kind).to_owned()
}

/// A payment method by the word of its provider.
pub fn payment_method(l: Locale, provider: &str) -> String {
    common::payment_method(l, provider).unwrap_or(provider).to_owned()
}

/// A figure of the rules in its unit: `30 分钟`, `7 天`, `5%`.
pub fn figure(l: Locale, unit: Unit, figure: i64) -> String {
    match unit {
        Unit::Minutes => common::unit_minutes(l, crate::number(figure)),
        Unit::Hours => common::unit_hours(l, crate::number(figure)),
        Unit::Days => common::unit_days(l, crate::number(figure)),
        Unit::BasisPoints => crate::percent(figure),
        Unit::Count => crate::number(figure),
        Unit::Fen => crate::money(domain::Money::fen(figure)),
    }
}

/// A text from a lookup table with what its placeholders stand for.
pub fn filled(text: &str, args: &[(&str, &dyn core::fmt::Display)]) -> String {
    crate::fill::fill(text, args)
}

/// A text that names figures of the rules by their keys, with the figures written in: `within {return_apply}`.
pub fn with_figures(l: Locale, text: &str, figures: &[Resolved]) -> String {
    let written: Vec<_> =
        figures.iter().map(|f| (f.param.key(), figure(l, f.param.unit(), f.figure))).collect();
    let args: Vec<(&str, &dyn core::fmt::Display)> =
        written.iter().map(|(key, text)| (*key, text as &dyn core::fmt::Display)).collect();
    crate::fill::fill(text, &args)
}
