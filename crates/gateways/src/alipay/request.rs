//! The signed request: public parameters, the business content as one JSON text, and the signature over both.

use super::Alipay;
use crate::signing::{cst_text, sorted_pairs};
use domain::Moment;
use serde_json::Value;
use services::{Error, Result};

/// The addresses that belong to a payment.
#[derive(Clone, Copy)]
pub(super) struct Urls<'a> {
    /// Where Alipay reports to.
    pub notify: Option<&'a str>,
    /// Where the browser comes back to.
    pub back: Option<&'a str>,
}

impl Alipay {
    /// Every parameter of a call, signed. The business content is serialised once: what is signed is what is sent.
    pub(super) fn signed(
        &self,
        method: &str,
        biz: &Value,
        urls: Urls<'_>,
        now: Moment,
    ) -> Result<Vec<(String, String)>> {
        let timestamp = cst_text(now);
        let content = biz.to_string();
        let mut pairs = vec![
            ("app_id", self.app_id.as_str()),
            ("method", method),
            ("format", "JSON"),
            ("charset", "utf-8"),
            ("sign_type", "RSA2"),
            ("timestamp", &timestamp),
            ("version", "1.0"),
            ("biz_content", &content),
        ];
        pairs.extend(urls.notify.map(|url| ("notify_url", url)));
        pairs.extend(urls.back.map(|url| ("return_url", url)));
        let sign = self
            .signer
            .sign(&sorted_pairs(pairs.iter().copied()))
            .map_err(|_| Error::broken("the application's key cannot sign"))?;
        pairs.push(("sign", &sign));
        Ok(pairs.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect())
    }
}
