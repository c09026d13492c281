//! The place where a history is played: two shops, three customers, three kinds of goods on two shelves, and a memory of
//! what was seen, from which it is reckoned what must be there now.

use super::facts::{Facts, balance, must, text};
use crate::fixture::{SYSTEM, World, step};
use crate::trade::bazaar::{Bazaar, Customer, NORTH, SOUTH, now, shared};
use domain::catalogue::Words;
use domain::checkout::Basket;
use domain::id::*;
use domain::ledger::Account;
use domain::orders::{Order, OrderState};
use domain::payments::PurchaseState;
use domain::quote::{Basis, CouponScope, FreightRules, Zone};
use domain::returns::ReturnState;
use domain::{Currency, Duration, Money};
use services::ports::StoreExt as _;
use services::ports::catalogue::NewFreightTemplate;
use services::worker;

/// What lies on a shelf, and what came and went.
pub struct Shelf {
    pub item: StockItemId,
    pub initial: i64,
    pub sold: i64,
    pub restocked: i64,
}

/// A purchase and what was seen of it last.
pub struct Deal {
    pub id: PurchaseId,
    pub buyer: usize,
    pub facts: Option<Facts>,
}

/// Which purchases a step may have changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Touched {
    Nothing,
    /// No purchase, but perhaps a shelf or a coupon.
    Shelves,
    One(usize),
    All,
}

pub struct Town {
    pub bazaar: Bazaar,
    pub customers: Vec<Customer>,
    pub topped_up: Vec<i64>,
    pub merchants: Vec<MerchantId>,
    pub skus: Vec<SkuId>,
    pub shelves: Vec<Shelf>,
    pub coupons: Vec<(CouponId, usize)>,
    pub deals: Vec<Deal>,
    /// Order and waybill of every parcel.
    pub parcels: Vec<(OrderId, String)>,
    /// What lay at the partners, and was earned, before this town: histories share a database.
    pub tills: Vec<(&'static str, i64)>,
    pub commission_before: i64,
    pub subsidy_before: i64,
}

impl Town {
    /// Builds the town number `n` of a world.
    pub async fn build(world: &World, category: &CategoryId, n: usize) -> Self {
        let bazaar = Bazaar::reopen(world.clone());
        let (mut merchants, mut skus, mut shelves) = (Vec::new(), Vec::new(), Vec::new());
        for (shop, prices) in [&[3_333, 9_001][..], &[900][..]].into_iter().enumerate() {
            let slug = format!("shop-{n}-{shop}");
            let merchant = world.merchant(&slug).await;
            let first = shop == 0;
            let (freight, on_hand) = if first {
                (dear(world, &merchant).await, 14)
            } else {
                (world.freight(&merchant).await, 9)
            };
            let mut product =
                world.product(&slug, (&merchant, category, &freight), prices, on_hand);
            product.returnable = first;
            if first {
                product = shared(product, 3);
            }
            world.add_product(&product).await;
            let item = product.skus[0].stock_item.clone();
            shelves.push(Shelf { item, initial: on_hand, sold: 0, restocked: 0 });
            skus.extend(product.skus.iter().map(|s| s.id.clone()));
            merchants.push(merchant);
        }
        let mut customers = Vec::new();
        for i in 0..3 {
            customers.push(bazaar.customer(&format!("buyer-{n}-{i}")).await);
        }
        let topped_up = vec![20_000, 5_000, 0];
        for (customer, fen) in customers.iter().zip(&topped_up).take(2) {
            bazaar.top_up(customer, *fen, &format!("gift-{n}-{fen}")).await;
        }
        let shop = CouponScope::Merchant(merchants[0].clone());
        let coupons = vec![
            (bazaar.coupon(shop, (5_000, 777), 2).await, 2),
            (bazaar.coupon(CouponScope::Platform, (500, 1_001), 3).await, 3),
        ];
        let mut tills = Vec::new();
        for till in [NORTH, SOUTH] {
            tills.push((till, bazaar.balance(&Account::PspClearing(till.to_owned())).await));
        }
        let commission_before = bazaar.balance(&Account::Commission).await;
        let subsidy_before = bazaar.balance(&Account::CouponSubsidy).await;
        Self {
            bazaar,
            customers,
            topped_up,
            merchants,
            skus,
            shelves,
            coupons,
            deals: Vec::new(),
            parcels: Vec::new(),
            tills,
            commission_before,
            subsidy_before,
        }
    }

