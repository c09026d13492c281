//! Paid places (2.1.1): what is for sale, what one would cost, booking and calling off for a shop, and ending for the desk.

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::Money;
use domain::catalogue::{Paged, Words};
use domain::display::booking::{BookingView, ListChoice, Offer, Quote};
use domain::id::ProductId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use {
    crate::api::doors::PLACE_KEEPERS,
    crate::request::{english, fail, fail_keeping, market, redirect_to, visit},
    domain::display::booking::PaidList,
    domain::fairness::day_of,
    domain::id::{PlacementId, TypedId as _},
    domain::{Code, StaffRole},
    services::places::booking::{self, Wish},
    services::{Error, Market},
};

/// The page of a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesPage {
    /// What is for sale.
    pub offer: Offer,
    /// What the shop can spend.
    pub money: Money,
    /// Today in the market's calendar.
    pub today: i64,
    /// The goods to choose from.
    pub goods: Vec<(ProductId, Words)>,
    /// The lists that the chosen goods can have a place in; empty while none are chosen.
    pub lists: Vec<ListChoice>,
    /// What the wish would cost.
    pub quote: Option<Quote>,
    /// Why there is no quote although one was asked for.
    pub trouble: Option<AppError>,
    /// Sent with the booking; the same key never books twice.
    pub key: String,
    /// The shop's bookings.
    pub bookings: Paged<BookingView>,
}

/// What a shop can book and has booked. `q` looks for goods; `product`, `list`, `from` and `days` ask what it would cost, where
/// `list` is `front`, `own`, `above`, or a category's id.
#[server(prefix = "/api", endpoint = "/places/shop", protocol = Asking)]
pub async fn shop_places(
    #[server(default)] q: String,
    #[server(default)] product: String,
    #[server(default)] list: String,
    #[server(default)] from: String,
    #[server(default)] days: String,
    #[server(default)] after: String,
) -> Result<PlacesPage, AppError> {
    let (market, actor) = (market()?, visit().actor);
    let (offer, money) = booking::offer(&market, &actor).await.map_err(fail)?;
    let found = booking::goods(&market, &actor, &q, english()).await.map_err(fail)?;
    let mut goods: Vec<_> = found.into_iter().map(|r| (r.card.id, r.card.name)).collect();
    let bookings = booking::of_shop(&market, &actor, seen(&after)?.as_ref()).await;
    let bookings = bookings.map_err(fail)?;
    let asked = Asked { product, list, from, days };
    let (lists, quote, trouble) = match asked.quote(&market).await {
        Ok((lists, quote)) => (lists, quote, None),
        Err(Error::Refused(refusal)) => {
            let error = AppError { fields: refusal.fields, ..AppError::of(refusal.code) };
            (Vec::new(), None, Some(error))
        }
        Err(error) => return Err(fail(error)),
    };
    // What was chosen before stays among the choices, whatever is looked for now.
    if let Some(quote) = quote.as_ref().filter(|q| goods.iter().all(|(id, _)| *id != q.product)) {
        goods.insert(0, (quote.product.clone(), quote.name.clone()));
    }
    let (today, key) = (day_of(market.now()), market.id::<PlacementId>().to_string());
    Ok(PlacesPage { offer, money, today, goods, lists, quote, trouble, key, bookings })
}

/// What was asked for in the address.
#[cfg(feature = "ssr")]
struct Asked {
    product: String,
    list: String,
    from: String,
    days: String,
}

#[cfg(feature = "ssr")]
impl Asked {
    async fn quote(self, market: &Market) -> services::Result<(Vec<ListChoice>, Option<Quote>)> {
        let said = [&self.list, &self.from, &self.days].iter().any(|word| !word.is_empty());
        if self.product.is_empty() {
            return if said { Err(missing("product")) } else { Ok((Vec::new(), None)) };
        }
        let (product, actor) = (ProductId::parse(&self.product)?, visit().actor);
        let lists = booking::lists(market, &actor, &product).await?;
        if self.list.is_empty() {
            return if said { Err(missing("list")) } else { Ok((lists, None)) };
        }
        let list = chosen(&lists, &self.list).ok_or(Code::NotFound)?;
        let wish = Wish { product, list, from: whole(&self.from), days: whole(&self.days) };
        let quote = booking::quote(market, &actor, &wish).await?;
        Ok((lists, Some(quote)))
    }
}

#[cfg(feature = "ssr")]
fn missing(field: &str) -> Error {
    domain::Refusal::field(field, Code::Required).into()
}

/// The list that a word means: the lists of goods go from the nearest to the front page.
#[cfg(feature = "ssr")]
fn chosen(lists: &[ListChoice], word: &str) -> Option<PaidList> {
    let list = |choice: &ListChoice| choice.list.clone();
    match word {
        "own" => lists.first().map(list),
        // Goods that lie in a category at the top have nothing above it.
        "above" => lists.get(lists.len().saturating_sub(2)).map(list),
        word => PaidList::parse(word),
    }
}

/// A number as typed; what is none is out of every range.
#[cfg(feature = "ssr")]
fn whole(text: &str) -> i64 {
    text.parse().unwrap_or_default()
}

#[cfg(feature = "ssr")]
fn seen(after: &str) -> Result<Option<PlacementId>, AppError> {
    match after {
        "" => Ok(None),
        id => PlacementId::parse(id).map(Some).map_err(|_| fail(Code::NotFound)),
    }
}

/// Books a place and pays for it; `fee` is what the quote said, in fen.
#[server(prefix = "/api", endpoint = "/places/book")]
pub async fn book_place(
    product: String,
    list: String,
    from: String,
    days: String,
    fee: String,
    key: String,
) -> Result<Go, AppError> {
    let wish = Wish {
        product: ProductId::parse(&product).map_err(|_| fail(Code::NotFound))?,
        list: PaidList::parse(&list).ok_or_else(|| fail(Code::NotFound))?,
        from: whole(&from),
        days: whole(&days),
    };
    let fee = Money::fen(whole(&fee));
    booking::book(&market()?, &visit().actor, &wish, fee, &key).await.map_err(fail)?;
    Ok(redirect_to("/merchant/places?done=booked"))
}

/// Calls a booking off before it begins.
#[server(prefix = "/api", endpoint = "/places/cancel")]
pub async fn cancel_place(id: String) -> Result<Go, AppError> {
    let id = PlacementId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    booking::cancel(&market()?, &visit().actor, &id).await.map_err(fail)?;
    Ok(redirect_to("/merchant/places?done=cancelled"))
}

/// The bookings of all shops, with whether the asking person may end one.
#[server(prefix = "/api", endpoint = "/places/all", protocol = Asking)]
pub async fn all_places(
    #[server(default)] after: String,
) -> Result<(Paged<BookingView>, bool), AppError> {
    let scope = visit().actor.staff(&StaffRole::ALL).map_err(fail)?;
    let page = booking::all(&market()?, &scope, seen(&after)?.as_ref()).await.map_err(fail)?;
    Ok((page, visit().actor.staff(PLACE_KEEPERS).is_ok()))
}

/// Ends a booking for a reason that the shop reads.
#[server(prefix = "/api", endpoint = "/places/end")]
pub async fn end_place(id: String, #[server(default)] reason: String) -> Result<Go, AppError> {
    let scope = visit().actor.staff(PLACE_KEEPERS).map_err(fail)?;
    let id = PlacementId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    match booking::end(&market()?, &scope, &id, &reason).await {
        Ok(()) => Ok(redirect_to("/desk/places?done=ended")),
        Err(error) => Err(fail_keeping(error, "end_place", &[("reason", reason.as_str())]).await),
    }
}
