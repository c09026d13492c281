//! The registry of parameters: key, clause, unit, default and allowed range, one row per figure of the regulation that
//! the house uses. A figure that is not in this table must not appear in the code of a rule.

use crate::Duration;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
    /// Hundredths of a percent.
    BasisPoints,
    /// A number of things.
    Count,
    /// Hundredths of a yuan.
    Fen,
}

impl Unit {
    /// `figure` of this unit as a length of time; zero when the unit is not one of time.
    pub const fn duration(self, figure: i64) -> Duration {
        match self {
            Self::Minutes => Duration::minutes(figure),
            Self::Hours => Duration::hours(figure),
            Self::Days => Duration::days(figure),
            Self::BasisPoints | Self::Count | Self::Fen => Duration::ZERO,
        }
    }
}

macro_rules! params {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $clause:literal, $unit:ident, $default:literal, $range:expr;)+) => {
        /// A figure of the regulation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Param { $($(#[$doc])* $name),+ }

        impl Param {
            /// Every parameter, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable word, as stored and as used in locale keys.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }

            /// The clause of the regulation that names the figure.
            pub const fn clause(self) -> &'static str {
                match self { $(Self::$name => $clause),+ }
            }

            /// What the figure counts.
            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit),+ }
            }

            /// The figure when neither an agreement nor a version sets it.
            pub const fn default_figure(self) -> i64 {
                match self { $(Self::$name => $default),+ }
            }

            /// The figures that may be published.
            pub const fn range(self) -> RangeInclusive<i64> {
                match self { $(Self::$name => $range),+ }
            }

            /// Reads the stable word.
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|p| p.key() == key)
            }
        }

        // One table for writing and reading: what serde makes of each enum is a table of its own.
        impl serde::Serialize for Param {
            fn serialize<S: serde::Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
                writer.serialize_str(self.key())
            }
        }

        impl<'de> serde::Deserialize<'de> for Param {
            fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let word = <String as serde::Deserialize>::deserialize(reader)?;
                Self::parse(&word).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }
    };
}

params! {
    /// How long a shop counts as new and takes part in the draw of places.
    NewShop = "new_shop", "2.1.1", Days, 90, 1..=365;
    /// How many paid places a page of a list has at the most.
    PaidPlaces = "paid_places", "2.1.1", Count, 2, 0..=2;
    /// What a paid place costs for a day on the front page and in the list of all goods; the same for every shop.
    PlacePriceFront = "place_price_front", "2.1.1", Fen, 5_000, 0..=1_000_000;
    /// What a paid place costs for a day in the list of one category; the same for every shop.
    PlacePriceCategory = "place_price_category", "2.1.1", Fen, 2_000, 0..=1_000_000;
    /// How many days one booking of a paid place has at the most.
    PlaceDays = "place_days", "2.1.1", Days, 7, 1..=30;
    /// How many days ahead a paid place may be booked.
    PlaceAhead = "place_ahead", "2.1.1", Days, 14, 1..=60;
    /// How long goods are held for a buyer at the least once an order is placed.
    ReservationHold = "reservation_hold", "3.2.1", Minutes, 15, 1..=1_440;
    /// How long an order may stay unpaid before it closes.
    UnpaidClose = "unpaid_close", "3.2.1", Minutes, 30, 1..=10_080;
    /// How long stock stays held after paying has ended, so that money on its way still finds its goods.
    PaymentGrace = "payment_grace", "3.2.2", Minutes, 5, 0..=120;
    /// How long goods may be sent back without giving a reason, counted from receipt.
    NoReasonWindow = "no_reason_window", "3.3.1", Days, 7, 7..=365;
    /// How long a return, exchange or refund may be applied for, counted from receipt.
    ReturnApply = "return_apply", "3.3.1", Days, 15, 15..=365;
    /// How long the merchant has to answer an application and, once the goods are back, to confirm them.
    MerchantRefundConfirm = "merchant_refund_confirm", "3.3.1", Days, 3, 1..=3;
    /// How long the buyer has to hand the goods to a carrier once a return is agreed to; afterwards the return lapses.
    ReturnSend = "return_send", "3.3.1", Days, 7, 3..=30;
    /// How long after delivery an order counts as received by itself.
    AutoConfirmReceipt = "auto_confirm_receipt", "3.2.3", Days, 10, 1..=60;
    /// How long after shipping an order without a delivered node counts as received by itself.
    AutoConfirmShipped = "auto_confirm_shipped", "3.2.3", Days, 15, 1..=90;
    /// How long after receipt a review may be written.
    ReviewWindow = "review_window", "3.3.3", Days, 30, 1..=365;
    /// How long after it was written something may be added to a review.
    ReviewFollowUp = "review_follow_up", "3.3.3", Days, 180, 1..=365;
    /// The stars of the imagined reviews that the score of a shop starts from.
    ReviewPriorStars = "review_prior_stars", "3.3.3", Count, 4, 1..=5;
    /// How many imagined reviews the score of a shop starts from.
    ReviewPriorCount = "review_prior_count", "3.3.3", Count, 20, 0..=1_000;
    /// How much the quality of goods counts in the score of a shop, beside the other two.
    ReviewWeightGoods = "review_weight_goods", "3.3.3", BasisPoints, 5_000, 1..=10_000;
    /// How much the speed of delivery counts in the score of a shop.
    ReviewWeightLogistics = "review_weight_logistics", "3.3.3", BasisPoints, 2_500, 1..=10_000;
    /// How much service counts in the score of a shop.
    ReviewWeightService = "review_weight_service", "3.3.3", BasisPoints, 2_500, 1..=10_000;
    /// How long a shop has to issue an invoice that was asked for, and to flush one after a refund.
    InvoiceIssue = "invoice_issue", "3.2.2", Days, 7, 1..=30;
    /// The platform's commission on goods.
    Commission = "commission", "3.1.3", BasisPoints, 500, 0..=3_000;
    /// How long what was typed into a form with errors is kept.
    FormDraft = "form_draft", "2.2.2", Minutes, 10, 1..=60;
    /// How soon a complaint gets its first answer.
    ComplaintAnswer = "complaint_answer", "2.3.1", Hours, 24, 1..=72;
    /// How soon a complaint is resolved.
    ComplaintResolve = "complaint_resolve", "2.3.1", Days, 7, 1..=30;
    /// How long a revision of the rules is announced before it takes effect.
    RevisionNotice = "revision_notice", "5.2", Days, 7, 1..=90;
}
