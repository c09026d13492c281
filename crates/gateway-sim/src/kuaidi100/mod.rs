//! 快递100's side: subscriptions, questions, and journeys that play by themselves and are pushed node by node.

mod api;
mod parcel;
mod script;

pub use parcel::{Parcel, Parcels};
pub use script::Script;

use crate::delivery::{Notice, Sender, send};
use crate::faults::{Fault, Struck};
use crate::journal::Line;
use crate::sign::{self, Fields};
use crate::sim::{Shared, Sim};
use axum::Router;
use axum::routing::post;

/// What the shop calls, and the button of the front page.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/poll", post(api::subscribe))
        .route("/poll/query.do", post(api::query))
        .route("/parcels/{com}/{num}/advance", post(api::next_stop))
}

/// Goes on with the journeys that were under way.
pub fn resume(sim: &Shared) {
    let keys: Vec<String> = sim.parcels().all().filter(|p| !p.over()).map(Parcel::key).collect();
    keys.into_iter().for_each(|key| play(sim, key));
}

/// Lets a journey play by itself, unless only the control interface may.
fn play(sim: &Shared, key: String) {
    let pause = sim.options.journey;
    if pause.is_zero() {
        return;
    }
    let shared = sim.clone();
    sim.spawn(async move {
        loop {
            tokio::time::sleep(pause).await;
            if advance(&shared, &key, 1).is_none_or(|parcel| parcel.over()) {
                return;
            }
        }
    });
}

/// Chooses which way a parcel's journey goes, before it is subscribed to or while it is still on the common way.
pub fn choose(sim: &Sim, com: &str, num: &str, script: Script) -> Result<Parcel, &'static str> {
    let mut parcels = sim.parcels();
    let known = parcels.get(&parcel::key(com, num)).cloned();
    let mut parcel = known.unwrap_or_else(|| api::unseen(com, num, sim.clock.now_ms()));
    if parcel.nodes.len() > script::WAY_STEPS_COUNT {
        return Err("the journey has taken its way already");
    }
    parcel.script = script;
    parcels.put(parcel.clone()).ok_or("too many parcels")?;
    sim.note(&Line::Parcel(parcel.clone()));
    Ok(parcel)
}

/// Plays up to `steps` nodes and pushes after each. `None` when there is no such parcel.
pub fn advance(sim: &Shared, key: &str, steps: usize) -> Option<Parcel> {
    let mut latest = sim.parcels().get(key)?.clone();
    for _ in 0..steps {
        if latest.over() {
            break;
        }
        latest = sim.with_parcel(key, |parcel, now_ms| {
            parcel.step(now_ms);
            parcel.clone()
        })?;
        push(sim, &latest);
    }
    Some(latest)
}

/// Pushes the whole history, newest first.
pub fn push(sim: &Shared, parcel: &Parcel) {
    if let Some(callback) = &parcel.callback {
        let fields = Fields::from([("param".to_owned(), parcel.push_param())]);
        send(sim, Sender::Kuaidi100, &parcel.key(), callback, fields, &parcel.salt);
    }
}

/// The push as it goes out: signed with the salt of its subscription, unsigned when none was given.
pub fn sealed(notice: &Notice, struck: &Struck) -> Fields {
    let mut fields = notice.fields.clone();
    let param = fields.get("param").cloned().unwrap_or_default();
    let salt = if struck.is(Fault::WrongSignature) { "wrong" } else { &notice.salt };
    if !notice.salt.is_empty() && !struck.is(Fault::NoSignature) {
        fields.insert("sign".to_owned(), sign::md5_hex(&format!("{param}{salt}")));
    }
    fields
}

impl Sim {
    /// Works on one parcel under the lock and remembers the change.
    fn with_parcel<T>(&self, key: &str, work: impl FnOnce(&mut Parcel, i64) -> T) -> Option<T> {
        let mut parcels = self.parcels();
        let parcel = parcels.get_mut(key)?;
        let answer = work(parcel, self.clock.now_ms());
        self.note(&Line::Parcel(parcel.clone()));
        Some(answer)
    }
}
