//! Stripe's hosted page (Checkout Sessions) behind [`PaymentProvider`], for cards from abroad. No card number ever reaches
//! the shop. Amounts are CNY.
//!
//! What it must never do: take the way back for a payment, take silence for a failure, send money back twice because Stripe
//! has forgotten a number, or speak to an address that is not configured.

mod bill;
mod session;
mod settings;
mod webhook;
mod wire;

pub use settings::Settings;

use crate::config::{ConfigError, Secret};
use async_trait::async_trait;
use domain::{Currency, Duration, Moment, Money};
use serde_json::Value;
use services::ports::payment::{
    AttemptRef, Begun, BillLine, Closed, CreateIntent, HttpAck, NextStep, Notification, PayFlow,
    PaymentProvider, RefundRef, RefundRequest, RefundState, Rejected, RemoteState, Snapshot,
    SplitProvider, VerifiedEvent,
};
use services::{Error, Result};
use session::{bare, id_of, mark, money, refund_state, snapshot, text};
use url::Url;
use wire::{Form, Outcome};

/// The longest line that a payer sees, in characters.
const SUBJECT_CHARS_MAX: usize = 80;
/// The largest amount Stripe takes, in fen.
const AMOUNT_FEN_MAX: i64 = 99_999_999;
/// How long a session lives at least: Stripe wants thirty minutes from the call that makes it, and the call may be repeated
/// until the attempt is half an hour old without changing a word. We close it ourselves before that.
const SESSION_MIN: Duration = Duration::minutes(60);
/// The longest list that is read whole, in pages of a hundred.
const PAGES_MAX: usize = 30;

/// The adapter. One per account at Stripe.
pub struct Stripe {
    api: Url,
    page: Url,
    account: String,
    secret: Secret,
    webhook: Secret,
    live: bool,
    http: reqwest::Client,
}

impl Stripe {
    /// Opens the adapter; refuses to open without every key.
    pub fn new(settings: &Settings, http: reqwest::Client) -> Result<Self, ConfigError> {
        let keys = settings.read()?;
        Ok(Self {
            api: keys.api,
            page: keys.page,
            account: keys.account,
            secret: keys.secret,
            webhook: keys.webhook,
            live: keys.live,
            http,
        })
    }

    /// A whole list. One that is too long or breaks off is no list: what is not in it might still exist.
    async fn list(&self, path: &str, query: &Form) -> Result<Vec<Value>> {
        let mut rows: Vec<Value> = Vec::new();
        for _ in 0..PAGES_MAX {
            let mut page = query.clone();
            page.push(("limit", "100".to_owned()));
            if let Some(last) = rows.last().and_then(|row| text(row, "id")) {
                page.push(("starting_after", last.to_owned()));
            }
            let body = match self.get(path, &page).await {
                Outcome::Handled(body) => body,
                Outcome::Refused(code) => {
                    return Err(Error::broken(format!("stripe {path}: {code}")));
                }
                other => return Err(Error::Busy(format!("stripe {path}: {other:?}"))),
            };
            let more = body.get("has_more").and_then(Value::as_bool);
            let (Some(more), Some(Value::Array(data))) = (more, body.get("data")) else {
                return Err(Error::Busy(format!("stripe {path}: not a list")));
            };
            rows.extend(data.iter().cloned());
            if !more {
                return Ok(rows);
            }
        }
        Err(Error::Busy(format!("stripe {path}: too long a list")))
    }

    /// Finds the session of an attempt whose number at Stripe was never told, because the answer to creating it got lost.
    /// Stripe's search lags behind by a minute and more, and creating again would need every word of the first time; the
    /// list by time is exact, so a session that is not in it does not exist.
    async fn find(&self, attempt_no: &str, made_at: Moment) -> Result<Option<Value>> {
        let slack = Duration::minutes(5);
        let from = made_at.minus(slack).millis() / 1000;
        let to = made_at.plus(SESSION_MIN).plus(slack).millis() / 1000;
        let query = vec![
            ("created[gte]", from.to_string()),
            ("created[lte]", to.to_string()),
            ("expand[]", "data.payment_intent.latest_charge".to_owned()),
        ];
        let rows = self.list("checkout/sessions", &query).await?;
        Ok(rows.into_iter().find(|s| text(s, "client_reference_id") == Some(attempt_no)))
    }

