//! Playing a step as the pages do, and answering what became of it in a word.

use super::facts::text;
use super::steps::{Step, Wish};
use super::town::{Deal, Touched, Town};
use crate::trade::bazaar::{NORTH, SOUTH, owner};
use crate::trade::partner::Mood;
use domain::checkout::{Basket, CouponChoice};
use domain::id::{OrderId, PurchaseId};
use domain::orders::{Order, OrderState};
use domain::payments::{Attempt, PurchaseState};
use domain::returns::{Return, ReturnAsk, ReturnState};
use domain::shipping::ParcelState;
use futures::future::join_all;
use services::ports::payment::{Notification, PayFlow};
use services::{Error, Result, carts, checkout, orders, payment, returns, shipping};

/// What became of a step: a word, what it may have changed, and what is there now that was not before.
pub type Played = std::result::Result<(String, Touched, Made), String>;

/// What a step made.
pub enum Made {
    Nothing,
    /// A purchase of the customer with this number.
    Deal(PurchaseId, usize),
    /// Of an order, under a waybill.
    Parcel(OrderId, String),
}

/// There was nothing to do it with.
const NOTHING: &str = "nothing there";

const fn word(south: bool) -> &'static str {
    if south { SOUTH } else { NORTH }
}

/// A refusal is an answer, also that somebody else was faster; anything else is not.
fn answer<T>(result: Result<T>, touched: Touched) -> Played {
    match result {
        Ok(_) => Ok(("done".into(), touched, Made::Nothing)),
        Err(error @ (Error::Refused(_) | Error::Conflict(_))) => {
            Ok((error.code().as_str().into(), touched, Made::Nothing))
        }
        Err(error) => Err(text(error)),
    }
}

fn nothing() -> Played {
    Ok((NOTHING.into(), Touched::Nothing, Made::Nothing))
}

/// One of those that are there, the younger ones more often.
fn pick<T>(all: &[T], n: u8) -> Option<(usize, &T)> {
    let back = usize::from(n) % all.len().clamp(1, 4);
    let index = all.len().checked_sub(back + 1)?;
    all.get(index).map(|one| (index, one))
}

/// One of those with which a step may succeed, if there is one; now and then any.
fn pick_fit<T>(all: &[T], n: u8, fit: impl Fn(&T) -> bool) -> Option<&T> {
    let fitting: Vec<&T> = all.iter().filter(|one| fit(one)).collect();
    match pick(&fitting, n).filter(|_| n % 4 < 3) {
        Some((_, one)) => Some(one),
        None => pick(all, n).map(|(_, one)| one),
    }
}

/// Whether an order is where a step begins.
fn fits(step: &Step, state: OrderState) -> bool {
    match step {
        Step::Confirm { .. } => state == OrderState::Shipped,
        Step::Ask { .. } => {
            matches!(state, OrderState::Paid | OrderState::Shipped | OrderState::Received)
        }
        _ => state == OrderState::Paid,
    }
}

/// Whether a return is where a step begins.
fn fits_return(step: &Step, state: ReturnState) -> bool {
    match step {
        Step::SendBack { .. } => state == ReturnState::Agreed,
        Step::GoodsBack { .. } => state == ReturnState::SentBack,
        _ => state == ReturnState::Requested,
    }
}

impl Town {
    /// Plays one step by itself.
    pub async fn alone(&mut self, step: &Step) -> std::result::Result<(String, Touched), String> {
        let (word, touched, made) = self.play(step).await?;
        Ok((word, self.with(made, touched)))
    }

    /// Plays steps at once.
    pub async fn at_once(&mut self, steps: &[&Step]) -> std::result::Result<Vec<String>, String> {
        let played = join_all(steps.iter().map(|step| self.play(step))).await;
        let mut words = Vec::with_capacity(played.len());
        for played in played {
            let (word, _, made) = played?;
            self.with(made, Touched::All);
            words.push(word);
        }
        Ok(words)
    }

    /// Remembers what was made, and says what was touched by that.
    fn with(&mut self, made: Made, touched: Touched) -> Touched {
        match made {
            Made::Nothing => touched,
            Made::Deal(id, buyer) => {
                self.deals.push(Deal { id, buyer, facts: None });
                Touched::One(self.deals.len() - 1)
            }
            Made::Parcel(order, waybill) => {
                self.parcels.push((order, waybill));
                touched
            }
        }
    }

    async fn play(&self, step: &Step) -> Played {
        match step {
            Step::Place { buyer, wish, qty, coupons } => {
                self.place(usize::from(*buyer), *wish, *qty, *coupons).await
            }
            Step::Begin { .. } | Step::Look { .. } | Step::Balance { .. } | Step::Cancel { .. } => {
                self.at_the_cashier(step).await
            }
            Step::Open { attempt } | Step::Pay { attempt, .. } | Step::ComeBack { attempt } => {
                self.at_the_partner(step, *attempt).await
            }
            Step::Report { south, notice } => self.report(word(*south), *notice).await,
            Step::Later { by } => {
                self.later(*by).await?;
                answer(Ok(()), Touched::All)
            }
            Step::Ship { order }
            | Step::Confirm { order }
            | Step::CancelOrder { order }
            | Step::CallOff { order }
            | Step::Ask { order, .. } => self.with_an_order(step, *order).await,
            Step::Carry { parcel, state, push } => self.carry(*parcel, *state, *push).await,
            Step::Withdraw { ret }
            | Step::Agree { ret }
            | Step::Refuse { ret }
            | Step::SendBack { ret }
            | Step::GoodsBack { ret } => self.with_a_return(step, *ret).await,
            Step::Trouble { .. } | Step::Calm | Step::SlowRefunds { .. } | Step::CarrierAway => {
                self.mood(step);
                answer(Ok(()), Touched::Nothing)
            }
        }
    }

