//! Writes one page with several pictures of each kind, to be looked at: `cargo run -p picture --example tiles -- FOLDER [KIND…]`.
#![expect(
    clippy::unwrap_used,
    reason = "a page for our own eyes that cannot be written should stop"
)]

use std::fmt::Write as _;

const EACH: u64 = 6;
const WIDTH: u32 = 320;

fn main() {
    let mut given = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(given.next().unwrap());
    let wanted: Vec<String> = given.collect();
    std::fs::create_dir_all(&folder).unwrap();
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><body><style>body{margin:0;font:12px sans-serif}div{display:inline-block;position:relative}img{display:inline-block;width:160px;height:160px;margin:1px}b{position:absolute;left:4px;top:2px}</style>",
    );
    for kind in picture::kinds().filter(|k| wanted.is_empty() || wanted.iter().any(|w| w == k)) {
        let _ = write!(page, "<div><b>{kind}</b>");
        for n in 0..EACH {
            let svg = picture::svg(kind, n).unwrap();
            let name = format!("{kind}-{n}.webp");
            std::fs::write(folder.join(&name), picture::webp(&svg, WIDTH).unwrap()).unwrap();
            let _ = write!(page, "<img src={name}>");
        }
        page.push_str("</div>");
    }
    std::fs::write(folder.join("index.html"), page).unwrap();
}