    /// Where an attempt stands, and its session when there is one.
    async fn look(&self, attempt: &AttemptRef) -> Result<(Snapshot, Option<Value>)> {
        let unknown = || (bare(&attempt.no, RemoteState::Unknown), None);
        let found = match attempt.provider_ref.as_deref().filter(|id| is_session(id)) {
            Some(id) => {
                let query = vec![("expand[]", "payment_intent.latest_charge".to_owned())];
                match self.get(&format!("checkout/sessions/{id}"), &query).await {
                    Outcome::Handled(session) => Some(session),
                    Outcome::Refused(code) => {
                        return Err(Error::broken(format!("stripe query: {code}")));
                    }
                    _ => return Ok(unknown()),
                }
            }
            None => match self.find(&attempt.no, attempt.made_at).await {
                Ok(found) => found,
                Err(Error::Busy(_)) => return Ok(unknown()),
                Err(error) => return Err(error),
            },
        };
        Ok(match found {
            Some(session) => (snapshot(&session, &attempt.no, None), Some(session)),
            None => (bare(&attempt.no, RemoteState::Pending), None),
        })
    }

    /// The refund with our number among those of a payment.
    async fn find_refund(&self, intent: &str, refund_no: &str) -> Result<Option<Value>> {
        let rows = self.list("refunds", &vec![("payment_intent", intent.to_owned())]).await?;
        Ok(rows.into_iter().find(|row| mark(row, "refund_no") == Some(refund_no)))
    }

    /// The page of a session.
    fn begun(&self, session: &Value, attempt_no: &str) -> Result<Begun> {
        match snapshot(session, attempt_no, None).state {
            RemoteState::Paid => return Err(domain::Code::AlreadyPaid.into()),
            RemoteState::Closed => return Err(domain::Code::PurchaseClosed.into()),
            RemoteState::Pending => {}
            RemoteState::Unknown => return Err(Error::Busy("stripe's session is unclear".into())),
        }
        let url = text(session, "url").and_then(|url| Url::parse(url).ok());
        let ours = url.filter(|url| url.origin() == self.page.origin());
        let url = ours.ok_or_else(|| Error::broken("stripe's page is not where it should be"))?;
        let provider_ref = text(session, "id").map(str::to_owned);
        Ok(Begun { step: NextStep::Redirect(url.into()), provider_ref })
    }
}

