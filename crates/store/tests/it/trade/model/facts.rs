//! What must hold after every step, reckoned from the purchases themselves and compared with what lies in the books and on
//! the shelves (the numbers are those of the verifier's invariants, which is asked too).

use super::town::{Deal, Town};
use crate::fixture::SYSTEM;
use domain::Currency;
use domain::ledger::Account;
use domain::orders::{Order, OrderState, Purchase};
use domain::payments::{Attempt, AttemptState, PurchaseState, Refund, RefundStatus, Verdict};
use domain::returns::{Return, ReturnKind, ReturnReason, ReturnState};
use services::ports::Reader;
use services::ports::ledger::Check;

/// Says what does not hold.
macro_rules! must {
    ($holds:expr, $($text:tt)+) => {
        if !$holds {
            return Err(format!($($text)+));
        }
    };
}
pub(super) use must;

/// Everything there is about one purchase.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub purchase: Purchase,
    pub orders: Vec<Order>,
    pub attempts: Vec<Attempt>,
    pub refunds: Vec<Refund>,
    pub returns: Vec<Return>,
}

pub fn text(error: impl std::fmt::Display) -> String {
    format!("an error instead of an answer: {error}")
}

pub async fn balance(reader: &mut dyn Reader, account: &Account) -> Result<i64, String> {
    let lies = reader.balance(&SYSTEM, account, Currency::Cny).await.map_err(text)?;
    Ok(lies.minor)
}

impl Facts {
    pub async fn read(reader: &mut dyn Reader, deal: &Deal) -> Result<Self, String> {
        let id = &deal.id;
        let purchase = reader.purchase(&SYSTEM, id).await.map_err(text)?;
        let orders = reader.orders_of(&SYSTEM, id).await.map_err(text)?;
        let mut returns = Vec::new();
        for order in &orders {
            returns.extend(reader.returns_of(&SYSTEM, &order.id).await.map_err(text)?);
        }
        Ok(Self {
            purchase: purchase.ok_or("the purchase is gone")?,
            orders,
            attempts: reader.attempts_of(&SYSTEM, id).await.map_err(text)?,
            refunds: reader.refunds_of(&SYSTEM, id).await.map_err(text)?,
            returns,
        })
    }

    /// The story so far, without ids, so that two engines can be compared.
    pub fn summary(&self) -> String {
        let mut text = self.purchase.state.as_str().to_owned();
        for order in &self.orders {
            text += &format!(" [{}", order.state.as_str());
            for line in &order.lines {
                text += &format!(" {}-{}-{}", line.qty, line.returning, line.refunded);
            }
            text += "]";
        }
        for attempt in &self.attempts {
            let verdict = attempt.verdict.map_or("", Verdict::as_str);
            let paid = attempt.paid.map_or(0, |p| p.minor);
            text += &format!(" {} {} {verdict} {paid};", attempt.provider, attempt.state.as_str());
        }
        for refund in &self.refunds {
            let (why, amount) = (refund.reason.as_str(), refund.amount.minor);
            text += &format!(" back {why} {amount} {};", refund.status.as_str());
        }
        for ret in &self.returns {
            text += &format!(" return {} {};", ret.qty, ret.state.as_str());
        }
        text
    }

    /// What does not depend on other purchases.
    pub async fn check(&self, reader: &mut dyn Reader) -> Result<(), String> {
        self.states()?;
        self.refunds()?;
        self.returns()?;
        let payable: i64 = self.orders.iter().map(|o| o.payable.minor).sum();
        must!(payable == self.purchase.payable.minor, "the orders cost {payable}");
        for order in &self.orders {
            let lies = balance(reader, &Account::Escrow(order.id.clone())).await?;
            let waits = matches!(order.state, OrderState::Paid | OrderState::Shipped);
            let left = order.left().map_err(text)?;
            let expected = if waits { left.paid.minor + left.by_platform.minor } else { 0 };
            must!(
                lies == expected,
                "I9 escrow of a {:?} order: {lies}, not {expected}",
                order.state
            );
        }
        let due = balance(reader, &Account::BuyerRefundDue(self.purchase.id.clone())).await?;
        let pending = self.refunds.iter().filter(|r| r.status == RefundStatus::Pending);
        let pending: i64 = pending.map(|r| r.amount.minor).sum();
        must!(due == pending, "owed to the buyer: {due}, on its way: {pending}");
        self.clocks(reader).await
    }

