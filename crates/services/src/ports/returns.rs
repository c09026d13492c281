//! Returns. A buyer reaches their own, a merchant theirs, staff and the system all. `save_return` is conditional on the
//! version: `Stale` when it moved.

use crate::Result;
use async_trait::async_trait;
use domain::Scope;
use domain::id::{OrderId, ReturnId};
use domain::returns::{Return, ReturnState};

/// Reading returns.
#[async_trait]
pub trait ReturnsRead: Send {
    /// A return by its id.
    async fn return_by_id(&mut self, scope: &Scope, id: &ReturnId) -> Result<Option<Return>>;
    /// The returns of an order, oldest first.
    async fn returns_of(&mut self, scope: &Scope, order: &OrderId) -> Result<Vec<Return>>;
    /// Returns in these states (empty means all), the youngest first; `after` is the id of the last row seen.
    async fn returns(
        &mut self,
        scope: &Scope,
        states: &[ReturnState],
        after: Option<&ReturnId>,
        limit: i64,
    ) -> Result<Vec<Return>>;
}

/// Writing returns.
#[async_trait]
pub trait ReturnsWrite: Send {
    /// Stores a return.
    async fn add_return(&mut self, scope: &Scope, ret: &Return) -> Result<()>;
    /// Stores a return anew; `Stale` when its version moved.
    async fn save_return(&mut self, scope: &Scope, ret: &Return) -> Result<()>;
}
