//! Counting what is shown and opened (2.1.1), and the browsing history that takes the same way: pages from memory count too,
//! links from elsewhere do not, and reading a page writes nothing.

use crate::stage::Stage;
use crate::wire::send;
use domain::catalogue::HomePage;
use domain::fairness::{Place, day_of};
use domain::id::{MerchantId, ProductId, TypedId as _};
use services::{catalogue, favourites, tally};

/// Everything counted so far, by merchant: impressions and clicks.
async fn sums(stage: &Stage, place: Place) -> Vec<(MerchantId, i64, i64)> {
    tally::flush(&stage.market).await.unwrap();
    let now = stage.market.now();
    let days = (day_of(now) - 1, day_of(now) + 2);
    let mut reader = stage.market.store.read().await.unwrap();
    let all = reader.exposure(&domain::Scope::Public, place, days, None, 1_000, now).await.unwrap();
    all.into_iter().map(|(id, e)| (id, e.impressions, e.clicks)).collect()
}

/// How often each merchant's goods stand on the front page.
fn cards_of(home: &HomePage, merchant: &MerchantId) -> i64 {
    let rows = home.sections.iter().flat_map(|s| &s.products);
    home.stalls
        .iter()
        .map(|c| &c.result.card)
        .chain(rows)
        .filter(|c| c.merchant == *merchant)
        .count() as i64
}

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_counts_every_card_from_memory_too() {
    let stage = Stage::open().await;
    let home = catalogue::home(&stage.market, false).await.unwrap();
    let buyer = stage.buyer("a@buyer.example").await;
    // Drawn, from memory, in the other language, drawn for a person, and asked for by a page's script.
    for _ in 0..3 {
        assert_eq!(stage.page("/", "").await.status, 200);
    }
    assert!(stage.pages.get("-|/?").is_some(), "the front page is not kept");
    stage.page("/en", "").await;
    stage.page("/", &buyer.cookies).await;
    assert_eq!(stage.knock("GET", "/api/catalogue/home", "", &[]).await.status, 200);
    // Who asks for the head alone sees nothing.
    send(stage.bare("HEAD", "/", "")).await;
    for (merchant, impressions, clicks) in sums(&stage, Place::Organic).await {
        assert_eq!((impressions, clicks), (6 * cards_of(&home, &merchant), 0), "{merchant}");
    }
    for (merchant, seats, _) in sums(&stage, Place::New).await {
        let wanted = i64::from(home.new_shops.iter().any(|s| s.id == merchant));
        assert_eq!(seats, 6 * wanted, "{merchant}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_counts_as_opened_when_one_of_our_lists_led_to_it() {
    let stage = Stage::open().await;
    let card = catalogue::home(&stage.market, false).await.unwrap().stalls[0].result.card.clone();
    let path = format!("/p/{}", card.slug);
    let from = async |referer: String| {
        let request = stage.bare("GET", &path, "").header("accept", "text/html");
        let answer = send(request.header("referer", referer)).await;
        assert_eq!(answer.status, 200);
    };
    // The first is drawn, the second comes from memory.
    from(format!("{}/", stage.url)).await;
    from(format!("{}/en/c/tea?after=1", stage.url)).await;
    from(format!("{}{path}", stage.url)).await;
    from("https://elsewhere.example/".to_owned()).await;
    stage.page(&path, "").await;
    let slug = ("slug", card.slug.clone());
    stage.knock("GET", "/api/catalogue/product", "", std::slice::from_ref(&slug)).await;
    // Who asks for another region has been there before.
    stage.knock("GET", "/api/catalogue/product", "", &[slug, ("to", "330000".to_owned())]).await;
    let clicks: Vec<_> = sums(&stage, Place::Organic).await;
    for (merchant, impressions, clicks) in clicks {
        let wanted = if merchant == card.merchant { 3 } else { 0 };
        assert_eq!((impressions, clicks), (0, wanted), "{merchant}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_in_a_paid_place_is_counted_there_and_its_page_has_the_products_own_address() {
    let stage = Stage::open().await;
    let card = catalogue::home(&stage.market, false).await.unwrap().stalls[0].result.card.clone();
    let path = format!("/p/{}?place=paid", card.slug);
    // It was shown there four times.
    let shown = stage.market.tally.list(&[(card.merchant.clone(), Place::Paid)]);
    (0..4).for_each(|_| shown.again());
    let get = async |referer: String, more: (&'static str, &'static str)| {
        let request = stage.bare("GET", &path, "").header("accept", "text/html");
        send(request.header("referer", referer).header(more.0, more.1)).await
    };
    let list = format!("{}/c/tea", stage.url);
    let page = get(list.clone(), ("dnt", "1")).await;
    assert_eq!(page.status, 200);
    let head = page.body.split("</head>").next().unwrap();
    let canonical = head.split('<').find(|tag| tag.contains("canonical")).unwrap();
    assert!(canonical.contains(&format!("/p/{}\"", card.slug)), "{canonical}");
    get(list.clone(), ("dnt", "1")).await;
    // Loading it again, and coming from elsewhere, are no clicks.
    get(list, ("cache-control", "max-age=0")).await;
    get("https://elsewhere.example/".to_owned(), ("dnt", "1")).await;
    // A page's script asks by the same mark.
    let asked = [("slug", card.slug.clone()), ("place", "paid".to_owned())];
    stage.knock("GET", "/api/catalogue/product", "", &asked).await;
    let of = async |place| {
        let all = sums(&stage, place).await;
        all.into_iter().find(|(id, ..)| *id == card.merchant).map(|(_, shown, n)| (shown, n))
    };
    assert_eq!(of(Place::Paid).await, Some((4, 3)));
    assert_eq!(of(Place::Organic).await, Some((0, 0)));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_finds_what_they_looked_at_and_a_guest_leaves_no_trace() {
    let stage = Stage::open().await;
    let home = catalogue::home(&stage.market, false).await.unwrap();
    let (a, b) = (stage.buyer("a@buyer.example").await, stage.buyer("b@buyer.example").await);
    let history = async |person: &crate::people::Person| -> Vec<ProductId> {
        tally::flush(&stage.market).await.unwrap();
        let page = favourites::history(&stage.market, &person.actor(), None).await.unwrap();
        page.items.into_iter().map(|kept| kept.card.id).collect()
    };
    let [first, second] = [&home.stalls[0].result.card, &home.stalls[1].result.card];
    stage.page(&format!("/p/{}", first.slug), &a.cookies).await;
    assert_eq!(history(&a).await, std::slice::from_ref(&first.id));
    let slug = [("slug", second.slug.clone())];
    stage.knock("GET", "/api/catalogue/product", &a.cookies, &slug).await;
    stage.page(&format!("/p/{}", second.slug), "").await;
    stage.page("/p/no-such-thing", &b.cookies).await;
    assert_eq!(history(&a).await, [second.id.clone(), first.id.clone()]);
    assert_eq!(history(&b).await, []);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_heart_is_personal_and_a_kept_page_knows_nobody() {
    let stage = Stage::open().await;
    let card = catalogue::home(&stage.market, false).await.unwrap().stalls[0].result.card.clone();
    let path = format!("/p/{}", card.slug);
    let buyer = stage.buyer("a@buyer.example").await;
    let guest = stage.page(&path, "").await;
    assert!(guest.body.contains(&format!("/login?next={path}")), "a guest is led to sign in");
    let form = "action=\"/api/favourites/add\"";
    assert!(!guest.body.contains(form));
    let hers = stage.page(&path, &buyer.cookies).await;
    assert!(hers.body.contains(form), "a buyer may mark it");
    let fields = [("id", card.id.as_str()), ("next", path.as_str())];
    let answer = stage.submit("/api/favourites/add", &path, &buyer.cookies, &fields).await;
    assert_eq!((answer.status, answer.header("location")), (302, path.as_str()));
    let hers = stage.page(&path, &buyer.cookies).await;
    assert!(hers.body.contains("action=\"/api/favourites/remove\""), "it is marked");
    let list = stage.page("/account/favourites", &buyer.cookies).await;
    assert!(list.body.contains(&path) && list.status == 200);
    let guest = stage.page("/account/favourites", "").await;
    assert_eq!(guest.header("location"), "/login?next=/account/favourites");
    stage.end().await;
}
