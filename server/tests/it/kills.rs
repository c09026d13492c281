//! The server is killed in the middle of its work, again and again, and started on what lies there. Whatever it acknowledged
//! is there, once; what it did not acknowledge happened whole or not at all; and the books agree.
//!
//! The moments come from a seed that is printed; `cargo xtask verify crash` tells the same story again, or a longer one.

use crate::program::Program;
use crate::stage::{Stage, postgres};
use crate::walk::{self, Seen, Step, Trouble, Walker, text};
use crate::wire::Wire;
use serde_json::Value;
use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

/// How often it is killed on each engine: as a test, and before a release.
const KILLS: u64 = 12;
const KILLS_FULL: u64 = 250;
const BUYERS: usize = 6;
/// How many pages of goods are looked through for full shelves.
const PAGES: usize = 4;
/// How many shelves each buyer goes round.
const SHELVES: usize = 6;
/// A server lives at least and at most so long, in milliseconds.
const LIFE_MS: std::ops::Range<u64> = 30..1_500;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Moments from a seed: xorshift, for nothing here is a secret.
struct Moments(u64);

impl Moments {
    fn next(&mut self, range: &std::ops::Range<u64>) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        range.start + self.0 % (range.end - range.start)
    }
}

/// A buyer, and what the server acknowledged to them.
struct Witness {
    walker: Walker,
    /// Where they buy, one order after the other, so that a quick machine does not empty a shelf.
    shelves: Vec<(String, Vec<usize>)>,
    /// Pieces in the cart.
    pieces: i64,
    /// Whether one more was sent and not acknowledged.
    adding: bool,
    /// An order that was sent and not acknowledged.
    placing: Option<Seen>,
    /// Purchases.
    placed: Vec<String>,
    /// Those of them that were paid at the partner.
    paid: Vec<String>,
    /// How many of them were not acknowledged at first.
    doubted: usize,
}

impl Witness {
    /// Shops until the server goes away.
    async fn shop(&mut self) {
        loop {
            match self.buy_one().await {
                Ok(()) => {}
                Err(Trouble::Gone) => return,
                Err(Trouble::Refused(code)) => {
                    let shelf = &self.shelves[self.placed.len() % self.shelves.len()];
                    panic!("a server that was not asked too much said {code} at {shelf:?}")
                }
            }
        }
    }

    async fn buy_one(&mut self) -> Step<()> {
        let (product, choice) = &self.shelves[self.placed.len() % self.shelves.len()];
        for _ in 0..=self.placed.len() % 2 {
            self.adding = true;
            self.walker.add(product, choice, 1).await?;
            self.adding = false;
            self.pieces += 1;
        }
        let seen = self.walker.checkout().await?;
        self.placing = Some(seen.clone());
        let purchase = self.walker.place(&seen).await?;
        self.took(purchase.clone());
        // One in three is left unpaid.
        if !self.placed.len().is_multiple_of(3) {
            self.walker.pay(&purchase).await?;
            self.paid.push(purchase);
        }
        Ok(())
    }

    fn took(&mut self, purchase: String) {
        assert!(!self.placed.contains(&purchase), "{purchase} was acknowledged twice");
        self.placed.push(purchase);
        self.placing = None;
        self.pieces = 0;
    }