    /// I20: paid if and only if exactly one attempt paid for it.
    fn states(&self) -> Result<(), String> {
        let state = self.purchase.state;
        let pays = |a: &&Attempt| matches!(a.verdict, Some(Verdict::Settled | Verdict::Over));
        let paying: Vec<&Attempt> = self.attempts.iter().filter(pays).collect();
        let paid = state == PurchaseState::Paid;
        must!(paying.len() == usize::from(paid), "I20 {state:?} and paid by {paying:?}");
        let by = self.purchase.paid_by.as_ref();
        must!(by == paying.first().map(|a| &a.id), "I20 paid by {by:?}");
        let live = self.attempts.iter().filter(|a| a.state.is_live()).count();
        // An earlier code may pay while a later attempt is live; that one is closed when it is asked about next.
        must!(
            live <= usize::from(state != PurchaseState::Closed),
            "{live} live attempts, {state:?}"
        );
        for order in &self.orders {
            must!(order.paid_at.is_some() == paid, "I20 {:?} order, {state:?}", order.state);
            let cancelled = order.state == OrderState::Cancelled;
            must!(cancelled == (state == PurchaseState::Closed), "{state:?}, {:?}", order.state);
        }
        Ok(())
    }

    /// I10: of no payment more goes back than came.
    fn refunds(&self) -> Result<(), String> {
        for attempt in &self.attempts {
            let mine = self.refunds.iter().filter(|r| r.attempt == attempt.id);
            let back: i64 = mine.map(|r| r.amount.minor).sum();
            let came = attempt.paid.map_or(0, |p| p.minor);
            must!(back <= came, "I10 {back} of {came} goes back");
        }
        let failed = self.refunds.iter().find(|r| r.status == RefundStatus::Failed);
        must!(failed.is_none(), "the partner refused a refund: {failed:?}");
        Ok(())
    }

    /// Units in returns are the returns' units, and a refund under way is a refund.
    fn returns(&self) -> Result<(), String> {
        use ReturnState::{Agreed, Refunded, Refunding, Requested, SentBack};
        for line in self.orders.iter().flat_map(|o| &o.lines) {
            let of = |states: &[ReturnState]| -> i64 {
                let mine = self.returns.iter().filter(|r| r.line == line.id);
                mine.filter(|r| states.contains(&r.state)).map(|r| r.qty).sum()
            };
            let open = of(&[Requested, Agreed, SentBack]);
            must!(line.returning == open, "{} units in returns, not {open}", line.returning);
            let back = of(&[Refunding, Refunded]);
            must!(
                (0..=line.qty).contains(&line.refunded),
                "{} of {} back",
                line.refunded,
                line.qty
            );
            must!(back <= line.refunded, "{back} units by returns, {} in all", line.refunded);
        }
        for ret in &self.returns {
            self.fits(ret)?;
            let mine = self.refunds.iter().find(|r| r.origin == ret.id.to_string());
            let status = mine.map(|r| r.status);
            let fits = match ret.state {
                Refunding => status == Some(RefundStatus::Pending),
                Refunded => status == Some(RefundStatus::Done) || ret.share.paid.is_zero(),
                _ => status.is_none(),
            };
            must!(fits, "a return is {:?}, its refund {status:?}", ret.state);
            must!(mine.is_none_or(|r| r.amount == ret.share.paid), "another amount goes back");
        }
        Ok(())
    }

