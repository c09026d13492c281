//! Closing. The provider is asked first; only when it says that no money can come any more are stock and coupons given
//! back. A provider that does not answer keeps the purchase open, and it is tried again.

use super::provider_error;
use crate::ports::payment::Closed;
use crate::trade::{self, Hand, MACHINE};
use crate::{Error, Market, Result};
use domain::Code;
use domain::clocks::ClockKind;
use domain::id::{PurchaseId, TypedId as _};
use domain::orders::{CloseReason, OrderEvent, PurchaseEvent};
use domain::payments::{Attempt, PurchaseState, RemoteState, Snapshot};

/// What came of closing an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptEnd {
    /// No money comes from it any more.
    Closed,
    /// It is paid; that was applied.
    Paid,
    /// The provider did not say.
    Unknown,
}

impl AttemptEnd {
    /// For callers that need it closed now.
    pub(crate) fn or_still_open(self) -> Result<()> {
        match self {
            Self::Closed => Ok(()),
            Self::Paid => Err(Code::AlreadyPaid.into()),
            Self::Unknown => Err(Code::ProviderDown.into()),
        }
    }
}

/// Makes an attempt unpayable at its provider and applies what that brings to light.
pub(crate) async fn close_attempt(market: &Market, attempt: &Attempt) -> Result<AttemptEnd> {
    let Some(provider) = market.payments.get(&attempt.provider) else {
        // A provider that was taken out of the configuration cannot be asked; the money, should it come, is late money.
        return closed(market, attempt).await;
    };
    match provider.close(&super::reference(attempt), market.now()).await {
        Ok(Closed::Closed | Closed::Unopened) => closed(market, attempt).await,
        Ok(Closed::AlreadyPaid(said)) => {
            super::apply(market, &attempt.provider, &said).await?;
            Ok(AttemptEnd::Paid)
        }
        Ok(Closed::Unknown) => Ok(AttemptEnd::Unknown),
        Err(error) => match provider_error(&error) {
            Error::Refused(refusal) if refusal.code == Code::ProviderDown => {
                Ok(AttemptEnd::Unknown)
            }
            other => Err(other),
        },
    }
}

async fn closed(market: &Market, attempt: &Attempt) -> Result<AttemptEnd> {
    let said = Snapshot {
        attempt_no: attempt.no.clone(),
        state: RemoteState::Closed,
        paid: None,
        refunded: None,
        provider_ref: None,
        payee: None,
        paid_at: None,
    };
    super::apply(market, &attempt.provider, &said).await?;
    Ok(AttemptEnd::Closed)
}

/// Closes an unpaid purchase: its live attempt at the provider first, then purchase and orders, stock, coupons and clock
/// in one transaction. Refuses with `AlreadyPaid` when money turns up, with `ProviderDown` when the provider does not say.
/// Closing what is closed is no failure.
pub(crate) async fn close_purchase(
    market: &Market,
    id: &PurchaseId,
    reason: CloseReason,
) -> Result<()> {
    let (purchase, attempts) = {
        let mut reader = market.store.read().await?;
        let reader = &mut *reader;
        let found = reader.purchase(&MACHINE, id).await?.ok_or(Code::NotFound)?;
        let attempts = reader.attempts_of(&MACHINE, id).await?;
        (found, attempts)
    };
    match purchase.state {
        PurchaseState::Paid => return Err(Code::AlreadyPaid.into()),
        PurchaseState::Closed => return Ok(()),
        PurchaseState::Open => {}
    }
    for attempt in attempts.iter().filter(|a| a.state.is_live()) {
        close_attempt(market, attempt).await?.or_still_open()?;
    }
    let (hand, id) = (Hand::of(market), id.clone());
    let key = format!("purchase.close:{}", hand.id::<PurchaseId>());
    trade::write_again(market, key, move |tx| {
        let (hand, id) = (hand.clone(), id.clone());
        Box::pin(async move { write_closed(tx, &hand, &id, reason).await })
    })
    .await
}

/// Closes a purchase no attempt of which is live, inside the caller's transaction.
pub(crate) async fn write_closed(
    tx: &mut dyn crate::ports::Tx,
    hand: &Hand,
    id: &PurchaseId,
    reason: CloseReason,
) -> Result<()> {
    let (purchase, orders) = trade::whole(tx, id).await?;
    if purchase.state == PurchaseState::Closed {
        return Ok(());
    }
    let attempts = tx.attempts_of(&MACHINE, id).await?;
    if attempts.iter().any(|a| a.state.is_live()) {
        // Another tab began to pay in the meantime.
        return Err(Code::Busy.into());
    }
    let mut closed = purchase.apply(&PurchaseEvent::Close(reason), hand.now)?;
    tx.save_purchase(&MACHINE, &closed).await?;
    closed.version += 1;
    tx.release(&MACHINE, id, hand.now).await?;
    tx.release_coupons(&MACHINE, id, hand.now).await?;
    let kind = ClockKind::UnpaidClose.as_str();
    tx.stop_clock(&MACHINE, kind, id.as_str(), reason.as_str(), hand.now).await?;
    for order in &orders {
        trade::move_order(tx, hand, order, &OrderEvent::Cancelled, order.id.as_str()).await?;
    }
    trade::announce_purchase(tx, hand, "purchase.closed", &closed).await
}