    /// After a restart: everything that was acknowledged is there, once.
    async fn check(&mut self, wire: &Wire) {
        self.walker.wire = wire.clone();
        let ask = async |path: &str, field: &str, value: &str| {
            self.walker.ask("GET", path, &[(field, value.to_owned())]).await.unwrap()
        };
        let cart = ask("/api/carts/view", "", "").await;
        let there = cart["pieces"].as_i64().unwrap();
        if let Some(seen) = self.placing.clone() {
            // Sent again with its key it is placed once, whether or not it had been before.
            assert!([0, self.pieces].contains(&there), "half an order: {there} pieces are left");
            let purchase = self.walker.place(&seen).await.unwrap();
            let again = self.walker.place(&seen).await.unwrap();
            assert_eq!(again, purchase);
            self.took(purchase);
            self.doubted += 1;
        } else {
            let most = self.pieces + i64::from(self.adding);
            assert!((self.pieces..=most).contains(&there), "{there} pieces, not {}", self.pieces);
            self.pieces = there;
        }
        self.adding = false;
        let orders = self.walker.orders().await.unwrap();
        let purchases: Vec<String> = orders.iter().map(|o| text(&o["purchase"])).collect();
        let once: BTreeSet<&String> = purchases.iter().collect();
        assert_eq!(once.len(), purchases.len(), "an order is there twice");
        assert_eq!(once, self.placed.iter().collect(), "an acknowledged order is missing");
        for purchase in &self.paid {
            let fields = [("purchase", purchase.clone())];
            self.walker.ask("POST", "/api/payments/check", &fields).await.unwrap();
            let cashier = self.walker.ask("GET", "/api/payments/cashier", &fields).await.unwrap();
            assert_eq!(cashier["state"], "paid", "{purchase} was paid at the partner");
        }
    }
}

/// Somebody who opens one account after another; answers the cookies of the acknowledged ones and the login in the air.
async fn register(wire: &Wire, round: u64) -> (Vec<String>, String) {
    let mut cookies = Vec::new();
    loop {
        let login = format!("r{round}n{}@story.example", cookies.len());
        let answer = wire.try_knock("POST", "/api/accounts/register", "", &account(&login)).await;
        let Ok(answer) = answer else { return (cookies, login) };
        assert_eq!(answer.status, 200, "{}", answer.body);
        cookies.push(session(&answer.headers));
    }
}

fn account(login: &str) -> Vec<(&'static str, String)> {
    let words = [
        ("login", login),
        ("name", login),
        ("password", "a sentence of many letters"),
        ("accept", "1"),
    ];
    words.map(|(name, text)| (name, text.to_owned())).to_vec()
}

fn session(headers: &reqwest::header::HeaderMap) -> String {
    let set = headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap());
    let sid = set.filter_map(|text| text.split(';').next()).find(|c| c.starts_with("__Host-sid="));
    sid.unwrap().to_owned()
}

/// Every acknowledged account is signed in; the one in the air was opened whole or not at all.
async fn check_accounts(wire: &Wire, cookies: &[String], in_the_air: &str) {
    for cookie in cookies {
        let seen = wire.knock("GET", "/api/visitor", cookie, &[]).await;
        assert!(seen.data()["name"].is_string(), "an acknowledged account is gone: {}", seen.body);
    }
    let again = wire.knock("POST", "/api/accounts/register", "", &account(in_the_air)).await;
    if again.status != 200 {
        assert!(again.body.contains("login_taken"), "{}", again.body);
        let entered = wire.knock("POST", "/api/accounts/sign-in", "", &account(in_the_air)).await;
        assert_eq!(entered.status, 200, "half an account: {}", entered.body);
    }
}

/// The fullest shelves of the first pages of all goods.
async fn shelves(wire: &Wire) -> Vec<(String, Vec<usize>)> {
    let mut found = Vec::new();
    let mut query = String::new();
    for _ in 0..PAGES {
        let ask = [("query", query)];
        let list = wire.knock("GET", "/api/browse/list", "", &ask).await.data();
        // A market of another size may have fewer pages.
        let Some(cards) = list["cards"].as_array() else { break };
        for card in cards {
            let slug = text(&card["result"]["card"]["slug"]);
            let ask = [("slug", slug.clone())];
            let page = wire.knock("GET", "/api/catalogue/product", "", &ask).await.data();
            for sku in page["page"]["skus"].as_array().unwrap() {
                let choice = sku["choice"].as_array().unwrap().iter().filter_map(Value::as_u64);
                let choice = choice.map(|n| usize::try_from(n).unwrap()).collect();
                found.push((sku["available"].as_i64().unwrap(), slug.clone(), choice));
            }
        }
        let Some(after) = list["next"].as_str() else { break };
        query = format!("after={after}");
    }
    found.sort_by_key(|(left, ..)| -left);
    found.into_iter().map(|(_, slug, choice)| (slug, choice)).collect()
}

