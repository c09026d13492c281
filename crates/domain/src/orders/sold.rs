//! The page as sold: what the buyer saw, frozen at purchase and addressed by its content. Nothing personal is in it, so
//! that equal pages are one page.

use crate::Money;
use crate::catalogue::{ProductPage, Words};
use crate::id::{RuleVersionId, SkuId};
use crate::returns::Returnable;
use serde::{Deserialize, Serialize};

/// What the buyer saw of one SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageAsSold {
    /// The product page.
    pub page: ProductPage,
    /// Which of its SKUs was bought.
    pub sku: SkuId,
    /// The price of one.
    pub unit_price: Money,
    /// Whether it could be sent back without a reason (3.3.1).
    pub returnable: Returnable,
    /// For how many days.
    pub no_reason_days: i64,
    /// For how many days returns could be applied for.
    pub apply_days: i64,
    /// The version of the rulebook in force (5.2).
    pub rule_version: Option<RuleVersionId>,
}

impl PageAsSold {
    /// The option that was chosen, in words; `None` where there was nothing to choose.
    pub fn chosen(&self) -> Option<&Words> {
        let sku = self.page.skus.iter().find(|sku| sku.id == self.sku)?;
        Some(&sku.spec).filter(|spec| !spec.zh.is_empty())
    }

    /// Without what changes by the minute and promises nothing: sales and stock counts.
    #[must_use]
    pub fn without_counters(mut self) -> Self {
        self.page.sold = 0;
        for sku in &mut self.page.skus {
            sku.available = 0;
        }
        self
    }
}
