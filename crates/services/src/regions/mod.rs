//! The administrative divisions of China: six-digit codes (GB/T 2260) with their names, three levels deep. Addresses store
//! the code of the district and a snapshot of the text; freight zones are keyed on the beginning of the code.

mod english;

pub use english::{named, written};

use domain::accounts::Region;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TEXT: &str = include_str!("regions.txt");

static REGIONS: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| TEXT.lines().filter_map(|line| line.split_once(' ')).collect());

/// The provinces, municipalities, autonomous and special regions.
pub fn provinces() -> Vec<Region> {
    REGIONS.iter().filter(|(code, _)| code.ends_with("0000")).map(region).collect()
}

/// The cities of a province, by any code inside it.
pub fn cities(code: &str) -> Vec<Region> {
    let Some(province) = code.get(..2) else { return Vec::new() };
    let found: Vec<_> = REGIONS
        .iter()
        .filter(|(c, _)| c.starts_with(province) && c.ends_with("00") && !c.ends_with("0000"))
        .map(region)
        .collect();
    if found.is_empty() { itself(&format!("{province}0000")) } else { found }
}

/// The districts of a city, by any code inside it.
pub fn districts(code: &str) -> Vec<Region> {
    let Some(city) = code.get(..4) else { return Vec::new() };
    let found: Vec<_> = REGIONS
        .iter()
        .filter(|(c, _)| c.starts_with(city) && !c.ends_with("00"))
        .map(region)
        .collect();
    if found.is_empty() { itself(&format!("{city}00")) } else { found }
}

/// The path from the province down to a place that has no divisions of its own; `None` for anything else.
pub fn path(code: &str) -> Option<Vec<Region>> {
    if !districts(code).iter().any(|r| r.code == code) {
        return None;
    }
    let steps = [format!("{}0000", &code[..2]), format!("{}00", &code[..4]), code.to_owned()];
    let mut path: Vec<Region> = steps.iter().flat_map(|c| itself(c)).collect();
    path.dedup_by(|a, b| a.code == b.code || a.name == b.name);
    // The city level of a municipality has no name of its own.
    path.retain(|r| !matches!(r.name.as_str(), "市辖区" | "县"));
    Some(path)
}

/// The province, city and district that a code stands for, as codes; an empty text for what it leaves open. A place that is
/// not divided further stands for the levels below it too.
pub fn levels(code: &str) -> [String; 3] {
    let mut levels = [const { String::new() }; 3];
    if itself(code).is_empty() {
        return levels;
    }
    let (province, city) = (format!("{}0000", &code[..2]), format!("{}00", &code[..4]));
    let undivided = cities(code).iter().all(|c| c.code == province);
    if code != province || undivided {
        let whole = districts(code).iter().all(|d| d.code == city);
        if code != city || whole {
            levels[2] = code.to_owned();
        }
        levels[1] = city;
    }
    levels[0] = province;
    levels
}

fn itself(code: &str) -> Vec<Region> {
    REGIONS.get_key_value(code).map(region).into_iter().collect()
}

fn region((code, name): (&&'static str, &&'static str)) -> Region {
    Region { code: (*code).to_owned(), name: (*name).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_has_a_path_and_a_city_with_districts_has_none() {
        let names = |code| path(code).map(|p| p.into_iter().map(|r| r.name).collect::<Vec<_>>());
        let check = |code, expect: &[&str]| {
            assert_eq!(
                names(code),
                Some(expect.iter().map(|s| (*s).to_owned()).collect()),
                "{code}"
            );
        };
        check("330106", &["浙江省", "杭州市", "西湖区"]);
        check("110105", &["北京市", "朝阳区"]);
        check("441900", &["广东省", "东莞市"]);
        check("710000", &["台湾省"]);
        for bad in ["330100", "33", "", "999999", "33010", "集集"] {
            assert_eq!(names(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_choice_on_any_level_says_what_is_known_and_what_is_open() {
        let check = |code, expect: [&str; 3]| assert_eq!(levels(code), expect, "{code}");
        check("330000", ["330000", "", ""]);
        check("330100", ["330000", "330100", ""]);
        check("330106", ["330000", "330100", "330106"]);
        check("110100", ["110000", "110100", ""]);
        check("110105", ["110000", "110100", "110105"]);
        check("441900", ["440000", "441900", "441900"]);
        check("710000", ["710000", "710000", "710000"]);
        check("", ["", "", ""]);
        check("999999", ["", "", ""]);
    }

    #[test]
    fn every_province_has_cities_and_every_city_districts() {
        assert_eq!(provinces().len(), 34);
        for province in provinces() {
            for city in cities(&province.code) {
                assert!(!districts(&city.code).is_empty(), "{city:?}");
            }
        }
    }
}
