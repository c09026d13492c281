//! A whole bazaar in one world: shops, customers, two payment partners and the carriers' partner, and the steps of trade as
//! the pages take them. Ids and chance are counted, so that one history is the same on every engine.

use super::carrier::Carrier;
use super::partner::Partner;
use crate::fixture::{self, SYSTEM, World, look};
use domain::accounts::AddressDraft;
use domain::carts::QUANTITY_MAX;
use domain::catalogue::Words;
use domain::checkout::{Basket, CheckoutAsk, CheckoutView, CouponChoice, Place, Placed};
use domain::id::*;
use domain::ledger::Account;
use domain::orders::Order;
use domain::payments::Attempt;
use domain::quote::{Coupon, CouponScope, Funder, Slot};
use domain::shipping::ParcelState;
use domain::{Currency, Duration, MerchantRole, Money};
use services::accounts::{PayProof, prove_payer};
use services::actor::{Membership, SignedIn};
use services::ports::catalogue::NewProduct;
use services::ports::coupons::CouponRow;
use services::ports::payment::{Notification, PayFlow, Payments};
use services::ports::{Ids, Rng, StoreExt as _};
use services::{Actor, Market, Result, addresses, checkout, ledger, payment, shipping, worker};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The word of the first partner; the second one is `south`.
pub const NORTH: &str = "north";
pub const SOUTH: &str = "south";

/// Ids that count.
#[derive(Default)]
struct Counted(AtomicU64);

impl Ids for Counted {
    fn bits(&self) -> u128 {
        u128::from(self.0.fetch_add(1, Ordering::SeqCst) + 1)
    }
}

/// Chance that counts: scattered, and the same every time.
#[derive(Default)]
struct Scattered(AtomicU64);

impl Rng for Scattered {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let n = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&(mixed ^ (mixed >> 29)).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Somebody who buys.
#[derive(Clone)]
pub struct Customer {
    pub account: AccountId,
    pub actor: Actor,
    pub address: AddressId,
    /// Their payment password, shown.
    pub proof: PayProof,
}

/// What every customer types to pay from the balance, and its hash: as cheap as a hash can be, for there are many customers.
pub const PAY_DIGITS: &str = "258013";
const PAY_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$YSBzdG9yeSBzYWx0IDE2Yg$fMQiBtCLd/BxYp0irJofi7QalQC2RthX/Qy1+P5LOBU";

/// The world with its partners.
#[derive(Clone)]
pub struct Bazaar {
    pub world: World,
    pub north: Arc<Partner>,
    pub south: Arc<Partner>,
    pub carrier: Arc<Carrier>,
}

impl Bazaar {
    /// Opens in a fresh world.
    pub fn open(mut world: World) -> Self {
        world.market.ids = Arc::new(Counted::default());
        world.market.rng = Arc::new(Scattered::default());
        Self::reopen(world)
    }

    /// Opens once more where there was a bazaar before, with partners who know nothing of it.
    pub fn reopen(mut world: World) -> Self {
        let (north, south) = (Arc::new(Partner::new(NORTH)), Arc::new(Partner::new(SOUTH)));
        let carrier = Arc::new(Carrier::default());
        world.market.payments = Payments::new(vec![north.clone(), south.clone()]);
        world.market.tracking = Some(carrier.clone());
        Self { world, north, south, carrier }
    }

    pub const fn market(&self) -> &Market {
        &self.world.market
    }

    pub fn partner(&self, word: &str) -> &Arc<Partner> {
        if word == NORTH { &self.north } else { &self.south }
    }

