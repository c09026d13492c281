//! Notifications: the signature is checked on the raw bytes, then the content is opened with the shared key, then it is
//! compared with who we are. Pure; the caller stores and answers.

use super::Wechat;
use super::text;
use super::trade::{fen, snapshot};
use domain::Moment;
use serde_json::Value;
use services::ports::payment::{News, Notification, Rejected, VerifiedEvent};

/// The largest notification that is read, in bytes.
const NOTIFICATION_BYTES_MAX: usize = 256 * 1024;

impl Wechat {
    pub(super) fn hear(
        &self,
        message: &Notification,
        now: Moment,
    ) -> Result<VerifiedEvent, Rejected> {
        if message.body.len() > NOTIFICATION_BYTES_MAX {
            return Err(Rejected::Malformed);
        }
        self.seals.check(|name| message.header(name), &message.body, now)?;
        let said: Value = serde_json::from_slice(&message.body).map_err(|_| Rejected::Malformed)?;
        let resource = said.get("resource").ok_or(Rejected::Malformed)?;
        let opened = self.seals.open(resource).ok_or(Rejected::Malformed)?;
        let content: Value = serde_json::from_slice(&opened).map_err(|_| Rejected::Malformed)?;
        let kind = text(&said, "event_type").ok_or(Rejected::Malformed)?;
        match kind {
            "TRANSACTION.SUCCESS" => self.paid(&content),
            "REFUND.SUCCESS" | "REFUND.ABNORMAL" | "REFUND.CLOSED" => self.refunded(&content),
            other => {
                let id = text(&said, "id").ok_or(Rejected::Malformed)?;
                Ok(VerifiedEvent { event_id: format!("{id}/{other}"), news: News::Other })
            }
        }
    }

    fn paid(&self, trade: &Value) -> Result<VerifiedEvent, Rejected> {
        let ours =
            text(trade, "mchid") == Some(&self.mchid) && text(trade, "appid") == Some(&self.appid);
        if !ours {
            return Err(Rejected::Foreign);
        }
        let attempt_no = text(trade, "out_trade_no").ok_or(Rejected::Malformed)?;
        let number = text(trade, "transaction_id").ok_or(Rejected::Malformed)?;
        let state = text(trade, "trade_state").ok_or(Rejected::Malformed)?;
        // Here, unlike in answers, the currency must stand beside the amount.
        let amount = trade.get("amount").filter(|amount| amount.get("currency").is_some());
        amount.and_then(|amount| fen(amount, "total")).ok_or(Rejected::Malformed)?;
        let event_id = format!("{number}/{state}");
        Ok(VerifiedEvent { event_id, news: News::Payment(snapshot(trade, attempt_no)) })
    }

    fn refunded(&self, refund: &Value) -> Result<VerifiedEvent, Rejected> {
        if text(refund, "mchid") != Some(&self.mchid) {
            return Err(Rejected::Foreign);
        }
        let told = |key: &str| text(refund, key).map(str::to_owned).ok_or(Rejected::Malformed);
        let (attempt_no, refund_no) = (told("out_trade_no")?, told("out_refund_no")?);
        let event_id = format!("{}/{}", told("refund_id")?, told("refund_status")?);
        Ok(VerifiedEvent { event_id, news: News::Refund { attempt_no, refund_no } })
    }
}
