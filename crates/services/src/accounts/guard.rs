//! Throttling of tries: counters in the store, per login and per network. A login is slowed down after five failures, one
//! second doubling to a quarter of an hour; a network after fifty, since many people share one. The counters are keyed by
//! what was typed, known or unknown, so they tell nobody which logins exist.

use crate::ports::StoreExt as _;
use crate::sessions::{Client, network};
use crate::{Market, Result, tokens};
use domain::accounts::Login;
use domain::id::{AccountId, AuditId};
use domain::{Code, Duration, Moment, Scope};

const SCOPE: Scope = Scope::System("accounts.guard");

/// Failures per login that are free.
const LOGIN_TRIES_MAX: i64 = 5;
/// Failures per network that are free.
const NETWORK_TRIES_MAX: i64 = 50;
/// The longest wait.
const WAIT_MAX: Duration = Duration::minutes(15);
/// After so long without a failure the count starts over.
const MEMORY: Duration = Duration::hours(1);

/// A counter: its key and how many failures are free.
#[derive(Clone)]
pub(super) struct Key {
    text: String,
    free: i64,
}

impl std::ops::Deref for Key {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

/// The counter of a login.
pub(super) fn login_key(login: &Login) -> Key {
    let text = format!("login:{}", tokens::sha256_hex(login.as_str().as_bytes()));
    Key { text, free: LOGIN_TRIES_MAX }
}

/// The counter of a payment password.
pub(super) fn pay_key(account: &AccountId) -> Key {
    Key { text: format!("pay:{account}"), free: LOGIN_TRIES_MAX }
}

/// The counter of the network a request comes from.
pub(super) fn network_key(client: &Client) -> Key {
    let text = format!("network:{}", client.address.map(network).unwrap_or_default());
    Key { text, free: NETWORK_TRIES_MAX }
}

/// Refuses with `TooMany` while one of the counters is blocked.
pub(super) async fn admit(market: &Market, keys: &[Key], now: Moment) -> Result<()> {
    let mut reader = market.store.read().await?;
    for key in keys {
        let throttle = reader.throttle(&SCOPE, key).await?;
        if throttle.is_some_and(|t| t.blocked_until > now) {
            return Err(Code::TooMany.into());
        }
    }
    Ok(())
}

/// Counts a failure on each counter and blocks those that have had enough.
pub(super) async fn failed(market: &Market, keys: &[Key], now: Moment) -> Result<()> {
    let keys = keys.to_vec();
    market
        .store
        .write(format!("accounts.failed:{}", market.id::<AuditId>()), move |tx| {
            let keys = keys.clone();
            Box::pin(async move {
                for key in &keys {
                    let count = tx.count_failure(&SCOPE, key, now, now.minus(MEMORY)).await?;
                    if let Some(wait) = wait(count - key.free) {
                        tx.block(&SCOPE, key, now.plus(wait)).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}

/// How long to wait after so many failures beyond the free ones: a second, doubling.
fn wait(beyond: i64) -> Option<Duration> {
    if beyond <= 0 {
        return None;
    }
    let doublings = u32::try_from(beyond - 1).unwrap_or(u32::MAX).min(20);
    Some(Duration::seconds(1 << doublings).min(WAIT_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_and_never_locks_anybody_out_for_good() {
        assert_eq!(wait(0), None);
        assert_eq!(wait(1), Some(Duration::seconds(1)));
        assert_eq!(wait(5), Some(Duration::seconds(16)));
        assert_eq!(wait(11), Some(WAIT_MAX));
        assert_eq!(wait(i64::MAX), Some(WAIT_MAX));
    }
}