#[async_trait]
impl PaymentProvider for Stripe {
    fn id(&self) -> &'static str {
        "stripe"
    }

    fn flows(&self) -> &'static [PayFlow] {
        &[PayFlow::Page, PayFlow::Wap]
    }

    fn payee(&self) -> &str {
        &self.account
    }

    fn origins(&self) -> Vec<String> {
        vec![self.page.origin().ascii_serialization()]
    }

    async fn create(&self, intent: &CreateIntent) -> Result<Begun> {
        check_number(&intent.attempt_no)?;
        check_amount(intent.amount)?;
        if intent.expires_at <= intent.now {
            return Err(domain::Code::PurchaseClosed.into());
        }
        let form = session_form(intent)?;
        match self.post("checkout/sessions", &intent.attempt_no, &form).await {
            Outcome::Handled(session) => self.begun(&session, &intent.attempt_no),
            // The buyer began in one language and goes on in another: the session of the first time is the one.
            Outcome::OtherWords => match self.find(&intent.attempt_no, intent.made_at).await? {
                Some(session) => self.begun(&session, &intent.attempt_no),
                None => Err(Error::broken("stripe knows the number but not the session")),
            },
            // Repeating it under the same number is harmless, so silence may simply be tried again.
            Outcome::Silent(error) => Err(Error::Busy(format!("stripe create: {error}"))),
            Outcome::Later => Err(Error::Busy("stripe create: later".into())),
            Outcome::Business(code) | Outcome::Refused(code) => {
                Err(Error::broken(format!("stripe create: {code}")))
            }
            Outcome::Absent => Err(Error::broken("stripe create: no such address")),
        }
    }

    async fn query(&self, attempt: &AttemptRef, _now: Moment) -> Result<Snapshot> {
        Ok(self.look(attempt).await?.0)
    }

    async fn close(&self, attempt: &AttemptRef, now: Moment) -> Result<Closed> {
        let (said, session) = self.look(attempt).await?;
        let id = session.as_ref().and_then(|s| text(s, "id"));
        let id = match (said.state, id) {
            (RemoteState::Paid, _) => return Ok(Closed::AlreadyPaid(said)),
            (RemoteState::Closed, _) => return Ok(Closed::Closed),
            (RemoteState::Unknown, _) => return Ok(Closed::Unknown),
            (RemoteState::Pending, None) => return Ok(Closed::Unopened),
            (RemoteState::Pending, Some(id)) => id,
        };
        // A number of its own each time: under one number Stripe would repeat its first answer though things have changed.
        let number = format!("{}-close-{}", attempt.no, now.millis());
        let path = format!("checkout/sessions/{id}/expire");
        match self.post(&path, &number, &Form::new()).await {
            Outcome::Handled(body) => {
                let closed = snapshot(&body, &attempt.no, None).state == RemoteState::Closed;
                Ok(if closed { Closed::Closed } else { Closed::Unknown })
            }
            // Not open any more; which way it went, only a query tells.
            Outcome::Business(_) => {
                let said = self.look(attempt).await?.0;
                Ok(match said.state {
                    RemoteState::Paid => Closed::AlreadyPaid(said),
                    RemoteState::Closed => Closed::Closed,
                    RemoteState::Pending | RemoteState::Unknown => Closed::Unknown,
                })
            }
            Outcome::Refused(code) => Err(Error::broken(format!("stripe close: {code}"))),
            _ => Ok(Closed::Unknown),
        }
    }

    async fn refund(&self, request: &RefundRequest) -> Result<RefundState> {
        check_number(&request.refund.no)?;
        check_amount(request.amount)?;
        let (said, session) = self.look(&request.attempt).await?;
        let intent = session.as_ref().and_then(|s| id_of(s, "payment_intent"));
        let (RemoteState::Paid, Some(intent)) = (said.state, intent) else {
            return Ok(match said.state {
                RemoteState::Unknown => RefundState::Pending,
                _ => RefundState::Failed("not_paid".to_owned()),
            });
        };
        // Stripe forgets the numbers of requests after a day or more, and a refund may be repeated later than that; so it is
        // looked for first, and the number only guards two requests that are under way at once.
        match self.find_refund(intent, &request.refund.no).await {
            Ok(Some(known)) if money(&known, "amount") != Some(request.amount) => {
                return Ok(RefundState::Failed("amount_differs".to_owned()));
            }
            Ok(Some(known)) => return Ok(refund_state(&known)),
            Ok(None) => {}
            Err(Error::Busy(_)) => return Ok(RefundState::Pending),
            Err(error) => return Err(error),
        }
        let form: Form = vec![
            ("payment_intent", intent.to_owned()),
            ("amount", request.amount.minor.to_string()),
            ("reason", "requested_by_customer".to_owned()),
            ("metadata[attempt_no]", request.attempt.no.clone()),
            ("metadata[refund_no]", request.refund.no.clone()),
        ];
        Ok(match self.post("refunds", &request.refund.no, &form).await {
            Outcome::Handled(refund) => refund_state(&refund),
            Outcome::Business(code) if code == "balance_insufficient" => {
                RefundState::NotAccepted(code)
            }
            Outcome::Business(code) => RefundState::Failed(code),
            Outcome::OtherWords => RefundState::Failed("idempotency_error".to_owned()),
            Outcome::Absent => RefundState::Failed("resource_missing".to_owned()),
            Outcome::Later => RefundState::NotAccepted("rate_limit".to_owned()),
            Outcome::Silent(_) => RefundState::Pending,
            Outcome::Refused(code) => return Err(Error::broken(format!("stripe refund: {code}"))),
        })
    }

    async fn query_refund(
        &self,
        attempt: &AttemptRef,
        refund: &RefundRef,
        _now: Moment,
    ) -> Result<RefundState> {
        let (said, session) = self.look(attempt).await?;
        let intent = session.as_ref().and_then(|s| id_of(s, "payment_intent"));
        let Some(intent) = intent else {
            return Ok(match said.state {
                RemoteState::Unknown => RefundState::Pending,
                _ => RefundState::NotAccepted(String::new()),
            });
        };
        match self.find_refund(intent, &refund.no).await {
            Ok(Some(known)) => Ok(refund_state(&known)),
            Ok(None) => Ok(RefundState::NotAccepted(String::new())),
            Err(Error::Busy(_)) => Ok(RefundState::Pending),
            Err(error) => Err(error),
        }
    }

    fn verify_notification(
        &self,
        message: &Notification,
        now: Moment,
    ) -> Result<VerifiedEvent, Rejected> {
        webhook::verify(message, &self.webhook, &self.account, self.live, now)
    }

    fn signature_headers(&self) -> &'static [&'static str] {
        &["stripe-signature"]
    }

    async fn bill(&self, day: i64, now: Moment) -> Result<Option<Vec<BillLine>>> {
        self.lines_of(day, now).await
    }

    fn splits(&self) -> Option<&dyn SplitProvider> {
        Some(self)
    }

    fn ack(&self, stored: bool) -> HttpAck {
        let (status, body) = if stored { (200, "{\"received\":true}") } else { (500, "{}") };
        HttpAck { status, content_type: "application/json", body: body.to_owned() }
    }
}

