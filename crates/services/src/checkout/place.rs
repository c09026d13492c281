//! Placing an order: one transaction from the price check to the clock. Nothing remote happens here.

use super::assemble::{Assembled, around, assemble, returnable, terms_for};
use crate::ports::StoreExt as _;
use crate::ports::Tx;
use crate::ports::catalogue::SkuForSale;
use crate::ports::work::KeptAnswer;
use crate::trade::{self, Hand, MACHINE, Parties};
use crate::{Actor, Error, Market, Result, payment};
use domain::accounts::AddressView;
use domain::checkout::{Basket, CouponChoice, NOTE_CHARS_MAX, Place, Placed};
use domain::clocks::ClockKind;
use domain::id::{AccountId, OrderLineId, PurchaseId, SkuId, TypedId as _};
use domain::orders::{Address, Order, OrderLine, OrderState, PageAsSold, Purchase};
use domain::payments::PurchaseState;
use domain::quote::{LineQuote, MerchantQuote, Quote, Shares};
use domain::returns::Returnable;
use domain::rules::{Param, Terms};
use domain::stock::{Draw, Reservation, ReservationState, demand};
use domain::text::{content_hash, order_number, purchase_number};
use domain::{Code, Refusal, Scope};

/// How often a fresh number is drawn when one is taken.
const NUMBER_TRIES_MAX: usize = 4;
/// The shortest key a browser may make.
const KEY_CHARS_MIN: usize = 16;
/// The longest key a browser may make.
const KEY_CHARS_MAX: usize = 64;

/// Places the order. The same key with the same request answers what the first one answered; with another request it is
/// refused (`KeyReused`). Refuses with `PriceChanged` when the price tree is not the one that was seen, `OutOfStock`,
/// `NoDelivery`, `CouponUnusable`, or a field error on `exceptions_confirmed`; nothing is changed then.
pub async fn place(market: &Market, actor: &Actor, place: &Place) -> Result<Placed> {
    let scope = actor.buyer()?;
    let buyer = scope.account().cloned().ok_or(Code::SignInNeeded)?;
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    let fits = (KEY_CHARS_MIN..=KEY_CHARS_MAX).contains(&place.key.len());
    if !fits || !place.key.bytes().all(good) {
        return Err(Refusal::field("key", Code::Invalid).into());
    }
    if place.notes.iter().any(|(_, note)| note.chars().count() > NOTE_CHARS_MAX) {
        return Err(Refusal::field("note", Code::TooLong).into());
    }
    let mut tries = 0;
    loop {
        tries += 1;
        let mut chance = [0u8; 8];
        market.rng.fill(&mut chance);
        let job = Placing {
            hand: Hand::of(market),
            scope: scope.clone(),
            buyer: buyer.clone(),
            place: place.clone(),
            chance: u64::from_le_bytes(chance),
            id: market.id(),
        };
        let key = format!("checkout.place:{}", job.id);
        let answer = market
            .store
            .write(key, move |tx| {
                let job = job.clone();
                Box::pin(async move { job.run(tx).await })
            })
            .await;
        match answer {
            Err(Error::Conflict(what)) if what == "purchase_number" && tries < NUMBER_TRIES_MAX => {
            }
            // Two sends of one key at once: the loser reads the winner's answer.
            Err(Error::Conflict(what))
                if what.starts_with("kept_answer") && tries < NUMBER_TRIES_MAX => {}
            answer => return answer,
        }
    }
}

/// What the buyer placed with that key, if anything: the way back leads to a form that was sent already.
pub async fn placed(market: &Market, actor: &Actor, key: &str) -> Result<Option<Placed>> {
    let scope = actor.buyer()?;
    let owner = scope.account().ok_or(Code::SignInNeeded)?.to_string();
    let key = format!("checkout.place:{key}");
    let kept = market.store.read().await?.kept_answer(&scope, &owner, &key).await?;
    kept.map(|kept| serde_json::from_str(&kept.answer_json).map_err(Error::broken)).transpose()
}

