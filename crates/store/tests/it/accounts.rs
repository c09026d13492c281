//! People: opening an account, signing in and out, devices, throttling, addresses, form drafts.

use crate::fixture::{BEGIN, SYSTEM, World, buyer, step};
use domain::accounts::{AddressDraft, SessionKind};
use domain::privacy::EDITION;
use domain::rules::{Param, RuleVersion};
use domain::{Code, Duration, MerchantRole, Scope, StaffRole};
use services::accounts::{PayPasswordDraft, RegisterDraft, SignInDraft, Terms};
use services::drafts::FormDraft;
use services::ports::StoreExt as _;
use services::ports::accounts::{Accepted, NewAccount};
use services::sessions::Client;
use services::{Error, accounts, addresses, drafts, sessions};
use std::collections::BTreeMap;

crate::stories![
    a_new_account_can_sign_in_and_a_login_belongs_to_one_person,
    an_unknown_login_and_a_wrong_password_answer_alike,
    after_five_wrong_passwords_the_next_try_has_to_wait,
    a_signed_out_device_is_refused_at_the_next_request,
    a_session_ends_when_it_is_not_used_and_at_the_latest_after_its_absolute_time,
    a_person_signs_out_their_other_devices_and_nobody_elses,
    signing_in_rotates_the_session_of_the_browser,
    staff_and_members_get_shorter_sessions_and_their_roles,
    only_the_machine_reads_a_password_hash,
    a_payment_password_is_set_with_the_password_of_the_account,
    an_account_remembers_which_rules_were_accepted_and_when,
    an_address_book_belongs_to_its_buyer,
    a_full_address_book_takes_no_more,
    what_was_typed_is_kept_as_long_as_the_rulebook_says_and_for_one_cookie,
];

const PASSWORD: &str = "bamboo and moonlight 9";

fn draft(login: &str) -> RegisterDraft {
    RegisterDraft {
        name: "林知夏".into(),
        login: login.into(),
        password: PASSWORD.into(),
        accept: true,
        terms: String::new(),
    }
}

fn sign_in(login: &str, password: &str) -> SignInDraft {
    SignInDraft { login: login.into(), password: password.into() }
}

fn with_session(token: &str) -> Client {
    Client { session_token: Some(token.to_owned()), ..Client::default() }
}

async fn an_account_remembers_which_rules_were_accepted_and_when(world: World) {
    let (m, anybody) = (&world.market, Client::default());
    let before = accounts::terms(m).await.unwrap();
    assert_eq!(before, Terms { rules: None, edition: EDITION });
    let first = accounts::register(m, &anybody, draft("first@example.com")).await.unwrap();

    let version = domain::rules::RuleVersion {
        id: world.id(),
        number: 7,
        effective_from: m.now(),
        figures: std::collections::BTreeMap::new(),
    };
    let put = version.clone();
    world
        .store()
        .write("version", move |tx| {
            let put = put.clone();
            Box::pin(async move { tx.add_rule_version(&SYSTEM, &put, BEGIN).await })
        })
        .await
        .unwrap();
    // Whoever has an older page before them has not read what is in force now.
    let stale = RegisterDraft { terms: before.to_string(), ..draft("second@example.com") };
    let refused = accounts::register(m, &anybody, stale).await.unwrap_err();
    assert_eq!(refused.code(), Code::Stale);
    let now = accounts::terms(m).await.unwrap();
    assert_eq!(now.rules, Some(7));
    let fresh = RegisterDraft { terms: now.to_string(), ..draft("second@example.com") };
    let second = accounts::register(m, &anybody, fresh).await.unwrap();

    for (opened, rules) in [(&first, None), (&second, Some(version.id.clone()))] {
        let mut reader = world.store().read().await.unwrap();
        let own = Scope::Buyer(opened.account.clone());
        let accepted = reader.accepted(&own, &opened.account).await.unwrap().unwrap();
        assert_eq!(accepted, Accepted { rules, edition: EDITION, at: m.now() });
        let other = if opened.account == first.account { &second } else { &first };
        assert_eq!(reader.accepted(&own, &other.account).await.unwrap(), None);
    }
}

