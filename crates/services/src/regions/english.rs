//! How regions are written on English pages: provinces by the names the world knows, what lies in them by sound. It stays on the
//! server; an address keeps the words it was typed with, and only what is shown changes.

use domain::accounts::Region;
use pinyin::ToPinyin as _;

/// The names that English has of its own, by the Chinese ones; the others are written by sound.
const KNOWN: [(&str, &str); 44] = [
    ("北京市", "Beijing"),
    ("天津市", "Tianjin"),
    ("河北省", "Hebei"),
    ("山西省", "Shanxi"),
    ("内蒙古自治区", "Inner Mongolia"),
    ("上海市", "Shanghai"),
    ("广西壮族自治区", "Guangxi"),
    ("重庆市", "Chongqing"),
    ("西藏自治区", "Tibet"),
    ("陕西省", "Shaanxi"),
    ("宁夏回族自治区", "Ningxia"),
    ("新疆维吾尔自治区", "Xinjiang"),
    ("香港特别行政区", "Hong Kong"),
    ("澳门特别行政区", "Macao"),
    ("呼和浩特市", "Hohhot"),
    ("包头市", "Baotou"),
    ("鄂尔多斯市", "Ordos"),
    ("呼伦贝尔市", "Hulunbuir"),
    ("哈尔滨市", "Harbin"),
    ("齐齐哈尔市", "Qiqihar"),
    ("拉萨市", "Lhasa"),
    ("日喀则市", "Shigatse"),
    ("乌鲁木齐市", "Urumqi"),
    ("克拉玛依市", "Karamay"),
    ("吐鲁番市", "Turpan"),
    ("喀什地区", "Kashgar"),
    ("六安市", "Lu'an"),
    ("六合区", "Luhe"),
    ("乐清市", "Yueqing"),
    ("番禺区", "Panyu"),
    ("铅山县", "Yanshan"),
    ("尉犁县", "Yuli"),
    ("台州市", "Taizhou"),
    ("丽水市", "Lishui"),
    ("东阿县", "Dong'e"),
    ("大城县", "Daicheng"),
    ("浚县", "Xun Xian"),
    ("荥阳市", "Xingyang"),
    ("会稽区", "Kuaiji"),
    ("单县", "Shan Xian"),
    ("蔚县", "Yu Xian"),
    ("牟平区", "Muping"),
    ("中牟县", "Zhongmu"),
    ("莘县", "Shen Xian"),
];

/// Signs that sound otherwise in the names of places than in most words.
const SOUNDS: [(char, &str); 9] = [
    ('长', "chang"),
    ('都', "du"),
    ('厦', "xia"),
    ('朝', "chao"),
    ('重', "chong"),
    ('乐', "le"),
    ('六', "liu"),
    ('行', "xing"),
    ('埠', "bu"),
];

/// What kind of place it is, which English leaves out. The longer ones first.
const KINDS: [&str; 10] =
    ["自治区", "自治州", "自治县", "特别行政区", "地区", "省", "市", "区", "县", "盟"];

/// The region with its English name, when that is wanted.
pub fn named(region: Region, english: bool) -> Region {
    if english { Region { name: in_english(&region.name), ..region } } else { region }
}

/// What an address shows as its region: the words it was typed with, or the path of its code in English. A code nobody knows
/// any more keeps its words.
pub fn written(code: &str, words: &str, english: bool) -> String {
    let path = english.then(|| super::path(code)).flatten();
    path.map_or_else(
        || words.to_owned(),
        |path| path.iter().map(|r| in_english(&r.name)).collect::<Vec<_>>().join(" · "),
    )
}

/// One name in English.
fn in_english(name: &str) -> String {
    if let Some((_, english)) = KNOWN.iter().find(|(chinese, _)| *chinese == name) {
        return (*english).to_owned();
    }
    // A name of one sign keeps its kind: nobody would know "He" for 和县.
    let bare = KINDS.iter().find_map(|kind| name.strip_suffix(kind));
    let bare = bare.filter(|bare| bare.chars().count() > 1);
    let mut written = String::new();
    for sign in bare.unwrap_or(name).chars() {
        let sound = SOUNDS.iter().find(|(c, _)| *c == sign).map(|(_, sound)| *sound);
        let Some(sound) = sound.or_else(|| sign.to_pinyin().map(pinyin::Pinyin::plain)) else {
            written.push(sign);
            continue;
        };
        // Xi'an is two syllables, and xian one.
        if !written.is_empty() && sound.starts_with(['a', 'e', 'o']) {
            written.push('\'');
        }
        written.push_str(&sound.replace('ü', "v"));
    }
    let mut letters = written.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_page_writes_regions_as_the_world_knows_them() {
        let check = |code, expect| assert_eq!(written(code, "?", true), expect, "{code}");
        check("440305", "Guangdong · Shenzhen · Nanshan");
        check("330106", "Zhejiang · Hangzhou · Xihu");
        check("110105", "Beijing · Chaoyang");
        check("610102", "Shaanxi · Xi'an · Xincheng");
        check("350203", "Fujian · Xiamen · Siming");
        check("430102", "Hunan · Changsha · Furong");
        assert_eq!(written("330106", "浙江省 杭州市 西湖区", false), "浙江省 杭州市 西湖区");
        assert_eq!(written("999999", "旧地名", true), "旧地名");
    }

    #[test]
    fn every_region_has_an_english_name_in_plain_letters() {
        for region in super::super::provinces() {
            for city in super::super::cities(&region.code) {
                for district in super::super::districts(&city.code) {
                    let name = in_english(&district.name);
                    let plain = |c: char| c.is_ascii_alphabetic() || "' -".contains(c);
                    assert!(
                        !name.is_empty() && name.chars().all(plain),
                        "{}: {name}",
                        district.name
                    );
                }
            }
        }
    }
}