    /// A customer with an address.
    pub async fn customer(&self, name: &str) -> Customer {
        let account = self.world.account(&format!("{name}@example.com")).await;
        let actor = fixture::buyer(&account);
        let draft = AddressDraft {
            recipient: "林知夏".into(),
            phone: "13800000000".into(),
            region_code: "330106".into(),
            detail: "文三路 1 号".into(),
            preferred: true,
        };
        let address = addresses::put(self.market(), &actor, None, &draft).await.unwrap();
        let of = account.clone();
        let write = self.market().store.write("pay password", move |tx| {
            let of = of.clone();
            Box::pin(async move { tx.set_pay_password(&SYSTEM, &of, PAY_HASH).await })
        });
        write.await.unwrap();
        let proof = prove_payer(self.market(), &actor, PAY_DIGITS.to_owned()).await.unwrap();
        Customer { account, actor, address, proof }
    }

    /// What the page of the checkout shows.
    pub async fn see(
        &self,
        customer: &Customer,
        basket: &Basket,
        coupons: CouponChoice,
    ) -> Result<CheckoutView> {
        let address = Some(customer.address.clone());
        let ask = CheckoutAsk { basket: basket.clone(), address, coupons };
        checkout::quote(self.market(), &customer.actor, &ask).await
    }

    /// What the browser sends of what it was shown.
    pub fn form(&self, customer: &Customer, seen: &CheckoutView) -> Place {
        Place {
            key: self.world.id::<PurchaseId>().to_string(),
            fingerprint: seen.fingerprint.clone(),
            basket: seen.basket.clone(),
            address: customer.address.clone(),
            coupons: seen.quote.applied.clone(),
            notes: Vec::new(),
            exceptions_confirmed: true,
        }
    }

    /// Looks at the page and places the order.
    pub async fn buy(&self, customer: &Customer, basket: &Basket) -> Result<Placed> {
        let seen = self.see(customer, basket, CouponChoice::Best).await?;
        checkout::place(self.market(), &customer.actor, &self.form(customer, &seen)).await
    }

    /// Begins to pay and answers the number under which the partner waits for the money.
    pub async fn begin(
        &self,
        customer: &Customer,
        id: &PurchaseId,
        partner: &str,
    ) -> Result<String> {
        payment::start(self.market(), &customer.actor, id, partner, PayFlow::Qr).await?;
        let attempts = self.attempts(id).await;
        let live = attempts.into_iter().find(|a| a.state.is_live());
        Ok(live.expect("paying has begun").no)
    }

    /// Begins to pay, pays the partner, and lets it report.
    pub async fn pay(&self, customer: &Customer, id: &PurchaseId) -> Result<()> {
        let no = self.begin(customer, id, NORTH).await?;
        assert!(self.north.pay(&no, 0, self.world.now()), "the partner takes the money");
        self.report(NORTH, &self.north.notice_of(&no)).await
    }

    /// A partner's report arrives.
    pub async fn report(&self, partner: &str, body: &[u8]) -> Result<()> {
        let ack = payment::notify(self.market(), partner, &Notification::of_body(body)).await?;
        assert_eq!(ack.body, "success", "a true report is kept");
        Ok(())
    }

    /// A paid order of two units.
    pub async fn paid(&self, customer: &Customer, sku: &SkuId) -> Order {
        let placed = self.buy(customer, &now(sku, 2)).await.unwrap();
        self.pay(customer, &placed.purchase).await.unwrap();
        self.orders(&placed.purchase).await.remove(0)
    }

    /// The shop hands a parcel over.
    pub async fn ship(&self, order: &Order, waybill: &str) -> Result<ShipmentId> {
        shipping::ship(self.market(), &owner(&order.merchant), &order.id, "sf", waybill).await
    }

    /// An order as it is.
    pub async fn order(&self, id: &OrderId) -> Order {
        look!(self.world, |r| r.order(&SYSTEM, id.as_str())).unwrap().expect("an order")
    }

    /// Ships, has the parcel signed for, and lets the carrier tell.
    pub async fn deliver(&self, order: &Order, waybill: &str) {
        self.ship(order, waybill).await.unwrap();
        self.later(Duration::minutes(1)).await;
        self.carrier.happen(waybill, ParcelState::Delivered, self.world.now());
        for body in self.carrier.pushes("sf", waybill) {
            let ack = shipping::push(self.market(), &body).await.unwrap();
            assert_eq!(ack.status, 200, "a true push is kept");
        }
        self.later(Duration::minutes(1)).await;
    }

