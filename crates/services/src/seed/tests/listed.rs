//! A catalogue that somebody brings is looked through before it is written.

use super::super::listed::Catalogue;
use super::OPENED_AT;

fn read(products: &str) -> Result<Catalogue, String> {
    Catalogue::read(products).map_err(|error| error.to_string())
}

const CUP: &str = r#"{"name": "Cup", "slug": "cup", "category": "Cups", "brand": "Kiln",
    "image": "https://elsewhere.example/cup.jpg",
    "variants": [{"sku": "c-s", "size": "S", "price": 1250, "stock": 4},
                 {"sku": "c-l", "size": "L", "price": 1900, "stock": 0}]}"#;

#[test]
fn a_product_with_two_sizes_comes_in_with_both_prices() {
    for file in [format!("[{CUP}]"), format!(r#"{{"products": [{CUP}]}}"#)] {
        let listed = read(&file).unwrap();
        let made: Vec<_> = listed.goods(OPENED_AT).map(|made| made.unwrap().product).collect();
        let cup = &made[0];
        let skus: Vec<_> = cup.skus.iter().map(|s| (s.price.minor, s.on_hand)).collect();
        assert_eq!(skus, [(1250, 4), (1900, 0)]);
        assert_eq!(cup.specs[0].values[1].zh, "L");
        // A picture from elsewhere is not fetched; a drawing stands in.
        assert_eq!(cup.pictures, ["/pictures/box-0.webp"]);
        let shops = listed.merchants(OPENED_AT);
        assert_eq!((shops[0].slug.as_str(), &shops[0].id), ("kiln-1", &cup.merchant));
        assert_eq!(listed.categories(OPENED_AT)[0].id, cup.category);
        assert_eq!(listed.freight_templates(OPENED_AT).unwrap()[0].id, cup.freight);
    }
}

#[test]
fn a_catalogue_with_a_fault_names_the_product_and_is_not_taken() {
    let faults = [
        ("1250", "0", "price"),
        ("\"cup\"", "\"Cup!\"", "slug"),
        ("c-l", "c-s", "twice"),
        ("\"Cups\"", "\" \"", "category"),
        ("4}", "-1}", "stock"),
    ];
    for (good, bad, word) in faults {
        let said = read(&format!("[{}]", CUP.replace(good, bad))).err().unwrap();
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(read("[]").is_err() && read("{}").is_err() && read(&format!("[{CUP},{CUP}]")).is_err());
}
