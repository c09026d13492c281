//! What a merchant says about its shop: for now where it takes returned goods back (3.3.1). An agreed return keeps what was
//! told when it was agreed, so a change here never moves goods that are on their way.

use crate::ports::StoreExt as _;
use crate::trade::{self, Hand};
use crate::{Actor, Market, Result, addresses};
use domain::accounts::AddressDraft;
use domain::id::{AddressId, MerchantId};
use domain::orders::Address;
use domain::{Code, Permission, Scope};

/// Where the shop the actor works for takes goods back; `None` until it has told.
pub async fn return_address(market: &Market, actor: &Actor) -> Result<Option<Address>> {
    let (scope, merchant) = shop_of(actor)?;
    market.store.read().await?.return_address(&scope, &merchant).await
}

/// Stores where the shop takes goods back from now on. Refuses with the field errors of an address.
pub async fn tell_return_address(
    market: &Market,
    actor: &Actor,
    draft: &AddressDraft,
) -> Result<()> {
    let (scope, merchant) = shop_of(actor)?;
    // The same form and the same rules as an address that goods are sent to.
    let checked = addresses::check(draft, market.id())?;
    let address = Address {
        recipient: checked.recipient,
        phone: checked.phone,
        region_code: checked.region_code,
        region: checked.region,
        detail: checked.detail,
    };
    let hand = Hand::of(market);
    let key = format!("shop.return_address:{}", hand.id::<AddressId>());
    market
        .store
        .write(key, move |tx| {
            let (hand, scope) = (hand.clone(), scope.clone());
            let (merchant, address) = (merchant.clone(), address.clone());
            Box::pin(async move {
                if !tx.set_return_address(&scope, &merchant, &address).await? {
                    return Err(Code::NotFound.into());
                }
                let (action, subject) = ("shop.return_address", merchant.to_string());
                trade::audit(tx, &hand, &scope, action, &subject, serde_json::json!({})).await
            })
        })
        .await
}

fn shop_of(actor: &Actor) -> Result<(Scope, MerchantId)> {
    let scope = actor.merchant(None, Permission::AfterSales)?;
    let Scope::Merchant { merchant, .. } = &scope else { return Err(Code::Forbidden.into()) };
    let merchant = merchant.clone();
    Ok((scope, merchant))
}
