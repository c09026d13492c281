//! Coupons. A redemption is a row tied to the purchase, one live redemption per coupon and buyer, never more than the
//! coupon's limit in all (I19); it is released by the same transaction that closes the purchase.

use crate::Result;
use async_trait::async_trait;
use domain::catalogue::Words;
use domain::id::{AccountId, CouponId, MerchantId, PurchaseId};
use domain::quote::Coupon;
use domain::{Moment, Scope};

/// A coupon as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponRow {
    /// What it takes off and when.
    pub coupon: Coupon,
    /// What it is called.
    pub name: Words,
    /// How often it can be redeemed in all.
    pub uses_max: i64,
    /// How often it is redeemed now.
    pub used: i64,
}

/// Reading coupons.
#[async_trait]
pub trait CouponsRead: Send {
    /// The coupons in force at `now` that apply to goods of these merchants (their own and the platform's), that are not
    /// used up and that the asking buyer has not redeemed; in the order of their ids. The public sees all in force.
    async fn coupons_for(
        &mut self,
        scope: &Scope,
        merchants: &[MerchantId],
        now: Moment,
    ) -> Result<Vec<CouponRow>>;
}

/// Writing coupons.
#[async_trait]
pub trait CouponsWrite: Send {
    /// Stores a coupon of the scope's merchant; the platform's by platform and system only.
    async fn add_coupon(&mut self, scope: &Scope, coupon: &CouponRow, now: Moment) -> Result<()>;
    /// Redeems a coupon for a purchase by one conditional statement. `false` when it is used up or the buyer has redeemed
    /// it already. System only.
    async fn redeem(
        &mut self,
        scope: &Scope,
        coupon: &CouponId,
        buyer: &AccountId,
        purchase: &PurchaseId,
        now: Moment,
    ) -> Result<bool>;
    /// Gives the live redemptions of a purchase back; how many. System only.
    async fn release_coupons(
        &mut self,
        scope: &Scope,
        purchase: &PurchaseId,
        now: Moment,
    ) -> Result<i64>;
}