/// The words of a session: a function of the attempt and the buyer's language alone, so that repeating it repeats them.
fn session_form(intent: &CreateIntent) -> Result<Form> {
    // Stripe has no field that comes back with the browser, so our number goes into the address.
    let mut back = Url::parse(&intent.return_url)
        .map_err(|_| Error::broken("a way back that is no address"))?;
    back.query_pairs_mut().append_pair("out_trade_no", &intent.attempt_no);
    let lives = intent.expires_at.max(intent.made_at.plus(SESSION_MIN));
    let number = &intent.attempt_no;
    let subject: String = intent.subject.chars().take(SUBJECT_CHARS_MAX).collect();
    Ok(vec![
        ("mode", "payment".to_owned()),
        ("client_reference_id", number.clone()),
        ("success_url", back.to_string()),
        ("cancel_url", back.to_string()),
        ("expires_at", (lives.millis() / 1000).to_string()),
        ("line_items[0][quantity]", "1".to_owned()),
        ("line_items[0][price_data][currency]", "cny".to_owned()),
        ("line_items[0][price_data][unit_amount]", intent.amount.minor.to_string()),
        ("line_items[0][price_data][product_data][name]", subject),
        ("metadata[attempt_no]", number.clone()),
        ("payment_intent_data[metadata][attempt_no]", number.clone()),
        ("payment_intent_data[transfer_group]", number.clone()),
    ])
}

/// Whether this is the id of a session, and nothing that would lead to another address.
fn is_session(id: &str) -> bool {
    let tail = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    id.starts_with("cs_") && id.len() <= 255 && id.bytes().all(tail)
}

fn check_number(number: &str) -> Result<()> {
    let letters = number.bytes().all(|b| b.is_ascii_alphanumeric());
    if number.is_empty() || number.len() > 64 || !letters {
        return Err(Error::broken("a number that stripe cannot carry"));
    }
    Ok(())
}

fn check_amount(amount: Money) -> Result<()> {
    if amount.currency != Currency::Cny {
        return Err(domain::Code::MethodUnavailable.into());
    }
    if !(1..=AMOUNT_FEN_MAX).contains(&amount.minor) {
        return Err(Error::broken("an amount that stripe does not take"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
