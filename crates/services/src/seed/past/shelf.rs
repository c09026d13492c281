//! What could be bought, and how much it was liked. Drawing from a shelf gives what is liked more often.

use super::super::make::Maker;
use super::dice::Dice;
use crate::Result;
use crate::ports::catalogue::NewProduct;
use domain::Moment;
use domain::id::{CategoryId, MerchantId, SkuId, StockItemId};
use std::collections::BTreeMap;

/// Among how many of the goods at most the past chooses, so that a market of a million is planned as fast.
const GOODS_MAX: u64 = 10_000;
/// Goods of which fewer are left stay as scarce as the files say.
const LEFT_MIN: i64 = 4;
/// How often is drawn before it is taken as said that there was nothing yet.
const TRIES_MAX: usize = 40;

/// Something that could be bought.
pub struct Offer {
    /// Who sells it.
    pub merchant: MerchantId,
    /// Where it stands in the catalogue.
    pub category: CategoryId,
    /// Within how many hours it leaves the shop.
    pub hours: i64,
    /// Whether it can be sent back without a reason.
    returnable: bool,
    /// Since when.
    since: Moment,
    /// The choices: what is taken from stock, and how many units of it.
    choices: Vec<(SkuId, StockItemId, i64)>,
}

impl Offer {
    fn of(product: &NewProduct) -> Option<Self> {
        let shown = product.shown.filter(|w| w.from <= product.created_at)?;
        let there = product.skus.iter().filter(|s| s.on_hand >= LEFT_MIN);
        let choices: Vec<_> =
            there.map(|s| (s.id.clone(), s.stock_item.clone(), s.stock_units)).collect();
        (!choices.is_empty()).then(|| Self {
            merchant: product.merchant.clone(),
            category: product.category.clone(),
            hours: product.ships_within_hours,
            returnable: product.returnable,
            since: product.created_at.max(shown.from),
            choices,
        })
    }

    /// One of its choices.
    pub fn choice(&self, dice: &mut Dice) -> &(SkuId, StockItemId, i64) {
        dice.one(&self.choices)
    }
}

/// Numbers of offers, each with how much is liked up to it.
#[derive(Default)]
struct Row(Vec<(u64, usize)>);

impl Row {
    fn put(&mut self, offer: usize, liking: u64) {
        let before = self.0.last().map_or(0, |(up_to, _)| *up_to);
        self.0.push((before + liking, offer));
    }

    fn draw(&self, dice: &mut Dice) -> Option<usize> {
        let all = self.0.last()?.0;
        let at = dice.below(all);
        let n = self.0.partition_point(|(up_to, _)| *up_to <= at);
        self.0.get(n).map(|(_, offer)| *offer)
    }
}

/// Everything that could be bought.
pub struct Shelf {
    offers: Vec<Offer>,
    all: Row,
    shops: BTreeMap<MerchantId, Row>,
}

impl Shelf {
    /// Of the first so many goods of a market.
    pub fn new(maker: &Maker<'_>, goods: u64) -> Result<Self> {
        let mut shelf = Self { offers: Vec::new(), all: Row::default(), shops: BTreeMap::new() };
        for made in maker.goods(0..goods.min(GOODS_MAX)) {
            let product = made?.product;
            let Some(offer) = Offer::of(&product) else { continue };
            let (n, liking) = (shelf.offers.len(), product.sold.max(1).unsigned_abs());
            shelf.all.put(n, liking);
            shelf.shops.entry(offer.merchant.clone()).or_default().put(n, liking);
            shelf.offers.push(offer);
        }
        Ok(shelf)
    }

    /// Something that was there at that moment, of one shop when it is named, and only what can be sent back when that is
    /// wanted.
    pub fn draw(
        &self,
        dice: &mut Dice,
        at: Moment,
        shop: Option<&MerchantId>,
        returnable: bool,
    ) -> Option<&Offer> {
        let row = match shop {
            Some(shop) => self.shops.get(shop)?,
            None => &self.all,
        };
        (0..TRIES_MAX)
            .filter_map(|_| row.draw(dice))
            .filter_map(|n| self.offers.get(n))
            .find(|o| o.since < at && (o.returnable || !returnable))
    }
}
