//! The two languages of the house.

use serde::{Deserialize, Serialize};

/// A language with its habits of writing figures and dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// Simplified Chinese, the first language of the house.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The language tag, for `lang`, `hreflang`, cookies and the account row.
    pub const fn code(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    /// The path that shop pages of the language start with: empty, or `/en`.
    pub const fn base(self) -> &'static str {
        self.pick("", "/en")
    }

    /// What the language calls itself.
    pub const fn own_name(self) -> &'static str {
        self.pick("中文", "English")
    }

    /// The language one can change to.
    pub const fn other(self) -> Self {
        match self {
            Self::ZhCn => Self::En,
            Self::En => Self::ZhCn,
        }
    }

    /// Reads a language tag as stored or as a browser sends it (`zh`, `zh-Hans-CN`, `en-GB`); case does not matter.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Some(Self::ZhCn)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// The text that belongs to this language.
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::ZhCn => zh,
            Self::En => en,
        }
    }
}
