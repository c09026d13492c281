//! Handing on shares (分账) to merchants that have accounts of their own at WeChat Pay. The receiver is added before it is
//! paid. `FINISHED` only says that a split was looked at: each receiver's own result says whether the money went.
//!
//! A receiver is the merchant's number there, or the number, a space and its registered name, which WeChat Pay compares
//! when a receiver is added and which travels sealed.

use super::call::Outcome;
use super::{Wechat, absent, check_amount, check_number, line, text};
use async_trait::async_trait;
use serde_json::{Value, json};
use services::ports::payment::{PaymentProvider as _, SplitProvider, SplitRequest, SplitState};
use services::{Error, Result};

/// The longest description of a split, in characters; WeChat Pay takes 80 bytes.
const DESCRIPTION_CHARS_MAX: usize = 26;

#[async_trait]
impl SplitProvider for Wechat {
    async fn split(&self, request: &SplitRequest) -> Result<SplitState> {
        check_number(&request.split_no)?;
        check_amount(request.amount)?;
        let (account, name) = receiver(&request.receiver)?;
        let Some(transaction) = self.transaction(request).await? else {
            return Ok(SplitState::NotAccepted(String::new()));
        };
        if let Some(refused) = self.add_receiver(account, name, request).await? {
            return Ok(refused);
        }
        let content = json!({
            "appid": self.appid,
            "transaction_id": transaction,
            "out_order_no": request.split_no,
            "receivers": [{
                "type": "MERCHANT_ID",
                "account": account,
                "amount": request.amount.minor,
                "description": line("货款", DESCRIPTION_CHARS_MAX),
            }],
            // One payment may be for several merchants; what is left goes free by itself.
            "unfreeze_unsplit": false,
        });
        match self.call("/v3/profitsharing/orders", Some(&content), request.now).await {
            Outcome::Handled(body) => Ok(result(&body, request, account)),
            Outcome::Business(code) => Ok(refused(code)),
            Outcome::Silent(_) => Ok(SplitState::Pending),
            Outcome::Refused(code) => Err(Error::broken(format!("wechat pay split: {code}"))),
        }
    }

    async fn query_split(&self, request: &SplitRequest) -> Result<SplitState> {
        check_number(&request.split_no)?;
        let (account, _) = receiver(&request.receiver)?;
        let Some(transaction) = self.transaction(request).await? else {
            return Ok(SplitState::NotAccepted(String::new()));
        };
        check_number(&transaction)?;
        let number = &request.split_no;
        let path = format!("/v3/profitsharing/orders/{number}?transaction_id={transaction}");
        match self.call(&path, None, request.now).await {
            Outcome::Handled(body) => Ok(result(&body, request, account)),
            Outcome::Business(code) if absent(&code) => Ok(SplitState::NotAccepted(String::new())),
            Outcome::Business(_) | Outcome::Silent(_) => Ok(SplitState::Pending),
            Outcome::Refused(code) => Err(Error::broken(format!("wechat pay split query: {code}"))),
        }
    }
}

impl Wechat {
    /// WeChat Pay's number of the payment: the one that was kept, or the one it tells now.
    async fn transaction(&self, request: &SplitRequest) -> Result<Option<String>> {
        if let Some(number) = &request.attempt.provider_ref {
            return Ok(Some(number.clone()));
        }
        Ok(self.query(&request.attempt, request.now).await?.provider_ref)
    }

    /// Adds the receiver; adding it again is harmless. Says what to answer when that did not work.
    async fn add_receiver(
        &self,
        account: &str,
        name: Option<&str>,
        request: &SplitRequest,
    ) -> Result<Option<SplitState>> {
        let mut content = json!({
            "appid": self.appid,
            "type": "MERCHANT_ID",
            "account": account,
            "relation_type": "PARTNER",
        });
        let mut key = None;
        if let Some(name) = name {
            let Some((serial, sealed)) = self.seals.seal(name) else {
                return Ok(Some(SplitState::NotAccepted(String::new())));
            };
            content["name"] = json!(sealed);
            key = Some(serial);
        }
        let path = "/v3/profitsharing/receivers/add";
        let now = request.now;
        match self.call_sealed(path, Some(&content), key.as_deref(), now).await {
            Outcome::Handled(_) => Ok(None),
            // Nothing was split, so the whole request may be sent again.
            Outcome::Silent(_) => Ok(Some(SplitState::NotAccepted(String::new()))),
            Outcome::Business(code) => Ok(Some(refused(code))),
            Outcome::Refused(code) => Err(Error::broken(format!("wechat pay receiver: {code}"))),
        }
    }
}

/// The account, and the registered name where it is given.
fn receiver(text: &str) -> Result<(&str, Option<&str>)> {
    let (account, name) = match text.trim().split_once(' ') {
        Some((account, name)) => (account, Some(name.trim())),
        None => (text.trim(), None),
    };
    if account.is_empty() || !account.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Error::broken("a receiver that is no merchant's number at wechat pay"));
    }
    Ok((account, name))
}

/// What an answer says of this split: the receiver's own result, when it is about this number, account and amount.
fn result(body: &Value, request: &SplitRequest, account: &str) -> SplitState {
    let about = text(body, "out_order_no") == Some(&request.split_no);
    let mut receivers = body.get("receivers").and_then(Value::as_array).into_iter().flatten();
    let ours = receivers.find(|receiver| {
        text(receiver, "account") == Some(account)
            && receiver.get("amount").and_then(Value::as_i64) == Some(request.amount.minor)
    });
    let Some(ours) = ours.filter(|_| about) else { return SplitState::Pending };
    match text(ours, "result") {
        Some("SUCCESS") => SplitState::Done,
        Some("CLOSED") => {
            SplitState::Failed(text(ours, "fail_reason").unwrap_or("CLOSED").to_owned())
        }
        _ => SplitState::Pending,
    }
}

/// A refused split. Too soon, too little money or too much at once may be right later; an unknown code may mean anything.
fn refused(code: String) -> SplitState {
    match code.as_str() {
        "NOT_ENOUGH" | "RULE_LIMIT" | "INVALID_REQUEST" => SplitState::NotAccepted(code),
        "PARAM_ERROR" | "RESOURCE_NOT_EXISTS" => SplitState::Failed(code),
        _ => {
            tracing::warn!(code, "wechat pay refused a split with an unknown code; unknown");
            SplitState::Pending
        }
    }
}
