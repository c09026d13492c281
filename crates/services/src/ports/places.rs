//! Places on pages that the formula does not give: draws for new shops, and what is paid for (2.1.1). What is shown is public;
//! who booked what, and for how much, is its shop's and the staff's.

use crate::Result;
use async_trait::async_trait;
use domain::catalogue::{Paged, Words};
use domain::display::booking::{Booking, DayTaken, PaidList, Span};
use domain::display::draw::Draw;
use domain::id::{CategoryId, MerchantId, PlacementId, ProductId};
use domain::{Moment, Scope};

/// A booking with what it is looked at with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingRow {
    /// The booking.
    pub booking: Booking,
    /// The shop's name.
    pub shop: Words,
    /// The goods' name.
    pub name: Words,
    /// Their place in addresses.
    pub slug: String,
    /// Their picture.
    pub picture: String,
    /// The name of the category whose list it is; `None` for the front page.
    pub category: Option<Words>,
}

/// Reading places.
#[async_trait]
pub trait PlacesRead: Send {
    /// The draw of an hour, if it was held.
    async fn draw(&mut self, scope: &Scope, hour: i64) -> Result<Option<Draw<MerchantId>>>;
    /// The draws before an hour, the youngest first.
    async fn draws(
        &mut self,
        scope: &Scope,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Draw<MerchantId>>>;
    /// The open shops that opened after a moment.
    async fn shops_since(&mut self, scope: &Scope, since: Moment) -> Result<Vec<MerchantId>>;
    /// The goods that are paid for in a list at a moment, in the order in which they were booked.
    async fn placements(
        &mut self,
        scope: &Scope,
        list: &PaidList,
        now: Moment,
        limit: i64,
    ) -> Result<Vec<ProductId>>;
    /// How the days of a span stand in a list; days on which nothing is taken are left out.
    async fn days_taken(
        &mut self,
        scope: &Scope,
        list: &PaidList,
        span: Span,
    ) -> Result<Vec<DayTaken>>;
    /// A booking that the scope may see: the shop its own, staff and system all.
    async fn booking(&mut self, scope: &Scope, id: &PlacementId) -> Result<Option<Booking>>;
    /// A page of the bookings that the scope may see, the youngest first; `after` is the id of the last one seen.
    async fn bookings(
        &mut self,
        scope: &Scope,
        after: Option<&PlacementId>,
        limit: i64,
    ) -> Result<Paged<BookingRow>>;
    /// The category of a product and the one above it, if there is one; `None` when the product is not the scope's merchant's.
    async fn lists_of(
        &mut self,
        scope: &Scope,
        product: &ProductId,
    ) -> Result<Option<(CategoryId, Option<CategoryId>)>>;
}

/// Writing places.
#[async_trait]
pub trait PlacesWrite: Send {
    /// Keeps a draw, once for each hour; `false` when that hour has one. System only.
    async fn keep_draw(
        &mut self,
        scope: &Scope,
        draw: &Draw<MerchantId>,
        now: Moment,
    ) -> Result<bool>;
    /// Books a place for a merchant's own goods on every day of the booking, in a list that has so many places. `NotFound`
    /// when the goods are not that merchant's, `PlaceHeld` when the merchant has a place in the list on one of the days,
    /// `PlacesTaken` when all places of a day are taken; whoever calls gives the transaction up then.
    async fn book_place(&mut self, scope: &Scope, booking: &Booking, places: i64) -> Result<()>;
    /// Ends a booking before its time and gives its days from `free_from` on to others. `Stale` when somebody ended it
    /// meanwhile. System only.
    async fn end_booking(&mut self, scope: &Scope, ended: &Booking, free_from: i64) -> Result<()>;
}