async fn a_new_account_can_sign_in_and_a_login_belongs_to_one_person(world: World) {
    let (m, anybody) = (&world.market, Client::default());
    let opened = accounts::register(m, &anybody, draft("Lin@Example.com")).await.unwrap();
    assert_eq!(opened.kind, SessionKind::Buyer);
    let actor = sessions::resolve(m, &with_session(&opened.token)).await.unwrap();
    let me = accounts::me(m, &actor).await.unwrap();
    assert_eq!((me.name.as_str(), me.login.as_str()), ("林知夏", "l***@example.com"));

    let again = accounts::register(m, &anybody, draft("lin@example.com")).await.unwrap_err();
    assert_eq!(again.fields()[0].code, Code::LoginTaken);
    let opened =
        accounts::sign_in(m, &anybody, sign_in("lin@example.com", PASSWORD)).await.unwrap();
    assert_eq!(Some(&opened.account), actor.shopper().account());
}

async fn an_unknown_login_and_a_wrong_password_answer_alike(world: World) {
    let (m, anybody) = (&world.market, Client::default());
    accounts::register(m, &anybody, draft("lin@example.com")).await.unwrap();
    let wrong = accounts::sign_in(m, &anybody, sign_in("lin@example.com", "not this one")).await;
    let unknown = accounts::sign_in(m, &anybody, sign_in("wu@example.com", "not this one")).await;
    for answer in [wrong, unknown] {
        assert!(
            matches!(answer, Err(e) if e.code() == Code::WrongCredentials && e.fields().is_empty())
        );
    }
}

async fn after_five_wrong_passwords_the_next_try_has_to_wait(world: World) {
    let (m, anybody) = (&world.market, Client::default());
    accounts::register(m, &anybody, draft("lin@example.com")).await.unwrap();
    let code = async |password: &str| {
        accounts::sign_in(m, &anybody, sign_in("lin@example.com", password))
            .await
            .map_err(|e| e.code())
    };
    for _ in 0..6 {
        assert_eq!(code("wrong wrong").await.err(), Some(Code::WrongCredentials));
    }
    assert_eq!(code(PASSWORD).await.err(), Some(Code::TooMany));
    world.clock.forward(Duration::seconds(2));
    assert!(code(PASSWORD).await.is_ok());
    // A success forgets the failures.
    let key = format!("login:{}", services::tokens::sha256_hex(b"lin@example.com"));
    assert_eq!(world.read().await.throttle(&SYSTEM, &key).await.unwrap(), None);
}

async fn a_signed_out_device_is_refused_at_the_next_request(world: World) {
    let m = &world.market;
    let opened = accounts::register(m, &Client::default(), draft("lin@example.com")).await.unwrap();
    let client = with_session(&opened.token);
    assert!(sessions::resolve(m, &client).await.unwrap().signed_in.is_some());
    sessions::sign_out(m, &client).await.unwrap();
    assert!(sessions::resolve(m, &client).await.unwrap().signed_in.is_none());
    sessions::sign_out(m, &client).await.unwrap();
    // Whoever steals the database steals no session: what is stored is not the token.
    let stored = services::tokens::hash(&opened.token).unwrap();
    assert!(sessions::resolve(m, &with_session(&stored)).await.unwrap().signed_in.is_none());
}

async fn a_session_ends_when_it_is_not_used_and_at_the_latest_after_its_absolute_time(
    world: World,
) {
    let m = &world.market;
    let opened = accounts::register(m, &Client::default(), draft("lin@example.com")).await.unwrap();
    let client = with_session(&opened.token);
    let signed_in = async || sessions::resolve(m, &client).await.unwrap().signed_in.is_some();
    // Used every ten days it lives on, but not past ninety.
    for _ in 0..8 {
        world.clock.forward(Duration::days(10));
        assert!(signed_in().await);
    }
    world.clock.forward(Duration::days(10));
    assert!(!signed_in().await);

    let opened = accounts::sign_in(m, &Client::default(), sign_in("lin@example.com", PASSWORD))
        .await
        .unwrap();
    world.clock.forward(Duration::days(15));
    assert!(sessions::resolve(m, &with_session(&opened.token)).await.unwrap().signed_in.is_none());
}

