//! From commit to listener. Committed events wait unsealed in the outbox; the holder of the chain's lease gives them their
//! numbers; every process follows the numbers and tells its own listeners. Two processes on one database hear each other
//! this way, and none hears of anything that was not committed.

use crate::ports::StoreExt as _;
use crate::ports::work::Chain;
use crate::{Market, Result};
use domain::id::JobId;
use domain::{Duration, Moment, Scope};
use std::future::Future;
use std::time::Duration as Pause;

const SCOPE: Scope = Scope::System("feed");
const ROWS_MAX: i64 = 200;
const LEASE: Duration = Duration::seconds(10);
const RENEW_BEFORE: Duration = Duration::seconds(5);
const SEAL_PAUSE_MS: u64 = 60;
const FOLLOW_PAUSE_MS: u64 = 60;
const TROUBLE_PAUSE_MS: u64 = 1_000;

/// Tells this process's listeners what was sealed, until `ending`. Starts at the end: what happened before a listener came
/// is none of its business, for it looks at the present state first.
pub async fn follow(market: &Market, ending: impl Future<Output = ()>) {
    tokio::pin!(ending);
    let mut seen: Option<i64> = None;
    loop {
        let pause = match tell(market, &mut seen).await {
            Ok(told) if told == ROWS_MAX => 0,
            Ok(_) => FOLLOW_PAUSE_MS,
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be followed just now");
                TROUBLE_PAUSE_MS
            }
        };
        tokio::select! {
            () = &mut ending => return,
            () = tokio::time::sleep(Pause::from_millis(pause)) => {}
        }
    }
}

async fn tell(market: &Market, seen: &mut Option<i64>) -> Result<i64> {
    let mut reader = market.store.read().await?;
    let Some(after) = *seen else {
        *seen = Some(reader.last_event(&SCOPE).await?);
        return Ok(0);
    };
    let events = reader.events_after(&SCOPE, after, ROWS_MAX).await?;
    drop(reader);
    let told = events.len();
    for sealed in events {
        *seen = Some(sealed.seq);
        market.bus.tell(sealed);
    }
    Ok(i64::try_from(told).unwrap_or(ROWS_MAX))
}

/// Seals outbox, audit log and postings while this process holds their leases, until `ending`.
pub async fn seal(market: &Market, ending: impl Future<Output = ()>) {
    tokio::pin!(ending);
    let holder = market.id::<JobId>().to_string();
    let mut held_until = [Moment(0); Chain::ALL.len()];
    loop {
        let mut pause = SEAL_PAUSE_MS;
        for (chain, until) in Chain::ALL.into_iter().zip(&mut held_until) {
            match seal_some(market, chain, &holder, until).await {
                Ok(sealed) if sealed == ROWS_MAX => pause = 0,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, ?chain, "a chain cannot be sealed just now");
                    pause = TROUBLE_PAUSE_MS;
                }
            }
        }
        tokio::select! {
            () = &mut ending => return,
            () = tokio::time::sleep(Pause::from_millis(pause)) => {}
        }
    }
}

/// Seals all that waits now, for a market that was filled and is not yet running; leaves to others what they are sealing.
pub(crate) async fn seal_all(market: &Market) -> Result<()> {
    let holder = market.id::<JobId>().to_string();
    for chain in Chain::ALL {
        let mut held_until = Moment(0);
        while seal_some(market, chain, &holder, &mut held_until).await? > 0 {}
    }
    Ok(())
}

/// Seals waiting rows of one chain; renews the lease when it is about to run out.
async fn seal_some(market: &Market, chain: Chain, holder: &str, held: &mut Moment) -> Result<i64> {
    let now = market.now();
    let renew = held.minus(RENEW_BEFORE) <= now;
    let (holder, until) = (holder.to_owned(), now.plus(LEASE));
    let name = format!("seal:{chain:?}");
    let key = format!("{name}:{}", market.id::<JobId>());
    let sealed = market
        .store
        .write(key, move |tx| {
            let (name, holder) = (name.clone(), holder.clone());
            Box::pin(async move {
                if renew && !tx.take_lease(&SCOPE, &name, &holder, now, until).await? {
                    return Ok(None);
                }
                tx.seal(&SCOPE, chain, ROWS_MAX, now).await.map(Some)
            })
        })
        .await?;
    match sealed {
        Some(sealed) => {
            if renew {
                *held = until;
            }
            Ok(sealed)
        }
        None => {
            *held = Moment(0);
            Ok(0)
        }
    }
}
