//! What a page shows of goods, told to the tally (2.1.1). A page that is being rendered collects it, so that `server` can
//! count it when the page leaves, and again whenever the same bytes leave from memory; what a page in the browser fetches
//! is counted at once.

use crate::request::visit;
use domain::browse::ListCard;
use domain::catalogue::{HomePage, ProductCard, ProductPage};
use domain::fairness::{self, Place};
use domain::id::{MerchantId, ProductId};
use leptos::prelude::use_context;
use services::Market;
use std::sync::{Arc, Mutex, PoisonError};

/// A product whose page is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The product.
    pub product: ProductId,
    /// Who sells it.
    pub merchant: MerchantId,
}

/// What one page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shows {
    /// A card, or a seat for a new shop, by whose it is.
    pub cards: Vec<(MerchantId, Place)>,
    /// The product it is about.
    pub opened: Option<Opened>,
}

/// Collects what the page that is being rendered shows; `server` puts one into the context of each page.
#[derive(Clone, Debug, Default)]
pub struct Showing(Arc<Mutex<Shows>>);

impl Showing {
    /// What has been collected.
    pub fn take(&self) -> Shows {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, note: impl FnOnce(&mut Shows)) {
        note(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// A list of goods is shown.
pub fn shown<'a>(market: &Market, place: Place, cards: impl IntoIterator<Item = &'a ProductCard>) {
    shown_of(market, cards.into_iter().map(|card| (card.merchant.clone(), place)).collect());
}

/// The front page is shown: its stalls, its rows, and the seats for new shops.
pub fn home_shown(market: &Market, page: &HomePage) {
    let rows = page.sections.iter().flat_map(|section| &section.products);
    let rows = rows.map(|c| (c.merchant.clone(), Place::Organic));
    let cards = page.stalls.iter().map(card_of).chain(rows);
    let seats = page.new_shops.iter().map(|shop| (shop.id.clone(), Place::New));
    shown_of(market, cards.chain(seats).collect());
}

/// A page of a list is shown.
pub fn list_shown(market: &Market, cards: &[ListCard]) {
    shown_of(market, cards.iter().map(card_of).collect());
}

fn card_of(listed: &ListCard) -> (MerchantId, Place) {
    (listed.result.card.merchant.clone(), fairness::place_of(listed.place))
}

fn shown_of(market: &Market, cards: Vec<(MerchantId, Place)>) {
    match use_context::<Showing>() {
        Some(showing) => showing.note(|shows| shows.cards.extend(cards)),
        None => market.tally.list(&cards).again(),
    }
}

/// A product is looked at. Who asks from within a page and names no region came by a link; naming one is staying. `mark` is
/// the place the link stood in, in the words of the address.
pub fn opened(market: &Market, page: &ProductPage, to: &str, mark: &str) {
    let opened = Opened { product: page.id.clone(), merchant: page.shop.id.clone() };
    match use_context::<Showing>() {
        Some(showing) => showing.note(|shows| shows.opened = Some(opened)),
        None if to.is_empty() => {
            market.tally.clicked(&opened.merchant, fairness::place_marked(mark));
            if let Some(person) = visit().actor.signed_in {
                market.tally.seen(&person.account, &opened.product, market.now());
            }
        }
        None => {}
    }
}
