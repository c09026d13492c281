//! A provider's notification: checked on the raw bytes, kept before anything is decided, applied, acknowledged. Should
//! applying fail, a job that asks the provider is already queued.

use super::POLL_TRIES_MAX;
use crate::ports::StoreExt as _;
use crate::ports::payment::{HttpAck, PaymentProvider, VerifiedEvent};
use crate::ports::payments::PaymentEvent;
use crate::trade::{self, Hand, MACHINE};
use crate::{Market, Result};
use domain::Code;
use domain::id::{PaymentEventId, TypedId as _};
use std::sync::Arc;

/// Takes a notification of a provider and says what to answer. A forged, foreign or stale one changes nothing.
pub async fn notify(market: &Market, provider: &str, body: &[u8]) -> Result<HttpAck> {
    let adapter = market.payments.get(provider).ok_or(Code::NotFound)?;
    let event = match adapter.verify_notification(body, market.now()) {
        Ok(event) => event,
        Err(rejected) => {
            tracing::warn!(provider, %rejected, "a payment notification was refused");
            return Ok(adapter.ack(false));
        }
    };
    match take(market, adapter, &event, body).await {
        Ok(()) => Ok(adapter.ack(true)),
        Err(error) => {
            tracing::error!(provider, %error, "a payment notification could not be kept");
            Ok(adapter.ack(false))
        }
    }
}

async fn take(
    market: &Market,
    adapter: &Arc<dyn PaymentProvider>,
    event: &VerifiedEvent,
    body: &[u8],
) -> Result<()> {
    let hand = Hand::of(market);
    let row = PaymentEvent {
        id: hand.id(),
        provider: adapter.id().to_owned(),
        event_id: event.event_id.clone(),
        attempt_no: event.snapshot.attempt_no.clone(),
        raw: String::from_utf8_lossy(body).into_owned(),
        heard_at: hand.now,
    };
    let key = format!("payment.event:{}", hand.id::<PaymentEventId>());
    market
        .store
        .write(key, move |tx| {
            let (hand, row) = (hand.clone(), row.clone());
            Box::pin(async move {
                let attempt = tx.attempt_by_no(&MACHINE, &row.attempt_no).await?;
                let fresh = tx.keep_payment_event(&MACHINE, &row).await?;
                if let Some(attempt) = attempt.filter(|_| fresh) {
                    let subject = attempt.id.as_str();
                    let kind = "payment.poll";
                    trade::enqueue(tx, &hand, kind, subject, hand.now, POLL_TRIES_MAX).await?;
                }
                Ok(())
            })
        })
        .await?;
    match super::apply(market, adapter.id(), &event.snapshot).await {
        Ok(verdict) => {
            let no = &event.snapshot.attempt_no;
            tracing::info!(attempt = %no, ?verdict, "notification of attempt {no} applied");
        }
        // The event is kept and the provider will be asked: nothing is lost.
        Err(error) => tracing::warn!(%error, "a kept notification could not be applied yet"),
    }
    Ok(())
}
