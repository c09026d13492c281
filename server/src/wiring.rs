//! Putting the market together: memory, partners, clocks. And the loops that run beside the web.

use crate::config::Config;
use crate::http::cache::PageCache;
use crate::lifecycle::Life;
use services::Market;
use services::ports::events::EventBus;
use services::ports::events::LocalBus;
use services::ports::{SystemClock, SystemIds, SystemRng};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// A market and what runs beside it.
pub struct Wired {
    /// The market.
    pub market: Market,
    /// What changed.
    pub bus: Arc<dyn EventBus>,
    /// Which database engine, for people.
    pub engine: &'static str,
    memory: store::Memory,
}

/// Opens the database (migrating it), reads the partners' keys, and puts the market together.
pub async fn wire(config: &Config, addr: SocketAddr) -> Result<Wired, Box<dyn std::error::Error + Send + Sync>> {
    if config.database_url.is_none() {
        std::fs::create_dir_all(&config.data)
            .map_err(|e| format!("cannot make the data folder {}: {e}", config.data.display()))?;
    }
    let memory = store::open(&config.database()).await?;
    let (payments, tracking) = match &config.gateways {
        None => Default::default(),
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .map_err(|e| format!("cannot read the partners' keys {}: {e}", file.display()))?;
            gateways::build(&gateways::Config::parse(&text)?)?
        }
    };
    let origin = config.origin.clone().unwrap_or_else(|| format!("http://{addr}"));
    let market = Market {
        store: memory.store(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        rng: Arc::new(SystemRng),
        payments,
        tracking,
        origin: origin.trim_end_matches('/').into(),
    };
    Ok(Wired { market, bus: Arc::new(LocalBus::default()), engine: memory.engine(), memory })
}

impl Wired {
    /// Follows the sealed outbox and tells this process what changed, whichever node committed it.
    pub fn listen_to_changes(&self, life: Life) -> JoinHandle<()> {
        let (memory, market, bus) = (self.memory.clone(), self.market.clone(), self.bus.clone());
        tokio::spawn(async move { services::feed::follow(&market, &*bus, memory.nudges(), life.ending).await })
    }

    /// Seals, fires clocks, does jobs.
    pub fn work(&self, life: Life) -> JoinHandle<()> {
        let (memory, market) = (self.memory.clone(), self.market.clone());
        tokio::spawn(async move { services::worker::run(&market, memory.nudges(), life.ending).await })
    }

    /// Public pages are dropped when what they show has changed.
    pub fn drop_pages_on_change(&self, pages: Arc<PageCache>, life: Life) {
        let mut told = self.bus.listen();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = life.ending.cancelled() => return,
                    event = told.recv() => match event {
                        Ok(sealed) if !sealed.event.kind.starts_with("catalogue.") => {}
                        Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                        _ => pages.drop_all(),
                    },
                }
            }
        });
    }

    /// Lets the database finish.
    pub async fn close(&self) {
        self.memory.close().await;
    }
}