    fn mood(&self, step: &Step) {
        match step {
            Step::Trouble { south, lost } => {
                let mood = if *lost { Mood::AnswersLost } else { Mood::Away };
                self.bazaar.partner(word(*south)).be(mood);
            }
            Step::SlowRefunds { south } => self.bazaar.partner(word(*south)).refund_slowly(true),
            Step::CarrierAway => self.bazaar.carrier.be_away(true),
            _ => {
                for partner in [NORTH, SOUTH] {
                    self.bazaar.partner(partner).be(Mood::Fine);
                    self.bazaar.partner(partner).refund_slowly(false);
                }
                self.bazaar.carrier.be_away(false);
            }
        }
    }

    async fn place(&self, buyer: usize, wish: Wish, qty: u8, coupons: bool) -> Played {
        let (market, customer) = (self.bazaar.market(), &self.customers[buyer]);
        let basket = match wish {
            Wish::Single => self.basket(0, qty),
            Wish::Pack => self.basket(1, qty),
            Wish::Cup => self.basket(2, qty),
            Wish::Everything => {
                carts::remove(market, &customer.actor, &self.skus).await.map_err(text)?;
                for sku in &self.skus {
                    let added = carts::add(market, &customer.actor, sku, i64::from(qty)).await;
                    answer(added, Touched::Nothing)?;
                }
                Basket::Cart
            }
        };
        let coupons = if coupons { CouponChoice::Best } else { CouponChoice::These(Vec::new()) };
        let placed = match self.bazaar.see(customer, &basket, coupons).await {
            Ok(seen) => {
                let form = self.bazaar.form(customer, &seen);
                checkout::place(market, &customer.actor, &form).await
            }
            Err(error) => Err(error),
        };
        match placed {
            Ok(placed) => {
                let made = Made::Deal(placed.purchase, buyer);
                Ok(("done".to_owned(), Touched::Shelves, made))
            }
            refused => answer(refused, Touched::Shelves),
        }
    }

    async fn at_the_cashier(&self, step: &Step) -> Played {
        let (Step::Begin { deal, .. }
        | Step::Look { deal }
        | Step::Balance { deal }
        | Step::Cancel { deal }) = step
        else {
            return nothing();
        };
        let all: Vec<(usize, &Deal)> = self.deals.iter().enumerate().collect();
        let open = |(_, d): &(usize, &Deal)| {
            d.facts.as_ref().is_some_and(|f| f.purchase.state == PurchaseState::Open)
        };
        let Some((n, deal)) = pick_fit(&all, *deal, open) else { return nothing() };
        let (market, actor) = (self.bazaar.market(), &self.customers[deal.buyer].actor);
        let done = match step {
            Step::Begin { south, .. } => {
                payment::start(market, actor, &deal.id, word(*south), PayFlow::Qr).await.map(|_| ())
            }
            Step::Look { .. } => payment::check_now(market, actor, &deal.id).await,
            Step::Balance { .. } => {
                let proof = &self.customers[deal.buyer].proof;
                payment::pay_by_balance(market, actor, proof, &deal.id).await
            }
            _ => orders::cancel_purchase(market, actor, &deal.id).await,
        };
        answer(done, Touched::One(*n))
    }

    /// The attempts at partners that were begun, oldest first, and whose they are.
    fn attempts(&self) -> Vec<(usize, &Attempt)> {
        let all = self.deals.iter().enumerate();
        let all = all.filter_map(|(n, d)| d.facts.as_ref().map(|f| (n, f)));
        let mut all: Vec<_> =
            all.flat_map(|(n, f)| f.attempts.iter().map(move |a| (n, a))).collect();
        all.retain(|(_, a)| a.provider != "balance");
        all.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        all
    }

    async fn at_the_partner(&self, step: &Step, attempt: u8) -> Played {
        let attempts = self.attempts();
        let Some((_, (n, attempt))) = pick(&attempts, attempt) else { return nothing() };
        let partner = self.bazaar.partner(&attempt.provider);
        let at = self.bazaar.world.now();
        match step {
            Step::Open { .. } => {
                partner.open(&attempt.no);
                answer(Ok(()), Touched::Nothing)
            }
            Step::Pay { more, .. } => {
                let taken = partner.pay(&attempt.no, *more, at);
                let word = if taken { "done" } else { "not taken" };
                Ok((word.to_owned(), Touched::Nothing, Made::Nothing))
            }
            _ => {
                let back = payment::check_attempt_no(self.bazaar.market(), &attempt.no).await;
                answer(back, Touched::One(*n))
            }
        }
    }