    pub fn facts(&self) -> impl Iterator<Item = &Facts> {
        self.deals.iter().filter_map(|d| d.facts.as_ref())
    }

    /// Which basket means so many of the SKU with this number.
    pub fn basket(&self, sku: usize, qty: u8) -> Basket {
        now(&self.skus[sku], i64::from(qty))
    }

    /// Every order there is, the purchase it belongs to first.
    pub fn orders(&self) -> Vec<(usize, &Order)> {
        let deals = self.deals.iter().enumerate();
        let facts = deals.filter_map(|(n, d)| d.facts.as_ref().map(|f| (n, f)));
        facts.flat_map(|(n, f)| f.orders.iter().map(move |o| (n, o))).collect()
    }

    /// What open purchases hold of an item.
    pub fn demand(&self, item: &StockItemId) -> i64 {
        let open = self.facts().filter(|f| f.purchase.state == PurchaseState::Open);
        open.flat_map(|f| &f.orders).map(|o| drawn(o, item, |line| line.qty)).sum()
    }

    /// Looks at what a step may have changed, and whether everything still holds. Where nothing changed it held before.
    pub async fn look(&mut self, touched: Touched) -> Result<(), String> {
        let mut reader = self.bazaar.market().store.read().await.map_err(text)?;
        let reader = &mut *reader;
        let mut changed = touched == Touched::Shelves;
        for n in 0..self.deals.len() {
            if touched != Touched::All && touched != Touched::One(n) {
                continue;
            }
            let facts = Facts::read(reader, &self.deals[n]).await?;
            if self.deals[n].facts.as_ref() == Some(&facts) {
                continue;
            }
            changed = true;
            facts.check(reader).await.map_err(|e| format!("purchase {n}: {e}"))?;
            self.note(n, facts);
        }
        if !changed {
            return Ok(());
        }
        self.totals(reader).await?;
        self.verify(reader).await
    }

    /// Remembers what was seen, and what left the shelves and came back since.
    fn note(&mut self, n: usize, facts: Facts) {
        let before = self.deals[n].facts.take().map(|f| f.orders).unwrap_or_default();
        for order in &facts.orders {
            let was = before.iter().find(|o| o.id == order.id);
            let newly = order.paid_at.is_some() && was.is_none_or(|w| w.paid_at.is_none());
            // Goods that were still in the shop when their money went back are on the shelf again.
            let unshipped = order.shipped_at.is_none();
            let refunded_before = |line: usize| was.map_or(0, |w| w.lines[line].refunded);
            for shelf in &mut self.shelves {
                if newly {
                    shelf.sold += drawn(order, &shelf.item, |line| line.qty);
                }
                if unshipped {
                    for (i, line) in order.lines.iter().enumerate() {
                        let back = line.refunded - refunded_before(i);
                        let draws = line.draws.iter().filter(|d| d.item == shelf.item);
                        shelf.restocked += draws.map(|d| d.per_unit * back).sum::<i64>();
                    }
                }
            }
        }
        self.deals[n].facts = Some(facts);
    }

    /// Time passes, and a worker does what is due.
    pub async fn later(&self, by: Duration) -> Result<(), String> {
        self.bazaar.world.clock.forward(by);
        worker::run_due(self.bazaar.market()).await.map_err(text).map(|_| ())
    }

    /// The worker swallows what goes wrong, so its rows are looked at once it has nothing to do.
    pub async fn worked(&self) -> Result<(), String> {
        let now = self.bazaar.world.now();
        let mut reader = self.bazaar.market().store.read().await.map_err(text)?;
        let due = reader.due_clocks(&SYSTEM, now, 10).await.map_err(text)?;
        must!(due.is_empty(), "a clock did not fire: {:?}", due[0]);
        let dead = reader.jobs(&SYSTEM, "dead", None, 10).await.map_err(text)?;
        must!(dead.is_empty(), "a job died: {:?}", dead[0]);
        let queued = reader.jobs(&SYSTEM, "queued", None, 100).await.map_err(text)?;
        let broken = queued.iter().find(|j| j.error.starts_with("broken"));
        must!(broken.is_none(), "a job broke: {broken:?}");
        Ok(())
    }

