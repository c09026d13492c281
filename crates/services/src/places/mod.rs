//! Places beside the order of the formula (2.1.1): new shops draw lots for theirs every hour, and who pays for one is marked.
//! Neither ever touches the score; how a page is laid out is a rule of `domain::display`.

pub mod booking;

use crate::ports::{Reader, StoreExt as _};
use crate::trade::MACHINE;
use crate::{Market, Result, search};
use domain::catalogue::{ProductCard, ShopView};
use domain::display::booking::PaidList;
use domain::display::draw::{DRAWS_SHOWN, Draw};
use domain::display::places::{NEW_MAX, Place, Placement, lay_out};
use domain::display::{Formula, Turn};
use domain::id::{CategoryId, MerchantId};
use domain::rules::Param;
use domain::search::{Query, ResultCard};
use domain::{Moment, Scope};

/// How many booked places are looked at for one page.
const PLACEMENTS_READ_MAX: i64 = 40;
/// How many goods of a shop that was drawn are looked at for one that may be seen.
const SEEN_OF_DRAWN: usize = 3;

/// Holds the draw of this hour unless it was held; the worker asks in every round. Whether one was held now.
pub async fn hold_due(market: &Market) -> Result<bool> {
    let (now, salt) = (market.now(), Formula::published().salt);
    let turn = Turn::at(now, &salt);
    let candidates = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        if reader.draw(&MACHINE, turn.hour).await?.is_some() {
            return Ok(false);
        }
        let new = reader.rulebook(&MACHINE).await?.resolve(Param::NewShop, now, &[]).duration();
        reader.shops_since(&MACHINE, now.minus(new)).await?
    };
    let draw = Draw::hold(now, &salt, candidates, NEW_MAX);
    let key = format!("draw:{}:{:032x}", draw.hour, market.ids.bits());
    market
        .store
        .write(key, move |tx| {
            let draw = draw.clone();
            Box::pin(async move { tx.keep_draw(&MACHINE, &draw, now).await })
        })
        .await
}

/// A draw as everybody may read it, with the names of the shops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawRecord {
    /// The record.
    pub draw: Draw<MerchantId>,
    /// Whether drawing again gives the same.
    pub is_right: bool,
    /// The shops that won.
    pub shops: Vec<ShopView>,
}

/// The public record, the youngest draw first; `before` is the hour of the last one seen.
pub async fn record(market: &Market, before: Option<i64>) -> Result<Vec<DrawRecord>> {
    let salt = Formula::published().salt;
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let draws =
        reader.draws(&Scope::Public, before.unwrap_or(i64::MAX), i64::from(DRAWS_SHOWN)).await?;
    // All of them at once: a page of draws names dozens of shops, and most of them more than once.
    let mut chosen: Vec<MerchantId> = draws.iter().flat_map(|d| d.chosen.clone()).collect();
    chosen.sort();
    chosen.dedup();
    let shops = reader.shops(&Scope::Public, &chosen).await?;
    let record = |draw: Draw<MerchantId>| {
        let won = |merchant: &MerchantId| shops.iter().find(|s| s.id == *merchant).cloned();
        DrawRecord {
            is_right: draw.is_right(&salt),
            shops: draw.chosen.iter().filter_map(won).collect(),
            draw,
        }
    };
    Ok(draws.into_iter().map(record).collect())
}

/// Lays out the first page of a list: what the formula ordered, and between it what was drawn from the same category and
/// what is paid for in this very list.
pub(crate) async fn laid_out(
    market: &Market,
    ordered: Vec<ResultCard>,
    category: Option<&CategoryId>,
    english: bool,
) -> Result<Vec<Place<ResultCard>>> {
    let now = market.now();
    let (drawn, paid) = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let turn = Turn::at(now, &Formula::published().salt);
        let drawn = reader.draw(&MACHINE, turn.hour).await?.map(|d| d.chosen).unwrap_or_default();
        (drawn, paid(reader, category, now).await?)
    };
    let ask = |merchant| Query {
        merchant: Some(merchant),
        category: category.cloned(),
        limit: SEEN_OF_DRAWN,
        english,
        ..Query::default()
    };
    let new = search::first_of_each(market, drawn.into_iter().map(ask).collect()).await?;
    Ok(lay_out(&ordered, &paid, &new, |result| result.card.id.clone()))
}

/// What is paid for now, as far as it may be seen and belongs here.
async fn paid(
    reader: &mut dyn Reader,
    category: Option<&CategoryId>,
    now: Moment,
) -> Result<Vec<Placement<ResultCard>>> {
    let most = reader.rulebook(&MACHINE).await?.resolve(Param::PaidPlaces, now, &[]).figure;
    let most = usize::try_from(most).unwrap_or_default();
    let list = PaidList::shown(category);
    let ids = reader.placements(&Scope::Public, &list, now, PLACEMENTS_READ_MAX).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let cards = reader.product_cards(&Scope::Public, &ids, now).await?;
    Ok(cards.into_iter().take(most).map(placement).collect())
}

fn placement(card: ProductCard) -> Placement<ResultCard> {
    let paid_by = card.merchant_name.zh.clone();
    let item = ResultCard { card, score: 0, terms: Vec::new(), marks: Vec::new() };
    Placement { item, paid_by }
}