    /// What was asked for went with how far the goods had come: nothing is sent back that has not arrived, nobody keeps what
    /// did without a fault, and nothing is missing that was received (3.3.1).
    fn fits(&self, ret: &Return) -> Result<(), String> {
        let order = self.orders.iter().find(|o| o.id == ret.order);
        let order = order.ok_or("a return of a stranger's order")?;
        let (at, received) = (ret.requested_at, order.received_at);
        let arrived = [order.delivered_at, received].into_iter().flatten().min();
        let fits = match (ret.kind, ret.reason) {
            (ReturnKind::SendBack, _) => arrived.is_some_and(|arrived| arrived <= at),
            (ReturnKind::RefundOnly, ReturnReason::NoReason) => {
                arrived.is_none_or(|arrived| at <= arrived)
            }
            (ReturnKind::RefundOnly, ReturnReason::NotReceived) => {
                received.is_none_or(|received| at <= received)
            }
            _ => order.shipped_at.is_some_and(|shipped| shipped <= at),
        };
        must!(fits, "{:?} for {:?} at {at:?}, arrived {arrived:?}", ret.kind, ret.reason);
        Ok(())
    }

    /// Every promise with a time has its clock, and no clock outlives its promise.
    async fn clocks(&self, reader: &mut dyn Reader) -> Result<(), String> {
        let open = self.purchase.state == PurchaseState::Open;
        let kinds = live(reader, self.purchase.id.to_string()).await?;
        // Fired and not closed yet: the partner was asked and did not say.
        must!(open || kinds.is_empty(), "a closed purchase has clocks {kinds:?}");
        for order in &self.orders {
            let kinds = live(reader, order.id.to_string()).await?;
            let paused = order.lines.iter().any(|l| l.returning > 0);
            let state = if paused { "paused" } else { "running" };
            let late = broken(reader, order).await?;
            let expected: &[&str] = match order.state {
                OrderState::Shipped => &["auto_confirm"],
                OrderState::Paid if !late => &["dispatch"],
                OrderState::Received if order.settled_at.is_none() => &["settle"],
                _ => &[],
            };
            let fits = kinds.len() == expected.len()
                && kinds.iter().zip(expected).all(|((k, s), e)| k == e && s == state);
            must!(fits, "a {:?} order (returning: {paused}) has clocks {kinds:?}", order.state);
        }
        for ret in &self.returns {
            let kinds = live(reader, ret.id.to_string()).await?;
            let expected: &[&str] = match ret.state {
                ReturnState::Requested => &["return_decide"],
                ReturnState::Agreed => &["return_send"],
                ReturnState::SentBack => &["return_confirm"],
                _ => &[],
            };
            let kinds: Vec<&str> = kinds.iter().map(|(kind, _)| kind.as_str()).collect();
            must!(kinds == expected, "a return is {:?} and has clocks {kinds:?}", ret.state);
        }
        Ok(())
    }

    /// What of an attempt has gone back.
    fn sent(&self, attempt: &Attempt) -> i64 {
        let mine = self.refunds.iter().filter(|r| r.attempt == attempt.id);
        mine.filter(|r| r.status == RefundStatus::Done).map(|r| r.amount.minor).sum()
    }

    /// What came from a till and did not go back.
    pub fn kept(&self, till: &str) -> i64 {
        let mine = self.attempts.iter().filter(|a| a.provider == till);
        let booked = mine.filter(|a| a.state == AttemptState::Paid);
        booked.map(|a| a.paid.map_or(0, |p| p.minor) - self.sent(a)).sum()
    }
}

/// Whether the promise of dispatch was broken, which it is not before its time.
async fn broken(reader: &mut dyn Reader, order: &Order) -> Result<bool, String> {
    let rows = reader.clocks_of(&SYSTEM, &order.id.to_string()).await.map_err(text)?;
    let fired = rows.iter().find(|r| r.clock.kind == "dispatch" && r.state == "fired");
    let Some(fired) = fired else { return Ok(false) };
    must!(fired.ended_at >= order.ship_by(), "a promise was broken before its time");
    Ok(true)
}

