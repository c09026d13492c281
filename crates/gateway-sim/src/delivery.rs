//! Telling the shop: notifications and pushes, delivered again on the partners' own schedule until the shop says that it
//! has them. Only loopback addresses are called, unless the stand-in may speak to other machines.

use crate::faults::{Fault, Struck};
use crate::journal::Line;
use crate::sign::Fields;
use crate::sim::{Shared, Sim};
use crate::{alipay, kuaidi100, stripe, unionpay, wechat, wire};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// How many notifications are remembered; the oldest finished ones go first.
const NOTICES_MAX: usize = 100_000;
/// How much of an answer is kept, in characters.
const ANSWER_CHARS_MAX: usize = 200;
/// The most extra deliveries one fault may make.
const DUPLICATES_MAX: u32 = 20;

/// Whose notification it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// A trade notification of Alipay.
    Alipay,
    /// A push of 快递100.
    Kuaidi100,
    /// A notification of WeChat Pay.
    Wechat,
    /// An event of Stripe.
    Stripe,
    /// A back notification of UnionPay.
    Unionpay,
}

/// A notification as it travels.
pub struct Letter {
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its content.
    pub body: String,
}

impl Letter {
    fn form(fields: &Fields) -> Self {
        let kind = "application/x-www-form-urlencoded; charset=utf-8".to_owned();
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        Self { headers: vec![("Content-Type", kind)], body: body.finish() }
    }
}

impl Sender {
    /// When it is delivered again, in the partner's own seconds.
    const fn schedule(self) -> &'static [u64] {
        match self {
            Self::Alipay => &[240, 600, 600, 3_600, 7_200, 21_600, 54_000],
            Self::Kuaidi100 => &[1_800, 1_800, 1_800],
            Self::Wechat => &[
                15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800,
                21_600, 21_600,
            ],
            Self::Stripe => &[300, 1_800, 7_200, 18_000, 36_000],
            Self::Unionpay => &[60, 120, 240, 900],
        }
    }

    const fn place(self) -> &'static str {
        match self {
            Self::Alipay => "alipay.notify",
            Self::Kuaidi100 => "kuaidi100.push",
            Self::Wechat => "wechat.notify",
            Self::Stripe => "stripe.notify",
            Self::Unionpay => "unionpay.notify",
        }
    }
}

/// What the shop answered to one delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// The HTTP status; 0 when nobody answered.
    pub status: u16,
    /// The beginning of the body.
    pub body: String,
}

/// One notification and what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Its id; the same on every delivery.
    pub id: String,
    /// Whose it is.
    pub sender: Sender,
    /// What it is about: an `out_trade_no`, or carrier and number.
    pub about: String,
    /// Where it goes.
    pub url: String,
    /// What it says, before times and signatures.
    pub fields: Fields,
    /// What signs a push.
    #[serde(default)]
    pub salt: String,
    /// How many tries were made.
    pub tries: usize,
    /// The answers, oldest first.
    pub answers: Vec<Answered>,
    /// Whether the shop said that it has it.
    pub acknowledged: bool,
    /// Whether nothing more will be delivered.
    pub ended: bool,
}

/// The notifications that are known.
pub struct Notices {
    by_id: BTreeMap<String, Notice>,
}

impl Notices {
    /// With what was read back.
    pub const fn of(by_id: BTreeMap<String, Notice>) -> Self {
        Self { by_id }
    }

    /// All of them, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Notice> {
        self.by_id.values()
    }

    fn put(&mut self, notice: Notice) {
        if self.by_id.len() >= NOTICES_MAX
            && let Some(id) = self.by_id.values().find(|n| n.ended).map(|n| n.id.clone())
        {
            self.by_id.remove(&id);
        }
        self.by_id.insert(notice.id.clone(), notice);
    }
}

/// Starts delivering.
pub fn send(sim: &Shared, sender: Sender, about: &str, url: &str, fields: Fields, salt: &str) {
    let notice = Notice {
        id: sim.number(),
        sender,
        about: about.to_owned(),
        url: url.to_owned(),
        fields,
        salt: salt.to_owned(),
        tries: 0,
        answers: Vec::new(),
        acknowledged: false,
        ended: false,
    };
    start(sim, notice);
}

/// Goes on with what the shop had not acknowledged before the restart.
pub fn resume(sim: &Shared) {
    let waiting: Vec<Notice> = sim.notices().all().filter(|n| !n.ended).cloned().collect();
    waiting.into_iter().for_each(|notice| start(sim, notice));
}

