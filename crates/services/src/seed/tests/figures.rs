//! The figure behind what a page says.

use super::super::facts::figure;
use super::data;

fn read(key: &str, text: &str) -> Option<i64> {
    let data = data();
    let fact = data.dictionary.facts.iter().find(|fact| fact.key == key).unwrap();
    figure(fact, text)
}

#[test]
fn a_litre_is_a_thousand_millilitres_wherever_it_stands_in_the_sentence() {
    assert_eq!(read("capacity", "1.5 L"), Some(1_500_000));
    assert_eq!(read("capacity", "约 280 毫升"), Some(280_000));
    assert_eq!(read("capacity", "头围 56 cm，350 ml"), Some(350_000));
    assert_eq!(read("net", "2.5 kg"), Some(2_500_000));
    assert_eq!(read("power", "2 × 20 W"), Some(20_000));
    assert_eq!(read("shelf_life", "18 个月"), Some(540_000));
    assert_eq!(read("shelf_life", "常温 20 天，冷藏 40 天"), Some(20_000));
}

#[test]
fn words_without_a_figure_are_no_number() {
    assert_eq!(read("shelf_life", "符合贮存条件可长期保存"), None);
    assert_eq!(read("capacity", "12 月"), None);
    assert_eq!(read("length", "20 mm"), None);
}
