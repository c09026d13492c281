//! Buyers who shop as a browser without scripts does: pages and plain forms, seven steps from the product to the paid order.

use super::http::{Answer, Connection, form};
use super::shop::Shop;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const REGION: &str = "330106";

/// One piece of something that can be bought.
#[derive(Clone)]
pub struct Piece {
    slug: String,
    choice: Vec<u64>,
}

/// The goods of the demo market, piece by piece, so that the load is spread and nothing is asked for that is not there.
pub struct Shelf {
    pieces: Vec<Piece>,
    next: AtomicUsize,
}

impl Shelf {
    /// Reads what there is.
    pub fn of(shop: &Shop) -> Result<Self> {
        let mut connection = shop.connect();
        let home = data(&connection.get("/api/catalogue/home", "")?)?;
        let mut slugs: Vec<&str> = Vec::new();
        for card in home["stalls"].as_array().into_iter().flatten() {
            slugs.extend(card["result"]["card"]["slug"].as_str());
        }
        // Packs of one kind may be filled from one heap; what each of them says is there, is there once.
        let mut heaps = BTreeSet::new();
        let mut left = Vec::new();
        for slug in slugs {
            let page = data(&connection.get(&format!("/api/catalogue/product?slug={slug}"), "")?)?;
            for sku in page["page"]["skus"].as_array().into_iter().flatten() {
                if !heaps.insert(sku["stock_item"].as_str().unwrap_or_default().to_owned()) {
                    continue;
                }
                let numbers = sku["choice"].as_array().into_iter().flatten();
                let choice = numbers.filter_map(Value::as_u64).collect();
                let piece = Piece { slug: slug.to_owned(), choice };
                left.push((piece, sku["available"].as_u64().unwrap_or_default()));
            }
        }
        let mut pieces = Vec::new();
        while left.iter().any(|(_, n)| *n > 0) {
            for (piece, n) in left.iter_mut().filter(|(_, n)| *n > 0) {
                *n -= 1;
                pieces.push(piece.clone());
            }
        }
        if pieces.is_empty() {
            bail!("the demo market has nothing to sell");
        }
        Ok(Self { pieces, next: AtomicUsize::new(0) })
    }

    /// The next piece; starts over when all were taken.
    fn take(&self) -> &Piece {
        let nth = self.next.fetch_add(1, Ordering::Relaxed);
        &self.pieces[nth % self.pieces.len()]
    }

    /// How many pieces have not been taken yet.
    pub fn left(&self) -> usize {
        self.pieces.len().saturating_sub(self.next.load(Ordering::Relaxed))
    }
}

impl Piece {
    fn fields(&self) -> String {
        let mut fields = form(&[("product", &self.slug), ("quantity", "1"), ("then", "stay")]);
        for (n, choice) in self.choice.iter().enumerate() {
            fields.push_str(&format!("&choice_{n}={choice}"));
        }
        fields
    }
}

/// Somebody with an account, an address and a browser.
pub struct Buyer {
    addr: SocketAddr,
    session: String,
    draft: String,
    shelf: Arc<Shelf>,
}

impl Buyer {
    /// Opens an account and gives an address.
    pub fn register(shop: &Shop, shelf: &Arc<Shelf>, name: &str) -> Result<Self> {
        let mut connection = shop.connect();
        let login = format!("{name}@bench.example");
        let fields = [
            ("login", login.as_str()),
            ("name", name),
            ("password", "a long sentence for the bench"),
            ("accept", "1"),
        ];
        let entered = connection.post("/api/accounts/register", "", &form(&fields))?;
        let session = entered.cookie("__Host-sid").with_context(|| {
            format!("{login} could not open an account: {}", entered.header("location"))
        })?;
        let draft = entered.cookie("__Host-draft").unwrap_or_default();
        let buyer = Self { addr: shop.addr, session, draft, shelf: Arc::clone(shelf) };
        let address = [
            ("recipient", name),
            ("phone", "13800001234"),
            ("region_code", REGION),
            ("detail", "示例路 1 号"),
            ("preferred", "1"),
        ];
        let saved = connection.post("/api/addresses/save", &buyer.cookies(), &form(&address))?;
        expect(&saved, "/api/addresses/save", "/account/addresses")?;
        Ok(buyer)
    }