/// Places an order in a market that makes its own past: at the hand's moment, at the price of that moment with the coupons
/// that save most, and inside the caller's transaction. `chance` must differ among the purchases of a day.
pub(crate) async fn place_at(
    tx: &mut dyn Tx,
    hand: Hand,
    buyer: &AccountId,
    wanted: &[(SkuId, i64)],
    address: &AddressView,
    chance: u64,
) -> Result<PurchaseId> {
    let scope = Scope::Buyer(buyer.clone());
    let ids: Vec<SkuId> = wanted.iter().map(|(sku, _)| sku.clone()).collect();
    let mut lines = Vec::with_capacity(wanted.len());
    let found = tx.skus(&Scope::Public, &ids, hand.now).await?;
    for (id, qty) in wanted {
        let sku = found.iter().find(|sku| sku.id == *id && sku.for_sale);
        let sku = sku.filter(|sku| sku.available >= *qty).ok_or(Code::NotForSale)?;
        lines.push((sku.clone(), *qty));
    }
    let Some((first, qty)) = lines.first().map(|(sku, qty)| (sku.id.clone(), *qty)) else {
        return Err(Code::CartEmpty.into());
    };
    let gathered = around(tx, &scope, lines, Some(address.clone()), hand.now).await?;
    let coupons = gathered.choose(&CouponChoice::Best)?;
    let quote = gathered.price(&coupons)?;
    quote.ready()?;
    let place = Place {
        basket: Basket::Now { sku: first, qty },
        address: address.id.clone(),
        coupons,
        notes: Vec::new(),
        fingerprint: quote.fingerprint(),
        exceptions_confirmed: true,
        key: String::new(),
    };
    let id = hand.id();
    let job = Placing { hand, scope, buyer: buyer.clone(), place, chance, id };
    Ok(job.write(tx, &gathered, &quote).await?.id)
}

#[derive(Clone)]
struct Placing {
    hand: Hand,
    scope: Scope,
    buyer: AccountId,
    place: Place,
    chance: u64,
    id: PurchaseId,
}

impl Placing {
    async fn run(&self, tx: &mut dyn Tx) -> Result<Placed> {
        let owner = self.buyer.to_string();
        let key = format!("checkout.place:{}", self.place.key);
        let request_hash = content_hash(&self.place);
        if let Some(kept) = tx.kept_answer(&MACHINE, &owner, &key).await? {
            if kept.request_hash != request_hash {
                return Err(Code::KeyReused.into());
            }
            return serde_json::from_str(&kept.answer_json).map_err(Error::broken);
        }
        let (gathered, quote) = match self.gather(tx).await.and_then(|g| Ok((self.seen(&g)?, g))) {
            Ok((quote, gathered)) => (gathered, quote),
            Err(error) => return Err(self.why(tx, error).await?),
        };
        let purchase = self.write(tx, &gathered, &quote).await?;
        let paid = purchase.payable.is_zero();
        let placed = Placed { purchase: purchase.id, number: purchase.number, paid };
        let answer_json = serde_json::to_string(&placed).map_err(Error::broken)?;
        let kept = KeptAnswer { request_hash, answer_json };
        tx.keep_answer(&MACHINE, &owner, &key, &kept, self.hand.now).await?;
        Ok(placed)
    }

    /// Everything that comes into being with a purchase.
    async fn write(
        &self,
        tx: &mut dyn Tx,
        gathered: &Assembled,
        quote: &Quote,
    ) -> Result<Purchase> {
        let purchase = self.purchase(gathered, quote)?;
        self.hold(tx, gathered, &purchase).await?;
        let quote_json = serde_json::to_string(quote).map_err(Error::broken)?;
        tx.add_purchase(&MACHINE, &purchase, &quote_json).await?;
        for (n, part) in quote.merchants.iter().enumerate() {
            let order = self.order(tx, gathered, &purchase, part, n + 1).await?;
            tx.add_order(&MACHINE, &order).await?;
            let parties = Parties::of(&order);
            let subject = order.id.to_string();
            trade::announce(tx, &self.hand, "order.placed", &subject, 0, parties).await?;
        }
        self.after(tx, gathered, &purchase).await?;
        Ok(purchase)
    }

    async fn gather(&self, tx: &mut dyn Tx) -> Result<Assembled> {
        let address = Some(&self.place.address);
        assemble(tx, &self.scope, &self.place.basket, address, self.hand.now).await
    }

