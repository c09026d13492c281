//! A payment partner that lives in the story and keeps a ledger of its own: what it was asked to collect, what payers paid,
//! what went back. It believes nothing of ours, and its ledger is the other side of I15. Its answers can be made to get
//! lost after their effect, and its refunds to take their time.

use async_trait::async_trait;
use domain::text::content_hash;
use domain::{Duration, Moment, Money};
use serde::{Deserialize, Serialize};
use services::ports::payment::*;
use services::{Error, Result};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

/// What signs a notification, and who is paid.
const SECRET: &str = "known to the partner and the house";
pub const PAYEE: &str = "jishi";
/// By how much the partner's clock is slow: a page that nobody opened in time can still be paid for so long.
const SLOW_BY: Duration = Duration::minutes(5);

/// What happens to calls of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// They are answered.
    Fine,
    /// They have their effect, but the answer gets lost.
    AnswersLost,
    /// They do not arrive.
    Away,
}

/// What a payer may still do with what the house asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The house asked; no payer came yet. Such a trade cannot be closed.
    Unopened,
    /// A payer looks at it.
    Opened,
    Paid,
    Closed,
}

struct Trade {
    due: Money,
    until: Moment,
    standing: Standing,
    paid: Option<Money>,
    paid_at: Option<Moment>,
    refunds: BTreeMap<String, (Money, RefundState)>,
}

impl Trade {
    /// What goes back or went back.
    fn back(&self) -> i64 {
        let counted = self.refunds.values().filter(|(_, s)| !matches!(s, RefundState::Failed(_)));
        counted.map(|(amount, _)| amount.minor).sum()
    }

    fn snapshot(&self, no: &str) -> Snapshot {
        let state = match self.standing {
            Standing::Unopened | Standing::Opened => RemoteState::Pending,
            Standing::Paid => RemoteState::Paid,
            Standing::Closed => RemoteState::Closed,
        };
        Snapshot {
            attempt_no: no.to_owned(),
            state,
            paid: self.paid,
            refunded: self.paid.map(|p| Money::new(self.back(), p.currency)),
            provider_ref: Some(format!("T{no}")),
            payee: Some(PAYEE.to_owned()),
            paid_at: self.paid_at,
        }
    }
}

struct Desk {
    mood: Mood,
    slow_refunds: bool,
    trades: BTreeMap<String, Trade>,
    /// Everything that was ever reported, oldest first, to be sent, repeated and reordered by the story.
    notices: Vec<(String, Vec<u8>)>,
}

/// The partner.
pub struct Partner {
    word: &'static str,
    desk: Mutex<Desk>,
}

#[derive(Serialize, Deserialize)]
struct Notice {
    event_id: String,
    snapshot: Snapshot,
    signature: String,
}

impl Partner {
    pub const fn new(word: &'static str) -> Self {
        let desk = Desk {
            mood: Mood::Fine,
            slow_refunds: false,
            trades: BTreeMap::new(),
            notices: Vec::new(),
        };
        Self { word, desk: Mutex::new(desk) }
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().expect("no story panics at the desk")
    }

    /// How calls are answered from now on.
    pub fn be(&self, mood: Mood) {
        self.desk().mood = mood;
    }

    /// Whether refunds are only accepted at first; what was accepted is sent when the partner is quick again.
    pub fn refund_slowly(&self, slow: bool) {
        let mut desk = self.desk();
        desk.slow_refunds = slow;
        if !slow {
            for (_, state) in desk.trades.values_mut().flat_map(|t| t.refunds.values_mut()) {
                if *state == RefundState::Pending {
                    *state = RefundState::Done;
                }
            }
        }
    }

    /// A payer opens the page or scans the code.
    pub fn open(&self, no: &str) {
        if let Some(trade) = self.desk().trades.get_mut(no)
            && trade.standing == Standing::Unopened
        {
            trade.standing = Standing::Opened;
        }
    }