    /// The header line of the buyer's cookies.
    pub fn cookies(&self) -> String {
        format!("cookie: __Host-sid={}; __Host-draft={}\r\n", self.session, self.draft)
    }

    /// A kept connection of the buyer's browser.
    pub const fn connect(&self) -> Connection {
        Connection::to(self.addr)
    }

    /// Puts a piece into the cart.
    pub fn add(&self, connection: &mut Connection) -> Result<()> {
        let fields = self.shelf.take().fields();
        let added = connection.post("/api/carts/add", &self.cookies(), &fields)?;
        expect(&added, "/api/carts/add", "/cart").map(|_| ())
    }

    /// The whole walk: product, into the cart, cart, checkout, order, payment at the partner, the order that says it is paid.
    pub fn walk(&self, connection: &mut Connection) -> Result<()> {
        let (cookies, piece) = (self.cookies(), self.shelf.take());
        page(connection, &format!("/p/{}", piece.slug), &cookies)?;
        let added = connection.post("/api/carts/add", &cookies, &piece.fields())?;
        expect(&added, "/api/carts/add", "/cart")?;
        page(connection, "/cart", &cookies)?;
        // The page sends itself to an address with a key of its own, so that the way back finds the same form.
        let keyed = connection.get("/checkout", &format!("accept: text/html\r\n{cookies}"))?;
        let keyed = expect(&keyed, "/checkout", "/checkout?key=")?;
        let checkout = page(connection, &keyed, &cookies)?;
        let seen =
            |name| hidden(&checkout, name).with_context(|| format!("checkout has no {name}"));
        let fields = [
            ("key", seen("key")?),
            ("address", seen("address")?),
            ("coupons", seen("coupons")?.replace("none", "")),
            ("fingerprint", seen("fingerprint")?),
            ("exceptions_confirmed", "1".to_owned()),
        ];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let placed = connection.post("/api/checkout/place", &cookies, &form(&fields))?;
        let cashier = expect(&placed, "/api/checkout/place", "/pay/pur_")?;
        let back = self.pay(connection, &cashier)?;
        let returned = connection.get(&back, &cookies)?;
        let paid = expect(&returned, &back, "/pay/pur_")?;
        let paid = page(connection, &paid, &cookies)?;
        let order =
            link(&paid, "/orders/ord_").context("the cashier does not lead to the order")?;
        let order = page(connection, &order, &cookies)?;
        if order.contains(PAID) { Ok(()) } else { bail!("the order does not say that it is paid") }
    }

    /// Leaves for the partner's page and pays; answers the way back to the shop.
    fn pay(&self, connection: &mut Connection, cashier: &str) -> Result<String> {
        let purchase = cashier.trim_start_matches("/pay/");
        let fields = form(&[("purchase", purchase), ("method", "alipay")]);
        let gone = connection.post("/api/payments/pay", &self.cookies(), &fields)?;
        let url = expect(&gone, "/api/payments/pay", "http://")?;
        let (host, path) = apart(&url)?;
        let mut partner = Connection::to(host);
        let there = partner.get(&path, "")?;
        let till = expect(&there, "the partner's gateway", "/cashier/")?;
        partner.get(&till, "")?;
        let paid = partner.post(&format!("{till}/pay"), "", "")?;
        let back = expect(&paid, "the partner's cashier", "http://")?;
        Ok(apart(&back)?.1)
    }
}

/// A visitor without an account who fills one cart after another.
pub struct Guest {
    connection: Connection,
    shelf: Arc<Shelf>,
    cookies: String,
    pieces: usize,
}

