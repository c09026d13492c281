//! Live streams: each hears what is theirs, across processes too, and a server that ends ends them.

use crate::people::Person;
use crate::stage::{self, SYSTEM, Stage};
use domain::id::AccountId;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use services::ports::StoreExt as _;
use services::ports::work::NewEvent;
use std::time::Duration;

/// Not a measure of anything: what has not come by then will not come, and the story fails instead of hanging.
const GIVE_UP: Duration = Duration::from_secs(60);

/// A listener at a stream.
struct Ear {
    bytes: BoxStream<'static, reqwest::Result<Vec<u8>>>,
    heard: String,
}

impl Ear {
    async fn at(stage: &Stage, person: &Person) -> Self {
        let answer = stage.script("GET", "/live", &person.cookies).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        let bytes = answer.bytes_stream().map(|piece| piece.map(|b| b.to_vec())).boxed();
        let mut ear = Self { bytes, heard: String::new() };
        assert_eq!(ear.next().await.as_deref(), Some("event: hello\ndata: {}"));
        ear
    }

    /// The next message, or nothing when the stream has ended.
    async fn next(&mut self) -> Option<String> {
        tokio::time::timeout(GIVE_UP, self.message()).await.unwrap()
    }

    async fn message(&mut self) -> Option<String> {
        loop {
            if let Some((message, rest)) = self.heard.split_once("\n\n") {
                let (message, rest) = (message.to_owned(), rest.to_owned());
                self.heard = rest;
                if !message.starts_with(':') {
                    return Some(message);
                }
                continue;
            }
            let piece = self.bytes.next().await?;
            self.heard.push_str(&String::from_utf8(piece.ok()?).unwrap());
        }
    }
}

/// Something happens to an order of that buyer.
async fn happens(stage: &Stage, buyer: &AccountId, subject: &str) {
    let event = NewEvent {
        id: stage.market.id(),
        kind: "order.shipped".to_owned(),
        subject: subject.to_owned(),
        version: 3,
        buyer: Some(buyer.clone()),
        merchant: None,
        body_json: "{}".to_owned(),
        at: stage.market.now(),
    };
    let key = format!("event {subject}");
    let written = stage.market.store.write(key, move |tx| {
        let event = event.clone();
        Box::pin(async move { tx.append_event(&SYSTEM, &event).await })
    });
    written.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_hears_of_their_own_orders_and_nobody_hears_nothing() {
    let stage = Stage::open().await;
    let (a, b) = (stage.buyer("a@buyer.example").await, stage.buyer("b@buyer.example").await);
    let (mut hers, mut his) = (Ear::at(&stage, &a).await, Ear::at(&stage, &b).await);
    happens(&stage, &a.account, "ord_a").await;
    happens(&stage, &b.account, "ord_b").await;
    assert!(hers.next().await.unwrap().contains("ord_a"));
    // Had he heard of hers, that would have come first.
    assert!(his.next().await.unwrap().contains("ord_b"));
    let nobody = stage.page("/live", "").await;
    assert_eq!((nobody.status, nobody.body.as_str()), (204, ""));
    drop((hers, his));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_ends_ends_its_streams() {
    let stage = Stage::open().await;
    let a = stage.buyer("a@buyer.example").await;
    let mut ear = Ear::at(&stage, &a).await;
    assert_eq!(stage.page("/readyz", "").await.status, 200);
    stage.life.ending.cancel();
    assert_eq!(ear.next().await, None);
    let url = stage.url.clone();
    stage.end().await;
    assert!(crate::wire::client().get(url).send().await.is_err(), "it still answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_in_one_process_is_heard_in_the_other() {
    let Some(admin) = stage::postgres("two processes on one database") else { return };
    let name = format!("jishi_server_it_{}", std::process::id());
    let url = store::testing::create_database(&admin, &name).await.unwrap();
    let (one, other) = tokio::join!(Stage::on(Some(url.clone())), Stage::on(Some(url)));
    let a = one.buyer("a@buyer.example").await;
    let (mut here, mut there) = (Ear::at(&one, &a).await, Ear::at(&other, &a).await);
    for n in 0..20 {
        let (from, subject) = (if n % 2 == 0 { &one } else { &other }, format!("ord_{n}."));
        happens(from, &a.account, &subject).await;
        for ear in [&mut here, &mut there] {
            let said = ear.next().await.unwrap();
            assert!(said.contains(&subject), "{said} instead of {subject}");
        }
    }
    drop((here, there));
    one.end().await;
    other.end().await;
    store::testing::drop_database(&admin, &name).await.unwrap();
}
