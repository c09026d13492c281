//! From a drawing to the pixels a browser gets: WebP in four widths, each within its budget of bytes.

use resvg::{tiny_skia, usvg};

/// The widths a picture can be had in, in pixels.
pub const WIDTHS: [u32; 4] = [160, 320, 480, 800];

/// What a picture of each width may weigh at most.
const BUDGET_BYTES: [usize; 4] = [5 * 1024, 14 * 1024, 32 * 1024, 80 * 1024];
/// The qualities tried one after the other until the picture is within its budget. Gradients show bands below the first.
const QUALITIES: [f32; 4] = [90.0, 80.0, 65.0, 40.0];
/// A drawing is at most so many times as high as it is wide.
const HEIGHT_WIDTHS_MAX: f32 = 4.0;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The SVG cannot be read.
    #[error("the drawing cannot be read: {0}")]
    Drawing(#[from] usvg::Error),
    /// It has no width or height that makes sense, or the width is not one of [`WIDTHS`].
    #[error("a picture of this size is not drawn")]
    Size,
    /// The encoder refused.
    #[error("the picture cannot be written as WebP: {0}")]
    Encoder(String),
}

/// Draws `svg` in one of the [`WIDTHS`] and writes it as lossy WebP.
pub fn webp(svg: &str, width: u32) -> Result<Vec<u8>, Error> {
    let budget = WIDTHS.iter().position(|known| *known == width).ok_or(Error::Size)?;
    let (pixels, height) = pixels(svg, width)?;
    let encoder = webp::Encoder::from_rgb(&pixels, width, height);
    let mut smallest = Vec::new();
    for quality in QUALITIES {
        let mut config =
            webp::WebPConfig::new().map_err(|()| Error::Encoder("no configuration".into()))?;
        config.quality = quality;
        // The colours of small things, a red cap or a label, stay where they are drawn.
        config.use_sharp_yuv = 1;
        let written =
            encoder.encode_advanced(&config).map_err(|e| Error::Encoder(format!("{e:?}")))?;
        smallest = written.to_vec();
        if smallest.len() <= BUDGET_BYTES[budget] {
            break;
        }
    }
    Ok(smallest)
}

/// The drawing as rows of red, green and blue on a white ground.
fn pixels(svg: &str, width: u32) -> Result<(Vec<u8>, u32), Error> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default())?;
    let size = tree.size();
    if size.width() <= 0.0 || size.height() > size.width() * HEIGHT_WIDTHS_MAX {
        return Err(Error::Size);
    }
    let scale = width as f32 / size.width();
    let height = ((size.height() * scale).round() as u32).max(1);
    let mut map = tiny_skia::Pixmap::new(width, height).ok_or(Error::Size)?;
    map.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut map.as_mut());
    let rgb = map.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    Ok((rgb, height))
}

/// The drawing at 64 pixels, for holding one against the other.
#[cfg(test)]
pub fn stamp(svg: &str) -> Vec<u8> {
    pixels(svg, 64).map(|(pixels, _)| pixels).unwrap_or_default()
}
