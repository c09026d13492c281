//! Ids are TypeIDs: `ord_01j…`, a kind prefix and a UUIDv7 in Crockford base 32 (26 characters).
//! One newtype per kind, made from the one registry at the foot of this file, so that an order id cannot be passed
//! where a product id is wanted. Ids are made by the `Ids` port of `services`; nothing here draws chance.

use serde::{Deserialize, Serialize};

/// Why a text is not an id of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The prefix belongs to another kind, or is missing.
    #[error("the id has another kind")]
    Kind,
    /// The part after the prefix is not 26 characters of base 32.
    #[error("the id is malformed")]
    Shape,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Writes 128 bits as 26 characters of Crockford base 32, most significant first.
pub fn encode(bits: u128) -> String {
    (0..26).rev().map(|i| char::from(ALPHABET[((bits >> (i * 5)) & 31) as usize])).collect()
}

/// Reads what [`encode`] wrote. Upper case is refused: an id has one spelling.
pub fn decode(text: &str) -> Result<u128, IdError> {
    let bytes = text.as_bytes();
    if bytes.len() != 26 || bytes[0] > b'7' {
        return Err(IdError::Shape);
    }
    bytes.iter().try_fold(0u128, |acc, byte| {
        let digit = ALPHABET.iter().position(|a| a == byte).ok_or(IdError::Shape)?;
        Ok((acc << 5) | digit as u128)
    })
}

/// What every typed id can do.
pub trait TypedId: Sized + Clone {
    /// The kind prefix without the underscore.
    const PREFIX: &'static str;
    /// Makes an id from the 128 bits of a UUIDv7.
    fn from_bits(bits: u128) -> Self;
    /// The whole text, prefix included.
    fn as_str(&self) -> &str;
    /// Reads the whole text, refusing other kinds.
    fn parse(text: &str) -> Result<Self, IdError>;
}

macro_rules! registry {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(try_from = "String", into = "String")]
            pub struct $name(String);

            impl TypedId for $name {
                const PREFIX: &'static str = $prefix;
                fn from_bits(bits: u128) -> Self {
                    Self(format!(concat!($prefix, "_{}"), encode(bits)))
                }
                fn as_str(&self) -> &str {
                    &self.0
                }
                fn parse(text: &str) -> Result<Self, IdError> {
                    let rest = text.strip_prefix(concat!($prefix, "_")).ok_or(IdError::Kind)?;
                    decode(rest)?;
                    Ok(Self(text.to_owned()))
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl std::str::FromStr for $name {
                type Err = IdError;
                fn from_str(text: &str) -> Result<Self, IdError> {
                    Self::parse(text)
                }
            }

            impl TryFrom<String> for $name {
                type Error = IdError;
                fn try_from(text: String) -> Result<Self, IdError> {
                    Self::parse(&text)
                }
            }

            impl From<$name> for String {
                fn from(id: $name) -> String {
                    id.0
                }
            }
        )+

        /// Every kind prefix in use; a test keeps them distinct.
        pub const PREFIXES: &[&str] = &[$($prefix),+];
    };
}

registry! {
    /// A person: consumer, merchant member or platform staff.
    AccountId = "acc";
    /// A signed-in device.
    SessionId = "ses";
    /// A merchant (商家) and its shop.
    MerchantId = "mer";
    /// A node of the category tree.
    CategoryId = "cat";
    /// A product as shown on one page.
    ProductId = "prd";
    /// A stock keeping unit: what is put into a cart.
    SkuId = "sku";
    /// What is counted in a warehouse; several SKUs may draw on one.
    StockItemId = "stk";
    /// A cart of a visitor or a buyer.
    CartId = "crt";
    /// An address of a buyer's address book.
    AddressId = "adr";
    /// A place that somebody pays for.
    PlacementId = "plc";
    /// A lot of goods with dates.
    LotId = "lot";
    /// A certificate of goods.
    CertificateId = "crf";
    /// A freight template of a merchant.
    FreightTemplateId = "frt";
    /// A coupon that can be redeemed.
    CouponId = "cpn";
    /// One purchase: what is paid at once.
    PurchaseId = "pur";
    /// A merchant order: one merchant's part of a purchase.
    OrderId = "ord";
    /// A line of a merchant order.
    OrderLineId = "lin";
    /// A live or ended hold on stock.
    ReservationId = "rsv";
    /// One try at paying a purchase.
    AttemptId = "pay";
    /// A raw event from a payment provider.
    PaymentEventId = "pev";
    /// A title that a buyer saved for invoices.
    InvoiceTitleId = "ivt";
    /// An invoice that was asked for.
    InvoiceId = "inv";
    /// Money going back.
    RefundId = "rfd";
    /// A parcel.
    ShipmentId = "shp";
    /// One node of a parcel's journey.
    TrackingNodeId = "nod";
    /// A request to send goods back.
    ReturnId = "ret";
    /// What a buyer says about what was bought.
    ReviewId = "rev";
    /// A ledger posting.
    PostingId = "pst";
    /// A difference between a provider's bill and our books.
    DifferenceId = "dif";
    /// A row of the clock table.
    ClockId = "clk";
    /// A queued job.
    JobId = "job";
    /// An outbox event.
    EventId = "evt";
    /// A row of the audit log.
    AuditId = "aud";
    /// What was typed into a form that had errors.
    DraftId = "drf";
    /// A version of the rulebook.
    RuleVersionId = "rul";
    /// One answer that failed; what a visitor quotes and an operator searches.
    IncidentId = "inc";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        for bits in [0, 1, u128::MAX, 0x0190_aabb_ccdd_7eee_8fff_0011_2233_4455] {
            let id = OrderId::from_bits(bits);
            assert_eq!(OrderId::parse(id.as_str()), Ok(id.clone()));
            assert_eq!(decode(&id.as_str()[4..]), Ok(bits));
        }
    }

    #[test]
    fn an_id_of_another_kind_or_shape_is_refused() {
        let product = ProductId::from_bits(7);
        assert_eq!(OrderId::parse(product.as_str()), Err(IdError::Kind));
        for bad in [
            "ord_",
            "ord_short",
            "ord_8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "ord_0000000000000000000000000U",
        ] {
            assert_eq!(OrderId::parse(bad), Err(IdError::Shape), "{bad}");
        }
    }

    #[test]
    fn no_two_kinds_share_a_prefix() {
        let mut seen = PREFIXES.to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), PREFIXES.len());
    }
}
