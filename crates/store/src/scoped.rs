//! How a scope narrows a statement. Texts that name nobody stand for parties that are absent, so that one statement serves
//! every scope without ever being put together from parts.

use domain::id::{MerchantId, TypedId as _};
use domain::{Code, Permission, Scope};
use services::Result;

/// The buyer the rows must belong to, or an empty text, which no row has.
pub(crate) fn buyer(scope: &Scope) -> &str {
    match scope {
        Scope::Buyer(id) => id.as_str(),
        _ => "",
    }
}

/// The merchant the rows must belong to, or an empty text, which no row has.
pub(crate) fn merchant(scope: &Scope) -> &str {
    match scope {
        Scope::Merchant { merchant, .. } => merchant.as_str(),
        _ => "",
    }
}

/// The visitor's cart the rows must belong to, or an empty text, which no row has.
pub(crate) fn guest_cart(scope: &Scope) -> &str {
    match scope {
        Scope::Guest(cart) => cart.as_str(),
        _ => "",
    }
}

/// A merchant writes only its own rows; staff and the system write any merchant's.
pub(crate) fn owned(scope: &Scope, by: &MerchantId) -> Result<()> {
    if scope.sees_all() || merchant(scope) == by.as_str() {
        Ok(())
    } else {
        Err(Code::Forbidden.into())
    }
}

/// Only the machine, and of the merchant itself who decides on its returns, go on.
pub(crate) fn after_sales(scope: &Scope, of: &MerchantId) -> Result<()> {
    match scope {
        Scope::System(_) => Ok(()),
        Scope::Merchant { merchant, permissions, .. }
            if merchant == of && permissions.has(Permission::AfterSales) =>
        {
            Ok(())
        }
        _ => Err(Code::Forbidden.into()),
    }
}

/// Only the machine itself goes on.
pub(crate) fn system(scope: &Scope) -> Result<()> {
    if matches!(scope, Scope::System(_)) { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Only the machine itself and platform staff go on.
pub(crate) fn staff(scope: &Scope) -> Result<()> {
    if scope.sees_all() { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// Whether all rows may be reached, and otherwise the buyer or merchant they must belong to.
pub(crate) fn parties(scope: &Scope) -> (bool, &str, &str) {
    (scope.sees_all(), buyer(scope), merchant(scope))
}

/// What a write that was conditional on a version came to: no row means that somebody else was faster.
pub(crate) fn fresh(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Code::Stale.into()) }
}
