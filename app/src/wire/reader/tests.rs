//! What is read, and what is not.

use super::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Wrapped(i64),
    Pair(u8, String),
    Named { side: u64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Tagged {
    Nothing,
    Much { text: String, deep: Vec<Option<i64>>, on: bool },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what")]
enum Beside {
    Nothing,
    Text(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Thin(i64);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct All {
    text: String,
    least: i64,
    most: u64,
    small: i32,
    shapes: Vec<Shape>,
    tagged: Vec<Tagged>,
    beside: Vec<Beside>,
    maybe: Option<Box<All>>,
    map: BTreeMap<String, Thin>,
    numbered: BTreeMap<i64, bool>,
    pair: (String, (i64, ())),
    array: [u8; 3],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    absent: Option<String>,
    result: Result<(), Shape>,
}

fn all() -> All {
    let inner = All {
        text: "\u{0}\"\\/\n\r\t\u{8}\u{c}\u{7f}集市 🏮".to_owned(),
        least: i64::MIN,
        most: u64::MAX,
        small: -7,
        shapes: vec![Shape::Point, Shape::Wrapped(-1), Shape::Pair(255, String::new())],
        tagged: vec![Tagged::Nothing],
        beside: vec![Beside::Nothing, Beside::Text("x".to_owned())],
        maybe: None,
        map: BTreeMap::new(),
        numbered: BTreeMap::from([(-3, true), (4, false)]),
        pair: ("a".to_owned(), (0, ())),
        array: [0, 1, 2],
        absent: None,
        result: Ok(()),
    };
    let much = Tagged::Much { text: "t".to_owned(), deep: vec![None, Some(i64::MAX)], on: true };
    All {
        tagged: vec![much.clone(), Tagged::Nothing, much],
        shapes: vec![Shape::Named { side: 3 }],
        map: BTreeMap::from([("k".to_owned(), Thin(1)), ("{\"".to_owned(), Thin(2))]),
        absent: Some("there".to_owned()),
        result: Err(Shape::Named { side: 0 }),
        maybe: Some(Box::new(inner.clone())),
        ..inner
    }
}

#[test]
fn what_serde_json_writes_is_read() {
    let all = all();
    assert_eq!(read(&serde_json::to_string(&all).unwrap()), Ok(all.clone()));
    assert_eq!(read(&serde_json::to_string_pretty(&all).unwrap()), Ok(all));
}

#[test]
fn escapes_are_letters() {
    assert_eq!(read(r#""\ud83c\udfee \u96c6\/""#), Ok("🏮 集/".to_owned()));
    for bad in [r#""\ud83c""#, r#""\ud83cx""#, r#""\udfee""#, r#""\x""#, r#""\u12""#, r#""a"#] {
        assert_eq!(read::<String>(bad), Err(Unreadable), "{bad}");
    }
}

#[test]
fn what_nobody_asks_for_is_gone_over() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Little {
        n: i64,
    }
    let text = r#" {"x": [[{"n": "]}"}, -1, true, null], {}], "n": 5, "y": "\"", "z": {}} "#;
    assert_eq!(read(text), Ok(Little { n: 5 }));
}

#[test]
fn a_broken_text_is_no_value() {
    let whole = serde_json::to_string(&all()).unwrap();
    for cut in (0..whole.len()).filter(|n| whole.is_char_boundary(*n)) {
        assert_eq!(read::<All>(&whole[..cut]), Err(Unreadable), "{}", &whole[..cut]);
    }
    assert_eq!(read::<All>(&format!("{whole}x")), Err(Unreadable));
    for bad in ["1.5", "1e3", "-1", "256", "\"\"", "", "null", "[1]", "--1"] {
        assert_eq!(read::<u8>(bad), Err(Unreadable), "{bad}");
    }
    for bad in ["[1,2", "[1 2]", "[1,2,3]", "[1,]", "[,1,2]", "{}"] {
        assert_eq!(read::<(u8, u8)>(bad), Err(Unreadable), "{bad}");
    }
    for bad in ["\"Point", "{\"Point\":null}", "\"Wrapped\"", "{\"Wrapped\":1", "\"None\""] {
        assert_eq!(read::<Shape>(bad), Err(Unreadable), "{bad}");
    }
}
