//! Sending a form and asking a question, in the browser: the answer is text, or what went wrong.

use super::AppError;
use domain::Code;

/// What came back: the JSON of the server function's answer, or what went wrong.
pub type Answer = Result<String, AppError>;

/// What a refusal says that came without our words: a gateway's page, or nothing at all.
#[cfg_attr(
    not(any(feature = "hydrate", test)),
    expect(dead_code, reason = "only browsers get answers")
)]
fn refusal(status: u16, text: &str) -> AppError {
    super::read(text).unwrap_or_else(|_| {
        AppError::of(match status {
            401 => Code::SignInNeeded,
            403 => Code::Forbidden,
            404 => Code::NotFound,
            429 => Code::TooMany,
            502..=504 => Code::Busy,
            _ => Code::Internal,
        })
    })
}

#[cfg(feature = "hydrate")]
pub use browser::{get, post};

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Answer, AppError, Code, refusal};
    use wasm_bindgen::{JsCast as _, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Headers, RequestInit, Response};

    /// Asks at an address of ours.
    pub async fn get(address: &str) -> Answer {
        send(address, "GET", None).await
    }

    /// Sends the fields of a form, written as the browser would.
    pub async fn post(address: &str, fields: String) -> Answer {
        send(address, "POST", Some(fields)).await
    }

    async fn send(address: &str, method: &str, fields: Option<String>) -> Answer {
        let offline = |_: JsValue| AppError::of(Code::Offline);
        let init = request(method, fields).map_err(|_| AppError::of(Code::Internal))?;
        let window = web_sys::window().ok_or(AppError::of(Code::Internal))?;
        let fetched = window.fetch_with_str_and_init(address, &init);
        let response: Response =
            JsFuture::from(fetched).await.and_then(|r| r.dyn_into()).map_err(offline)?;
        let text = JsFuture::from(response.text().map_err(offline)?).await.map_err(offline)?;
        let text = text.as_string().unwrap_or_default();
        if response.ok() { Ok(text) } else { Err(refusal(response.status(), &text)) }
    }

    fn request(method: &str, fields: Option<String>) -> Result<RequestInit, JsValue> {
        let (headers, init) = (Headers::new()?, RequestInit::new());
        headers.append("Accept", "application/json")?;
        if let Some(fields) = fields {
            headers.append("Content-Type", "application/x-www-form-urlencoded")?;
            init.set_body(&fields.into());
        }
        init.set_method(method);
        init.set_headers(&headers);
        Ok(init)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_its_words_and_a_strange_page_becomes_a_code() {
        let words = serde_json::to_string(&AppError::of(Code::OutOfStock)).unwrap();
        assert_eq!(refusal(409, &words).code, Code::OutOfStock);
        assert_eq!(refusal(502, "<html>Bad gateway</html>").code, Code::Busy);
        assert_eq!(refusal(403, "").code, Code::Forbidden);
        assert_eq!(refusal(500, "boom").code, Code::Internal);
    }
}