async fn a_person_signs_out_their_other_devices_and_nobody_elses(world: World) {
    let (m, anybody) = (&world.market, Client::default());
    let other = accounts::register(m, &anybody, draft("wu@example.com")).await.unwrap();
    let first = accounts::register(m, &anybody, draft("lin@example.com")).await.unwrap();
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let login = sign_in("lin@example.com", PASSWORD);
        tokens.push(accounts::sign_in(m, &anybody, login).await.unwrap().token);
    }
    let actor = sessions::resolve(m, &with_session(&first.token)).await.unwrap();
    let devices = sessions::devices(m, &actor).await.unwrap();
    assert_eq!(devices.len(), 4);
    assert_eq!(devices.iter().filter(|d| d.current).count(), 1);

    let stranger = sessions::resolve(m, &with_session(&other.token)).await.unwrap();
    let one = devices.iter().find(|d| !d.current).unwrap();
    let foreign = sessions::revoke(m, &stranger, &one.id).await;
    assert!(matches!(foreign, Err(e) if e.code() == Code::NotFound));

    sessions::revoke(m, &actor, &one.id).await.unwrap();
    assert_eq!(sessions::revoke_others(m, &actor).await.unwrap(), 2);
    assert_eq!(sessions::devices(m, &actor).await.unwrap().len(), 1);
    assert!(sessions::resolve(m, &with_session(&other.token)).await.unwrap().signed_in.is_some());
}

async fn signing_in_rotates_the_session_of_the_browser(world: World) {
    let m = &world.market;
    let first = accounts::register(m, &Client::default(), draft("lin@example.com")).await.unwrap();
    let login = sign_in("lin@example.com", PASSWORD);
    let second = accounts::sign_in(m, &with_session(&first.token), login).await.unwrap();
    assert_ne!(first.token, second.token);
    assert!(sessions::resolve(m, &with_session(&first.token)).await.unwrap().signed_in.is_none());
    assert!(sessions::resolve(m, &with_session(&second.token)).await.unwrap().signed_in.is_some());
}

async fn staff_and_members_get_shorter_sessions_and_their_roles(world: World) {
    let (m, anybody) = (&world.market, Client::default());
    let opened = accounts::register(m, &anybody, draft("owner@example.com")).await.unwrap();
    let (first, second) = (world.merchant("first").await, world.merchant("second").await);
    let (account, now) = (opened.account.clone(), world.now());
    let shops = [(first.clone(), MerchantRole::Packer), (second, MerchantRole::Owner)];
    world
        .store()
        .write("members", move |tx| {
            let (account, shops, first) = (account.clone(), shops.clone(), first.clone());
            Box::pin(async move {
                for (merchant, role) in shops {
                    tx.put_member(&SYSTEM, &merchant, &account, role, now).await?;
                }
                // Asked again it changes the role.
                tx.put_member(&SYSTEM, &first, &account, MerchantRole::Manager, now).await
            })
        })
        .await
        .unwrap();
    let opened =
        accounts::sign_in(m, &anybody, sign_in("owner@example.com", PASSWORD)).await.unwrap();
    assert_eq!(opened.kind, SessionKind::Merchant);
    assert_eq!(opened.max_age_seconds, 7 * 86_400);
    let actor = sessions::resolve(m, &with_session(&opened.token)).await.unwrap();
    let roles: Vec<_> = actor.person().unwrap().memberships.iter().map(|p| p.role).collect();
    assert_eq!(roles.len(), 2);
    assert!(roles.contains(&MerchantRole::Manager) && roles.contains(&MerchantRole::Owner));

    let hash = m.passwords.hash(PASSWORD.into(), [3; 16]).await.unwrap();
    let staff = NewAccount {
        id: world.id(),
        login: "desk@example.com".into(),
        name: "周".into(),
        password_hash: hash,
        staff: Some(StaffRole::Finance),
        accepted: Accepted::papers(BEGIN),
        created_at: BEGIN,
    };
    world
        .store()
        .write("staff", move |tx| {
            let staff = staff.clone();
            Box::pin(async move { tx.add_account(&SYSTEM, &staff).await })
        })
        .await
        .unwrap();
    let opened =
        accounts::sign_in(m, &anybody, sign_in("desk@example.com", PASSWORD)).await.unwrap();
    assert_eq!((opened.kind, opened.max_age_seconds), (SessionKind::Staff, 8 * 3_600));
    let actor = sessions::resolve(m, &with_session(&opened.token)).await.unwrap();
    assert_eq!(actor.person().unwrap().staff, Some(StaffRole::Finance));
    world.clock.forward(Duration::minutes(16));
    let actor = sessions::resolve(m, &with_session(&opened.token)).await.unwrap();
    assert!(actor.signed_in.is_none());
}

