//! Hashing passwords: argon2id with 19 MiB, two passes, one lane. A hash costs about 35 ms of a core, so at most as many
//! run at once as there are cores, a few more wait, and the rest is sent away, or sign-ins would starve checkout.

use crate::{Error, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::Code;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// How many may wait for their turn.
pub const QUEUE_MAX: usize = 20;
/// The memory of one hash, in KiB.
pub const MEMORY_KIB: u32 = 19_456;
/// How often the memory is passed over.
pub const PASSES: u32 = 2;

/// The one place where passwords are hashed; clones share the queue.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue_max: usize,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::with(cores, QUEUE_MAX)
    }
}

impl Passwords {
    /// At most `at_once` hashes run and `queue_max` wait.
    pub fn with(at_once: usize, queue_max: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(at_once)), waiting: Arc::default(), queue_max }
    }

    /// Hashes a password with a salt of at least 16 bytes of chance. Refuses with `TooMany` when the queue is full.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String> {
        self.run(move || {
            let hash = hasher()?
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map_err(|e| Error::broken(format_args!("hashing a password: {e}")))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password fits the stored hash. Without a stored hash as much work is done and the answer is no, so that
    /// an unknown login takes as long as a known one.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool> {
        self.run(move || {
            let known = stored.is_some();
            let text = stored.unwrap_or_else(|| DECOY.to_owned());
            let hash = PasswordHash::new(&text)
                .map_err(|e| Error::broken(format_args!("a stored password hash: {e}")))?;
            Ok(hasher()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let Some(_place) = Place::take(&self.waiting, self.queue_max) else {
            return Err(Code::TooMany.into());
        };
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::broken)?;
        tokio::task::spawn_blocking(move || {
            // The turn goes with the work: a visitor who leaves does not free a core that is still busy.
            let _turn = turn;
            work()
        })
        .await
        .map_err(|e| Error::broken(format_args!("the hashing task: {e}")))?
    }
}

/// Whether a stored hash was made with weaker settings than today's and should be made afresh.
pub fn is_weak(stored: &str) -> bool {
    !stored.contains(&format!("m={MEMORY_KIB},t={PASSES},p=1"))
}

/// A hash of nothing anybody knows, with today's settings.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZGVjb3lkZWNveWRlY295IQ$7PqGqYg8p9Xk1cV4mYt1cJb0o0Yb1pVQ5nYw8pQ2o3E";

fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)
        .map_err(|e| Error::broken(format_args!("argon2 parameters: {e}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A place in the queue, given back when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>, max: usize) -> Option<Self> {
        let before = waiting.fetch_add(1, Ordering::AcqRel);
        let place = Self(Arc::clone(waiting));
        (before < max).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits_and_an_unknown_login_never_does() {
        let passwords = Passwords::default();
        let hash = passwords.hash("mountain river 7".into(), [7; 16]).await.unwrap();
        assert!(!is_weak(&hash));
        assert!(passwords.verify("mountain river 7".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("mountain river 8".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("mountain river 7".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn when_the_queue_is_full_the_next_visitor_is_sent_away_at_once() {
        let passwords = Passwords::with(1, 0);
        let answer = passwords.verify("anything".into(), None).await;
        assert!(matches!(answer, Err(e) if e.code() == Code::TooMany));
        assert_eq!(passwords.waiting.load(Ordering::Acquire), 0);
    }
}
