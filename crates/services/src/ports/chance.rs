//! Time and chance as arguments. The three `System…` types are the only homes of the wall clock and of randomness.

use domain::Moment;
use domain::id::TypedId;
use rand::RngExt as _;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// Makes ids that sort by the time of their making.
pub trait Ids: Send + Sync + 'static {
    /// The 128 bits of a fresh UUIDv7.
    fn bits(&self) -> u128;
}

/// Draws chance.
pub trait Rng: Send + Sync + 'static {
    /// Fills `bytes` with chance fit for secrets.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Ids {
    /// A fresh id of the wanted kind.
    pub fn make<T: TypedId>(&self) -> T {
        T::from_bits(self.bits())
    }
}

/// The wall clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        #[expect(clippy::disallowed_methods, reason = "the one home of the wall clock")]
        let since =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// UUIDv7 from the wall clock and the operating system's chance.
pub struct SystemIds;

impl Ids for SystemIds {
    fn bits(&self) -> u128 {
        #[expect(clippy::disallowed_methods, reason = "the one home of fresh ids")]
        uuid::Uuid::now_v7().as_u128()
    }
}

/// The operating system's chance.
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "the one home of chance")]
        rand::rng().fill(bytes);
    }
}
