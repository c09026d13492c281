//! Everybody who may stand before a door. They are written into the store as signed in: how one signs in is another story,
//! and hashing a dozen passwords would only make this one slow.

use crate::stage::{SYSTEM, Stage};
use domain::accounts::{AddressView, SessionKind};
use domain::id::{AccountId, AddressId, MerchantId, SessionId};
use domain::{MerchantRole, Scope, StaffRole};
use services::actor::SignedIn;
use services::ports::StoreExt as _;
use services::ports::accounts::NewAccount;
use services::ports::sessions::NewSession;
use services::{Actor, addresses, tokens};

/// Somebody who is signed in.
pub struct Person {
    /// Who.
    pub account: AccountId,
    /// On which device.
    pub session: SessionId,
    /// What their browser sends.
    pub cookies: String,
}

impl Person {
    /// The person as a use case knows them.
    pub fn actor(&self) -> Actor {
        let signed_in = SignedIn {
            account: self.account.clone(),
            session: self.session.clone(),
            name: String::new(),
            memberships: Vec::new(),
            staff: None,
        };
        Actor { signed_in: Some(signed_in), guest_cart: None }
    }
}

impl Stage {
    /// A consumer.
    pub async fn buyer(&self, login: &str) -> Person {
        self.person(login, None, SessionKind::Buyer).await
    }

    /// A member of the platform's staff.
    pub async fn staff(&self, role: StaffRole) -> Person {
        let login = format!("{}@staff.example", role.as_str());
        self.person(&login, Some(role), SessionKind::Staff).await
    }

    /// A member of a shop's staff.
    pub async fn member(&self, login: &str, shop: &MerchantId, role: MerchantRole) -> Person {
        let person = self.person(login, None, SessionKind::Merchant).await;
        let (shop, account, now) = (shop.clone(), person.account.clone(), self.market.now());
        let written = self.market.store.write(format!("member {login}"), move |tx| {
            let (shop, account) = (shop.clone(), account.clone());
            Box::pin(async move { tx.put_member(&SYSTEM, &shop, &account, role, now).await })
        });
        written.await.unwrap();
        person
    }

    /// An address in somebody's book.
    pub async fn address(&self, person: &Person, recipient: &str) -> AddressId {
        let draft = domain::accounts::AddressDraft {
            recipient: recipient.to_owned(),
            phone: "13800001234".to_owned(),
            region_code: "330106".to_owned(),
            detail: "示例路 1 号".to_owned(),
            preferred: true,
        };
        let address: AddressView = addresses::check(&draft, self.market.id()).unwrap();
        let (id, own, now) =
            (address.id.clone(), Scope::Buyer(person.account.clone()), self.market.now());
        let written = self.market.store.write(format!("address {id}"), move |tx| {
            let (own, address) = (own.clone(), address.clone());
            Box::pin(async move { tx.put_address(&own, &address, now).await })
        });
        assert!(written.await.unwrap());
        id
    }

    async fn person(&self, login: &str, staff: Option<StaffRole>, kind: SessionKind) -> Person {
        let (market, now) = (&self.market, self.market.now());
        let account = NewAccount {
            id: market.id(),
            login: login.to_owned(),
            name: login.to_owned(),
            password_hash: "none".to_owned(),
            staff,
            accepted: services::ports::accounts::Accepted::papers(now),
            created_at: now,
        };
        let token = tokens::fresh(&*market.rng);
        let session = NewSession {
            id: market.id(),
            account: account.id.clone(),
            token_hash: tokens::sha256_hex(token.as_bytes()),
            kind,
            device: "Firefox".to_owned(),
            network: "127.0.0.0/24".to_owned(),
            created_at: now,
            idle_until: now.plus(kind.idle()),
            absolute_until: now.plus(kind.absolute()),
        };
        let person = Person {
            account: account.id.clone(),
            session: session.id.clone(),
            cookies: format!("__Host-sid={token}"),
        };
        let written = market.store.write(format!("person {login}"), move |tx| {
            let (account, session) = (account.clone(), session.clone());
            Box::pin(async move {
                tx.add_account(&SYSTEM, &account).await?;
                tx.add_session(&SYSTEM, &session).await
            })
        });
        written.await.unwrap();
        person
    }
}
