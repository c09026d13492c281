//! Pictures of goods as a browser asks for them.

use crate::stage::Stage;
use crate::wire::send;
use std::collections::BTreeSet;

async fn got(stage: &Stage, path: &str) -> (u16, String, Vec<u8>) {
    let answer = stage.bare("GET", path, "").send().await.unwrap();
    let kind = answer.headers().get("content-type").map_or("", |v| v.to_str().unwrap()).to_owned();
    (answer.status().as_u16(), kind, answer.bytes().await.unwrap().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_shows_its_picture_in_every_width_and_browsers_keep_it() {
    let stage = Stage::open().await;
    let mut sizes = BTreeSet::new();
    for width in picture::WIDTHS {
        let (status, kind, bytes) = got(&stage, &format!("/pictures/{width}/teapot-5.webp")).await;
        assert_eq!((status, kind.as_str()), (200, "image/webp"), "{width}");
        assert_eq!(&bytes[8..12], b"WEBP", "{width}");
        sizes.insert(bytes.len());
    }
    assert_eq!(sizes.len(), picture::WIDTHS.len(), "the widths are different pictures");
    // The name by which the product knows it answers too.
    let answer = stage.page("/pictures/teapot-5.webp", "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("set-cookie"), "");
    let again = stage
        .bare("GET", "/pictures/teapot-5.webp", "")
        .header("if-none-match", answer.header("etag"));
    let again = send(again).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    stage.end().await;
}

#[test]
fn pages_offer_the_widths_that_are_drawn() {
    assert_eq!(ui::WIDTHS, picture::WIDTHS);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_draws_is_not_there() {
    let stage = Stage::open().await;
    for path in [
        "/pictures/dragon-1.webp",
        "/pictures/teapot-01.webp",
        "/pictures/teapot-1.png",
        "/pictures/teapot-1",
        "/pictures/teapot-1000000.webp",
        "/pictures/321/teapot-1.webp",
        "/pictures/0320/teapot-1.webp",
        "/pictures/320/art/teaset.svg",
        "/pictures/320/art/no-such-drawing.webp",
        "/pictures/320/art/..%2F..%2Fassets.webp",
        "/pictures/320/..%2F..%2Fjishi.webp",
    ] {
        assert_eq!(got(&stage, path).await.0, 404, "{path}");
    }
    assert_eq!(stage.page("/pictures/cup-1.webp", "").await.status, 200);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawing_made_by_hand_can_be_had_as_pixels() {
    let stage = Stage::open().await;
    for width in picture::WIDTHS {
        let (status, kind, bytes) =
            got(&stage, &format!("/pictures/{width}/art/teaset.webp")).await;
        assert_eq!((status, kind.as_str()), (200, "image/webp"), "{width}");
        assert_eq!(&bytes[8..12], b"WEBP", "{width}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_shelf_asked_for_at_once_is_drawn_once_and_all_get_the_same() {
    let stage = Stage::open().await;
    let paths: Vec<_> = (0..24).map(|i| format!("/pictures/160/cup-{}.webp", i % 4)).collect();
    let answers = futures::future::join_all(paths.iter().map(|path| got(&stage, path))).await;
    let mut seen = BTreeSet::new();
    for (path, (status, _, bytes)) in paths.iter().zip(answers) {
        assert_eq!(status, 200, "{path}");
        seen.insert((path.clone(), bytes));
    }
    assert_eq!(seen.len(), 4, "four cups, four pictures");
    stage.end().await;
}
