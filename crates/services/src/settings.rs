//! Settings kept in the store. Secrets are made at the first start and never stand in a file of the repository.

use crate::ports::{Clock, Rng, Store, StoreExt as _};
use crate::{Result, tokens};
use domain::Scope;

const SCOPE: Scope = Scope::System("settings");

/// The secret of that name, made on first use; every process of the market gets the same one.
pub async fn secret(
    store: &dyn Store,
    rng: &dyn Rng,
    clock: &dyn Clock,
    name: &str,
) -> Result<String> {
    let key = format!("secret.{name}");
    if let Some(secret) = store.read().await?.setting(&SCOPE, &key).await? {
        return Ok(secret);
    }
    let (fresh, now) = (tokens::fresh(rng), clock.now());
    store
        .write(format!("setting:{key}:{}", tokens::sha256_hex(fresh.as_bytes())), move |tx| {
            let (key, fresh) = (key.clone(), fresh.clone());
            Box::pin(async move { tx.setting_or(&SCOPE, &key, &fresh, now).await })
        })
        .await
}
