//! A provider's notification: checked on the raw bytes, kept before anything is decided, applied, acknowledged. Should
//! applying fail, a job that asks the provider is already queued.

use super::POLL_TRIES_MAX;
use crate::ports::StoreExt as _;
use crate::ports::payment::{HttpAck, News, Notification, PaymentProvider, VerifiedEvent};
use crate::ports::payments::PaymentEvent;
use crate::trade::{self, Hand, MACHINE};
use crate::{Market, Result};
use domain::Code;
use domain::id::{PaymentEventId, TypedId as _};
use domain::payments::Snapshot;
use std::sync::Arc;

/// Takes a notification of a provider and says what to answer. A forged, foreign or stale one changes nothing.
pub async fn notify(market: &Market, provider: &str, message: &Notification) -> Result<HttpAck> {
    let adapter = market.payments.get(provider).ok_or(Code::NotFound)?;
    let event = match adapter.verify_notification(message, market.now()) {
        Ok(event) => event,
        Err(rejected) => {
            tracing::warn!(provider, %rejected, "a payment notification was refused");
            return Ok(adapter.ack(false));
        }
    };
    match take(market, adapter, &event, message).await {
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
    message: &Notification,
) -> Result<()> {
    let hand = Hand::of(market);
    let row = PaymentEvent {
        id: hand.id(),
        provider: adapter.id().to_owned(),
        event_id: event.event_id.clone(),
        attempt_no: event.attempt_no().unwrap_or_default().to_owned(),
        signature: signature(adapter, message),
        raw: String::from_utf8_lossy(&message.body).into_owned(),
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
    match &event.news {
        News::Payment(said) => apply_now(market, adapter.id(), said).await,
        News::Refund { attempt_no, refund_no } => {
            crate::refunds::ask_again(market, adapter.id(), attempt_no, refund_no).await?;
        }
        News::Other => {}
    }
    Ok(())
}

/// The headers the signature stands in, a line each.
fn signature(adapter: &Arc<dyn PaymentProvider>, message: &Notification) -> String {
    let names = adapter.signature_headers().iter();
    let lines = names.filter_map(|n| message.header(n).map(|value| format!("{n}: {value}")));
    lines.collect::<Vec<_>>().join("\n")
}

async fn apply_now(market: &Market, provider: &str, said: &Snapshot) {
    match super::apply(market, provider, said).await {
        Ok(verdict) => {
            let no = &said.attempt_no;
            tracing::info!(attempt = %no, ?verdict, "notification of attempt {no} applied");
        }
        // The event is kept and the provider will be asked: nothing is lost.
        Err(error) => tracing::warn!(%error, "a kept notification could not be applied yet"),
    }
}
