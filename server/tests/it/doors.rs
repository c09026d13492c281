//! Every door, tried as everybody. The list in `app::api::doors` says who may pass; here it meets what is really mounted.

use crate::bag::World;
use crate::people::Person;
use crate::stage::Stage;
use crate::wire::{Answer, form, send};
use app::api::doors::{Door, FUNCTIONS, ROUTES};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Lists that answer everybody with what is their own: there is no id in the question.
const OWN: [&str; 12] = [
    "/api/accounts/devices",
    "/api/accounts/devices/revoke-others",
    "/api/accounts/pay-password",
    "/api/accounts/pay-password/set",
    "/api/addresses/list",
    "/api/favourites/list",
    "/api/favourites/history",
    "/api/favourites/add",
    "/api/favourites/remove",
    "/api/favourites/forget",
    "/api/favourites/clear",
    "/api/orders/list",
];

/// Doors at which the thing asked for is not there for whoever may pass: a line of another cart, a job nobody queued, a
/// review nobody wrote, a place nobody booked.
const NOT_THERE: [&str; 5] = [
    "/api/carts/set",
    "/api/jobs/revive",
    "/api/places/cancel",
    "/api/places/end",
    "/api/reviews/answer",
];

fn registered() -> BTreeMap<&'static str, String> {
    leptos::server_fn::axum::server_fn_paths().map(|(p, m)| (p, m.to_string())).collect()
}

#[test]
fn every_server_function_stands_in_the_list_and_nothing_else_does() {
    let listed: BTreeSet<&str> = FUNCTIONS.iter().map(|(path, _)| *path).collect();
    assert_eq!(listed.len(), FUNCTIONS.len(), "a door is listed twice");
    let mounted: BTreeSet<&str> = registered().into_keys().collect();
    assert_eq!(mounted, listed);
}

