//! The event bus: what was committed, told to whoever listens inside this process. Across processes the sealed outbox is
//! polled, so two servers on one database hear each other.

use super::work::SealedEvent;
use std::sync::Arc;
use tokio::sync::broadcast;

/// Tells committed events.
pub trait EventBus: Send + Sync + 'static {
    /// Everything from now on. A listener that falls behind is told how many it missed and must look afresh.
    fn listen(&self) -> broadcast::Receiver<Arc<SealedEvent>>;
    /// Tells listeners of this process.
    fn tell(&self, event: SealedEvent);
}

/// The bus of one process.
pub struct LocalBus {
    sender: broadcast::Sender<Arc<SealedEvent>>,
}

/// How many events a slow listener may fall behind.
pub const BUS_EVENTS_MAX: usize = 1024;

impl Default for LocalBus {
    fn default() -> Self {
        Self { sender: broadcast::channel(BUS_EVENTS_MAX).0 }
    }
}

impl EventBus for LocalBus {
    fn listen(&self) -> broadcast::Receiver<Arc<SealedEvent>> {
        self.sender.subscribe()
    }

    fn tell(&self, event: SealedEvent) {
        // Nobody listening is no failure.
        let _ = self.sender.send(Arc::new(event));
    }
}
