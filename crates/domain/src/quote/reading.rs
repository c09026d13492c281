//! Reading a [`Reason`]: all fields side by side, and then the kind says which of them count. Serde's own way keeps every field of
//! an enum like this aside until it knows the kind, and brings a second reader along for that; the browser would have to
//! download it.

use super::{Basis, Funder, Reason, Slot};
use crate::id::{CouponId, FreightTemplateId};
use crate::money::Money;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Goods,
    GoodsTotal,
    Coupon,
    Freight,
    FreightFree,
    FreightShare,
}

/// Every field any reason has.
#[derive(Deserialize)]
pub(super) struct Fields {
    kind: Kind,
    unit_price: Option<Money>,
    qty: Option<i64>,
    coupon: Option<CouponId>,
    slot: Option<Slot>,
    funder: Option<Funder>,
    threshold: Option<Money>,
    off: Option<Money>,
    template: Option<FreightTemplateId>,
    basis: Option<Basis>,
    units: Option<i64>,
    first: Option<i64>,
    first_fee: Option<Money>,
    steps: Option<i64>,
    step_fee: Option<Money>,
    over: Option<Money>,
}

impl TryFrom<Fields> for Reason {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        fields.reason().ok_or("a reason lacks a field of its kind")
    }
}

impl Fields {
    fn reason(self) -> Option<Reason> {
        Some(match self.kind {
            Kind::Goods => Reason::Goods { unit_price: self.unit_price?, qty: self.qty? },
            Kind::GoodsTotal => Reason::GoodsTotal,
            Kind::Coupon => Reason::Coupon {
                coupon: self.coupon?,
                slot: self.slot?,
                funder: self.funder?,
                threshold: self.threshold?,
                off: self.off?,
            },
            Kind::Freight => Reason::Freight {
                template: self.template?,
                basis: self.basis?,
                units: self.units?,
                first: self.first?,
                first_fee: self.first_fee?,
                steps: self.steps?,
                step_fee: self.step_fee?,
            },
            Kind::FreightFree => Reason::FreightFree { template: self.template?, over: self.over? },
            Kind::FreightShare => Reason::FreightShare { template: self.template? },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;
    use crate::id::TypedId;

    #[test]
    fn every_reason_is_read_as_it_was_written() {
        let money = |minor| Money { minor, currency: Currency::Cny };
        let template = FreightTemplateId::from_bits(1);
        let reasons = [
            Reason::Goods { unit_price: money(1), qty: 2 },
            Reason::GoodsTotal,
            Reason::Coupon {
                coupon: CouponId::from_bits(3),
                slot: Slot::Shop,
                funder: Funder::Merchant,
                threshold: money(4),
                off: money(5),
            },
            Reason::Freight {
                template: template.clone(),
                basis: Basis::ALL[0],
                units: 6,
                first: 7,
                first_fee: money(8),
                steps: 9,
                step_fee: money(10),
            },
            Reason::FreightFree { template: template.clone(), over: money(11) },
            Reason::FreightShare { template },
        ];
        for reason in reasons {
            let written = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<Reason>(&written).unwrap(), reason, "{written}");
        }
    }

    #[test]
    fn a_reason_that_lacks_a_field_is_no_reason() {
        for text in [r#"{"kind":"goods","qty":1}"#, r#"{"kind":"gift"}"#, r#"{"qty":1}"#, "{}"] {
            assert!(serde_json::from_str::<Reason>(text).is_err(), "{text}");
        }
    }
}