    /// Sends one of the reports that were ever written: fresh, once more, late, or out of order.
    async fn report(&self, word: &'static str, notice: u8) -> Played {
        let partner = self.bazaar.partner(word);
        let all: Vec<usize> = (0..partner.notices()).collect();
        let Some((n, _)) = pick(&all, notice) else { return nothing() };
        let (no, body) = partner.notice(n);
        let ack = payment::notify(self.bazaar.market(), word, &Notification::of_body(&body)).await;
        if ack.as_ref().is_ok_and(|a| a.body != "success") {
            return Err("a true report was not kept".to_owned());
        }
        let attempts = self.attempts();
        let deal = attempts.iter().find(|(_, attempt)| attempt.no == no).map(|(n, _)| *n);
        answer(ack, deal.map_or(Touched::All, Touched::One))
    }

    async fn with_an_order(&self, step: &Step, order: u8) -> Played {
        let (n, order) = {
            let orders = self.orders();
            let fit = |(_, o): &(usize, &Order)| fits(step, o.state);
            let Some((n, order)) = pick_fit(&orders, order, fit) else { return nothing() };
            (*n, (*order).clone())
        };
        let market = self.bazaar.market();
        let actor = &self.customers[self.deals[n].buyer].actor;
        let seller = owner(&order.merchant);
        let done = match step {
            Step::Ship { .. } => {
                let waybill = format!("SF{:08}", self.parcels.len() + 1);
                let shipped = shipping::ship(market, &seller, &order.id, "sf", &waybill).await;
                let (word, touched, _) = answer(shipped, Touched::One(n))?;
                let parcel = Made::Parcel(order.id, waybill);
                let made = if word == "done" { parcel } else { Made::Nothing };
                return Ok((word, touched, made));
            }
            Step::Confirm { .. } => orders::confirm_receipt(market, actor, &order.id).await,
            Step::CancelOrder { .. } => orders::cancel(market, actor, &order.id).await,
            Step::CallOff { .. } => orders::call_off(market, &seller, &order.id).await,
            _ => {
                let ask = ask(step, &order);
                returns::request(market, actor, &order.id, &ask).await.map(|_| ())
            }
        };
        answer(done, Touched::One(n))
    }

    /// Something happens to a parcel, and the carrier tells of it or leaves it to be asked.
    async fn carry(&self, parcel: u8, state: ParcelState, push: bool) -> Played {
        let Some((_, (_, waybill))) = pick(&self.parcels, parcel) else { return nothing() };
        self.bazaar.carrier.happen(waybill, state, self.bazaar.world.now());
        if push {
            for body in self.bazaar.carrier.pushes("sf", waybill) {
                let ack = shipping::push(self.bazaar.market(), &body).await.map_err(text)?;
                if ack.status != 200 {
                    return Err("a true push was not kept".to_owned());
                }
            }
        }
        // One waybill may serve several orders.
        let served = self.parcels.iter().filter(|(_, other)| other == waybill);
        let served: Vec<&OrderId> = served.map(|(order, _)| order).collect();
        let mut deals: Vec<usize> = self
            .orders()
            .into_iter()
            .filter(|(_, o)| served.contains(&&o.id))
            .map(|(n, _)| n)
            .collect();
        deals.dedup();
        let one = deals.first().filter(|_| deals.len() == 1);
        answer(Ok(()), one.map_or(Touched::All, |n| Touched::One(*n)))
    }

    async fn with_a_return(&self, step: &Step, ret: u8) -> Played {
        let all = self.deals.iter().enumerate();
        let all = all.filter_map(|(n, d)| d.facts.as_ref().map(|f| (n, f)));
        let mut all: Vec<(usize, &Return)> =
            all.flat_map(|(n, f)| f.returns.iter().map(move |r| (n, r))).collect();
        all.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let fit = |(_, r): &(usize, &Return)| fits_return(step, r.state);
        let Some((n, ret)) = pick_fit(&all, ret, fit) else { return nothing() };
        let market = self.bazaar.market();
        let actor = &self.customers[self.deals[*n].buyer].actor;
        let seller = owner(&ret.merchant);
        let done = match step {
            Step::Withdraw { .. } => returns::withdraw(market, actor, &ret.id).await,
            Step::Agree { .. } => returns::agree(market, &seller, &ret.id).await,
            Step::Refuse { .. } => returns::refuse(market, &seller, &ret.id, "not so").await,
            Step::SendBack { .. } => {
                returns::send_back(market, actor, &ret.id, "zto", "ZTO7310001").await
            }
            _ => returns::goods_back(market, &seller, &ret.id).await,
        };
        answer(done, Touched::One(*n))
    }
}

fn ask(step: &Step, order: &Order) -> ReturnAsk {
    let Step::Ask { line, qty, kind, reason, .. } = step else {
        unreachable!("only asked for asking")
    };
    ReturnAsk {
        line: order.lines[usize::from(*line) % order.lines.len()].id.clone(),
        qty: i64::from(*qty),
        kind: *kind,
        reason: *reason,
        note: String::new(),
    }
}
