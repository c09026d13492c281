//! The buyer's walk over the wire: cart, checkout, order, payment at the partner's stand-in. Each step answers what the
//! next one needs, and says which step failed.

use crate::wire::{Answer, Wire, send};
use serde_json::Value;

/// Somebody who walks.
#[derive(Clone)]
pub struct Walker {
    pub wire: Wire,
    pub cookies: String,
}

/// What was placed.
pub struct Placed {
    pub purchase: String,
    /// What made sending it twice harmless.
    pub key: String,
}

/// What an acknowledged step may answer; anything else is told in words.
pub type Step<T> = Result<T, String>;

impl Walker {
    async fn ask(&self, method: &str, path: &str, fields: &[(&str, String)]) -> Step<Answer> {
        let answer = self.wire.try_knock(method, path, &self.cookies, fields).await?;
        if answer.status == 200 {
            return Ok(answer);
        }
        Err(format!("{path} answered {}: {}", answer.status, answer.body))
    }

    /// Puts pieces of a product into the cart.
    pub async fn add(&self, product: &str, choice: &[usize], pieces: u32) -> Step<()> {
        let names = ["choice_0", "choice_1", "choice_2"];
        let mut fields = vec![("product", product.to_owned()), ("quantity", pieces.to_string())];
        fields.extend(names.into_iter().zip(choice.iter().map(ToString::to_string)));
        self.ask("POST", "/api/carts/add", &fields).await.map(|_| ())
    }

    /// Puts an address into the book; answers nothing, for checkout takes the preferred one.
    pub async fn address(&self) -> Step<()> {
        let fields = [
            ("recipient", "甲的收件人"),
            ("phone", "13800001234"),
            ("region_code", "330106"),
            ("detail", "示例路 1 号"),
            ("preferred", "1"),
        ];
        let fields = fields.map(|(name, text)| (name, text.to_owned()));
        self.ask("POST", "/api/addresses/save", &fields).await.map(|_| ())
    }

    /// Looks at checkout and places what it shows.
    pub async fn place(&self) -> Step<Placed> {
        let seen = self.ask("GET", "/api/checkout/view", &[]).await?.data();
        let key = text(&seen["key"]);
        let coupons = seen["view"]["quote"]["applied"].as_array().cloned().unwrap_or_default();
        let fields = [
            ("key", key.clone()),
            ("address", text(&seen["view"]["address"]["id"])),
            ("coupons", coupons.iter().map(text).collect::<Vec<_>>().join(",")),
            ("fingerprint", text(&seen["view"]["fingerprint"])),
            ("exceptions_confirmed", "1".to_owned()),
        ];
        let went = self.ask("POST", "/api/checkout/place", &fields).await?.data();
        let purchase = text(&went["to"]).trim_start_matches("/pay/").to_owned();
        Ok(Placed { purchase, key })
    }

    /// Leaves for the partner and pays there. The partner tells the shop by itself.
    pub async fn pay(&self, purchase: &str) -> Step<()> {
        let fields = [("purchase", purchase.to_owned()), ("method", "alipay".to_owned())];
        let step = self.ask("POST", "/api/payments/pay", &fields).await?.data();
        let url = text(&step["url"]);
        let gone = |e: reqwest::Error| format!("the partner's page: {e}");
        let http = crate::wire::client();
        let page = http.get(&url).send().await.map_err(gone)?;
        let place = page.headers().get("location").and_then(|v| v.to_str().ok()).unwrap_or("");
        let cashier =
            url::Url::parse(&url).and_then(|u| u.join(place)).map_err(|e| e.to_string())?;
        http.get(cashier.clone()).send().await.map_err(gone)?;
        let paid = http.post(format!("{cashier}/pay")).send().await.map_err(gone)?;
        if paid.status().as_u16() == 303 {
            Ok(())
        } else {
            Err(format!("paying: {}", paid.status()))
        }
    }

    /// The orders, the youngest first.
    pub async fn orders(&self) -> Step<Vec<Value>> {
        let list = self.ask("GET", "/api/orders/list", &[]).await?.data();
        Ok(list["orders"].as_array().cloned().unwrap_or_default())
    }
}

/// Waits until the stand-ins have told everything that is due.
pub async fn told(partners: &str) {
    let idle = crate::wire::client().get(format!("{partners}/_ctl/idle?retries=true"));
    assert_eq!(send(idle).await.status, 200);
}

/// A text in data.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
