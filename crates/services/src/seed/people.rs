//! The three people of the demo market: who buys, who keeps a shop, who runs the platform. Invented, with passwords that are
//! printed at the start; a market with real customers is never seeded.

use super::make::id_at;
use super::{SCOPE, SignIn};
use crate::ports::Tx;
use crate::ports::accounts::{Accepted, NewAccount};
use crate::{Error, Market, Result, addresses};
use domain::accounts::{AddressDraft, AddressView};
use domain::id::{AccountId, MerchantId};
use domain::{MerchantRole, Moment, Scope, StaffRole};

struct Person {
    role: &'static str,
    login: &'static str,
    password: &'static str,
    name: &'static str,
    staff: Option<StaffRole>,
    /// The shop that is theirs.
    shop: Option<&'static str>,
    addresses: &'static [Address],
}

struct Address {
    recipient: &'static str,
    phone: &'static str,
    region_code: &'static str,
    detail: &'static str,
}

const PEOPLE: [Person; 3] = [
    Person {
        role: "consumer",
        login: "buyer@demo.jishi.example",
        password: "demo-buyer-2026",
        name: "林知夏",
        staff: None,
        shop: None,
        addresses: &[
            Address {
                recipient: "林知夏",
                phone: "13800000001",
                region_code: "330106",
                detail: "示例路 18 号 3 幢 502 室",
            },
            Address {
                recipient: "林知夏(公司)",
                phone: "13800000001",
                region_code: "310101",
                detail: "样例大道 200 号 9 层前台",
            },
        ],
    },
    Person {
        role: "merchant",
        login: "merchant@demo.jishi.example",
        password: "demo-merchant-2026",
        name: "周砚秋",
        staff: None,
        shop: Some("yunling-tea"),
        addresses: &[Address {
            recipient: "云岭茶舍 退货组",
            phone: "13800000002",
            region_code: "530102",
            detail: "茶马路 6 号仓库",
        }],
    },
    Person {
        role: "staff",
        login: "staff@demo.jishi.example",
        password: "demo-staff-2026",
        name: "许宁",
        staff: Some(StaffRole::Administrator),
        shop: None,
        addresses: &[],
    },
];

/// How the three sign in.
pub fn sign_ins() -> Vec<SignIn> {
    let sign_in = |p: &Person| SignIn {
        role: p.role,
        login: p.login.to_owned(),
        password: p.password.to_owned(),
    };
    PEOPLE.iter().map(sign_in).collect()
}

/// People ready to be written.
pub struct People(Vec<Ready>);

struct Ready {
    account: NewAccount,
    shop: Option<MerchantId>,
    addresses: Vec<AddressView>,
}

/// The account of who buys, and their addresses.
pub fn buyer(opened_at: Moment) -> Result<(AccountId, Vec<AddressView>)> {
    let [person, ..] = &PEOPLE;
    let numbered = person.addresses.iter().enumerate();
    let addresses: Result<_> = numbered.map(|(n, a)| a.view(opened_at, person, n)).collect();
    Ok((id_at(opened_at, person.login), addresses?))
}

/// Hashes the passwords and checks the addresses. `since` is when they came, `shop_id` answers whose shop is meant.
pub async fn all(
    market: &Market,
    opened_at: Moment,
    since: Moment,
    shop_id: &(dyn Fn(&str) -> Result<MerchantId> + Sync),
) -> Result<People> {
    let mut people = Vec::new();
    for person in &PEOPLE {
        let id: AccountId = id_at(opened_at, person.login);
        let mut salt = [0u8; 16];
        market.rng.fill(&mut salt);
        let account = NewAccount {
            id: id.clone(),
            login: person.login.to_owned(),
            name: person.name.to_owned(),
            password_hash: market.passwords.hash(person.password.to_owned(), salt).await?,
            staff: person.staff,
            accepted: Accepted::papers(since),
            created_at: since,
        };
        let numbered = person.addresses.iter().enumerate();
        let addresses: Result<Vec<_>> =
            numbered.map(|(n, a)| a.view(opened_at, person, n)).collect();
        let shop = person.shop.map(shop_id).transpose()?;
        people.push(Ready { account, shop, addresses: addresses? });
    }
    Ok(People(people))
}

impl Address {
    fn view(&self, opened_at: Moment, person: &Person, n: usize) -> Result<AddressView> {
        let draft = AddressDraft {
            recipient: self.recipient.to_owned(),
            phone: self.phone.to_owned(),
            region_code: self.region_code.to_owned(),
            detail: self.detail.to_owned(),
            preferred: n == 0,
        };
        let id = id_at(opened_at, &format!("{}/address/{n}", person.login));
        addresses::check(&draft, id).map_err(|refusal| Error::broken(format_args!("{refusal:?}")))
    }
}

impl People {
    /// Stores them, makes the shopkeeper the owner of the shop, fills the address books.
    pub async fn write(&self, tx: &mut dyn Tx, now: Moment) -> Result<()> {
        for ready in &self.0 {
            tx.add_account(&SCOPE, &ready.account).await?;
            if let Some(shop) = &ready.shop {
                let owner = MerchantRole::Owner;
                tx.put_member(&SCOPE, shop, &ready.account.id, owner, now).await?;
            }
            let own = Scope::Buyer(ready.account.id.clone());
            for address in &ready.addresses {
                tx.put_address(&own, address, now).await?;
            }
            if let Some(first) = ready.addresses.first() {
                tx.prefer_address(&own, &first.id, now).await?;
            }
        }
        Ok(())
    }
}
