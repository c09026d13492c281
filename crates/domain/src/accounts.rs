//! People: what a login may look like, what the account pages show. No secret ever stands in these views.

use crate::Code;
use crate::id::{AccountId, AddressId, SessionId};
use crate::time::{Duration, Moment};
use serde::{Deserialize, Serialize};

/// The shortest password, in characters.
pub const PASSWORD_CHARS_MIN: usize = 8;
/// The longest password, in characters.
pub const PASSWORD_CHARS_MAX: usize = 128;
/// How many digits a payment password has.
pub const PAY_PASSWORD_DIGITS: usize = 6;
/// The longest name of a person, in characters.
pub const NAME_CHARS_MAX: usize = 40;
/// The longest login, in characters.
pub const LOGIN_CHARS_MAX: usize = 120;
/// The longest street address, in characters.
pub const DETAIL_CHARS_MAX: usize = 120;
/// How many addresses a buyer keeps at most.
pub const ADDRESSES_MAX: i64 = 20;

/// What a person signs in with, in its one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// An e-mail address, lower case.
    Email(String),
    /// An 11-digit mobile number of mainland China.
    Phone(String),
}

impl Login {
    /// Reads what was typed. Spaces around it, capital letters and a leading `+86` do not matter.
    pub fn parse(typed: &str) -> Result<Self, Code> {
        let text = typed.trim().to_lowercase();
        if text.is_empty() {
            return Err(Code::Required);
        }
        if text.chars().count() > LOGIN_CHARS_MAX {
            return Err(Code::TooLong);
        }
        if text.contains('@') {
            return email(&text).then_some(Self::Email(text)).ok_or(Code::LoginShape);
        }
        phone(&text).map(Self::Phone).map_err(|_| Code::LoginShape)
    }

    /// The one spelling.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Phone(text) => text,
        }
    }

    /// What may be shown on a screen: `l***@example.com`, `138****0000`.
    pub fn masked(&self) -> String {
        match self {
            Self::Email(text) => {
                let (name, host) = text.split_once('@').unwrap_or((text, ""));
                format!("{}***@{host}", name.chars().next().unwrap_or('*'))
            }
            Self::Phone(text) => mask_phone(text),
        }
    }
}

/// Reads an 11-digit mobile number of mainland China; spaces, dashes and `+86` do not matter.
pub fn phone(typed: &str) -> Result<String, Code> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    let good = digits.len() == 11
        && digits.starts_with('1')
        && digits.as_bytes()[1] >= b'3'
        && digits.bytes().all(|b| b.is_ascii_digit());
    good.then(|| digits.to_owned()).ok_or(Code::PhoneShape)
}

/// Reads a payment password: six digits that are neither all the same nor a run (`123456`, `987654`).
pub fn pay_password(typed: &str) -> Result<String, Code> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Code::Required);
    }
    let digits = text.as_bytes();
    if digits.len() != PAY_PASSWORD_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Code::PayPasswordShape);
    }
    let step = |by: i16| digits.windows(2).all(|w| i16::from(w[1]) - i16::from(w[0]) == by);
    if [-1, 0, 1].into_iter().any(step) {
        return Err(Code::PayPasswordPlain);
    }
    Ok(text.to_owned())
}

/// The middle of a telephone number covered: `138****0000`.
pub fn mask_phone(number: &str) -> String {
    if number.len() == 11 && number.is_ascii() {
        format!("{}****{}", &number[..3], &number[7..])
    } else {
        "****".to_owned()
    }
}

fn email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let label = |l: &str| {
        !l.is_empty()
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    !name.is_empty()
        && name.chars().all(plain)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && host.contains('.')
        && host.split('.').all(label)
}

/// For how long a device stays signed in depends on what its owner may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A consumer.
    Buyer,
    /// A member of a merchant's staff.
    Merchant,
    /// A member of the platform's staff.
    Staff,
}

impl SessionKind {
    /// How long it lives without being used.
    pub const fn idle(self) -> Duration {
        match self {
            Self::Buyer => Duration::days(14),
            Self::Merchant => Duration::hours(12),
            Self::Staff => Duration::minutes(15),
        }
    }

