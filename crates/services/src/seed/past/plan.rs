//! Which purchases the past holds. The first ones are the demo buyer's, in every state there is; then the tea shop of the
//! demo merchant gets its share of states; the others are drawn: more of what is liked, in the evening, and lately.

use super::super::data::Data;
use super::super::make::Maker;
use super::PAST_DAYS;
use super::dice::Dice;
use super::opinions::{Opinion, Talk};
use super::shelf::Shelf;
use crate::Result;
use domain::id::{CategoryId, MerchantId, SkuId, StockItemId};
use domain::orders::By;
use domain::{Duration, Moment};
use std::collections::{BTreeMap, BTreeSet};

/// The shop of the demo merchant.
const OWN_SHOP: &str = "yunling-tea";
/// How many of a hundred purchases begin in that shop.
const OWN_SHOP_PER_CENT: u64 = 7;
/// How many purchases the demo buyer made.
const DEMO_PURCHASES: u64 = 36;
/// How many days the busy last weeks have, and how many of a hundred purchases fall into them.
const LATELY: (u64, u64) = (30, 30);
/// When people buy, in hours of the day in China.
const HOURS: [i64; 20] =
    [8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 18, 19, 20, 20, 21, 21, 21, 22, 22, 23];
/// How often the search for a purchase is given up before the past is as full as it gets.
const MISSES_MAX: u64 = 1_000;

/// What becomes of a purchase, or of its first order when there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nobody pays; the clock closes it.
    Abandoned,
    /// The buyer cancels before paying.
    Cancelled,
    /// It is called off after payment.
    CalledOff(By),
    /// It is kept.
    Kept,
    /// A part of it is to go back.
    Returned(Outcome),
}

/// What becomes of a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The shop does not answer; the clock does.
    Unanswered,
    /// The shop agrees and the buyer does not send anything.
    NeverSent,
    /// The shop refuses.
    Refused,
    /// The buyer withdraws.
    Withdrawn,
    /// The money went back.
    Refunded,
}

/// In every state there is: minutes ago, and what becomes of it at an even pace.
const EVERY_STATE: [(i64, Fate); 20] = [
    (4, Fate::Abandoned),
    (11, Fate::Abandoned),
    (190, Fate::Kept),
    (480, Fate::Kept),
    (22 * 60, Fate::Kept),
    (40 * 60, Fate::Kept),
    (70 * 60, Fate::Kept),
    (80 * 60, Fate::Kept),
    (170 * 60, Fate::Kept),
    (138 * 60, Fate::Returned(Outcome::Refunded)),
    (118 * 60, Fate::Returned(Outcome::Refunded)),
    (176 * 60, Fate::Returned(Outcome::Refunded)),
    (240 * 60, Fate::Returned(Outcome::Refunded)),
    (420 * 60, Fate::Returned(Outcome::Refused)),
    (520 * 60, Fate::Returned(Outcome::Withdrawn)),
    (700 * 60, Fate::Returned(Outcome::Refunded)),
    (810 * 60, Fate::CalledOff(By::Buyer)),
    (930 * 60, Fate::CalledOff(By::Merchant)),
    (1_050 * 60, Fate::Abandoned),
    (1_230 * 60, Fate::Cancelled),
];

/// A line that is bought.
#[derive(Clone, Debug)]
pub struct Line {
    /// What.
    pub sku: SkuId,
    /// How many.
    pub qty: i64,
    /// Who sells it.
    pub merchant: MerchantId,
    /// Where it stands in the catalogue.
    pub category: CategoryId,
    /// Within how many hours it leaves the shop.
    pub hours: i64,
    /// What the buyer will say of it, if it is received.
    pub opinion: Option<Opinion>,
}

/// A purchase that is to be lived through.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its number among all; everything that is drawn for it follows from it.
    pub n: u64,
    /// Which of the buyers.
    pub buyer: usize,
    /// When it is placed.
    pub at: Moment,
    /// What is bought.
    pub lines: Vec<Line>,
    /// What becomes of it.
    pub fate: Fate,
    /// Whether everything about it takes its usual time.
    pub even: bool,
}

impl Planned {
    /// How many orders it is: one for each shop.
    pub fn orders(&self) -> u64 {
        self.lines.iter().map(|l| &l.merchant).collect::<BTreeSet<_>>().len() as u64
    }
}

/// All of them.
pub struct Plan {
    /// The purchases.
    pub purchases: Vec<Planned>,
    /// How many orders they are.
    pub orders: u64,
    /// How much of which stock they take.
    pub taken: BTreeMap<StockItemId, i64>,
}

impl Plan {
    /// At least that many orders among so many goods, where there is something to buy.
    pub fn new(
        data: &Data,
        maker: &Maker<'_>,
        goods: u64,
        orders: u64,
        buyers: usize,
    ) -> Result<Self> {
        let own = data.shops.iter().any(|s| s.slug == OWN_SHOP);
        let own = if own { Some(maker.shop_id(OWN_SHOP)?) } else { None };
        let shelf = Shelf::new(maker, goods)?;
        let drawing = Drawing { shelf, own, present: maker.opened_at, buyers: buyers as u64 };
        let mut talk = Talk::new(data, maker);
        let mut plan = Self { purchases: Vec::new(), orders: 0, taken: BTreeMap::new() };
        let (mut n, mut misses) = (0, 0);
        while plan.orders < orders && misses < MISSES_MAX {
            match drawing.purchase(n, &mut plan.taken) {
                Some(mut planned) => {
                    talk.over(&mut planned);
                    plan.orders += planned.orders();
                    plan.purchases.push(planned);
                }
                None => misses += 1,
            }
            n += 1;
        }
        Ok(plan)
    }
}

