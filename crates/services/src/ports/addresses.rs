//! The address book. A buyer reaches only their own rows; the text is a snapshot, the code decides on freight.

use crate::Result;
use async_trait::async_trait;
use domain::accounts::AddressView;
use domain::id::AddressId;
use domain::{Moment, Scope};

/// Reading addresses.
#[async_trait]
pub trait AddressesRead: Send {
    /// The asking buyer's addresses, the preferred one first.
    async fn addresses(&mut self, scope: &Scope) -> Result<Vec<AddressView>>;
    /// One address of the asking buyer.
    async fn address(&mut self, scope: &Scope, id: &AddressId) -> Result<Option<AddressView>>;
}

/// Writing addresses.
#[async_trait]
pub trait AddressesWrite: Send {
    /// Stores a new address of the asking buyer, or replaces the buyer's address with that id; `false` when the id is
    /// somebody else's.
    async fn put_address(
        &mut self,
        scope: &Scope,
        address: &AddressView,
        now: Moment,
    ) -> Result<bool>;
    /// Makes one address of the asking buyer the preferred one and the others not.
    async fn prefer_address(&mut self, scope: &Scope, id: &AddressId, now: Moment) -> Result<bool>;
    /// Forgets an address of the asking buyer; whether there was one.
    async fn remove_address(&mut self, scope: &Scope, id: &AddressId) -> Result<bool>;
}