    /// A payer pays; `more` or less than what was asked for. Whether the partner took the money.
    pub fn pay(&self, no: &str, more: i64, now: Moment) -> bool {
        let mut desk = self.desk();
        let Some(trade) = desk.trades.get_mut(no) else { return false };
        let payable = matches!(trade.standing, Standing::Unopened | Standing::Opened);
        if !payable || now >= trade.until.plus(SLOW_BY) {
            return false;
        }
        trade.standing = Standing::Paid;
        trade.paid = Some(Money::new(trade.due.minor + more, trade.due.currency));
        trade.paid_at = Some(now);
        note(&mut desk, no);
        true
    }

    /// How many reports there are.
    pub fn notices(&self) -> usize {
        self.desk().notices.len()
    }

    /// The attempt of a report and the report as it goes over the wire, by its place in the order of their making.
    pub fn notice(&self, n: usize) -> (String, Vec<u8>) {
        self.desk().notices[n].clone()
    }

    /// The latest report about an attempt.
    pub fn notice_of(&self, no: &str) -> Vec<u8> {
        let desk = self.desk();
        let (_, body) = desk.notices.iter().rfind(|(of, _)| of == no).expect("something was said");
        body.clone()
    }

    /// The latest report about an attempt as it would be of money for somebody else, truly signed.
    pub fn notice_for_another(&self, no: &str) -> Vec<u8> {
        let truth: Notice = serde_json::from_slice(&self.notice_of(no)).expect("a notice");
        let snapshot = Snapshot { payee: Some("somebody else".into()), ..truth.snapshot };
        let signature = sign(&snapshot);
        let notice = Notice { event_id: format!("{}-other", truth.event_id), snapshot, signature };
        serde_json::to_vec(&notice).expect("a notice has a JSON form")
    }

    /// The latest report about an attempt, signed by nobody we know.
    pub fn notice_forged(&self, no: &str) -> Vec<u8> {
        let mut notice: Notice = serde_json::from_slice(&self.notice_of(no)).expect("a notice");
        notice.signature = "nobody's".into();
        serde_json::to_vec(&notice).expect("a notice has a JSON form")
    }

    /// What was paid for an attempt, and what of it went back.
    pub fn ledger_of(&self, no: &str) -> (i64, i64) {
        let desk = self.desk();
        desk.trades.get(no).map_or((0, 0), |t| (t.paid.map_or(0, |p| p.minor), t.back()))
    }

    /// What lies at the partner for the house: all that was paid less all that went back.
    pub fn holds(&self) -> i64 {
        let desk = self.desk();
        desk.trades.values().map(|t| t.paid.map_or(0, |p| p.minor) - t.back()).sum()
    }
}

/// Writes a report of how a trade stands now.
fn note(desk: &mut Desk, no: &str) {
    let snapshot = desk.trades[no].snapshot(no);
    let event_id = content_hash(&(&snapshot.attempt_no, snapshot.state, snapshot.refunded));
    let signature = sign(&snapshot);
    let notice = Notice { event_id, snapshot, signature };
    let body = serde_json::to_vec(&notice).expect("a notice has a JSON form");
    desk.notices.push((no.to_owned(), body));
}

fn sign(snapshot: &Snapshot) -> String {
    content_hash(&(SECRET, snapshot))
}

/// What a call answers in a mood, when its effect was to have this answer.
fn told<T>(mood: Mood, answer: T) -> Result<T> {
    if mood == Mood::Fine { Ok(answer) } else { Err(Error::Busy("no answer".into())) }
}

