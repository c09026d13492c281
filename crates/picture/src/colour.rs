//! Colours, and the paints of a still life: what clay, cloth, wood, metal, paper and leather look like in this house.

/// Red, green and blue from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour(pub [f32; 3]);

impl Colour {
    /// From the usual six digits.
    pub fn hex(rgb: u32) -> Self {
        Self([16, 8, 0].map(|by| ((rgb >> by) & 0xff) as f32))
    }

    /// Each part moved, within what can be shown.
    pub fn shifted(self, by: [f32; 3]) -> Self {
        let mut parts = self.0;
        for (part, by) in parts.iter_mut().zip(by) {
            *part = (*part + by).clamp(0.0, 255.0);
        }
        Self(parts)
    }

    /// `share` of the other in this one.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let mut parts = self.0;
        for (part, other) in parts.iter_mut().zip(other.0) {
            *part += (other - *part) * share;
        }
        Self(parts)
    }

    /// Towards the light of the window.
    pub fn light(self, share: f32) -> Self {
        self.mix(Self([255.0, 253.0, 248.0]), share)
    }

    /// Towards the shade, which is a greenish black.
    pub fn dark(self, share: f32) -> Self {
        self.mix(Self([20.0, 30.0, 26.0]), share)
    }

    /// How light it looks, from 0 to 255.
    pub fn lightness(self) -> f32 {
        let [r, g, b] = self.0;
        0.3 * r + 0.59 * g + 0.11 * b
    }

    /// How far two colours are from another.
    pub fn far(self, other: Self) -> f32 {
        self.0.iter().zip(other.0).map(|(a, b)| (a - b) * (a - b)).sum::<f32>().sqrt()
    }

    /// A colour that is seen on this one.
    pub fn against(self) -> Self {
        if self.lightness() > 140.0 { self.dark(0.55) } else { self.light(0.72) }
    }

    /// As SVG writes it.
    pub fn text(self) -> String {
        let [r, g, b] = self.0.map(|part| part.round() as u8);
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

/// Glazed and bare clay.
pub const CLAY: &[u32] = &[
    0x8a5138, 0x5f6f52, 0x9fb8ad, 0xefe9df, 0x34506e, 0x35302e, 0xc98f6b, 0xd9c6a5, 0xb0c4cc,
    0x9c4a3c, 0xd8a7a0, 0x6e7f86, 0x7fa08a, 0x4a6a6a,
];
/// Quiet cloth.
pub const CLOTH: &[u32] = &[
    0x7d8f86, 0xc9b79c, 0x2f3e4e, 0x9c4a3c, 0xe8e0d2, 0x5b6b4a, 0xb98a92, 0x45464a, 0x86a0b5,
    0xd9a441, 0x6b4a5e, 0x4f7a78, 0xc77b58, 0x3f5f7f, 0xa9b08a,
];
/// Wood.
pub const WOOD: &[u32] = &[0xb98a5a, 0x8a6038, 0xd0ab78, 0x6b4a32, 0xc79a66, 0x9c7048];
/// Metal, bare and lacquered.
pub const METAL: &[u32] = &[0xaeb4b5, 0x8f9698, 0xc2aa72, 0xb87a55, 0x4a4e52, 0xc9cccb];
/// Steel only.
pub const STEEL: &[u32] = &[0xaeb4b5, 0x9aa2a5, 0xbfc3c3];
/// Moulded and lacquered things.
pub const SHELL: &[u32] = &[
    0xeeebe3, 0x34383c, 0x9fb7b0, 0xc0654a, 0x3f6a8a, 0xe0b356, 0xd8a0a0, 0x6b7f5a, 0xbcc4c8,
    0x7a6a86, 0xd6cbb8, 0x2f5a56,
];
/// Leather.
pub const HIDE: &[u32] =
    &[0x7a4a2c, 0x3a2c24, 0xa8703e, 0x2a2d30, 0x8a3a30, 0xc19a70, 0x4c5a4c, 0x5a4038];
/// Packing and labels.
pub const PACK: &[u32] = &[
    0x3f6f5a, 0xc0533e, 0xe0a83e, 0x2f4f6f, 0xe6dcc6, 0x8a4a5a, 0x6f8f9f, 0xd88a5a, 0x557a3f,
    0xb5a48a, 0x3a3a40, 0xd9a8a0,
];
/// Bright things for children and sport.
pub const MERRY: &[u32] =
    &[0xd9573f, 0xe9b13b, 0x3f8f6f, 0x3f7fb0, 0xe58a4a, 0x8a6fb0, 0x5fb0a8, 0xd97a9a];
/// Leaves.
pub const LEAF: &[u32] = &[0x4f7a3a, 0x6a9a4a, 0x3f6a4a, 0x86a85a, 0x5a8a6a];
/// Petals.
pub const PETAL: &[u32] =
    &[0xd9708a, 0xe9c04a, 0xe8e0ea, 0xc0506a, 0xb090c8, 0xe89a6a, 0xf0ead8, 0x8098d0];
/// Skin care and scent: pale and dark glass.
pub const POTION: &[u32] = &[
    0xd8a7a0, 0xb0c8bc, 0x8a5a34, 0xe3cfa6, 0x9fb4cc, 0x3f5a4a, 0xeee6dc, 0xc7b2d2, 0x5a3a3a,
    0x7fa5a0,
];