impl Guest {
    /// Somebody without a cart.
    pub fn at(shop: &Shop, shelf: &Arc<Shelf>) -> Self {
        let shelf = Arc::clone(shelf);
        Self { connection: shop.connect(), shelf, cookies: String::new(), pieces: CART_PIECES_MAX }
    }

    /// Puts a piece into the cart, or into a new one when it is full.
    pub fn add(&mut self) -> Result<()> {
        let full = self.pieces == CART_PIECES_MAX;
        let cookies = if full { "" } else { self.cookies.as_str() };
        let fields = self.shelf.take().fields();
        let added = self.connection.post("/api/carts/add", cookies, &fields)?;
        expect(&added, "/api/carts/add", "/cart")?;
        if full {
            let cart = added.cookie("__Host-cart").context("a new cart without a cookie")?;
            let draft = added.cookie("__Host-draft").unwrap_or_default();
            self.cookies = format!("cookie: __Host-cart={cart}; __Host-draft={draft}\r\n");
            self.pieces = 0;
        }
        self.pieces += 1;
        Ok(())
    }
}

/// A cart that people really fill.
const CART_PIECES_MAX: usize = 20;

/// What the page of a paid order says to its buyer.
const PAID: &str = "商家正在备货";

/// A page that must be there.
fn page(connection: &mut Connection, path: &str, cookies: &str) -> Result<String> {
    let answer = connection.get(path, &format!("accept: text/html\r\n{cookies}"))?;
    match answer.status {
        200 => Ok(answer.text()),
        302 | 303 => bail!("{path} leads to {}", answer.header("location")),
        status => bail!("{path} answered {status}"),
    }
}

/// The place a form leads to, when it is the wanted one and speaks of no error.
fn expect(answer: &Answer, asked: &str, wanted: &str) -> Result<String> {
    let place = answer.header("location");
    let led = matches!(answer.status, 302 | 303) && place.starts_with(wanted);
    if !led || place.contains("__err") {
        bail!("{asked} answered {} and leads to {place:?}", answer.status);
    }
    Ok(place.to_owned())
}

fn data(answer: &Answer) -> Result<Value> {
    if answer.status != 200 {
        bail!("the catalogue answered {}", answer.status);
    }
    Ok(serde_json::from_slice(&answer.body)?)
}

/// The value of a hidden field in a page.
fn hidden(page: &str, name: &str) -> Option<String> {
    let (_, tag) = page.split_once(&format!("name=\"{name}\""))?;
    let tag = tag.split('>').next()?;
    Some(tag.split_once("value=\"")?.1.split('"').next()?.replace("&amp;", "&"))
}

/// The first link of a page that begins so.
fn link(page: &str, begin: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("href=\"{begin}"))?;
    Some(format!("{begin}{}", rest.split('"').next()?))
}

/// Host and path of an address on this machine.
fn apart(url: &str) -> Result<(SocketAddr, String)> {
    let rest =
        url.strip_prefix("http://").with_context(|| format!("{url} is not on this machine"))?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.parse().with_context(|| format!("{url} is not on this machine"))?;
    Ok((host, if path.is_empty() { "/".to_owned() } else { path.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_a_browser_reads_it() {
        let page = r#"<input type="hidden" name="key" value="pur_1"><input name="fingerprint" value="a&amp;b"/>
            <a href="/orders/ord_7">order</a>"#;
        assert_eq!(hidden(page, "key").as_deref(), Some("pur_1"));
        assert_eq!(hidden(page, "fingerprint").as_deref(), Some("a&b"));
        assert_eq!(hidden(page, "address"), None);
        assert_eq!(link(page, "/orders/ord_").as_deref(), Some("/orders/ord_7"));
    }

    #[test]
    fn only_partners_on_this_machine_are_paid() {
        assert_eq!(apart("http://127.0.0.1:9/a?b").unwrap().1, "/a?b");
        assert!(apart("https://openapi.alipay.com/gateway.do").is_err());
    }
}