    /// Time passes, and the worker does what is due.
    pub async fn later(&self, by: Duration) {
        self.world.clock.forward(by);
        worker::run_due(self.market()).await.unwrap();
    }

    pub async fn attempts(&self, id: &PurchaseId) -> Vec<Attempt> {
        look!(self.world, |r| r.attempts_of(&SYSTEM, id)).unwrap()
    }

    pub async fn orders(&self, id: &PurchaseId) -> Vec<Order> {
        look!(self.world, |r| r.orders_of(&SYSTEM, id)).unwrap()
    }

    /// On hand and held.
    pub async fn stock(&self, item: &StockItemId) -> (i64, i64) {
        look!(self.world, |r| r.stock_level(&SYSTEM, item)).unwrap().expect("the item is known")
    }

    /// The balance of an account in fen.
    pub async fn balance(&self, account: &Account) -> i64 {
        look!(self.world, |r| r.balance(&SYSTEM, account, Currency::Cny)).unwrap().minor
    }

    /// A coupon over `off` from `threshold` on, of a merchant or of the platform.
    pub async fn coupon(
        &self,
        of: CouponScope,
        (threshold, off): (i64, i64),
        uses: i64,
    ) -> CouponId {
        let (slot, funder) = match of {
            CouponScope::Merchant(_) => (Slot::Shop, Funder::Merchant),
            CouponScope::Platform => (Slot::Platform, Funder::Platform),
        };
        let (from, id): (_, CouponId) = (self.world.now(), self.world.id());
        let row = CouponRow {
            coupon: Coupon {
                id: id.clone(),
                scope: of,
                slot,
                funder,
                threshold: Money::fen(threshold),
                off: Money::fen(off),
                from,
                until: from.plus(Duration::days(3_000)),
            },
            name: Words::new("立减", "Off"),
            uses_max: uses,
            used: 0,
        };
        fixture::step!(self.world, |tx| tx.add_coupon(&SYSTEM, &row, from), row).unwrap();
        id
    }

    /// Puts money on a customer's balance.
    pub async fn top_up(&self, customer: &Customer, fen: i64, source: &str) {
        let (market, amount) = (self.market(), Money::fen(fen));
        ledger::top_up(market, &SYSTEM, &customer.account, amount, source).await.unwrap();
    }

    /// The books, the shelves and the partners tell one story.
    pub async fn holds(&self) {
        let found = ledger::verify(self.market()).await.unwrap();
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{found:#?}");
    }

    /// What lies at the partners by our books, and by theirs.
    pub async fn lies(&self, partner: &str) -> (i64, i64) {
        let ours = self.balance(&Account::PspClearing(partner.to_owned())).await;
        (ours, self.partner(partner).holds())
    }
}

/// So many of one SKU, straight from its page.
pub fn now(sku: &SkuId, qty: i64) -> Basket {
    assert!(qty <= QUANTITY_MAX);
    Basket::Now { sku: sku.clone(), qty }
}

/// The owner of a shop.
pub fn owner(merchant: &MerchantId) -> Actor {
    let membership = Membership {
        merchant: merchant.clone(),
        merchant_name: "测试小店".into(),
        role: MerchantRole::Owner,
    };
    Actor {
        signed_in: Some(SignedIn {
            account: AccountId::from_bits(1),
            session: SessionId::from_bits(1),
            name: "掌柜".into(),
            memberships: vec![membership],
            staff: None,
        }),
        guest_cart: None,
    }
}

/// Two SKUs that draw on the first one's stock item, one of it and `units` of it.
pub fn shared(mut product: NewProduct, units: i64) -> NewProduct {
    let item = product.skus[0].stock_item.clone();
    product.skus[1].stock_item = item;
    product.skus[1].stock_units = units;
    product
}
