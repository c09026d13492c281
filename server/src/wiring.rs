//! Putting the market together: memory, partners, clocks. And the loops that run beside the web.

use crate::config::Config;
use crate::http::cache::PageCache;
use crate::lifecycle::Life;
use search::GoodsIndex;
use services::Market;
use services::passwords::Passwords;
use services::ports::{Clock, LocalBus, SearchIndex, SystemClock, SystemIds, SystemRng};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

/// What goes wrong here is a sentence for the operator.
pub type Trouble = Box<dyn std::error::Error + Send + Sync>;

const WORK_PAUSE_MS: u64 = 200;
const TROUBLE_PAUSE_MS: u64 = 2_000;
/// What public pages show: events of these kinds drop them.
const PUBLIC_KINDS: [&str; 3] = ["catalogue.", "review.", "places."];
/// But a page may show the sales of some seconds ago; it is not worth drawing all of them anew.
const COUNTED: &str = "catalogue.sold";

/// A market and what it was made of.
pub struct Wired {
    /// The market.
    pub market: Market,
    /// Where the memory lies, without secrets, for people.
    pub engine: &'static str,
}

/// Opens the database (migrating it), reads the partners' keys, and puts the market together.
pub async fn wire(config: &Config, addr: SocketAddr) -> Result<Wired, Trouble> {
    if config.database_url.is_none() {
        std::fs::create_dir_all(&config.data)
            .map_err(|e| format!("cannot make the data folder {}: {e}", config.data.display()))?;
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let url = config.database();
    let store = store::open(&url, clock.clone()).await?;
    let (payments, tracking) = match &config.gateways {
        None => Default::default(),
        Some(file) => {
            let text = std::fs::read_to_string(file)
                .map_err(|e| format!("cannot read the partners' keys {}: {e}", file.display()))?;
            gateways::build(&gateways::Config::from_toml(&text)?)?
        }
    };
    let origin = config.origin.clone().unwrap_or_else(|| format!("http://{addr}"));
    let market = Market {
        store,
        clock,
        ids: Arc::new(SystemIds),
        rng: Arc::new(SystemRng),
        bus: Arc::new(LocalBus::default()),
        passwords: Passwords::default(),
        payments,
        tracking,
        search: open_index(config),
        tally: Arc::default(),
        origin: origin.trim_end_matches('/').into(),
    };
    Ok(Wired { market, engine: if url.starts_with("sqlite:") { "SQLite" } else { "PostgreSQL" } })
}

/// The index of goods lies beside the database. It is a copy, so a market whose index cannot be opened runs without one.
fn open_index(config: &Config) -> Option<Arc<dyn SearchIndex>> {
    match GoodsIndex::open(&config.index()) {
        Ok(index) => Some(Arc::new(index)),
        Err(error) => {
            tracing::warn!(%error, "there is no index; search goes through the lists of the store");
            None
        }
    }
}

impl Wired {
    /// Tells this process what was committed, on whichever node.
    pub fn listen(&self, life: &Life) -> JoinHandle<()> {
        let (market, ending) = (self.market.clone(), life.ending.clone());
        tokio::spawn(async move { services::feed::follow(&market, ending.cancelled_owned()).await })
    }

    /// Numbers what was committed.
    pub fn seal(&self, life: &Life) -> JoinHandle<()> {
        let (market, ending) = (self.market.clone(), life.ending.clone());
        tokio::spawn(async move { services::feed::seal(&market, ending.cancelled_owned()).await })
    }

    /// Keeps the index true. Every process does: on each machine one of them writes, the others wait to take over.
    pub fn follow(&self, life: &Life) -> JoinHandle<()> {
        let (market, ending) = (self.market.clone(), life.ending.clone());
        tokio::spawn(async move {
            if market.search.is_some() {
                services::search::follow(&market, ending.cancelled_owned()).await;
            }
        })
    }

    /// Reads what the first search would have to wait for.
    pub fn warm(&self) -> JoinHandle<()> {
        let market = self.market.clone();
        tokio::spawn(async move {
            if let Some(search) = &market.search
                && let Err(error) = search.warm().await
            {
                tracing::warn!(%error, "the index cannot be read ahead; the first search will wait for it");
            }
        })
    }

    /// Fires clocks and does jobs.
    pub fn work(&self, life: &Life) -> JoinHandle<()> {
        let (market, ending) = (self.market.clone(), life.ending.clone());
        tokio::spawn(async move {
            loop {
                let pause = match services::worker::run_due(&market).await {
                    Ok(_) => WORK_PAUSE_MS,
                    Err(error) => {
                        tracing::error!(%error, "a round of work failed");
                        TROUBLE_PAUSE_MS
                    }
                };
                tokio::select! {
                    () = ending.cancelled() => return,
                    () = tokio::time::sleep(Duration::from_millis(pause)) => {}
                }
            }
        })
    }

    /// Brings what this process counted to the store; a process that shows pages has figures of its own, with a worker in
    /// it or without.
    pub fn tally(&self, life: &Life) -> JoinHandle<()> {
        let (market, ending) = (self.market.clone(), life.ending.clone());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = ending.cancelled() => return,
                    () = tokio::time::sleep(Duration::from_millis(services::tally::PAUSE_MS)) => {}
                }
                if let Err(error) = services::tally::flush(&market).await {
                    tracing::warn!(%error, "what was counted could not be stored and is kept");
                }
            }
        })
    }

    /// Public pages are dropped when what they show has changed.
    pub fn drop_pages_on_change(&self, pages: Arc<PageCache>, life: &Life) -> JoinHandle<()> {
        let (mut told, ending) = (self.market.bus.listen(), life.ending.clone());
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = ending.cancelled() => return,
                    event = told.recv() => match event {
                        Ok(sealed) if !changes_pages(&sealed.event.kind) => {}
                        Err(RecvError::Closed) => return,
                        _ => pages.drop_all(),
                    },
                }
            }
        })
    }
}

/// Whether an event changes what public pages show.
fn changes_pages(kind: &str) -> bool {
    kind != COUNTED && PUBLIC_KINDS.iter().any(|k| kind.starts_with(k))
}
