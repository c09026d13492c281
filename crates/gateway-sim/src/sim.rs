//! The stand-in as a whole: its keys, its clock, its ledger, its plan of faults, and the work it does by itself.

use crate::alipay::{Bills, Book, Past};
use crate::chance;
use crate::clock::Clock;
use crate::delivery::Notices;
use crate::faults::{Faults, Struck};
use crate::journal::{Journal, Line};
use crate::keys::Keys;
use crate::kuaidi100::Parcels;
use crate::options::Options;
use crate::stripe::Till;
use crate::unionpay;
use crate::wechat::Orders;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// How many deliveries are on their way at once.
const LANES: usize = 32;
/// How long a delivery may take, in seconds.
const DELIVERY_S_MAX: u64 = 5;

/// The stand-in, shared by every request and task.
pub type Shared = Arc<Sim>;

/// Everything there is.
pub struct Sim {
    pub options: Options,
    pub keys: Keys,
    /// The address browsers reach, without a slash at the end.
    pub base: String,
    pub clock: Clock,
    pub http: reqwest::Client,
    pub lanes: Semaphore,
    /// How many deliveries are due now; those waiting for their next try do not count.
    pub busy: watch::Sender<usize>,
    /// How many notifications will still be delivered, now or later.
    pub unfinished: watch::Sender<usize>,
    faults: Mutex<Faults>,
    book: Mutex<Book>,
    past: Mutex<Past>,
    bills: Mutex<Bills>,
    parcels: Mutex<Parcels>,
    till: Mutex<Till>,
    bank_orders: Mutex<unionpay::Orders>,
    orders: Mutex<Orders>,
    notices: Mutex<Notices>,
    journal: Mutex<Journal>,
    tasks: Mutex<JoinSet<()>>,
    numbers: AtomicU64,
}

impl Sim {
    /// Reads what was known before.
    pub fn open(options: Options, keys: Keys, addr: SocketAddr) -> io::Result<Shared> {
        let (journal, known) = Journal::open(&options.data)?;
        let base = options.public_url.clone().unwrap_or_else(|| format!("http://{addr}"));
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(DELIVERY_S_MAX))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(io::Error::other)?;
        Ok(Arc::new(Self {
            options,
            keys,
            base: base.trim_end_matches('/').to_owned(),
            clock: Clock::default(),
            http,
            lanes: Semaphore::new(LANES),
            busy: watch::Sender::new(0),
            unfinished: watch::Sender::new(0),
            faults: Mutex::default(),
            book: Mutex::new(Book::of(known.trades)),
            past: Mutex::default(),
            bills: Mutex::default(),
            parcels: Mutex::new(Parcels::of(known.parcels)),
            orders: Mutex::new(Orders::of(known.orders)),
            till: Mutex::new(Till::of(known.stripe)),
            bank_orders: Mutex::new(known.unionpay),
            notices: Mutex::new(Notices::of(known.notices)),
            journal: Mutex::new(journal),
            tasks: Mutex::default(),
            numbers: AtomicU64::new(0),
        }))
    }

    /// Goes on with what was not finished: deliveries and journeys.
    pub fn resume(self: &Arc<Self>) {
        crate::delivery::resume(self);
        crate::kuaidi100::resume(self);
    }

    /// Ends every task.
    pub fn stop(&self) {
        lock(&self.tasks).abort_all();
    }

    /// Starts a task that ends with the stand-in.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(work);
    }

    /// The partners' waiting time in this stand-in's haste.
    pub fn hasten(&self, theirs: Duration) -> Duration {
        theirs / self.options.speedup.max(1)
    }

    /// What goes wrong at this place this time.
    pub fn strike(&self, place: &str) -> Struck {
        self.faults().strike(place)
    }

    /// A number that looks like the partners': the day, then digits that never come twice.
    pub fn number(&self) -> String {
        let day: String = crate::clock::cst_text(self.clock.now_ms())
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let next = self.numbers.fetch_add(1, Ordering::Relaxed);
        format!("{day}{next:08}{}", chance::digits(6))
    }

    /// Remembers a change.
    pub fn note(&self, line: &Line) {
        lock(&self.journal).append(line);
    }

    /// The plan of faults.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }
    /// The ledger of trades. Never held while waiting.
    pub fn book(&self) -> MutexGuard<'_, Book> {
        lock(&self.book)
    }
    /// What is known of the folder of the past. Taken before the ledger, never while holding it.
    pub fn past(&self) -> MutexGuard<'_, Past> {
        lock(&self.past)
    }
    /// The addresses of bills that were told. Never held while waiting.
    pub fn bills(&self) -> MutexGuard<'_, Bills> {
        lock(&self.bills)
    }
    /// The parcels. Never held while waiting.
    pub fn parcels(&self) -> MutexGuard<'_, Parcels> {
        lock(&self.parcels)
    }
    /// Stripe's payments. Never held while waiting.
    pub fn till(&self) -> MutexGuard<'_, Till> {
        lock(&self.till)
    }
    /// UnionPay's orders. Never held while waiting.
    pub fn bank_orders(&self) -> MutexGuard<'_, unionpay::Orders> {
        lock(&self.bank_orders)
    }
    /// The orders at WeChat Pay. Never held while waiting.
    pub fn orders(&self) -> MutexGuard<'_, Orders> {
        lock(&self.orders)
    }
    /// The notifications. Never held while waiting.
    pub fn notices(&self) -> MutexGuard<'_, Notices> {
        lock(&self.notices)
    }
}

/// A lock that outlives a panic elsewhere: each change under it is a whole one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
