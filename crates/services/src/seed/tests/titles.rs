//! What lists can be narrowed by: one title for one meaning.

use super::{data, maker};
use domain::catalogue::Words;
use domain::id::TypedId as _;
use domain::listing::AttributeDef;
use std::collections::{BTreeMap, BTreeSet};

/// The goods of this many numbers are looked at: those written by hand, and every recipe more than once.
const LOOKED_AT: u64 = 2_500;

#[test]
fn no_category_offers_two_filters_of_one_title() {
    let data = data();
    let maker = maker(&data);
    let offered = |def: &AttributeDef| def.filter.then(|| def.name.clone());
    let mut titles: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    let mut put = |category: &str, name: &Words| {
        let pair = (name.zh.clone(), name.en.clone());
        titles.entry(category.to_owned()).or_default().insert(pair);
    };
    for row in maker.categories().unwrap() {
        let names = row.template.attributes.iter().filter_map(offered);
        names.for_each(|name| put(row.id.as_str(), &name));
    }
    for made in maker.goods(0..LOOKED_AT) {
        let product = made.unwrap().product;
        product.specs.iter().for_each(|spec| put(product.category.as_str(), &spec.name));
    }
    // What has one name in both languages is one filter; what shares the name in one of them only would look like two.
    for (category, names) in titles {
        let zh: BTreeSet<_> = names.iter().map(|(zh, _)| zh).collect();
        let en: BTreeSet<_> = names.iter().map(|(_, en)| en).collect();
        assert!(zh.len() == names.len() && en.len() == names.len(), "{category}: {names:?}");
    }
}
