//! Money, counts, dates and lengths of time as text. Everything comes from the arguments; the calendar is that of
//! Asia/Shanghai, which has been UTC+8 without summer time since 1991, so no time-zone database is carried.

use crate::{Locale, common};
use domain::{Currency, Duration, Moment, Money};

const MINUS: &str = "−";
const SHANGHAI_OFFSET_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The parts of a price tag: a small symbol, a big whole part, small decimals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceParts {
    /// `−` for a deduction, otherwise empty.
    pub sign: &'static str,
    /// `¥` or `$`.
    pub symbol: &'static str,
    /// The whole part with separators: `1,234`.
    pub whole: String,
    /// The point and the decimals: `.50`.
    pub fraction: String,
}

/// Takes an amount apart for a price tag.
pub fn price_parts(money: Money) -> PriceParts {
    let minor = money.minor.unsigned_abs();
    PriceParts {
        sign: if money.minor < 0 { MINUS } else { "" },
        symbol: match money.currency {
            Currency::Cny => "¥",
            Currency::Usd => "$",
        },
        whole: grouped(minor / 100),
        fraction: format!(".{:02}", minor % 100),
    }
}

/// `¥1,234.50`, `−¥20.00`: always two decimals and a true minus.
pub fn money(money: Money) -> String {
    let p = price_parts(money);
    format!("{}{}{}{}", p.sign, p.symbol, p.whole, p.fraction)
}

/// Like [`money()`], with a `+` before what comes in.
pub fn money_signed(amount: Money) -> String {
    let text = money(amount);
    if amount.minor > 0 { format!("+{text}") } else { text }
}

/// A whole number with separators: `12,345`, `−3`.
pub fn number(n: i64) -> String {
    format!("{}{}", if n < 0 { MINUS } else { "" }, grouped(n.unsigned_abs()))
}

/// A count that was not counted to its end: `7`, and `99+` when counting stopped at a hundred.
pub fn bounded(n: i64, most: i64) -> String {
    if n < most { number(n) } else { format!("{}+", number(most - 1)) }
}

