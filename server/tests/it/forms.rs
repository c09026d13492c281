//! Forms without scripts: what was typed is there again beside what is wrong with it, for whoever typed it and for nobody
//! else, and a secret is never among it.

use crate::stage::Stage;
use crate::wire::Answer;
use domain::catalogue::{ProductPage, SkuView};

/// The first cookie of that name which an answer sets, as a browser sends it back.
fn cookie(answer: &Answer, name: &str) -> String {
    let set = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap());
    let found = set.filter_map(|text| text.split(';').next()).find(|c| c.starts_with(name));
    found.unwrap_or_else(|| panic!("no cookie {name}")).to_owned()
}

/// Follows the way back to the form after an error.
async fn back(stage: &Stage, posted: &Answer, form: &str, cookies: &str) -> Answer {
    assert_eq!(posted.status, 302, "{}", posted.body);
    let place = posted.header("location").replace(&stage.url, "");
    assert!(place.starts_with(form), "{place} is not {form}");
    stage.page(&place, cookies).await
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_an_account_with_mistakes_keeps_what_was_typed_but_not_the_password() {
    let stage = Stage::open().await;
    for form in ["/register", "/en/register"] {
        let typed = [
            ("login", "not-a-login-\"<b>"),
            ("name", "林知夏 & Söhne"),
            ("password", "a secret of 22 letters"),
            ("accept", "1"),
        ];
        let posted = stage.submit("/api/accounts/register", form, "", &typed).await;
        let draft = cookie(&posted, "__Host-draft");
        let page = back(&stage, &posted, form, &draft).await;
        assert!(page.body.contains("value=\"林知夏 &amp; Söhne\""), "the name is gone");
        // The quotation mark does not end the attribute: what was typed stays a text.
        assert!(page.body.contains("value=\"not-a-login-&quot;"), "the login is gone");
        assert!(page.body.contains("aria-invalid=\"true\""), "nothing says which field is wrong");
        assert!(!page.body.contains("a secret of 22 letters"), "the password came back");
        let place = posted.header("location");
        assert!(!place.contains("secret"), "the password stands in the address: {place}");
        // The same address in another browser shows an empty form.
        let other = back(&stage, &posted, form, "").await;
        assert!(!other.body.contains("Söhne"), "somebody else read it");
        let other = back(&stage, &posted, form, "__Host-draft=guessed").await;
        assert!(!other.body.contains("Söhne"), "somebody else read it");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_is_mended_and_not_typed_again() {
    let stage = Stage::open().await;
    let buyer = stage.buyer("a@buyer.example").await;
    let form = "/account/addresses";
    let typed = [
        ("recipient", "林知夏"),
        ("phone", "138"),
        ("region_code", "330106"),
        ("detail", "示例路 18 号"),
    ];
    let posted = stage.submit("/api/addresses/save", form, &buyer.cookies, &typed).await;
    let cookies = format!("{}; {}", buyer.cookies, cookie(&posted, "__Host-draft"));
    let page = back(&stage, &posted, form, &cookies).await;
    for text in ["林知夏", "138", "示例路 18 号"] {
        assert!(page.body.contains(&format!("value=\"{text}\"")), "{text} is gone");
    }
    let mended = [typed[0], ("phone", "13800001234"), typed[2], typed[3]];
    let saved = stage.submit("/api/addresses/save", form, &cookies, &mended).await;
    assert_eq!((saved.status, saved.header("location")), (302, form));
    let page = stage.page(form, &cookies).await;
    assert!(page.body.contains("13800001234") && page.body.contains("示例路 18 号"));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_without_scripts_ends_on_a_page_and_never_on_bare_data() {
    let stage = Stage::open().await;
    let page = services::catalogue::home(&stage.market, false).await.unwrap();
    let goods = services::catalogue::product(&stage.market, &page.stalls[0].result.card.slug)
        .await
        .unwrap();
    let choice: Vec<String> = goods.skus[0].choice.iter().map(ToString::to_string).collect();
    let mut fields = vec![("product", goods.slug.as_str()), ("quantity", "1")];
    fields
        .extend(["choice_0", "choice_1", "choice_2"].into_iter().zip(choice.iter().map(|c| &**c)));
    let from = format!("/p/{}", goods.slug);
    let added = stage.submit("/api/carts/add", &from, "", &fields).await;
    assert_eq!(
        (added.status, added.header("location")),
        (302, &*format!("/cart?added={}&n=1", goods.skus[0].id))
    );
    let cart = stage.page("/cart", &cookie(&added, "__Host-cart")).await;
    assert!(cart.body.contains(&goods.name.zh), "the cart is empty");
    let cart = stage.page(added.header("location"), &cookie(&added, "__Host-cart")).await;
    assert!(cart.body.contains("已加入购物车："), "nothing says what was put in");
    stage.end().await;
}

/// The first product on the front page.
async fn some_goods(stage: &Stage) -> ProductPage {
    let page = services::catalogue::home(&stage.market, false).await.unwrap();
    let slug = &page.stalls[0].result.card.slug;
    services::catalogue::product(&stage.market, slug).await.unwrap()
}

/// A choice as the radio buttons of a product page send it.
fn choice_of(sku: &SkuView) -> Vec<(&'static str, String)> {
    let names = ["choice_0", "choice_1", "choice_2"];
    names.into_iter().zip(sku.choice.iter().map(ToString::to_string)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_none_is_told_at_its_line_of_the_cart() {
    let stage = Stage::open().await;
    let goods = some_goods(&stage).await;
    let choice = choice_of(&goods.skus[0]);
    let mut fields = vec![("product", goods.slug.as_str()), ("quantity", "1")];
    fields.extend(choice.iter().map(|(name, n)| (*name, n.as_str())));
    let added = stage.submit("/api/carts/add", "/p/x", "", &fields).await;
    let cart = cookie(&added, "__Host-cart");
    let sku = goods.skus[0].id.to_string();
    for (form, says) in
        [("/cart", "数量请填 1 到 99 的整数"), ("/en/cart", "whole number from 1 to 99")]
    {
        for typed in ["abc", "", "0", "-3", "1000"] {
            let fields = [("sku", sku.as_str()), ("quantity", typed)];
            let posted = stage.submit("/api/carts/set", form, &cart, &fields).await;
            let cookies = format!("{cart}; {}", cookie(&posted, "__Host-draft"));
            let page = back(&stage, &posted, form, &cookies).await;
            assert_eq!(page.status, 200);
            assert_eq!(page.body.matches(says).count(), 1, "{typed:?} at {form}");
            assert!(page.body.contains("aria-invalid=\"true\""), "{typed:?} at {form}");
            let kept = format!("name=\"quantity\" value=\"{typed}\"");
            assert!(page.body.contains(&kept) || typed.is_empty(), "{typed:?} is gone at {form}");
            // A second mistake takes the place of the first in the address.
            let from = posted.header("location").replace(&stage.url, "");
            let again = stage.submit("/api/carts/set", &from, &cookies, &fields).await;
            assert_eq!(again.header("location").matches("__err=").count(), 1);
        }
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_freight_keeps_what_was_chosen() {
    let stage = Stage::open().await;
    let page = services::catalogue::home(&stage.market, false).await.unwrap();
    for card in page.stalls.iter().map(|s| &s.result.card) {
        let goods = services::catalogue::product(&stage.market, &card.slug).await.unwrap();
        let Some(last) = goods.skus.last().filter(|_| goods.skus.len() > 1) else { continue };
        let asked: Vec<String> =
            choice_of(last).iter().map(|(name, n)| format!("{name}={n}")).collect();
        let path = format!("/p/{}?{}&quantity=3&to=330000", goods.slug, asked.join("&"));
        let shown = stage.page(&path, "").await;
        for (name, n) in choice_of(last) {
            let radio = format!("name=\"{name}\" value=\"{n}\" checked");
            assert!(shown.body.contains(&radio), "{path}: {radio}");
        }
        assert!(
            shown
                .body
                .contains("name=\"quantity\" type=\"number\" inputmode=\"numeric\" value=\"3\"")
        );
        assert!(shown.body.contains("value=\"330000\" selected"), "the province is gone");
        stage.end().await;
        return;
    }
    panic!("no goods with a choice");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_region_is_chosen_step_by_step_without_a_word_of_blame() {
    let stage = Stage::open().await;
    let buyer = stage.buyer("a@buyer.example").await;
    let steps = [
        vec![("province", "330000")],
        vec![("province", "330000"), ("city", "330100")],
        // Back to another province: the city and the district of the old one are no answer any more.
        vec![("province", "320000"), ("city", "330100"), ("region_code", "330106")],
    ];
    let (mut from, mut cookies) = ("/en/account/addresses".to_owned(), buyer.cookies.clone());
    for (step, next) in steps.iter().zip(["330100", "330106", "320100"]) {
        let mut fields = vec![("recipient", "林知夏"), ("step", "1")];
        fields.extend(step);
        let posted = stage.submit("/api/addresses/save", &from, &cookies, &fields).await;
        if posted.headers.contains_key("set-cookie") {
            cookies = format!("{}; {}", buyer.cookies, cookie(&posted, "__Host-draft"));
        }
        assert_eq!(posted.status, 302, "{}", posted.body);
        from = posted.header("location").split('#').next().unwrap().replace(&stage.url, "");
        assert_eq!(from.matches('=').count(), 1, "the address grows: {from}");
        let page = stage.page(&from, &cookies).await;
        assert!(page.body.contains(&format!("value=\"{next}\"")), "no {next} after {step:?}");
        assert!(page.body.contains("value=\"林知夏\""), "what was typed is gone");
        assert!(!page.body.contains("role=\"alert\""), "blamed after {step:?}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_out_cannot_be_pressed_and_says_why() {
    let stage = Stage::open().await;
    let mut seen = Vec::new();
    // All of the one is gone, and one kind of the other.
    for (slug, says) in [("pea-shoots", "sold out for now"), ("clay-lid-rest", "choose another")] {
        let goods = services::catalogue::product(&stage.market, slug).await.unwrap();
        for sku in &goods.skus {
            let gone = sku.available <= 0;
            let asked: Vec<String> =
                choice_of(sku).iter().map(|(name, n)| format!("{name}={n}")).collect();
            let page = stage.page(&format!("/en/p/{slug}?{}", asked.join("&")), "").await;
            let buttons = page.body.split("<button").filter(|b| b.contains("name=\"then\""));
            let dead = buttons.map(|b| b.split('>').next().unwrap().contains(" disabled"));
            assert_eq!(dead.collect::<Vec<_>>(), [gone; 3], "{slug} {:?}", sku.choice);
            let why = page.body.split("id=\"why-not\"").nth(1).unwrap();
            let why = why.split("</p>").next().unwrap();
            assert_eq!(why.contains(says), gone, "{slug}: {why}");
            seen.push(gone);
        }
    }
    assert!(seen.contains(&true) && seen.contains(&false), "{seen:?}");
    stage.end().await;
}