async fn only_the_machine_reads_a_password_hash(world: World) {
    let account = world.account("lin@example.com").await;
    let mut reader = world.read().await;
    let found = reader.credential(&SYSTEM, "lin@example.com").await.unwrap().unwrap();
    assert_eq!((found.account, found.member, found.staff), (account.clone(), false, None));
    for scope in [Scope::Public, Scope::Buyer(account.clone())] {
        let refused = reader.credential(&scope, "lin@example.com").await;
        assert!(matches!(refused, Err(Error::Refused(r)) if r.code == Code::Forbidden));
    }
    // A buyer reads their own page and nobody else's.
    let stranger = world.account("wu@example.com").await;
    assert!(reader.account(&Scope::Buyer(account.clone()), &account).await.unwrap().is_some());
    assert!(reader.account(&Scope::Buyer(stranger), &account).await.unwrap().is_none());
    drop(reader);
    // A weak hash is made afresh by the machine alone.
    let id = account.clone();
    world
        .store()
        .write("rehash", move |tx| {
            let id = id.clone();
            Box::pin(async move { tx.set_password(&SYSTEM, &id, "better").await })
        })
        .await
        .unwrap();
    let found = world.read().await.credential(&SYSTEM, "lin@example.com").await.unwrap().unwrap();
    assert_eq!(found.password_hash, "better");
}

async fn a_payment_password_is_set_with_the_password_of_the_account(world: World) {
    let m = &world.market;
    let draft = RegisterDraft {
        name: "林知夏".into(),
        login: "lin@example.com".into(),
        password: "山高水长 2026".into(),
        accept: true,
        terms: String::new(),
    };
    accounts::register(m, &Client::default(), draft).await.unwrap();
    let id = world.read().await.credential(&SYSTEM, "lin@example.com").await.unwrap();
    let (id, hash) = id.map(|c| (c.account, c.password_hash)).unwrap();
    let lin = buyer(&id);
    let set = async |password: &str, digits: &str, again: &str| {
        let (password, digits, again) = (password.into(), digits.into(), again.into());
        accounts::set_pay_password(m, &lin, PayPasswordDraft { password, digits, again }).await
    };
    let told = |done: services::Result<()>| match done.unwrap_err() {
        Error::Refused(refusal) => {
            let [field] = refusal.fields.as_slice() else { panic!("{refusal:?}") };
            (field.field.clone(), field.code)
        }
        other => panic!("{other}"),
    };
    assert!(!accounts::has_pay_password(m, &lin).await.unwrap());
    let unset = accounts::prove_payer(m, &lin, "258013".into()).await.unwrap_err();
    assert_eq!(unset.code(), Code::PayPasswordUnset);
    let plain = set("山高水长 2026", "123456", "123456").await;
    assert_eq!(told(plain), ("pay_password".into(), Code::PayPasswordPlain));
    let differs = set("山高水长 2026", "258013", "258014").await;
    assert_eq!(told(differs), ("again".into(), Code::PayPasswordDiffers));
    let stranger = set("水长山高 2026", "258013", "258013").await;
    assert_eq!(told(stranger), ("password".into(), Code::WrongCredentials));
    assert!(!accounts::has_pay_password(m, &lin).await.unwrap());
    set("山高水长 2026", "258013", "258013").await.unwrap();
    assert!(accounts::has_pay_password(m, &lin).await.unwrap());
    accounts::prove_payer(m, &lin, "258013".into()).await.unwrap();
    // It is a secret of its own: the password stays, and only the machine reads either.
    let mut reader = world.read().await;
    let secrets = reader.secrets(&SYSTEM, &id).await.unwrap().unwrap();
    assert_eq!(secrets.password_hash, hash);
    assert!(secrets.pay_password_hash.is_some_and(|h| h != hash && !h.contains("258013")));
    for scope in [Scope::Public, Scope::Buyer(id.clone())] {
        let refused = reader.secrets(&scope, &id).await;
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden);
    }
}

fn home() -> AddressDraft {
    AddressDraft {
        recipient: "林知夏".into(),
        phone: "13800000000".into(),
        region_code: "330106".into(),
        detail: "龙井路 1 号".into(),
        preferred: false,
    }
}