/// What may lie together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Basket {
    /// Anything.
    Mixed,
    /// Goods of one shop.
    OneShop,
    /// Goods of one shop that can be sent back.
    Returnable,
}

struct Drawing {
    shelf: Shelf,
    own: Option<MerchantId>,
    present: Moment,
    buyers: u64,
}

impl Drawing {
    fn purchase(&self, n: u64, taken: &mut BTreeMap<StockItemId, i64>) -> Option<Planned> {
        let mut dice = Dice::of(n, "purchase");
        let states = EVERY_STATE.len() as u64;
        let of_demo = n < DEMO_PURCHASES;
        let of_own = (DEMO_PURCHASES..DEMO_PURCHASES + states).contains(&n);
        let wish = if of_demo { n } else { n - DEMO_PURCHASES.min(n) };
        let wish = usize::try_from(wish).ok().filter(|_| of_demo || of_own);
        let wish = wish.and_then(|wish| EVERY_STATE.get(wish));
        let (at, fate) = match wish {
            Some((minutes, fate)) => (self.present.minus(Duration::minutes(*minutes)), *fate),
            None => (self.moment(&mut dice), fate(&mut dice)),
        };
        let others = 1 + dice.below(self.buyers.saturating_sub(1).max(1));
        let buyer = if of_demo { 0 } else { usize::try_from(others).ok()? };
        let begins_own = of_own || (of_demo && n.is_multiple_of(2)) || dice.luck(OWN_SHOP_PER_CENT);
        let own = self.own.as_ref().filter(|_| begins_own);
        let kind = match (wish.is_some(), fate) {
            (false, _) => Basket::Mixed,
            (true, Fate::Returned(_)) => Basket::Returnable,
            (true, _) => Basket::OneShop,
        };
        let lines = self.lines(&mut dice, at, own, kind, taken)?;
        Some(Planned { n, buyer, at, lines, fate, even: wish.is_some() })
    }

    /// Some moment of the past year, rather in the evening and rather lately.
    fn moment(&self, dice: &mut Dice) -> Moment {
        const CHINA: Duration = Duration::hours(8);
        let day_ms = Duration::days(1).as_millis();
        let (days, share) = LATELY;
        let back = if dice.luck(share) { dice.below(days) } else { dice.below(PAST_DAYS) };
        let today = self.present.plus(CHINA).millis().div_euclid(day_ms);
        let midnight = Moment((today - back.cast_signed()) * day_ms).minus(CHINA);
        let hour = Duration::hours(*dice.one(&HOURS)).as_millis();
        let at = midnight.plus(Duration::millis(hour + dice.between(0, 3_600_000)));
        let latest = self.present.minus(Duration::minutes(dice.between(40, 18 * 60)));
        at.min(latest)
    }

    /// One to four lines, mostly one; a second shop now and then. What is taken is noted.
    fn lines(
        &self,
        dice: &mut Dice,
        at: Moment,
        first: Option<&MerchantId>,
        kind: Basket,
        taken: &mut BTreeMap<StockItemId, i64>,
    ) -> Option<Vec<Line>> {
        let mut lines: Vec<Line> = Vec::new();
        let wanted = *dice.one(&[1, 1, 1, 1, 1, 2, 2, 2, 3, 4]);
        for _ in 0..wanted {
            let same = lines.first().map(|l| l.merchant.clone());
            let same = same.filter(|_| kind != Basket::Mixed || dice.luck(55));
            let (shop, back) = (same.as_ref().or(first), kind == Basket::Returnable);
            let Some(offer) = self.shelf.draw(dice, at, shop, back) else { continue };
            let (sku, item, units) = offer.choice(dice);
            if lines.iter().any(|l| l.sku == *sku) {
                continue;
            }
            let qty = *dice.one(&[1, 1, 1, 1, 1, 1, 2, 2, 3]);
            *taken.entry(item.clone()).or_insert(0) += qty * units;
            lines.push(Line {
                sku: sku.clone(),
                qty,
                merchant: offer.merchant.clone(),
                category: offer.category.clone(),
                hours: offer.hours,
                opinion: None,
            });
        }
        (!lines.is_empty()).then_some(lines)
    }
}

/// Most is kept.
fn fate(dice: &mut Dice) -> Fate {
    match dice.below(100) {
        0..4 => Fate::Abandoned,
        4..6 => Fate::Cancelled,
        6..8 => Fate::CalledOff(By::Buyer),
        8 => Fate::CalledOff(By::Merchant),
        9..16 => Fate::Returned(*dice.one(&[
            Outcome::Unanswered,
            Outcome::NeverSent,
            Outcome::Refused,
            Outcome::Refused,
            Outcome::Withdrawn,
            Outcome::Refunded,
            Outcome::Refunded,
            Outcome::Refunded,
            Outcome::Refunded,
        ])),
        _ => Fate::Kept,
    }
}
