//! Prints what one picture costs: milliseconds to draw, pixels and bytes for each width. `cargo run --release -p picture --example figures`.
#![expect(clippy::unwrap_used, reason = "figures of pictures that cannot be drawn are no figures")]

use std::time::Instant;

fn main() {
    let drawings: Vec<String> =
        picture::kinds().map(|kind| picture::svg(kind, 5).unwrap()).collect();
    let text = drawings.iter().map(String::len).sum::<usize>() / drawings.len();
    println!("{} kinds, {text} bytes of SVG on average", drawings.len());
    for width in picture::WIDTHS {
        let start = Instant::now();
        let sizes: Vec<usize> =
            drawings.iter().map(|svg| picture::webp(svg, width).unwrap().len()).collect();
        let each = start.elapsed().as_micros() as f64 / 1000.0 / drawings.len() as f64;
        let (sum, most) = (sizes.iter().sum::<usize>(), sizes.iter().max().unwrap());
        println!(
            "{width:>4} px: {each:.1} ms, {} bytes on average, {most} at most",
            sum / sizes.len()
        );
    }
}