#[async_trait]
impl PaymentProvider for Partner {
    fn id(&self) -> &'static str {
        self.word
    }

    fn flows(&self) -> &'static [PayFlow] {
        &[PayFlow::Page, PayFlow::Qr]
    }

    fn payee(&self) -> &str {
        PAYEE
    }

    fn origins(&self) -> Vec<String> {
        Vec::new()
    }

    async fn create(&self, intent: &CreateIntent) -> Result<Begun> {
        let mut desk = self.desk();
        let (no, mood) = (&intent.attempt_no, desk.mood);
        if mood != Mood::Away {
            let trade = desk.trades.entry(no.clone()).or_insert_with(|| Trade {
                due: intent.amount,
                until: intent.expires_at,
                standing: Standing::Unopened,
                paid: None,
                paid_at: None,
                refunds: BTreeMap::new(),
            });
            assert_eq!(trade.due, intent.amount, "one number, one amount");
        }
        told(mood, NextStep::QrCode(no.clone()).into())
    }

    async fn query(&self, attempt: &AttemptRef, _now: Moment) -> Result<Snapshot> {
        let attempt_no = attempt.no.as_str();
        let desk = self.desk();
        let unheard_of = Snapshot {
            attempt_no: attempt_no.to_owned(),
            state: RemoteState::Pending,
            paid: None,
            refunded: None,
            provider_ref: None,
            payee: None,
            paid_at: None,
        };
        let trade = desk.trades.get(attempt_no);
        told(desk.mood, trade.map_or(unheard_of, |t| t.snapshot(attempt_no)))
    }

    async fn close(&self, attempt: &AttemptRef, _now: Moment) -> Result<Closed> {
        let attempt_no = attempt.no.as_str();
        let mut desk = self.desk();
        let mood = desk.mood;
        let Some(trade) = desk.trades.get_mut(attempt_no) else {
            return told(mood, Closed::Unopened);
        };
        let answer = match trade.standing {
            Standing::Unopened => Closed::Unopened,
            Standing::Opened | Standing::Closed => Closed::Closed,
            Standing::Paid => Closed::AlreadyPaid(trade.snapshot(attempt_no)),
        };
        if trade.standing == Standing::Opened && mood != Mood::Away {
            trade.standing = Standing::Closed;
        }
        told(mood, answer)
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundState> {
        let mut desk = self.desk();
        let (mood, slow) = (desk.mood, desk.slow_refunds);
        let no = request.attempt.no.as_str();
        let Some(trade) = desk.trades.get_mut(no).filter(|_| mood != Mood::Away) else {
            return told(mood, RefundState::Failed("no_such_trade".into()));
        };
        if let Some((amount, state)) = trade.refunds.get(&request.refund.no) {
            let same = *amount == request.amount;
            let other = RefundState::Failed("other_amount".into());
            return told(mood, if same { state.clone() } else { other });
        }
        let paid = trade.paid.map_or(0, |p| p.minor);
        let state = if trade.back() + request.amount.minor > paid || request.total.minor != paid {
            RefundState::Failed("more_than_paid".into())
        } else if slow {
            RefundState::Pending
        } else {
            RefundState::Done
        };
        trade.refunds.insert(request.refund.no.clone(), (request.amount, state.clone()));
        note(&mut desk, no);
        told(mood, state)
    }

    async fn query_refund(
        &self,
        attempt: &AttemptRef,
        refund: &RefundRef,
        _now: Moment,
    ) -> Result<RefundState> {
        let desk = self.desk();
        let refund = desk.trades.get(&attempt.no).and_then(|t| t.refunds.get(&refund.no));
        let unheard_of = RefundState::NotAccepted(String::new());
        told(desk.mood, refund.map_or(unheard_of, |(_, state)| state.clone()))
    }

    fn verify_notification(
        &self,
        message: &Notification,
        _now: Moment,
    ) -> Result<VerifiedEvent, Rejected> {
        let notice: Notice =
            serde_json::from_slice(&message.body).map_err(|_| Rejected::Malformed)?;
        if notice.signature != sign(&notice.snapshot) {
            return Err(Rejected::Signature);
        }
        Ok(VerifiedEvent { event_id: notice.event_id, news: News::Payment(notice.snapshot) })
    }

    fn ack(&self, stored: bool) -> HttpAck {
        let body = if stored { "success" } else { "failure" };
        HttpAck { status: 200, content_type: "text/plain", body: body.to_owned() }
    }
}
