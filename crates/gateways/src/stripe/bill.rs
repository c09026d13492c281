//! What Stripe booked on a day, and handing merchants' shares on.

use super::Stripe;
use super::session::{id_of, mark, moment, money, split_state, text};
use super::wire::{Form, Outcome};
use async_trait::async_trait;
use domain::{Code, Currency, Moment, Money};
use serde_json::Value;
use services::ports::payment::{
    BillKind, BillLine, RemoteState, SplitProvider, SplitRequest, SplitState,
};
use services::{Error, Result};

/// The market's calendar is ahead of UTC by so many seconds.
const ZONE_S: i64 = 8 * 3600;
const DAY_S: i64 = 86_400;

impl Stripe {
    /// The lines of a day that is over; `None` before that.
    pub(super) async fn lines_of(&self, day: i64, now: Moment) -> Result<Option<Vec<BillLine>>> {
        let span = day.checked_mul(DAY_S).and_then(|from| from.checked_sub(ZONE_S));
        let from = span.ok_or_else(|| Error::broken("a day outside the calendar"))?;
        if now.millis() / 1000 < from + DAY_S {
            return Ok(None);
        }
        let query = vec![
            ("created[gte]", from.to_string()),
            ("created[lt]", (from + DAY_S).to_string()),
            ("expand[]", "data.source".to_owned()),
        ];
        let rows = self.list("balance_transactions", &query).await?;
        let mut lines = Vec::new();
        for row in &rows {
            lines.extend(line(row)?);
        }
        Ok(Some(lines))
    }
}

/// A line about money of our attempts; payouts, transfers and other people's payments are none.
fn line(row: &Value) -> Result<Option<BillLine>> {
    let kind = match text(row, "type") {
        Some("charge" | "payment") => BillKind::Payment,
        Some("refund" | "payment_refund") => BillKind::Refund,
        _ => return Ok(None),
    };
    let Some(source) = row.get("source") else { return Ok(None) };
    let Some(attempt) = mark(source, "attempt_no") else { return Ok(None) };
    if text(row, "currency") != Some("cny") {
        // The account is kept in another currency: its fees cannot be told in the market's money.
        return Err(Code::MethodUnavailable.into());
    }
    let whole = || Error::broken("stripe's bill has a line that cannot be read");
    Ok(Some(BillLine {
        kind,
        attempt_no: attempt.to_owned(),
        refund_no: mark(source, "refund_no").map(str::to_owned),
        provider_ref: id_of(row, "source").ok_or_else(whole)?.to_owned(),
        amount: money(source, "amount").ok_or_else(whole)?,
        fee: Money::new(row.get("fee").and_then(Value::as_i64).ok_or_else(whole)?, Currency::Cny),
        at: moment(row, "created").ok_or_else(whole)?,
    }))
}

#[async_trait]
impl SplitProvider for Stripe {
    async fn split(&self, request: &SplitRequest) -> Result<SplitState> {
        super::check_amount(request.amount)?;
        // Asked for first, because Stripe forgets the numbers of requests after a day or more.
        match self.query_split(request).await? {
            SplitState::NotAccepted(_) => {}
            known => return Ok(known),
        }
        let (said, session) = self.look(&request.attempt).await?;
        let intent = session.as_ref().and_then(|s| s.get("payment_intent"));
        let charge = intent.and_then(|intent| id_of(intent, "latest_charge"));
        let (RemoteState::Paid, Some(charge)) = (said.state, charge) else {
            return Ok(SplitState::NotAccepted("not_paid".to_owned()));
        };
        let form: Form = vec![
            ("amount", request.amount.minor.to_string()),
            ("currency", "cny".to_owned()),
            ("destination", request.receiver.clone()),
            ("source_transaction", charge.to_owned()),
            ("transfer_group", request.attempt.no.clone()),
            ("metadata[split_no]", request.split_no.clone()),
        ];
        Ok(match self.post("transfers", &request.split_no, &form).await {
            Outcome::Handled(body) => split_state(&body),
            Outcome::Business(code) if code == "balance_insufficient" => {
                SplitState::NotAccepted(code)
            }
            Outcome::Business(code) => SplitState::Failed(code),
            Outcome::OtherWords => SplitState::Failed("idempotency_error".to_owned()),
            Outcome::Absent => SplitState::Failed("resource_missing".to_owned()),
            Outcome::Later => SplitState::NotAccepted("rate_limit".to_owned()),
            Outcome::Silent(_) => SplitState::Pending,
            Outcome::Refused(code) => return Err(Error::broken(format!("stripe split: {code}"))),
        })
    }

    async fn query_split(&self, request: &SplitRequest) -> Result<SplitState> {
        let query = vec![("transfer_group", request.attempt.no.clone())];
        let rows = match self.list("transfers", &query).await {
            Ok(rows) => rows,
            Err(Error::Busy(_)) => return Ok(SplitState::Pending),
            Err(error) => return Err(error),
        };
        let found = rows.iter().find(|row| mark(row, "split_no") == Some(&request.split_no));
        Ok(match found {
            None => SplitState::NotAccepted(String::new()),
            Some(row) if money(row, "amount") != Some(request.amount) => {
                SplitState::Failed("amount_differs".to_owned())
            }
            Some(row) => split_state(row),
        })
    }
}