async fn an_address_book_belongs_to_its_buyer(world: World) {
    let m = &world.market;
    let (lin, wu) = (world.account("lin@example.com").await, world.account("wu@example.com").await);
    let (lin, wu) = (buyer(&lin), buyer(&wu));
    let first = addresses::put(m, &lin, None, &home()).await.unwrap();
    let second = addresses::put(m, &lin, None, &home()).await.unwrap();
    let listed = addresses::list(m, &lin).await.unwrap();
    // The first one is preferred without being asked.
    assert_eq!(listed[0].id, first);
    assert_eq!(listed.iter().filter(|a| a.preferred).count(), 1);
    assert_eq!(listed[0].region, "浙江省 杭州市 西湖区");

    addresses::prefer(m, &lin, &second).await.unwrap();
    assert_eq!(addresses::list(m, &lin).await.unwrap()[0].id, second);
    let moved = AddressDraft { detail: "灵隐路 2 号".into(), ..home() };
    addresses::put(m, &lin, Some(second.clone()), &moved).await.unwrap();
    let kept = addresses::get(m, &lin, &second).await.unwrap();
    assert_eq!((kept.detail.as_str(), kept.preferred), ("灵隐路 2 号", true));

    // Somebody else neither sees, changes, prefers nor removes it; a foreign and a missing id answer alike.
    for id in [second.clone(), world.id()] {
        let is_missing = |e: Error| assert_eq!(e.code(), Code::NotFound);
        is_missing(addresses::get(m, &wu, &id).await.unwrap_err());
        is_missing(addresses::put(m, &wu, Some(id.clone()), &home()).await.unwrap_err());
        is_missing(addresses::prefer(m, &wu, &id).await.unwrap_err());
        is_missing(addresses::remove(m, &wu, &id).await.unwrap_err());
    }
    addresses::remove(m, &lin, &second).await.unwrap();
    assert_eq!(addresses::list(m, &lin).await.unwrap().len(), 1);
}

async fn a_full_address_book_takes_no_more(world: World) {
    let lin = buyer(&world.account("lin@example.com").await);
    for _ in 0..domain::accounts::ADDRESSES_MAX {
        addresses::put(&world.market, &lin, None, &home()).await.unwrap();
    }
    let refused = addresses::put(&world.market, &lin, None, &home()).await.unwrap_err();
    assert_eq!(refused.code(), Code::TooMuch);
}

async fn what_was_typed_is_kept_as_long_as_the_rulebook_says_and_for_one_cookie(world: World) {
    let m = &world.market;
    let typed = FormDraft {
        code: Some(Code::Invalid),
        fields: vec![("login".into(), "lin@".into()), ("password".into(), "hunter2".into())],
        errors: Vec::new(),
    };
    let id = drafts::keep(m, "cookie-a", "register", typed).await.unwrap();
    let kept = drafts::recall(m, "cookie-a", "register", &id).await.unwrap().unwrap();
    assert_eq!(kept.fields, [("login".to_owned(), "lin@".to_owned())]);
    assert_eq!(drafts::recall(m, "cookie-b", "register", &id).await.unwrap(), None);
    assert_eq!(drafts::recall(m, "cookie-a", "sign_in", &id).await.unwrap(), None);
    world.clock.forward(Duration::minutes(10));
    assert_eq!(drafts::recall(m, "cookie-a", "register", &id).await.unwrap(), None);
    let now = world.now();
    let swept = world
        .store()
        .write("sweep", move |tx| Box::pin(async move { tx.sweep(&SYSTEM, now, 100).await }))
        .await
        .unwrap();
    assert!(swept >= 1);

    // A version of the rulebook gives forms more time; the next draft has it.
    let (version, now) = (
        RuleVersion {
            id: world.id(),
            number: 1,
            effective_from: world.now(),
            figures: BTreeMap::from([(Param::FormDraft, 25)]),
        },
        world.now(),
    );
    step!(world, |tx| tx.add_rule_version(&SYSTEM, &version, now), version).unwrap();
    let id = drafts::keep(m, "cookie-a", "register", FormDraft::default()).await.unwrap();
    world.clock.forward(Duration::minutes(24));
    assert!(drafts::recall(m, "cookie-a", "register", &id).await.unwrap().is_some());
    world.clock.forward(Duration::minutes(1));
    assert_eq!(drafts::recall(m, "cookie-a", "register", &id).await.unwrap(), None);
}