/// A large count in short: `9,999`, `1.2万`, `3.4亿`; `9,999`, `12K`, `3.4M`. Cut, never rounded up: a shop has not
/// sold what it has not sold.
pub fn count(l: Locale, n: i64) -> String {
    let steps: &[(i64, &str)] = match l {
        Locale::ZhCn => &[(100_000_000, "亿"), (10_000, "万")],
        Locale::En => &[(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")],
    };
    match steps.iter().find(|(unit, _)| n >= 10_000 && n >= *unit) {
        None => number(n),
        Some((unit, word)) => {
            let (whole, tenth) = (n / unit, n % unit / (unit / 10));
            // English drops the decimal from ten of a unit on: `12K`.
            let decimal = tenth > 0 && (l == Locale::ZhCn || whole < 10);
            if decimal {
                format!("{}.{tenth}{word}", number(whole))
            } else {
                format!("{}{word}", number(whole))
            }
        }
    }
}

/// Basis points as per cent, with as many decimals as it needs: `98.6%`, `5%`, `0.25%`, `1,680%`.
pub fn percent(basis_points: i64) -> String {
    let (sign, abs) = (if basis_points < 0 { MINUS } else { "" }, basis_points.unsigned_abs());
    let whole = number((abs / 100).cast_signed());
    let decimals = format!("{:02}", abs % 100);
    match decimals.trim_end_matches('0') {
        "" => format!("{sign}{whole}%"),
        part => format!("{sign}{whole}.{part}%"),
    }
}

/// Basis points as a fraction of one, with three decimals: `0.947`.
pub fn fraction(basis_points: i64) -> String {
    let (sign, abs) = (if basis_points < 0 { MINUS } else { "" }, basis_points.unsigned_abs());
    format!("{sign}{}.{:03}", abs / 10_000, abs % 10_000 / 10)
}

/// `2026-11-24 14:30`; `Nov 24, 2026, 2:30 PM`.
pub fn date_time(l: Locale, at: Moment) -> String {
    let glue = l.pick(" ", ", ");
    format!("{}{glue}{}", date(l, at), time_of_day(l, at))
}

/// `2026-11-24`; `Nov 24, 2026`.
pub fn date(l: Locale, at: Moment) -> String {
    let c = civil(at);
    match l {
        Locale::ZhCn => format!("{}-{:02}-{:02}", c.year, c.month, c.day),
        Locale::En => format!("{} {}, {}", c.month_name(), c.day, c.year),
    }
}

/// Without the year, for things of these weeks: `11月24日 14:30`; `Nov 24, 2:30 PM`.
pub fn short_date_time(l: Locale, at: Moment) -> String {
    let glue = l.pick(" ", ", ");
    format!("{}{glue}{}", short_date(l, at), time_of_day(l, at))
}

/// `11月24日`; `Nov 24`.
pub fn short_date(l: Locale, at: Moment) -> String {
    let c = civil(at);
    match l {
        Locale::ZhCn => format!("{}月{}日", c.month, c.day),
        Locale::En => format!("{} {}", c.month_name(), c.day),
    }
}

/// `14:30`; `2:30 PM`.
pub fn time_of_day(l: Locale, at: Moment) -> String {
    let c = civil(at);
    match l {
        Locale::ZhCn => format!("{:02}:{:02}", c.hour, c.minute),
        Locale::En => {
            let hour = if c.hour % 12 == 0 { 12 } else { c.hour % 12 };
            format!("{hour}:{:02} {}", c.minute, if c.hour < 12 { "AM" } else { "PM" })
        }
    }
}

/// For `<time datetime>`: `2026-11-24T14:30:05+08:00`.
pub fn iso(at: Moment) -> String {
    let c = civil(at);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+08:00",
        c.year, c.month, c.day, c.hour, c.minute, c.second
    )
}

/// A length of time in words, the two largest units that matter: `2 天 3 小时`, `45 分钟`, `不到 1 分钟`;
/// `2 days 3 hours`, `45 minutes`, `less than a minute`. A negative length counts as none.
pub fn duration(l: Locale, length: Duration) -> String {
    let [days, hours, minutes] = units(length);
    let words = [
        (days, common::unit_days(l, days)),
        (hours, common::unit_hours(l, hours)),
        (minutes, common::unit_minutes(l, minutes)),
    ];
    join_units(l, words, " ")
}

/// Like [`duration`], for narrow places: `2天3小时`; `2d 3h`.
pub fn duration_short(l: Locale, length: Duration) -> String {
    let [days, hours, minutes] = units(length);
    let words = [
        (days, common::unit_days_short(l, days)),
        (hours, common::unit_hours_short(l, hours)),
        (minutes, common::unit_minutes_short(l, minutes)),
    ];
    join_units(l, words, l.pick("", " "))
}

/// What is left on a running clock: `01:57:42`, hours growing past 24. A negative length is `00:00:00`.
pub fn countdown(length: Duration) -> String {
    let seconds = length.as_millis().max(0) / 1_000;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Hundredths of a star with one digit behind the point: `4.9`.
pub fn stars(hundredths: i64) -> String {
    let tenths = (hundredths + 5).div_euclid(10);
    format!("{}.{}", tenths.div_euclid(10), tenths.rem_euclid(10))
}

/// A telephone number with its middle hidden: `138****8888`. Anything but eleven digits keeps its last two.
pub fn phone_masked(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    if digits.len() == 11 && digits.iter().all(char::is_ascii_digit) {
        return digits[..3].iter().chain(&['*'; 4]).chain(&digits[7..]).collect();
    }
    let kept = digits.len().saturating_sub(2);
    core::iter::repeat_n('*', 4)
        .chain(digits[kept.max(digits.len().min(2))..].iter().copied())
        .collect()
}

/// A person's name with all but its first letter hidden: `林**`, `A**`.
pub fn name_masked(name: &str) -> String {
    domain::text::name_masked(name)
}

fn units(length: Duration) -> [i64; 3] {
    let minutes = length.as_millis().max(0) / 60_000;
    [minutes / 1_440, minutes / 60 % 24, minutes % 60]
}

fn join_units(l: Locale, words: [(i64, String); 3], glue: &str) -> String {
    let Some(first) = words.iter().position(|(n, _)| *n > 0) else {
        return common::unit_moment(l).to_owned();
    };
    let kept: Vec<&str> = words[first..]
        .iter()
        .take(2)
        .filter(|(n, _)| *n > 0)
        .map(|(_, text)| text.as_str())
        .collect();
    kept.join(glue)
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Civil {
    fn month_name(&self) -> &'static str {
        usize::try_from(self.month - 1)
            .ok()
            .and_then(|i| MONTHS.get(i))
            .copied()
            .unwrap_or_default()
    }
}

/// The calendar day and wall time in Asia/Shanghai. Days are counted in eras of 400 years that begin in March, so that
/// the leap day is the last day of a year (the proleptic Gregorian calendar).
fn civil(at: Moment) -> Civil {
    let local = at.millis().saturating_add(SHANGHAI_OFFSET_MS);
    let (days, ms) = (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS));
    let since_march_year_0 = days + 719_468;
    let (era, day_of_era) =
        (since_march_year_0.div_euclid(146_097), since_march_year_0.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let seconds = ms / 1_000;
    Civil {
        year,
        month,
        day,
        hour: seconds / 3_600,
        minute: seconds / 60 % 60,
        second: seconds % 60,
    }
}
