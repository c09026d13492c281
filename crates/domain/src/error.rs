//! The words for what can go wrong. A [`Code`] is all that crosses the wire; `i18n` writes the sentence with the next
//! step in it. No prose and no inner text of a failure ever leaves the server.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal;)+) => {
        /// What went wrong, as a stable word. The HTTP status belongs to the word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            /// Every code; `i18n` must have a sentence for each (a test keeps this).
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word, as used in URLs and locale keys.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The HTTP status that goes with the word.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }

            /// Reads the stable word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.as_str() == word)
            }
        }

        // One table for writing and reading: what serde makes of each enum is a table of its own.
        impl serde::Serialize for Code {
            fn serialize<S: serde::Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                writer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for Code {
            fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let word = <String as serde::Deserialize>::deserialize(reader)?;
                Self::parse(&word).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }
    };
}

codes! {
    // --- the house ---
    /// Something broke on our side; the incident id finds it in the log.
    Internal = "internal", 500;
    /// The house is overloaded, starting or stopping; the same request may be sent again.
    Busy = "busy", 503;
    /// The browser could not reach the house.
    Offline = "offline", 503;
    /// There is no such thing, or it is not yours: both answer alike.
    NotFound = "not_found", 404;
    /// Signing in is needed first.
    SignInNeeded = "sign_in_needed", 401;
    /// Signed in, but this role may not do it.
    Forbidden = "forbidden", 403;
    /// The request came from another site.
    CrossSite = "cross_site", 403;
    /// One or more fields need mending; see the field errors.
    Invalid = "invalid", 422;
    /// Somebody changed it in the meantime; look again and repeat.
    Stale = "stale", 409;
    /// The same key was used before for something else.
    KeyReused = "key_reused", 409;
    /// Too many tries; wait a while.
    TooMany = "too_many", 429;
    /// Sign-in needs HTTPS or a loopback address.
    InsecureOrigin = "insecure_origin", 400;
    // --- accounts ---
    /// Login and password do not fit together (the same answer for an unknown login).
    WrongCredentials = "wrong_credentials", 401;
    /// This e-mail address or telephone number already has an account.
    LoginTaken = "login_taken", 409;
    // --- fields ---
    /// The field must be filled in.
    Required = "required", 422;
    /// The text is longer than allowed.
    TooLong = "too_long", 422;
    /// The text is shorter than allowed.
    TooShort = "too_short", 422;
    /// Neither an e-mail address nor an 11-digit mobile number.
    LoginShape = "login_shape", 422;
    /// Not an 11-digit mobile number.
    PhoneShape = "phone_shape", 422;
    /// One of the most common passwords.
    PasswordCommon = "password_common", 422;
    /// A payment password is six digits.
    PayPasswordShape = "pay_password_shape", 422;
    /// Six digits that everybody would try first.
    PayPasswordPlain = "pay_password_plain", 422;
    /// The payment password was typed in two ways.
    PayPasswordDiffers = "pay_password_differs", 422;
    /// No payment password was set yet.
    PayPasswordUnset = "pay_password_unset", 409;
    /// Not the payment password.
    PayPasswordWrong = "pay_password_wrong", 422;
    /// The rules must be accepted to open an account.
    AcceptanceNeeded = "acceptance_needed", 422;
    /// Not one of the offered choices.
    ChoiceUnknown = "choice_unknown", 422;
    /// Not a whole number in the allowed range.
    NumberRange = "number_range", 422;
    // --- goods, cart, checkout ---
    /// There are not as many left as asked for.
    OutOfStock = "out_of_stock", 409;
    /// The goods are no longer offered.
    NotForSale = "not_for_sale", 409;
    /// The cart holds as many lines, or as many of one SKU, as a cart may.
    CartFull = "cart_full", 409;
    /// Nothing is chosen in the cart.
    CartEmpty = "cart_empty", 409;
    /// A price, discount or freight changed since it was shown; the new breakdown must be confirmed.
    PriceChanged = "price_changed", 409;
    /// A merchant does not deliver to this region.
    NoDelivery = "no_delivery", 409;
    /// The coupon cannot be used for this purchase.
    CouponUnusable = "coupon_unusable", 409;
    /// An address is needed.
    AddressNeeded = "address_needed", 422;
    // --- orders, payment, after-sales ---
    /// The order is no longer in a state that allows this.
    WrongState = "wrong_state", 409;
    /// The purchase is already paid.
    AlreadyPaid = "already_paid", 409;
    /// The time for paying is over.
    PurchaseClosed = "purchase_closed", 409;
    /// The payment method is not available.
    MethodUnavailable = "method_unavailable", 409;
    /// The payment provider does not answer; nothing was taken, try again.
    ProviderDown = "provider_down", 503;
    /// The platform balance does not cover the amount.
    BalanceShort = "balance_short", 409;
    /// Goods that have not arrived cannot be sent back.
    NotArrived = "not_arrived", 409;
    /// The shop has to say where returned goods go before it agrees to have them back.
    ReturnAddressNeeded = "return_address_needed", 409;
    /// Goods that arrived and have no fault are not given away: the money comes back when they do.
    GoodsKept = "goods_kept", 409;
    /// The reason does not go with where the order stands.
    ReasonUnfit = "reason_unfit", 409;
    /// The window for sending goods back is over.
    WindowOver = "window_over", 409;
    /// More than was bought, or more than was paid.
    TooMuch = "too_much", 409;
    /// A waybill number has other characters than letters and digits.
    WaybillShape = "waybill_shape", 422;
    /// These goods are excepted from sending back without a reason.
    NotReturnable = "not_returnable", 409;
    /// An answer is already being worked on; look again in a moment.
    AlreadyRequested = "already_requested", 409;
    /// A review is written once the goods were received.
    ReviewTooEarly = "review_too_early", 409;
    /// The time for reviewing is over.
    ReviewOver = "review_over", 409;
    /// The line has its review already, or the review its addition.
    AlreadyReviewed = "already_reviewed", 409;
    /// The review has its answer already.
    AlreadyAnswered = "already_answered", 409;
    // --- invoices ---
    /// Not a unified social credit code: its last character does not check the others.
    TaxIdShape = "tax_id_shape", 422;
    /// Not the number of an invoice.
    InvoiceNumber = "invoice_number", 422;
    /// Not a day as it stands on an invoice.
    InvoiceDate = "invoice_date", 422;
    /// Not a file in which invoices are kept.
    InvoiceFile = "invoice_file", 422;
    /// The order has an invoice that is wanted or valid.
    InvoiceThere = "invoice_there", 409;
    // --- paid places ---
    /// On a day that was asked for every paid place of the list is taken.
    PlacesTaken = "places_taken", 409;
    /// The shop has a paid place in the list on a day that was asked for; it may have one.
    PlaceHeld = "place_held", 409;
    /// The shop's money does not cover the fee.
    ShopMoneyShort = "shop_money_short", 409;
    /// The booking has begun, is over or has ended.
    PlaceBegun = "place_begun", 409;
    // --- partners ---
    /// A signature does not verify.
    BadSignature = "bad_signature", 400;
}

/// A field that needs mending, by its form name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The `name` of the form field.
    pub field: String,
    /// What is wrong with it.
    pub code: Code,
    /// A figure for the sentence (a limit, a count), if the code needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<i64>,
}

/// A rule said no. Nothing has been changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("refused: {code:?} {fields:?}")]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// Which fields, when [`Code::Invalid`].
    pub fields: Vec<FieldError>,
}

impl Refusal {
    /// A refusal with a code alone.
    pub const fn of(code: Code) -> Self {
        Self { code, fields: Vec::new() }
    }

    /// One field needs mending.
    pub fn field(field: impl Into<String>, code: Code) -> Self {
        Self::fields(vec![FieldError { field: field.into(), code, n: None }])
    }

    /// Several fields need mending.
    pub const fn fields(fields: Vec<FieldError>) -> Self {
        Self { code: Code::Invalid, fields }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self::of(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_no_two_share_a_word() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!((400..600).contains(&code.status()));
        }
    }
}