#[test]
fn every_other_route_stands_in_the_list() {
    // axum does not tell its routes, so they are read where they are mounted.
    let source = include_str!("../../src/http/mod.rs");
    let mounted: BTreeSet<&str> = source
        .split(".route(")
        .skip(1)
        .filter_map(|rest| rest.split('"').nth(1))
        .filter(|path| *path != "/api/{*path}")
        .collect();
    let listed: BTreeSet<&str> = ROUTES.iter().map(|(path, _)| *path).collect();
    assert_eq!(mounted, listed);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_meant_is_turned_away_and_nothing_has_changed() {
    let world = World::open().await;
    let before = seen_by_a(&world).await;
    let mut faults = Vec::new();
    // Signing out comes last: afterwards everybody is nobody.
    let mut doors: Vec<_> = registered().into_iter().collect();
    doors.sort_by_key(|(path, _)| *path == "/api/accounts/sign-out");
    for (path, method) in &doors {
        for (who, person) in everybody(&world) {
            // The shop and the desk may change A's order; they have their turn below.
            if !(method == "POST" && works_here(door(path), who)) {
                faults.extend(knock(&world, method, path, who, person).await);
            }
        }
        unchanged(&world, &before, path).await;
    }
    assert!(faults.is_empty(), "doors stand wrong:\n{}", faults.join("\n"));
    world.stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shop_and_the_desk_are_let_in() {
    let world = World::open().await;
    let mut faults = Vec::new();
    for (path, method) in registered() {
        for (who, person) in everybody(&world) {
            if works_here(door(path), who) {
                faults.extend(knock(&world, &method, path, who, person).await);
            }
        }
    }
    assert!(faults.is_empty(), "doors stand wrong:\n{}", faults.join("\n"));
    world.stage.end().await;
}

fn door(path: &str) -> Door {
    FUNCTIONS.iter().find(|(listed, _)| *listed == path).unwrap().1
}

/// One knock, and what was wrong with the answer.
async fn knock(
    world: &World,
    method: &str,
    path: &'static str,
    who: &str,
    person: Option<&Person>,
) -> Option<String> {
    let cookies = person.map_or("", |p| p.cookies.as_str());
    let answer = world.stage.knock(method, path, cookies, &world.bag(path)).await;
    let fault = judge(world, path, door(path), who, &answer)?;
    Some(format!("{method} {path} as {who}: {fault} ({})", answer.status))
}

/// Whether it is this person's work to pass the door.
fn works_here(door: Door, who: &str) -> bool {
    match door {
        Door::Merchant(need) => {
            let packer = domain::MerchantRole::Packer.permissions();
            who == "the shop's owner" || (who == "the shop's packer" && packer.has(need))
        }
        Door::Staff(roles) => roles.iter().any(|r| r.as_str() == who),
        _ => false,
    }
}

/// Everybody but A, whose things are asked for.
fn everybody(world: &World) -> Vec<(&'static str, Option<&Person>)> {
    let mut all = vec![
        ("nobody", None),
        ("another buyer", Some(&world.b)),
        ("another shop", Some(&world.rival)),
        ("the shop's packer", Some(&world.packer)),
        ("the shop's owner", Some(&world.owner)),
    ];
    all.extend(world.staff.iter().map(|(role, person)| (role.as_str(), Some(person))));
    all
}

/// What is wrong with the answer, if anything.
fn judge(world: &World, path: &str, door: Door, who: &str, answer: &Answer) -> Option<String> {
    let code = answer.code().unwrap_or_default();
    let told = world.secrets().into_iter().find(|s| answer.body.contains(s.as_str()));
    if let Some(secret) = told.filter(|_| !works_here(door, who)) {
        return Some(format!("told {secret}"));
    }
    let turned_away = |wanted: &[&str]| {
        let status = match code.as_str() {
            "sign_in_needed" => 401,
            "forbidden" => 403,
            _ => 404,
        };
        (!wanted.contains(&code.as_str()) || answer.status != status)
            .then(|| format!("should answer {wanted:?}, said {:?}", answer.body))
    };
    let open = || {
        let shut = ["sign_in_needed", "forbidden", "cross_site", "internal"].contains(&&*code)
            || (code == "not_found" && !NOT_THERE.contains(&path));
        shut.then(|| format!("should be let in, said {code}"))
    };
    match (door, who) {
        (Door::Public, _) => open(),
        (_, "nobody") => turned_away(&["sign_in_needed"]),
        (Door::Buyer, _) if OWN.contains(&path) => open(),
        (Door::Buyer, _) => turned_away(&["not_found"]),
        (Door::Merchant(_) | Door::Staff(_), who) if works_here(door, who) => open(),
        // Another shop sees its own lists, which are without A's things, and is told nothing about these.
        (Door::Merchant(_), "another shop") if answer.status == 200 => None,
        (Door::Merchant(_), "another shop") => turned_away(&["not_found", "forbidden"]),
        (Door::Merchant(_) | Door::Staff(_), _) => turned_away(&["forbidden"]),
        (Door::Partner | Door::Probe, _) => Some("no server function is such a door".to_owned()),
    }
}

/// Everything A can look at, as she sees it.
async fn seen_by_a(world: &World) -> BTreeMap<&'static str, Value> {
    let mut seen = BTreeMap::new();
    for (path, method) in registered() {
        let hers = FUNCTIONS.iter().any(|(p, door)| *p == path && *door == Door::Buyer);
        // The checkout page draws a fresh key every time it is shown.
        let same = path != "/api/checkout/view";
        if (hers && same && method == "GET") || path == "/api/carts/view" {
            let bag = world.bag(path);
            let answer = world.stage.knock("GET", path, &world.a.cookies, &bag).await;
            if answer.status == 200 {
                let mut data = answer.data();
                if let Some(fields) = data.as_object_mut() {
                    // When she looked is no part of what she saw.
                    fields.remove("now");
                }
                seen.insert(path, data);
            }
        }
    }
    for hers in [
        "/api/orders/view",
        "/api/payments/cashier",
        "/api/addresses/list",
        "/api/favourites/list",
        "/api/carts/view",
    ] {
        assert!(seen.contains_key(hers), "A cannot look at {hers}");
    }
    seen
}

/// Fails when A sees something else than before.
async fn unchanged(world: &World, before: &BTreeMap<&'static str, Value>, after_what: &str) {
    for (path, now) in seen_by_a(world).await {
        assert_eq!(Some(&now), before.get(path), "{path} is not the same after {after_what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_something_cannot_be_asked_for_by_a_link() {
    let world = World::open().await;
    for (path, method) in registered() {
        let other = if method == "GET" { "POST" } else { "GET" };
        let answer = world.stage.knock(other, path, &world.a.cookies, &world.bag(path)).await;
        assert!([404, 405].contains(&answer.status), "{other} {path}: {}", answer.status);
    }
    let before = seen_by_a(&world).await;
    for (path, _) in registered().into_iter().filter(|(_, method)| method == "GET") {
        world.stage.knock("GET", path, &world.a.cookies, &world.bag(path)).await;
    }
    unchanged(&world, &before, "looking").await;
    world.stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_site_sends_is_refused_at_every_door() {
    let world = World::open().await;
    let (stage, a) = (&world.stage, &world.a.cookies);
    let before = seen_by_a(&world).await;
    for (path, _) in registered().into_iter().filter(|(_, method)| method == "POST") {
        let bag = world.bag(path);
        let elsewhere = "https://elsewhere.example";
        let tries = [
            ("no word where from", form(stage.bare("POST", path, a), &bag), 403),
            (
                "another origin",
                form(stage.bare("POST", path, a).header("origin", elsewhere), &bag),
                403,
            ),
            (
                "fetched cross-site",
                form(stage.bare("POST", path, a).header("sec-fetch-site", "cross-site"), &bag),
                403,
            ),
            (
                "fetched from a sister host",
                form(stage.bare("POST", path, a).header("sec-fetch-site", "same-site"), &bag),
                403,
            ),
            (
                "as JSON",
                stage.script("POST", path, a).header("content-type", "application/json").body("{}"),
                415,
            ),
            (
                "as plain text, which a foreign form can send",
                stage.script("POST", path, a).header("content-type", "text/plain").body("sku=1"),
                415,
            ),
            (
                "as an upload",
                stage
                    .script("POST", path, a)
                    .header("content-type", "multipart/form-data; boundary=x")
                    .body("--x--"),
                415,
            ),
        ];
        for (how, request, status) in tries {
            let answer = send(request).await;
            assert_eq!(answer.status, status, "{path}, {how}: {}", answer.body);
        }
    }
    unchanged(&world, &before, "what another site sent").await;
    world.stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_cannot_be_read_is_the_askers_mistake_and_not_ours() {
    let world = World::open().await;
    for (path, method) in registered() {
        let staff = &world.staff.last().unwrap().1;
        for person in [&world.a, &world.owner, staff] {
            let fields = [("quantity", "many".to_owned()), ("sku", "?".to_owned())];
            let answer = world.stage.knock(&method, path, &person.cookies, &fields).await;
            assert!(answer.status < 500, "{method} {path}: {} {}", answer.status, answer.body);
        }
    }
    world.stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_without_a_signature_is_not_believed() {
    let stage = Stage::open().await;
    let doors = ROUTES.iter().filter(|(_, door)| *door == Door::Partner);
    for (path, _) in doors {
        for provider in ["alipay", "kuaidi100", "balance", "nobody"] {
            let path = path.replace("{provider}", provider);
            let said = [("out_trade_no", "1"), ("trade_status", "TRADE_SUCCESS"), ("sign", "AAAA")];
            let answer = send(form(stage.bare("POST", &path, ""), &said)).await;
            let believed = answer.status < 400 || answer.body.contains("success");
            assert!(!believed, "{path}: {} {}", answer.status, answer.body);
            let looked = send(stage.bare("GET", &path, "")).await;
            assert_eq!(looked.status, 405, "{path}");
        }
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_back_from_paying_proves_nothing_and_leads_only_to_our_own_pages() {
    let stage = Stage::open().await;
    for path in ["/pay/return/alipay?out_trade_no=1", "/pay/return/alipay", "/pay/return/nobody"] {
        let answer = stage.page(path, "").await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.header("location").starts_with("/orders"), "{path}");
    }
    let answer = stage.page("/en/pay/return/alipay?out_trade_no=1", "").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/en/orders"));
    // Some providers send the browser back with a form from their own site.
    let elsewhere =
        stage.bare("POST", "/pay/return/alipay", "").header("origin", "https://p.example");
    let answer = send(form(elsewhere, &[("out_trade_no", "//evil.example")])).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/pay/return/alipay"));
    let elsewhere =
        stage.bare("POST", "/en/pay/return/alipay", "").header("origin", "https://p.example");
    let answer = send(form(elsewhere, &[("out_trade_no", "1")])).await;
    let back = (303, "/en/pay/return/alipay?out_trade_no=1");
    assert_eq!((answer.status, answer.header("location")), back);
    let elsewhere =
        stage.bare("POST", "/pay/return/unionpay", "").header("origin", "https://p.example");
    let answer = send(form(elsewhere, &[("respCode", "00"), ("orderId", "A1")])).await;
    let back = (303, "/pay/return/unionpay?out_trade_no=A1");
    assert_eq!((answer.status, answer.header("location")), back);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_pages_send_nobody_to_sign_in_and_strangers_away() {
    let world = World::open().await;
    let stage = &world.stage;
    for page in
        ["/account/devices", "/account/addresses", "/checkout", "/orders", "/merchant", "/desk"]
    {
        let answer = stage.page(page, "").await;
        assert_eq!(answer.status, 302, "{page}");
        let place = answer.header("location").to_owned();
        assert!(place.starts_with("/login?next="), "{page} leads to {place}");
    }
    for (console, says) in [("/merchant", "这里是商家工作台"), ("/desk", "只对平台工作人员开放")]
    {
        let shut = stage.page(console, &world.b.cookies).await;
        assert_eq!(shut.status, 403, "{console}");
        assert!(shut.body.contains(says), "{console} does not say what it is");
        assert!(shut.body.contains(&format!("/login?next={console}")), "{console} leads nowhere");
    }
    for (asked, console) in [
        ("/en/merchant", "/merchant"),
        ("/en/merchant/orders?tab=ship", "/merchant/orders?tab=ship"),
        ("/en/desk", "/desk"),
    ] {
        let answer = stage.page(asked, "").await;
        assert_eq!((answer.status, answer.header("location")), (308, console));
        assert!(answer.header("set-cookie").starts_with("lang=en; Path=/;"), "{asked}");
    }
    assert_eq!(stage.page("/en/merchants", "").await.status, 404, "not every word is a console");
    let till = stage.page("/en/pay/pur_unknown", &world.b.cookies).await;
    assert_eq!(till.header("cache-control"), "no-store", "the way back shows an old amount");
    let staff = &world.staff[0].1;
    assert_eq!(stage.page("/desk", &staff.cookies).await.status, 200);
    world.stage.end().await;
}
