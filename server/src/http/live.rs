//! Live streams say only "this changed, version n"; the page fetches again through the same server function. A stream
//! carries what its listener may see and nothing else, and ends when the session ends or the process does.

use super::Web;
use app::request::Visit;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use domain::Permission;
use futures::{Stream, StreamExt as _};
use services::Actor;
use services::ports::work::NewEvent;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio_stream::wrappers::BroadcastStream;

const STREAMS_MAX: usize = 2_000;
const KEEP_ALIVE_MS: u64 = 15_000;
const STREAM_MS_MAX: u64 = 15 * 60_000;

static OPEN: AtomicUsize = AtomicUsize::new(0);

/// Counts one open stream for as long as it lives.
struct Slot;

impl Slot {
    fn take() -> Option<Self> {
        let taken = OPEN.fetch_add(1, Ordering::AcqRel) < STREAMS_MAX;
        let slot = Self;
        taken.then_some(slot)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::AcqRel);
    }
}

/// `GET /live`: what changed for this person, from now on. Visitors who are not signed in have nothing to hear.
pub async fn stream(State(web): State<Web>, Extension(visit): Extension<Visit>) -> Response {
    if visit.actor.signed_in.is_none() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let Some(slot) = Slot::take() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let ending = web.life.ending.clone();
    let over = async move {
        tokio::select! {
            () = ending.cancelled() => {}
            // The browser connects again and is recognised afresh, so a revoked session stops hearing.
            () = tokio::time::sleep(Duration::from_millis(STREAM_MS_MAX)) => {}
        }
    };
    let events = changes(&web, Arc::new(visit.actor), slot).take_until(over);
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_millis(KEEP_ALIVE_MS)))
        .into_response()
}

fn changes(
    web: &Web,
    actor: Arc<Actor>,
    slot: Slot,
) -> impl Stream<Item = Result<Event, Infallible>> + Send + use<> {
    let hello = futures::stream::once(async { Ok(Event::default().event("hello").data("{}")) });
    let told = BroadcastStream::new(web.market.bus.listen()).filter_map(move |told| {
        let _held = &slot;
        let line = match told {
            Ok(sealed) if may_hear(&actor, &sealed.event) => Some(line_of(&sealed.event)),
            Ok(_) => None,
            // The listener fell behind: it must look at everything afresh.
            Err(_) => Some(Event::default().event("missed").data("{}")),
        };
        futures::future::ready(line.map(Ok))
    });
    hello.chain(told)
}

fn line_of(event: &NewEvent) -> Event {
    let line = serde_json::json!({ "kind": event.kind, "subject": event.subject, "version": event.version });
    Event::default().event("changed").data(line.to_string())
}

/// Whether the event is this person's business.
fn may_hear(actor: &Actor, event: &NewEvent) -> bool {
    let Some(person) = &actor.signed_in else { return false };
    let as_buyer = event.buyer.as_ref() == Some(&person.account);
    let as_merchant = event.merchant.as_ref().is_some_and(|merchant| {
        person
            .memberships
            .iter()
            .any(|m| m.merchant == *merchant && m.role.permissions().has(Permission::OrdersRead))
    });
    as_buyer || as_merchant || person.staff.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{AccountId, EventId, MerchantId, SessionId, TypedId as _};
    use domain::{MerchantRole, Moment};
    use services::actor::{Membership, SignedIn};

    fn person(account: u128, shop: Option<u128>) -> Actor {
        let memberships = shop
            .map(|m| Membership {
                merchant: MerchantId::from_bits(m),
                merchant_name: "shop".into(),
                role: MerchantRole::Packer,
            })
            .into_iter()
            .collect();
        Actor {
            signed_in: Some(SignedIn {
                account: AccountId::from_bits(account),
                session: SessionId::from_bits(1),
                name: "somebody".into(),
                memberships,
                staff: None,
            }),
            guest_cart: None,
        }
    }

    #[test]
    fn a_person_hears_only_of_their_own_orders_and_shops() {
        let event = NewEvent {
            id: EventId::from_bits(1),
            kind: "order.shipped".into(),
            subject: "ord_x".into(),
            version: 2,
            buyer: Some(AccountId::from_bits(7)),
            merchant: Some(MerchantId::from_bits(9)),
            body_json: "{}".into(),
            at: Moment(0),
        };
        assert!(may_hear(&person(7, None), &event));
        assert!(may_hear(&person(8, Some(9)), &event));
        assert!(!may_hear(&person(8, Some(10)), &event));
        assert!(!may_hear(&Actor::default(), &event));
    }
}
