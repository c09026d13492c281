//! Addresses as people type, cut and share them.

use super::*;

const SHOP: &str = "mer_00000000000000000000000007";

fn read(pairs: &[(&str, &str)]) -> Ask {
    Ask::read(pairs.iter().copied())
}

#[test]
fn an_address_says_what_is_wanted() {
    let ask = read(&[
        ("q", " 茶具 "),
        ("sort", "price_up"),
        ("from", "40"),
        ("to", "700.5"),
        ("f.craft", "青瓷"),
        ("f.craft", "紫砂"),
        ("f.craft", "青瓷"),
        ("service", "in_stock"),
        ("service", "in_stock"),
        ("service", "gift_wrap"),
        ("category", "tea"),
        ("shop", SHOP),
        ("after", "x.1"),
    ]);
    assert_eq!((ask.words.as_str(), ask.sort), ("茶具", Sort::PriceUp));
    assert_eq!((ask.from, ask.to), (Some(4_000), Some(70_050)));
    assert_eq!(ask.facets.len(), 2);
    assert!(ask.ticked("craft", "紫砂") && !ask.ticked("origin", "紫砂"));
    assert_eq!(ask.services, [Service::InStock]);
    assert_eq!((ask.category.as_deref(), ask.shop.clone()), (Some("tea"), SHOP.parse().ok()));
    assert_eq!((ask.filters(), ask.after.as_deref()), (6, Some("x.1")));
    assert_eq!(Ask::read(ask.pairs()), ask, "a link made from a question asks the same");
    assert_eq!(ask.unfiltered().pairs().len(), 2);
}

#[test]
fn what_cannot_be_read_is_as_if_it_were_not_there() {
    for price in ["-5", "1e9", "12.345", "9999999999", "４０", "1.", "."] {
        let ask = read(&[("from", price)]);
        let expect = if price == "1." { Some(100) } else { None };
        assert_eq!(ask.from, expect, "{price}");
    }
    assert_eq!(
        read(&[("sort", "favourites"), ("q", ""), ("page", "7"), ("shop", "tea")]),
        Ask::default()
    );
    let long = "茶".repeat(500);
    assert_eq!(read(&[("q", long.as_str())]).words.chars().count(), WORDS_CHARS_MAX);
    let many: Vec<_> = (0..99).map(|n| ("f.craft".to_owned(), n.to_string())).collect();
    assert_eq!(Ask::read(many).facets.len(), FACETS_MAX);
}

#[test]
fn prices_the_wrong_way_round_are_turned() {
    let ask = read(&[("from", "700"), ("to", "40")]);
    assert_eq!((ask.from, ask.to), (Some(4_000), Some(70_000)));
    assert_eq!((as_typed(4_000), as_typed(70_050)), ("40".to_owned(), "700.50".to_owned()));
}
