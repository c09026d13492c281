//! Whole pages: a nonce of their own for every answer, kept or fresh, and nothing personal among what is kept.

use crate::stage::Stage;
use crate::wire::Answer;

/// The nonce that the policy names, after making sure that the page uses this one and no other.
fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
    let nonce = nonce.unwrap_or_else(|| panic!("no nonce in {policy:?}")).to_owned();
    let used: Vec<&str> =
        answer.body.split("nonce=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!used.is_empty(), "the page has no script of ours");
    assert!(used.iter().all(|u| *u == nonce), "{used:?} are not all {nonce}");
    nonce
}

#[tokio::test(flavor = "multi_thread")]
async fn no_two_visitors_get_the_same_nonce_even_of_a_kept_page() {
    let stage = Stage::open().await;
    let buyer = stage.buyer("a@buyer.example").await;
    let mut nonces = Vec::new();
    assert!(stage.pages.get("-|/?").is_none());
    nonces.push(nonce(&stage.page("/", "").await));
    assert!(stage.pages.get("-|/?").is_some(), "the front page is not kept");
    nonces.push(nonce(&stage.page("/", "").await));
    nonces.push(nonce(&stage.page("/", "").await));
    nonces.push(nonce(&stage.page("/", &buyer.cookies).await));
    nonces.push(nonce(&stage.page("/login", "").await));
    nonces.push(nonce(&stage.page("/no/such/page", "").await));
    let all = nonces.len();
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), all, "a nonce came twice");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_page_is_the_page_that_would_have_been_drawn() {
    let stage = Stage::open().await;
    let product = services::catalogue::home(&stage.market, false).await.unwrap().stalls[0]
        .result
        .card
        .slug
        .clone();
    for path in
        ["/".to_owned(), "/en".to_owned(), format!("/p/{product}"), format!("/en/p/{product}")]
    {
        let fresh = stage.page(&path, "").await;
        let kept = stage.page(&path, "").await;
        assert_eq!(fresh.status, 200, "{path}");
        assert!(stage.pages.get(&format!("-|{path}?")).is_some(), "{path} is not kept");
        let bare = |a: &Answer| a.body.replace(&nonce(a), "");
        assert_eq!(bare(&fresh), bare(&kept), "{path}");
        for answer in [&fresh, &kept] {
            assert_eq!(answer.header("set-cookie"), "", "{path} sets a cookie for everybody");
            assert_eq!(answer.header("cache-control"), "no-cache, private", "{path}");
        }
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_drawn_for_a_person_is_kept_for_nobody() {
    let stage = Stage::open().await;
    let buyer = stage.buyer("a@buyer.example").await;
    let hers = stage.page("/", &buyer.cookies).await;
    assert!(hers.body.contains("a@buyer.example"), "the frame names whoever is signed in");
    assert!(stage.pages.get("-|/?").is_none(), "a personal page was kept");
    let anybodys = stage.page("/", "").await;
    assert!(!anybodys.body.contains("a@buyer.example"));
    // And a kept page is not handed to a person instead of their own.
    assert!(stage.pages.get("-|/?").is_some());
    let hers = stage.page("/", &buyer.cookies).await;
    assert!(hers.body.contains("a@buyer.example"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_there_says_so_and_is_not_kept() {
    let stage = Stage::open().await;
    for path in ["/p/no-such-product", "/en/p/no-such-product", "/nowhere"] {
        assert_eq!(stage.page(path, "").await.status, 404, "{path}");
        assert!(stage.pages.get(&format!("-|{path}?")).is_none(), "{path} is kept");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_that_keep_other_sites_out() {
    let stage = Stage::open().await;
    for path in [
        "/",
        "/healthz",
        "/pkg/shop.css",
        "/api/visitor",
        "/nowhere",
        "/live",
        "/pictures/cup-1.webp",
    ] {
        let answer = stage.page(path, "").await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("'unsafe-inline'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    stage.end().await;
}