fn start(sim: &Shared, notice: Notice) {
    keep(sim, &notice);
    // Counted before the task runs, so that whoever waits for quiet cannot look too early.
    sim.unfinished.send_modify(|n| *n += 1);
    sim.busy.send_modify(|n| *n += 1);
    let shared = sim.clone();
    sim.spawn(async move {
        run(&shared, notice).await;
        shared.unfinished.send_modify(|n| *n = n.saturating_sub(1));
    });
}

async fn run(sim: &Shared, mut notice: Notice) {
    loop {
        attempt(sim, &mut notice).await;
        let pause = notice.sender.schedule().get(notice.tries - 1).copied();
        notice.ended = notice.ended || notice.acknowledged || pause.is_none();
        keep(sim, &notice);
        sim.busy.send_modify(|n| *n = n.saturating_sub(1));
        let (false, Some(seconds)) = (notice.ended, pause) else { return };
        tokio::time::sleep(sim.hasten(Duration::from_secs(seconds))).await;
        sim.busy.send_modify(|n| *n += 1);
    }
}

/// One try with whatever goes wrong in it.
async fn attempt(sim: &Shared, notice: &mut Notice) {
    notice.tries += 1;
    let struck = sim.strike(notice.sender.place());
    if struck.is(Fault::Never) {
        notice.ended = true;
        return;
    }
    struck.wait(Fault::Delay).await;
    struck.wait(Fault::Reorder).await;
    let extra = struck.by(Fault::Duplicate).map_or(0, |rule| rule.n.min(DUPLICATES_MAX));
    for _ in 0..=extra {
        let answered = deliver(sim, notice, &struck).await;
        notice.acknowledged |= acknowledges(notice.sender, &answered);
        notice.answers.push(answered);
    }
}

async fn deliver(sim: &Shared, notice: &Notice, struck: &Struck) -> Answered {
    let at_ms = sim.clock.now_ms();
    let silent = |why: &str| Answered { at_ms, status: 0, body: why.to_owned() };
    let allowed = url::Url::parse(&notice.url)
        .ok()
        .filter(|u| sim.options.allow_remote || wire::is_loopback(u));
    let Some(url) = allowed else { return silent("not an address this stand-in may call") };
    let letter = match notice.sender {
        Sender::Alipay => Letter::form(&alipay::sealed(sim, notice, struck)),
        Sender::Kuaidi100 => Letter::form(&kuaidi100::sealed(notice, struck)),
        Sender::Wechat => wechat::sealed(sim, notice, struck),
        Sender::Unionpay => Letter::form(&unionpay::sealed(sim, notice, struck)),
        Sender::Stripe => {
            let (seal, body) = stripe::sealed(sim, notice, struck);
            let kind = "application/json; charset=utf-8".to_owned();
            let seal = seal.map(|seal| ("Stripe-Signature", seal));
            Letter { headers: [("Content-Type", kind)].into_iter().chain(seal).collect(), body }
        }
    };
    let Ok(_lane) = sim.lanes.acquire().await else { return silent("stopping") };
    let mut request = sim.http.post(url).body(letter.body);
    for (name, value) in letter.headers {
        request = request.header(name, value);
    }
    match request.send().await {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let body = answer.text().await.unwrap_or_default();
            Answered { at_ms, status, body: body.chars().take(ANSWER_CHARS_MAX).collect() }
        }
        Err(error) => silent(if error.is_timeout() { "no answer in time" } else { "not reached" }),
    }
}

/// Whether the shop said that it has it, in this partner's exact words.
fn acknowledges(sender: Sender, answered: &Answered) -> bool {
    match sender {
        Sender::Alipay => answered.status == 200 && answered.body == "success",
        // The status alone counts.
        Sender::Wechat => matches!(answered.status, 200 | 204),
        // Any answer of the 200s.
        Sender::Stripe => (200..300).contains(&answered.status),
        Sender::Unionpay => answered.status == 200,
        Sender::Kuaidi100 => {
            let said: Option<serde_json::Value> = serde_json::from_str(&answered.body).ok();
            answered.status == 200 && said.is_some_and(|s| s["result"] == true)
        }
    }
}

fn keep(sim: &Sim, notice: &Notice) {
    sim.note(&Line::Notice(notice.clone()));
    sim.notices().put(notice.clone());
}
