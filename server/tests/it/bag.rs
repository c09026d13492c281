//! A small market with two of everything, and one bag of form fields that fits every door: each door takes the fields it
//! knows. All of them name things of buyer A and of her shop, so whoever else knocks with them asks for what is not theirs.

use crate::people::Person;
use crate::stage::Stage;
use crate::walk::{self, Walker, text};
use domain::id::{AddressId, MerchantId, ProductId, SkuId, TypedId as _};
use domain::{MerchantRole, StaffRole};

/// Who is there and what is theirs.
pub struct World {
    pub stage: Stage,
    /// The buyer whose things are asked for.
    pub a: Person,
    /// Another buyer.
    pub b: Person,
    /// The owner and a packer of the shop that sells to A.
    pub owner: Person,
    pub packer: Person,
    /// The owner of another shop.
    pub rival: Person,
    /// One of each role.
    pub staff: Vec<(StaffRole, Person)>,
    /// A's address.
    pub address: AddressId,
    /// The shop that sells to A.
    pub shop: MerchantId,
    product: String,
    product_id: ProductId,
    sku: SkuId,
    /// The key under which A placed her order.
    key: String,
    purchase: String,
    order: String,
    line: String,
    page_as_sold: String,
    goods_back: String,
}

impl World {
    /// Sets it up.
    pub async fn open() -> Self {
        let stage = Stage::open().await;
        let home = services::catalogue::home(&stage.market, false).await.unwrap();
        let product = home.stalls[0].result.card.slug.clone();
        let page = services::catalogue::product(&stage.market, &product).await.unwrap();
        let shop = page.shop.id.clone();
        let other = home.new_shops.iter().find(|s| s.id != shop).unwrap().id.clone();
        let a = stage.buyer("a@buyer.example").await;
        let mut staff = Vec::new();
        for role in StaffRole::ALL {
            staff.push((role, stage.staff(role).await));
        }
        let address = stage.address(&a, "甲的收件人").await;
        services::favourites::add(&stage.market, &a.actor(), &page.id).await.unwrap();
        let walker = Walker { wire: stage.wire.clone(), cookies: a.cookies.clone() };
        let choice = &page.skus[0].choice;
        let bought = buy(&stage, &walker, &product, choice).await;
        walker.add(&product, choice, 2).await.unwrap();
        Self {
            b: stage.buyer("b@buyer.example").await,
            owner: stage.member("owner@shop.example", &shop, MerchantRole::Owner).await,
            packer: stage.member("packer@shop.example", &shop, MerchantRole::Packer).await,
            rival: stage.member("rival@shop.example", &other, MerchantRole::Owner).await,
            address,
            product_id: page.id.clone(),
            sku: page.skus[0].id.clone(),
            key: bought.key,
            purchase: bought.purchase,
            order: bought.order,
            line: bought.line,
            page_as_sold: bought.page,
            goods_back: bought.goods_back,
            a,
            staff,
            shop,
            product,
            stage,
        }
    }

    /// The fields for the door at `path`.
    pub fn bag(&self, path: &str) -> Vec<(&'static str, String)> {
        let id = match path.split('/').nth(2).unwrap_or("") {
            "addresses" => self.address.to_string(),
            "favourites" => self.product_id.to_string(),
            "reviews" => domain::id::ReviewId::from_bits(7).to_string(),
            "places" => domain::id::PlacementId::from_bits(7).to_string(),
            "returns" | "after-sales" => self.goods_back.to_string(),
            _ => self.order.to_string(),
        };
        let words = [
            ("kind", "send_back"),
            ("reason", "no_reason"),
            ("quantity", "1"),
            ("method", "balance"),
            ("theme", "dark"),
            ("language", "en"),
            ("form", "register"),
            ("carrier", "yto"),
            ("waybill", "YT0000000000001"),
            ("choice_0", "0"),
            ("recipient", "乙"),
            ("phone", "13900000000"),
            ("region_code", "330106"),
            ("detail", "别人的路 9 号"),
            ("answer", "不行"),
        ];
        let things = [
            ("id", id),
            ("device", self.a.session.to_string()),
            ("address", self.address.to_string()),
            ("purchase", self.purchase.to_string()),
            // The key of A's own purchase: whoever sends it again must not be answered with hers.
            ("key", self.key.clone()),
            ("hash", self.page_as_sold.clone()),
            ("shop", self.shop.to_string()),
            ("order", self.order.to_string()),
            ("line", self.line.to_string()),
            ("sku", self.sku.to_string()),
            ("product", self.product.clone()),
            ("slug", self.product.clone()),
            ("job", domain::id::JobId::from_bits(7).to_string()),
            ("draft", domain::id::DraftId::from_bits(7).to_string()),
            ("merchant", self.shop.to_string()),
        ];
        let words = words.iter().map(|(name, text)| (*name, (*text).to_owned()));
        let mut bag: Vec<_> = words.chain(things).collect();
        if path.starts_with("/api/places/") {
            self.wish(&mut bag);
        }
        bag
    }

    /// A paid place for the goods of A's shop, for which the shop has no money.
    fn wish(&self, bag: &mut Vec<(&'static str, String)>) {
        let today = domain::fairness::day_of(self.stage.market.now());
        bag.retain(|(name, _)| *name != "product");
        bag.extend([
            ("product", self.product_id.to_string()),
            ("list", "front".to_owned()),
            ("from", today.to_string()),
            ("days", "1".to_owned()),
            ("fee", "5000".to_owned()),
        ]);
    }

    /// Words that only A and her shop may ever read.
    pub fn secrets(&self) -> Vec<String> {
        let ids = [
            self.a.account.to_string(),
            self.a.session.to_string(),
            self.address.to_string(),
            self.purchase.to_string(),
            self.order.to_string(),
        ];
        ids.into_iter().chain(["甲的收件人".to_owned()]).collect()
    }
}

/// What A bought, paid and wants her money back for.
struct Bought {
    key: String,
    purchase: String,
    order: String,
    line: String,
    page: String,
    goods_back: String,
}

async fn buy(stage: &Stage, walker: &Walker, product: &str, choice: &[usize]) -> Bought {
    walker.add(product, choice, 1).await.unwrap();
    let seen = walker.checkout().await.unwrap();
    let purchase = walker.place(&seen).await.unwrap();
    walker.pay(&purchase).await.unwrap();
    walk::told(&stage.partners.url()).await;
    let order = text(&walker.orders().await.unwrap()[0]["id"]);
    let view = |field| [(field, order.clone())];
    let sold = walker.ask("GET", "/api/orders/view", &view("order")).await.unwrap();
    let line = sold["card"]["lines"][0].clone();
    assert_eq!(sold["card"]["state"], "paid", "{sold}");
    let fields = [
        ("order", order.clone()),
        ("line", text(&line["id"])),
        ("quantity", "1".to_owned()),
        ("kind", "refund_only".to_owned()),
        ("reason", "not_received".to_owned()),
    ];
    walker.ask("POST", "/api/returns/request", &fields).await.unwrap();
    let sold = walker.ask("GET", "/api/orders/view", &view("order")).await.unwrap();
    Bought {
        key: seen.key(),
        purchase,
        line: text(&line["id"]),
        page: text(&line["page"]),
        goods_back: text(&sold["returns"][0]["id"]),
        order,
    }
}
