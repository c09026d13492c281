//! Forms without scripts: what was typed is there again beside what is wrong with it, for whoever typed it and for nobody
//! else, and a secret is never among it.

use crate::stage::Stage;
use crate::wire::Answer;

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
    assert_eq!((added.status, added.header("location")), (302, "/cart?added"));
    let cart = stage.page("/cart", &cookie(&added, "__Host-cart")).await;
    assert!(cart.body.contains(&goods.name.zh), "the cart is empty");
    stage.end().await;
}