    /// The price as it is now, which must be the price that was seen.
    fn seen(&self, gathered: &Assembled) -> Result<Quote> {
        let quote = gathered.price(&self.place.coupons)?;
        quote.ready()?;
        if quote.fingerprint() != self.place.fingerprint {
            return Err(Code::PriceChanged.into());
        }
        let exception = gathered.lines.iter().any(|(s, _)| returnable(s) != Returnable::NoReason);
        if exception && !self.place.exceptions_confirmed {
            return Err(Refusal::field("exceptions_confirmed", Code::AcceptanceNeeded).into());
        }
        Ok(quote)
    }

    /// A line whose goods ran out is no part of the cart's price any more, so that the cart looks emptied or repriced. Who
    /// was too late is told that the goods are gone.
    async fn why(&self, tx: &mut dyn Tx, error: Error) -> Result<Error> {
        let looks_so = matches!(error.code(), Code::CartEmpty | Code::PriceChanged);
        if !looks_so || self.place.basket != Basket::Cart {
            return Ok(error);
        }
        let lines = tx.cart_lines(&self.scope, self.hand.now).await?;
        let gone = lines.iter().any(|l| l.chosen && l.sku.for_sale && l.sku.available < l.quantity);
        Ok(if gone { Code::OutOfStock.into() } else { error })
    }

    fn purchase(&self, gathered: &Assembled, quote: &Quote) -> Result<Purchase> {
        let now = self.hand.now;
        let address = gathered.address.as_ref().ok_or(Code::AddressNeeded)?;
        Ok(Purchase {
            id: self.id.clone(),
            number: purchase_number(now, self.chance),
            buyer: self.buyer.clone(),
            state: PurchaseState::Open,
            payable: quote.payable,
            address: Address {
                recipient: address.recipient.clone(),
                phone: address.phone.clone(),
                region_code: address.region_code.clone(),
                region: address.region.clone(),
                detail: address.detail.clone(),
            },
            coupons: quote.applied.clone(),
            rule_version: gathered.terms.version.clone(),
            placed_at: now,
            expires_at: now.plus(gathered.terms.duration(Param::UnpaidClose)),
            paid_at: None,
            paid_by: None,
            closed_at: None,
            close_reason: None,
            version: 0,
        })
    }

    /// Holds the goods, demand added up per stock item and in key order, and redeems the coupons.
    async fn hold(&self, tx: &mut dyn Tx, gathered: &Assembled, purchase: &Purchase) -> Result<()> {
        let draws: Vec<_> = gathered.lines.iter().map(|(s, qty)| (&s.id, *qty, draws(s))).collect();
        let wanted = demand(draws.iter().map(|(sku, qty, d)| (*sku, *qty, d.as_slice())))?;
        let terms = &gathered.terms;
        let until_paid = purchase.expires_at.plus(terms.duration(Param::PaymentGrace));
        let at_least = self.hand.now.plus(terms.duration(Param::ReservationHold));
        for (item, qty) in wanted {
            let reservation = Reservation {
                id: self.hand.id(),
                purchase: purchase.id.clone(),
                item,
                qty,
                expires_at: until_paid.max(at_least),
                state: ReservationState::Live,
            };
            if !tx.reserve(&MACHINE, &reservation).await? {
                return Err(Code::OutOfStock.into());
            }
        }
        for coupon in &purchase.coupons {
            let now = self.hand.now;
            if !tx.redeem(&MACHINE, coupon, &self.buyer, &purchase.id, now).await? {
                return Err(Code::CouponUnusable.into());
            }
        }
        Ok(())
    }