    /// The partners are well again and all time passes: then nothing is open, nothing is owed, and the partners' ledgers
    /// and ours are one.
    pub async fn settle(&mut self) -> Result<(), String> {
        for partner in [NORTH, SOUTH] {
            self.bazaar.partner(partner).be(crate::trade::partner::Mood::Fine);
            self.bazaar.partner(partner).refund_slowly(false);
        }
        self.bazaar.carrier.be_away(false);
        // Past paying, past the answers of shops, past receipt, and once more for what came of that.
        // What is not sent back after an agreement lets the clock of receipt go on.
        for hours in [3, 80, 400, 400, 3] {
            self.later(Duration::hours(hours)).await?;
            self.worked().await?;
        }
        self.look(Touched::All).await?;
        self.look(Touched::Shelves).await?;
        for facts in self.facts() {
            facts.settled(&self.bazaar)?;
        }
        for (till, base) in &self.tills {
            let theirs = self.bazaar.partner(till).holds();
            let ours = self.bazaar.balance(&Account::PspClearing((*till).to_owned())).await - base;
            must!(ours == theirs, "I15 at {till} lie {theirs}, by our books {ours}");
        }
        let mut reader = self.bazaar.market().store.read().await.map_err(text)?;
        let suspense = balance(&mut *reader, &Account::Suspense).await?;
        must!(suspense == 0, "{suspense} lies in suspense");
        for state in ["queued", "running"] {
            let jobs = reader.jobs(&SYSTEM, state, None, 10).await.map_err(text)?;
            must!(jobs.is_empty(), "a job is left: {:?}", jobs[0]);
        }
        let clocks = reader.clocks(&SYSTEM, "running", None, 10).await.map_err(text)?;
        must!(clocks.is_empty(), "a clock is left: {:?}", clocks[0]);
        Ok(())
    }
}

impl Facts {
    /// What must be so once everything is settled.
    fn settled(&self, bazaar: &Bazaar) -> Result<(), String> {
        must!(self.purchase.state != PurchaseState::Open, "a purchase is still open");
        let live = self.attempts.iter().find(|a| a.state.is_live());
        must!(live.is_none(), "an attempt is still live: {live:?}");
        let shipped = self.orders.iter().any(|o| o.state == OrderState::Shipped);
        must!(!shipped, "an order was never received");
        let waits = self.returns.iter().find(|r| {
            use ReturnState::{Agreed, Refunding, Requested, SentBack};
            [Requested, Agreed, SentBack, Refunding].contains(&r.state)
        });
        must!(waits.is_none(), "a return is still open: {waits:?}");
        // From the payer's side: what the partners kept of this buyer's money is what the kept units cost.
        let mut theirs = 0;
        for attempt in self.attempts.iter().filter(|a| a.provider != "balance") {
            let (paid, back) = bazaar.partner(&attempt.provider).ledger_of(&attempt.no);
            theirs += paid - back;
        }
        let mut left = 0;
        for order in self.orders.iter().filter(|o| o.paid_at.is_some()) {
            left += order.left().map_err(text)?.paid.minor;
        }
        let kept = theirs + self.kept("balance");
        must!(kept == left, "the buyer is out {kept} for goods of {left}");
        Ok(())
    }
}

/// How much of an item the lines of an order draw, by a count of units per line.
fn drawn(
    order: &Order,
    item: &StockItemId,
    units: impl Fn(&domain::orders::OrderLine) -> i64,
) -> i64 {
    let lines = order.lines.iter();
    let draws = lines.flat_map(|l| l.draws.iter().map(|d| (d, units(l))));
    draws.filter(|(d, _)| d.item == *item).map(|(d, qty)| d.per_unit * qty).sum()
}

/// A freight template with a fee that does not divide evenly.
async fn dear(world: &World, merchant: &MerchantId) -> FreightTemplateId {
    let zone = Zone {
        regions: vec![String::new()],
        first: 1,
        first_fee: Money::fen(601),
        step: 1,
        step_fee: Money::fen(100),
        free_over: Some(Money::fen(20_000)),
    };
    let rules = FreightRules {
        basis: Basis::Pieces,
        zones: vec![zone],
        ..FreightRules::free(Currency::Cny)
    };
    let template = NewFreightTemplate {
        id: world.id(),
        merchant: merchant.clone(),
        name: Words::new("按件", "By the piece"),
        zones_json: serde_json::to_string(&rules).expect("rules have a JSON form"),
        created_at: world.now(),
    };
    step!(world, |tx| tx.add_freight_template(&SYSTEM, &template), template).unwrap();
    template.id
}