    /// How long it lives at most.
    pub const fn absolute(self) -> Duration {
        match self {
            Self::Buyer => Duration::days(90),
            Self::Merchant => Duration::days(7),
            Self::Staff => Duration::hours(8),
        }
    }

    /// How stale the note of its last use may become before it is written again.
    pub const fn touch_after(self) -> Duration {
        match self {
            Self::Buyer => Duration::hours(1),
            Self::Merchant => Duration::minutes(5),
            Self::Staff => Duration::minutes(1),
        }
    }

    /// The word stored for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Merchant => "merchant",
            Self::Staff => "staff",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Buyer, Self::Merchant, Self::Staff].into_iter().find(|k| k.as_str() == word)
    }
}

/// The account page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Who.
    pub id: AccountId,
    /// What they are called.
    pub name: String,
    /// What they sign in with, masked.
    pub login: String,
    /// Since when.
    pub created_at: Moment,
}

/// A signed-in device on the "my devices" page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Its id, to revoke it by.
    pub id: SessionId,
    /// What the browser calls itself, shortened: `Chrome · Windows`.
    pub device: String,
    /// The network it came from, shortened to what identifies nobody: `203.0.113.0/24`.
    pub network: String,
    /// When it signed in.
    pub created_at: Moment,
    /// When it was last used.
    pub last_seen_at: Moment,
    /// Whether it is the one asking.
    pub current: bool,
}

/// One step of a region path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The six-digit code of the administrative division (GB/T 2260).
    pub code: String,
    /// Its name.
    pub name: String,
}

/// An address of the address book. The text is a snapshot: renaming a region later changes no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressView {
    /// Its id.
    pub id: AddressId,
    /// Who receives.
    pub recipient: String,
    /// The mobile number.
    pub phone: String,
    /// The six-digit code of the district; freight zones are keyed on its beginning.
    pub region_code: String,
    /// The region in words, `浙江省 杭州市 西湖区`.
    pub region: String,
    /// Street, house, door.
    pub detail: String,
    /// Whether checkout offers it first.
    pub preferred: bool,
}

/// What was typed into the address form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressDraft {
    /// Who receives.
    pub recipient: String,
    /// The mobile number as typed.
    pub phone: String,
    /// The six-digit code of the district.
    pub region_code: String,
    /// Street, house, door.
    pub detail: String,
    /// Whether checkout shall offer it first.
    #[serde(default)]
    pub preferred: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_password_is_six_digits_that_nobody_tries_first() {
        assert_eq!(pay_password(" 258013 "), Ok("258013".into()));
        assert_eq!(pay_password("121212"), Ok("121212".into()));
        for plain in ["000000", "123456", "987654"] {
            assert_eq!(pay_password(plain), Err(Code::PayPasswordPlain), "{plain}");
        }
        for shape in ["12345", "1234567", "12a456", "１２３４５６"] {
            assert_eq!(pay_password(shape), Err(Code::PayPasswordShape), "{shape}");
        }
        assert_eq!(pay_password(""), Err(Code::Required));
    }

    #[test]
    fn a_login_has_one_spelling_however_it_is_typed() {
        let check = |typed, expect: &str| {
            assert_eq!(Login::parse(typed).map(|l| l.as_str().to_owned()), Ok(expect.to_owned()));
        };
        check(" Lin@Example.COM ", "lin@example.com");
        check("+86 138-0000-0000", "13800000000");
    }

    #[test]
    fn what_is_neither_an_address_nor_a_number_is_refused() {
        for bad in [
            "lin",
            "lin@",
            "@example.com",
            "lin@example",
            "a..b@example.com",
            "1380000",
            "l n@e.com",
        ] {
            assert_eq!(Login::parse(bad), Err(Code::LoginShape), "{bad}");
        }
        assert_eq!(Login::parse("  "), Err(Code::Required));
    }

    #[test]
    fn a_masked_login_does_not_tell_who_it_is() {
        assert_eq!(Login::Phone("13812345678".into()).masked(), "138****5678");
        assert_eq!(Login::Email("lin@example.com".into()).masked(), "l***@example.com");
    }
}