/// The clocks about a subject that still mean something: kind and state.
async fn live(reader: &mut dyn Reader, subject: String) -> Result<Vec<(String, String)>, String> {
    let rows = reader.clocks_of(&SYSTEM, &subject).await.map_err(text)?;
    let live = rows.into_iter().filter(|r| r.state == "running" || r.state == "paused");
    Ok(live.map(|r| (r.clock.kind, r.state)).collect())
}

impl Town {
    /// Asks the verifier.
    pub async fn verify(&self, reader: &mut dyn Reader) -> Result<(), String> {
        for check in Check::ALL {
            let found = reader.violations(&SYSTEM, check, 10).await.map_err(text)?;
            must!(found.is_empty(), "the verifier found {}", found[0]);
        }
        Ok(())
    }

    /// What adds up over all purchases: shelves, coupons, tills, and what shops and platform earned.
    pub async fn totals(&self, reader: &mut dyn Reader) -> Result<(), String> {
        for (n, shelf) in self.shelves.iter().enumerate() {
            let level = reader.stock_level(&SYSTEM, &shelf.item).await.map_err(text)?;
            let held = self.demand(&shelf.item);
            let expected = Some((shelf.initial - shelf.sold + shelf.restocked, held));
            must!(level == expected, "I18 shelf {n}: {level:?}, not {expected:?}");
            must!(level.is_some_and(|(on_hand, held)| held <= on_hand), "I18 shelf {n}: {level:?}");
        }
        for (coupon, limit) in &self.coupons {
            let uses = self.facts().filter(|f| f.purchase.state != PurchaseState::Closed);
            let uses = uses.filter(|f| f.purchase.coupons.contains(coupon)).count();
            must!(uses <= *limit, "I19 a coupon for {limit} is redeemed {uses} times");
        }
        for (n, customer) in self.customers.iter().enumerate() {
            let account = Account::BuyerBalance(customer.account.clone());
            let mine = self.facts().filter(|f| f.purchase.buyer == customer.account);
            let spent: i64 = mine.map(|f| f.kept("balance")).sum();
            let (lies, expected) = (balance(reader, &account).await?, self.topped_up[n] - spent);
            must!(lies == expected, "the balance of buyer {n}: {lies}, not {expected}");
        }
        for (till, base) in &self.tills {
            let account = Account::PspClearing((*till).to_owned());
            let kept: i64 = self.facts().map(|f| f.kept(till)).sum();
            let lies = balance(reader, &account).await? - base;
            must!(lies == kept, "I15 at {till} lie {lies} by the books, {kept} by the attempts");
        }
        self.earnings(reader).await
    }

    /// I12 and I16: shops, platform and coupons have exactly the shares of the units that were kept.
    async fn earnings(&self, reader: &mut dyn Reader) -> Result<(), String> {
        let (mut commission, mut subsidy) = (0, 0);
        let mut net = vec![0; self.merchants.len()];
        for order in self.facts().flat_map(|f| &f.orders) {
            let left = order.left().map_err(text)?;
            if order.paid_at.is_some() {
                subsidy += left.by_platform.minor;
            }
            if order.received_at.is_some() {
                commission += left.commission.minor;
                let shop = self.merchants.iter().position(|m| *m == order.merchant);
                let earned = left.paid.minor + left.by_platform.minor - left.commission.minor;
                net[shop.ok_or("the order of a stranger")?] += earned;
            }
        }
        for (merchant, expected) in self.merchants.iter().zip(net) {
            let pending = balance(reader, &Account::MerchantPending(merchant.clone())).await?;
            let free = balance(reader, &Account::MerchantAvailable(merchant.clone())).await?;
            let owed = balance(reader, &Account::MerchantReceivable(merchant.clone())).await?;
            let lies = pending + free - owed;
            must!(lies == expected, "a shop earned {lies}, not {expected}");
        }
        let lies = balance(reader, &Account::Commission).await? - self.commission_before;
        must!(lies == commission, "I12 commission is {lies}, not {commission}");
        let lies = balance(reader, &Account::CouponSubsidy).await? - self.subsidy_before;
        must!(lies == subsidy, "the coupons cost {lies}, not {subsidy}");
        Ok(())
    }
}
