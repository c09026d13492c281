//! The buyer's walk over the wire: cart, checkout, order, payment at the partner's stand-in. Each step answers what the
//! next one needs, and says which step failed.

use crate::wire::{Wire, send};
use serde_json::Value;

/// Somebody who walks.
#[derive(Clone)]
pub struct Walker {
    pub wire: Wire,
    pub cookies: String,
}

/// What checkout showed: everything that is sent to place it, once or again.
#[derive(Clone)]
pub struct Seen(Vec<(&'static str, String)>);

impl Seen {
    /// What makes sending it twice harmless.
    pub fn key(&self) -> String {
        self.0[0].1.clone()
    }
}

/// Why a step was not acknowledged.
#[derive(Debug)]
pub enum Trouble {
    /// The server has gone away: the step may have happened or not.
    Gone,
    /// The server said no, with this code.
    Refused(String),
}

/// What an acknowledged step answers.
pub type Step<T> = Result<T, Trouble>;

impl Walker {
    /// A question that must be answered.
    pub async fn ask(&self, method: &str, path: &str, fields: &[(&str, String)]) -> Step<Value> {
        let answer = self.wire.try_knock(method, path, &self.cookies, fields).await;
        let answer = answer.map_err(|_| Trouble::Gone)?;
        if answer.status == 200 {
            return Ok(answer.data());
        }
        let code = answer.code();
        Err(Trouble::Refused(code.unwrap_or_else(|| format!("{path}: {}", answer.status))))
    }

    /// Puts pieces of a product into the cart.
    pub async fn add(&self, product: &str, choice: &[usize], pieces: u32) -> Step<()> {
        let names = ["choice_0", "choice_1", "choice_2"];
        let mut fields = vec![("product", product.to_owned()), ("quantity", pieces.to_string())];
        fields.extend(names.into_iter().zip(choice.iter().map(ToString::to_string)));
        self.ask("POST", "/api/carts/add", &fields).await.map(|_| ())
    }

    /// Puts an address into the book; checkout takes the preferred one.
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

    /// Looks at checkout.
    pub async fn checkout(&self) -> Step<Seen> {
        let seen = self.ask("GET", "/api/checkout/view", &[]).await?;
        let coupons = seen["view"]["quote"]["applied"].as_array().cloned().unwrap_or_default();
        Ok(Seen(vec![
            ("key", text(&seen["key"])),
            ("address", text(&seen["view"]["address"]["id"])),
            ("coupons", coupons.iter().map(text).collect::<Vec<_>>().join(",")),
            ("fingerprint", text(&seen["view"]["fingerprint"])),
            ("exceptions_confirmed", "1".to_owned()),
        ]))
    }

    /// Places what checkout showed; answers the purchase.
    pub async fn place(&self, seen: &Seen) -> Step<String> {
        let went = self.ask("POST", "/api/checkout/place", &seen.0).await?;
        Ok(text(&went["to"]).trim_start_matches("/pay/").to_owned())
    }

    /// Leaves for the partner and pays there. The partner, which stays open, tells the shop by itself.
    pub async fn pay(&self, purchase: &str) -> Step<()> {
        let fields = [("purchase", purchase.to_owned()), ("method", "alipay".to_owned())];
        let url = text(&self.ask("POST", "/api/payments/pay", &fields).await?["url"]);
        let http = crate::wire::client();
        let page = send(http.get(&url)).await;
        let cashier = url::Url::parse(&url).unwrap().join(page.header("location")).unwrap();
        assert_eq!(send(http.get(cashier.clone())).await.status, 200);
        assert_eq!(send(http.post(format!("{cashier}/pay"))).await.status, 303);
        Ok(())
    }

    /// All orders, the youngest first.
    pub async fn orders(&self) -> Step<Vec<Value>> {
        let (mut orders, mut after) = (Vec::new(), String::new());
        loop {
            let list = self.ask("GET", "/api/orders/list", &[("after", after)]).await?;
            orders.extend(list["orders"].as_array().cloned().unwrap_or_default());
            after = text(&list["next"]);
            if after.is_empty() {
                return Ok(orders);
            }
        }
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
