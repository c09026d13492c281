//! What a shopkeeper may rely on: every kind is drawn, always alike, no two goods alike, small enough, and nothing else answers.

use super::{N_MAX, WIDTHS, kinds, named, svg, webp};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

fn mark(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn every_kind_of_good_has_its_drawing_and_no_two_share_a_name() {
    let all: Vec<_> = kinds().collect();
    assert!(all.len() >= 120, "{} kinds", all.len());
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    for kind in all {
        for n in 0..40 {
            let text = svg(kind, n).unwrap();
            assert!(text.len() < 12_000, "{kind}-{n} is {} bytes", text.len());
            assert!(!text.contains("NaN") && !text.contains("inf"), "{kind}-{n}: {text}");
            assert!(!text.contains("<text"), "{kind}-{n} has letters in it");
        }
    }
}

#[test]
fn the_same_good_looks_the_same_every_day() {
    for kind in kinds() {
        assert_eq!(svg(kind, 7), svg(kind, 7), "{kind}");
    }
    let picture = |kind, width| webp(&svg(kind, 7).unwrap(), width).unwrap();
    assert_eq!(picture("teapot", 320), picture("teapot", 320));
    assert_ne!(picture("teapot", 320), picture("teapot", 160));
}

#[test]
fn a_hundred_thousand_goods_of_one_kind_have_a_hundred_thousand_drawings() {
    let drawings: HashSet<_> =
        (0..100_000).map(|n| mark(svg("tin", n).unwrap().as_bytes())).collect();
    assert_eq!(drawings.len(), 100_000);
}

#[test]
fn goods_of_one_kind_differ_even_as_small_as_a_stamp() {
    for kind in ["bottle", "shirt"] {
        let stamps: HashSet<_> =
            (0..1_000).map(|n| mark(&crate::raster::stamp(&svg(kind, n).unwrap()))).collect();
        assert_eq!(stamps.len(), 1_000, "{kind}");
    }
}

#[test]
fn pictures_are_light_enough_for_a_phone() {
    for (i, kind) in kinds().enumerate().step_by(3) {
        let drawing = svg(kind, i as u64 * 31).unwrap();
        for (width, most) in [(800, 80 * 1024), (320, 14 * 1024)] {
            let picture = webp(&drawing, width).unwrap();
            assert!(picture.len() <= most, "{kind} is {} bytes at {width}", picture.len());
            assert_eq!(&picture[8..12], b"WEBP");
        }
    }
}

#[test]
fn only_true_names_are_answered() {
    assert_eq!(named("teapot-0"), Some(("teapot", 0)));
    assert_eq!(named("fruit-round-12"), Some(("fruit-round", 12)));
    assert_eq!(named(&format!("bike-helmet-{N_MAX}")), Some(("bike-helmet", N_MAX)));
    let beyond = format!("teapot-{}", N_MAX + 1);
    for bad in [
        "",
        "-",
        "teapot",
        "teapot-",
        "teapot--1",
        "teapot-01",
        "teapot-+1",
        "teapot-1 ",
        "teapot-1.webp",
        "Teapot-1",
        "dragon-1",
        "../teapot-1",
        "teapot-١",
        "fruit-1",
        "teapot-99999999999999999999",
        &beyond,
    ] {
        assert_eq!(named(bad), None, "{bad:?}");
    }
    assert_eq!(svg("dragon", 1), None);
    assert!(webp(&svg("cup", 1).unwrap(), 321).is_err());
    assert!(webp("<svg", WIDTHS[0]).is_err());
}

#[test]
fn the_drawn_by_hand_can_be_had_in_all_widths_too() {
    let wall = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/art");
    for name in ["teaset", "hero", "zisha", "shop-cha"] {
        let drawing = std::fs::read_to_string(format!("{wall}/{name}.svg")).unwrap();
        for width in WIDTHS {
            assert!(!webp(&drawing, width).unwrap().is_empty(), "{name} at {width}");
        }
    }
}
