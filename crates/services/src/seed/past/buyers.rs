//! Those who bought in the past: sixty invented people, and the buyer of the demo market before them. Nobody can sign in as
//! one of the sixty.

use super::super::make::id_at;
use super::super::{SCOPE, hash, people};
use super::PEOPLE_SINCE;
use super::words::{FAMILY, GIVEN, STREETS};
use crate::ports::Tx;
use crate::ports::accounts::{Accepted, NewAccount};
use crate::{Error, Market, Result, addresses, regions, tokens};
use domain::accounts::{AddressDraft, AddressView};
use domain::id::AccountId;
use domain::{Moment, Scope};

/// How many there are beside the demo buyer.
const COUNT: u64 = 60;
/// Where they live: districts to which every shop delivers.
const DISTRICTS: [&str; 20] = [
    "110105", "110108", "120101", "310104", "310115", "320102", "320505", "330102", "330106",
    "340104", "350203", "370202", "410105", "420106", "430104", "440106", "440305", "500103",
    "510104", "530102",
];

/// Somebody who buys.
#[derive(Clone)]
pub struct Buyer {
    /// Whose orders they are.
    pub account: AccountId,
    /// Where they go; the first is the usual one.
    pub addresses: Vec<AddressView>,
}

/// All of them.
pub struct Buyers {
    all: Vec<Buyer>,
    /// The accounts of those who are not there yet.
    fresh: Vec<NewAccount>,
}

impl Buyers {
    /// Invents them.
    pub async fn new(market: &Market, opened_at: Moment) -> Result<Self> {
        let (demo, addresses) = people::buyer(opened_at)?;
        let mut all = vec![Buyer { account: demo, addresses }];
        // A password that nobody has ever seen; one for all, because hashing takes a moment.
        let mut salt = [0u8; 16];
        market.rng.fill(&mut salt);
        let unknown = market.passwords.hash(tokens::fresh(&*market.rng), salt).await?;
        let since = opened_at.minus(PEOPLE_SINCE);
        let mut fresh = Vec::new();
        for n in 0..COUNT {
            let login = format!("buyer-{:02}@demo.jishi.example", n + 1);
            let id: AccountId = id_at(since, &login);
            let name = name(n);
            all.push(Buyer { account: id.clone(), addresses: book(n, &name, &login, since)? });
            fresh.push(NewAccount {
                id,
                login,
                name,
                password_hash: unknown.clone(),
                staff: None,
                accepted: Accepted::papers(since),
                created_at: since,
            });
        }
        Ok(Self { all, fresh })
    }

    /// How many there are, the demo buyer included.
    pub const fn count(&self) -> usize {
        self.all.len()
    }

    /// Everybody, the demo buyer first.
    pub fn all(&self) -> &[Buyer] {
        &self.all
    }

    /// Stores those who are not there yet.
    pub async fn write(&self, tx: &mut dyn Tx, now: Moment) -> Result<()> {
        for account in &self.fresh {
            tx.add_account(&SCOPE, account).await?;
        }
        for buyer in self.all.iter().skip(1) {
            let own = Scope::Buyer(buyer.account.clone());
            for address in &buyer.addresses {
                tx.put_address(&own, address, now).await?;
            }
        }
        Ok(())
    }
}

/// Every family name and every given name goes round on its own, so that no two people share a name.
fn name(n: u64) -> String {
    let at = |names: &[&str], n: u64| {
        names
            .get(usize::try_from(n).unwrap_or(0) % names.len())
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    at(&FAMILY, n) + &at(&GIVEN, n * 7)
}

fn book(n: u64, name: &str, login: &str, since: Moment) -> Result<Vec<AddressView>> {
    let dice = |what: &str| usize::try_from(hash(login, what) % 10_000).unwrap_or(0);
    let street = STREETS[dice("street") % STREETS.len()];
    let (house, floor) = (1 + dice("house") % 300, 2 + dice("floor") % 24);
    let draft = AddressDraft {
        recipient: name.to_owned(),
        phone: format!("1390000{:04}", n + 1),
        region_code: DISTRICTS[dice("district") % DISTRICTS.len()].to_owned(),
        detail: format!("{street} {house} 号 {floor} 楼 {floor:02}0{} 室", 1 + dice("door") % 4),
        preferred: true,
    };
    let id = id_at(since, &format!("{login}/address"));
    let address = addresses::check(&draft, id);
    Ok(vec![address.map_err(|refusal| Error::broken(format_args!("{refusal:?}")))?])
}

/// City and district of an address, as carriers write them.
pub fn place(address: &AddressView) -> (String, String) {
    let path = regions::path(&address.region_code).unwrap_or_default();
    let name = |back: usize| path.iter().rev().nth(back).map(|r| r.name.clone());
    let district = name(0).unwrap_or_default();
    (name(1).unwrap_or_else(|| district.clone()), district)
}