async fn witnesses(wire: &Wire) -> Vec<Witness> {
    let mut witnesses = Vec::new();
    let all = shelves(wire).await;
    for n in 0..BUYERS {
        let own = all.iter().skip(n).step_by(BUYERS).take(SHELVES).cloned();
        let fields = account(&format!("buyer{n}@story.example"));
        let entered = wire.knock("POST", "/api/accounts/register", "", &fields).await;
        let walker = Walker { wire: wire.clone(), cookies: session(&entered.headers) };
        walker.address().await.unwrap();
        witnesses.push(Witness {
            walker,
            shelves: own.collect(),
            pieces: 0,
            adding: false,
            placing: None,
            placed: Vec::new(),
            paid: Vec::new(),
            doubted: 0,
        });
    }
    witnesses
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_every_kill_on_sqlite() {
    kill_again_and_again("sqlite", None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_every_kill_on_postgres() {
    let Some(admin) = postgres("verify crash postgres") else { return };
    let name = format!("jishi_kills_{}", std::process::id());
    let url = store::testing::create_database(&admin, &name).await.unwrap();
    kill_again_and_again("postgres", Some(url)).await;
    store::testing::drop_database(&admin, &name).await.unwrap();
}

async fn kill_again_and_again(engine: &str, database: Option<String>) {
    let seed =
        setting("JISHI_TEST_SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let full = std::env::var("JISHI_TEST_TIER").is_ok_and(|tier| tier == "full");
    let kills = setting("JISHI_TEST_ROUNDS").unwrap_or(if full { KILLS_FULL } else { KILLS });
    println!("JISHI_TEST_SEED={seed}");
    let mut moments = Moments(seed | 1);
    let mut program = Program::prepare().await;
    program.database = database;
    let mut wire = program.start();
    let mut witnesses = witnesses(&wire).await;
    for round in 0..kills {
        let moment = moments.next(&LIFE_MS);
        let (accounts, ()) = tokio::join!(
            async {
                let shopping = witnesses.iter_mut().map(Witness::shop);
                tokio::join!(register(&wire, round), futures::future::join_all(shopping)).0
            },
            async {
                // Not waiting for anything: this is the moment of the kill.
                tokio::time::sleep(Duration::from_millis(moment)).await;
                program.kill();
            }
        );
        program.verify_ledger();
        wire = program.start();
        for witness in &mut witnesses {
            witness.check(&wire).await;
        }
        check_accounts(&wire, &accounts.0, &accounts.1).await;
    }
    walk::told(&program.partners.url()).await;
    program.kill();
    program.verify_ledger();
    let (placed, paid) =
        witnesses.iter().fold((0, 0), |(o, p), w| (o + w.placed.len(), p + w.paid.len()));
    let doubted: usize = witnesses.iter().map(|w| w.doubted).sum();
    println!(
        "verify crash {engine}: seed {seed}, {kills} kills, {paid} of them paid, {} ok, 0 fail, {doubted} unknown",
        placed - doubted
    );
    assert!(paid > 0 && placed > paid, "nothing happened between the kills");
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_buyers_at_once_meet_no_error() {
    let stage = Stage::open().await;
    let mut shelves = shelves(&stage.wire).await;
    shelves.truncate(8);
    let mut walkers = Vec::new();
    for n in 0..16 {
        let person = stage.buyer(&format!("b{n}@buyer.example")).await;
        stage.address(&person, "收件人").await;
        walkers.push(Walker { wire: stage.wire.clone(), cookies: person.cookies });
    }
    let all = walkers.into_iter().enumerate().map(|(n, walker)| {
        let (product, choice) = shelves[n % shelves.len()].clone();
        tokio::spawn(async move {
            for _ in 0..4 {
                walker.add(&product, &choice, 1).await?;
                let seen = walker.checkout().await?;
                let purchase = walker.place(&seen).await?;
                walker.pay(&purchase).await?;
            }
            walker.orders().await.map(|orders| orders.len())
        })
    });
    for walked in futures::future::join_all(all).await {
        assert_eq!(walked.unwrap().unwrap(), 4);
    }
    walk::told(&stage.partners.url()).await;
    assert_eq!(services::ledger::verify(&stage.market).await.unwrap(), []);
    stage.end().await;
}