    async fn order(
        &self,
        tx: &mut dyn Tx,
        gathered: &Assembled,
        purchase: &Purchase,
        part: &MerchantQuote,
        n: usize,
    ) -> Result<Order> {
        let terms = terms_for(&gathered.book, self.hand.now, &part.merchant, &self.scope);
        let mut lines = Vec::with_capacity(part.lines.len());
        let mut shop = None;
        // The parcel is whole when the slowest of its goods is there.
        let mut ship_hours = 0;
        for line in &part.lines {
            let (sku, _) = gathered
                .lines
                .iter()
                .find(|(s, _)| s.id == line.sku)
                .ok_or_else(|| Error::broken("the quote names another SKU"))?;
            lines.push(self.line(tx, sku, line, &terms).await?);
            ship_hours = ship_hours.max(sku.ships_within_hours);
            shop = Some(sku);
        }
        let shop = shop.ok_or(Code::CartEmpty)?;
        let note = self.place.notes.iter().find(|(merchant, _)| *merchant == part.merchant);
        Ok(Order {
            id: self.hand.id(),
            number: order_number(&purchase.number, n),
            purchase: purchase.id.clone(),
            merchant: part.merchant.clone(),
            merchant_name: shop.merchant_name.clone(),
            merchant_slug: shop.merchant_slug.clone(),
            buyer: self.buyer.clone(),
            address: purchase.address.clone(),
            state: OrderState::AwaitingPayment,
            currency: part.payable.currency,
            goods: part.goods,
            by_merchant: part.by_merchant,
            by_platform: part.by_platform,
            freight: part.freight,
            payable: part.payable,
            terms,
            ship_hours,
            note: note.map(|(_, text)| text.trim().to_owned()).unwrap_or_default(),
            steps: part.steps.clone(),
            placed_at: self.hand.now,
            paid_at: None,
            shipped_at: None,
            delivered_at: None,
            received_at: None,
            settled_at: None,
            ended_at: None,
            lines,
            version: 0,
        })
    }

    /// A line with the page as sold frozen beside it.
    async fn line(
        &self,
        tx: &mut dyn Tx,
        sku: &SkuForSale,
        line: &LineQuote,
        terms: &Terms,
    ) -> Result<OrderLine> {
        let page = tx.product(&Scope::Public, sku.product.as_str(), self.hand.now).await?;
        let page = page.ok_or(Code::NotForSale)?;
        let sold = PageAsSold {
            page,
            sku: sku.id.clone(),
            unit_price: line.unit_price,
            returnable: returnable(sku),
            no_reason_days: terms.get(Param::NoReasonWindow).figure,
            apply_days: terms.get(Param::ReturnApply).figure,
            rule_version: terms.version.clone(),
        };
        // The counter of sales and the stock of that moment are no promise; without them equal pages are one page.
        let sold = sold.without_counters();
        let hash = content_hash(&sold);
        let body = serde_json::to_string(&sold).map_err(Error::broken)?;
        tx.keep_page(&MACHINE, &hash, &body, self.hand.now).await?;
        let id: OrderLineId = self.hand.id();
        Ok(OrderLine {
            id,
            sku: sku.id.clone(),
            product: sku.product.clone(),
            slug: sku.slug.clone(),
            name: sku.name.clone(),
            spec: sku.spec.clone(),
            picture: sku.picture.clone(),
            unit_price: line.unit_price,
            qty: line.qty,
            shares: Shares::freeze(line, terms.rate(Param::Commission))?,
            draws: draws(sku),
            page: hash,
            returnable: returnable(sku),
            returning: 0,
            refunded: 0,
        })
    }

    /// The clock of 3.2.1, the cart, and a purchase that costs nothing.
    async fn after(
        &self,
        tx: &mut dyn Tx,
        gathered: &Assembled,
        purchase: &Purchase,
    ) -> Result<()> {
        let hand = &self.hand;
        if self.place.basket == Basket::Cart {
            let skus: Vec<_> = gathered.lines.iter().map(|(s, _)| s.id.clone()).collect();
            tx.remove_from_cart(&self.scope, &skus, hand.now).await?;
        }
        let length = gathered.terms.duration(Param::UnpaidClose);
        let subject = purchase.id.as_str();
        let parties = Parties { buyer: &self.buyer, merchant: None };
        let kind = ClockKind::UnpaidClose;
        trade::start_clock(tx, hand, kind, subject, "placed", length, parties).await?;
        trade::announce_purchase(tx, hand, "purchase.placed", purchase).await?;
        if purchase.payable.is_zero() {
            payment::settle_from_balance(tx, hand, purchase).await?;
        }
        Ok(())
    }
}

fn draws(sku: &SkuForSale) -> Vec<Draw> {
    vec![Draw { item: sku.stock_item.clone(), per_unit: sku.stock_units }]
}
