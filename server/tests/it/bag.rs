//! A small market with two of everything, and one bag of form fields that fits every door: each door takes the fields it
//! knows. All of them name things of buyer A and of her shop, so whoever else knocks with them asks for what is not theirs.

use crate::people::Person;
use crate::stage::Stage;
use domain::id::{
    AddressId, MerchantId, OrderId, OrderLineId, PurchaseId, ReturnId, SkuId, TypedId as _,
};
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
    /// Whether the memory keeps trade; one that does not answers every question of trade with a failure.
    pub trades: bool,
    product: String,
    sku: SkuId,
    purchase: PurchaseId,
    order: OrderId,
    line: OrderLineId,
    goods_back: ReturnId,
}

impl World {
    /// Sets it up.
    pub async fn open() -> Self {
        let stage = Stage::open().await;
        let trades = stage.market.store.read().await.unwrap().trade_reader().is_some();
        let home = services::catalogue::home(&stage.market).await.unwrap();
        let product = home.stalls[0].slug.clone();
        let page = services::catalogue::product(&stage.market, &product).await.unwrap();
        let shop = page.shop.id.clone();
        let other = home.new_shops.iter().find(|s| s.id != shop).unwrap().id.clone();
        let a = stage.buyer("a@buyer.example").await;
        let mut staff = Vec::new();
        for role in StaffRole::ALL {
            staff.push((role, stage.staff(role).await));
        }
        let world = Self {
            b: stage.buyer("b@buyer.example").await,
            owner: stage.member("owner@shop.example", &shop, MerchantRole::Owner).await,
            packer: stage.member("packer@shop.example", &shop, MerchantRole::Packer).await,
            rival: stage.member("rival@shop.example", &other, MerchantRole::Owner).await,
            address: stage.address(&a, "甲的收件人").await,
            sku: page.skus[0].id.clone(),
            purchase: stage.market.id(),
            order: stage.market.id(),
            line: stage.market.id(),
            goods_back: stage.market.id(),
            a,
            staff,
            shop,
            trades,
            product,
            stage,
        };
        stage_cart(&world, &page.skus[0].choice).await;
        world
    }

    /// The fields for the door at `path`.
    pub fn bag(&self, path: &str) -> Vec<(&'static str, String)> {
        let id = match path.split('/').nth(2).unwrap_or("") {
            "addresses" => self.address.to_string(),
            "returns" => self.goods_back.to_string(),
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
            ("hash", "00"),
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
            ("key", self.purchase.to_string()),
            ("order", self.order.to_string()),
            ("line", self.line.to_string()),
            ("sku", self.sku.to_string()),
            ("product", self.product.clone()),
            ("slug", self.product.clone()),
            ("draft", domain::id::DraftId::from_bits(7).to_string()),
            ("merchant", self.shop.to_string()),
        ];
        words.iter().map(|(name, text)| (*name, (*text).to_owned())).chain(things).collect()
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

async fn stage_cart(world: &World, choice: &[usize]) {
    let names = ["choice_0", "choice_1", "choice_2"];
    let mut fields = vec![("product", world.product.clone()), ("quantity", "2".to_owned())];
    fields.extend(names.into_iter().zip(choice.iter().map(ToString::to_string)));
    let added = world.stage.knock("POST", "/api/carts/add", &world.a.cookies, &fields).await;
    assert_eq!(added.status, 200, "{}", added.body);
}
