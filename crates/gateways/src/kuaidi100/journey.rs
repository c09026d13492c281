//! Their history in our words. Times are UTC+8; unknown codes keep their text and leave the state alone.

use super::carriers;
use crate::config::ConfigError;
use crate::signing::parse_cst;
use serde::Deserialize;
use serde_json::Value;
use services::ports::tracking::{Journey, Node, ParcelState, Position};
use std::collections::HashMap;

/// The longest history that is read, in nodes.
const NODES_MAX: usize = 500;
/// The longest sentence of a node that is kept, in characters.
const TEXT_CHARS_MAX: usize = 500;

/// What the codes mean.
pub(super) struct States {
    main: HashMap<String, ParcelState>,
    sub: HashMap<String, ParcelState>,
}

#[derive(Deserialize)]
struct Table {
    main: HashMap<String, String>,
    sub: HashMap<String, String>,
}

impl States {
    /// Reads the table that is compiled in.
    pub(super) fn load() -> Result<Self, ConfigError> {
        let wrong = || ConfigError::malformed("kuaidi100/states.toml", "names an unknown state");
        let table: Table = toml::from_str(include_str!("states.toml")).map_err(|_| wrong())?;
        let read = |words: HashMap<String, String>| {
            let pairs = words.into_iter();
            pairs.map(|(code, word)| Some((code, ParcelState::parse(&word)?))).collect()
        };
        let main: Option<_> = read(table.main);
        let sub: Option<_> = read(table.sub);
        Ok(Self { main: main.ok_or_else(wrong)?, sub: sub.ok_or_else(wrong)? })
    }

    /// What a node's code means: the finer code first, then the coarse one it belongs to.
    pub(super) fn meaning(&self, code: &str) -> Option<ParcelState> {
        self.sub.get(code).or_else(|| self.main.get(code)).copied().or_else(|| {
            // `201` is a kind of `2`, `1002` (four digits) a kind of `0`.
            let coarse = match code.len() {
                3 => &code[..code.char_indices().nth(1)?.0],
                4 if code.starts_with("100") => "0",
                _ => return None,
            };
            self.main.get(coarse).copied()
        })
    }

    /// The journey inside a push, the signature of which the caller has checked.
    pub(super) fn pushed(&self, param: &str) -> Option<Journey> {
        let push: Value = serde_json::from_str(param).ok()?;
        // `shutdown` is the end; after `abort` nothing comes either, until somebody subscribes again.
        let ended = matches!(word(&push, "status"), "shutdown" | "abort");
        let mut journey = self.journey(push.get("lastResult")?, ended)?;
        if let Some(corrected) = carriers::ours(word(&push, "comNew")) {
            corrected.clone_into(&mut journey.carrier);
        }
        Some(journey)
    }

    /// The journey inside a result. `ended` says whether more will come.
    pub(super) fn journey(&self, result: &Value, ended: bool) -> Option<Journey> {
        let carrier = carriers::ours(word(result, "com"))?;
        let waybill = word(result, "nu");
        if waybill.is_empty() {
            return None;
        }
        let nodes = result.get("data").and_then(Value::as_array);
        let nodes = nodes.into_iter().flatten().take(NODES_MAX).filter_map(|n| self.node(n));
        Some(Journey {
            carrier: carrier.to_owned(),
            waybill: waybill.to_owned(),
            nodes: nodes.collect(),
            ended: ended || word(result, "ischeck") == "1",
        })
    }

    /// One node; without a readable time it cannot be placed and is left out.
    fn node(&self, node: &Value) -> Option<Node> {
        let at = [word(node, "ftime"), word(node, "time")].into_iter().find_map(parse_cst)?;
        let code = word(node, "statusCode");
        let place = [word(node, "areaName"), word(node, "location")];
        Some(Node {
            at,
            state: self.meaning(code),
            raw_code: code.to_owned(),
            text: word(node, "context").chars().take(TEXT_CHARS_MAX).collect(),
            place: place.into_iter().find(|p| !p.is_empty()).map(str::to_owned),
            position: position(word(node, "areaCenter")),
        })
    }
}

/// Which parcel a push claims to be about, before anything was checked: as it was subscribed, so the old carrier when
/// the carrier was corrected.
pub(super) fn subject(param: &str) -> Option<(String, String)> {
    let push: Value = serde_json::from_str(param).ok()?;
    let result = push.get("lastResult")?;
    let carrier =
        carriers::ours(word(&push, "comOld")).or_else(|| carriers::ours(word(result, "com")))?;
    let waybill = word(result, "nu");
    (!waybill.is_empty()).then(|| (carrier.to_owned(), waybill.to_owned()))
}

/// `116.407396,39.904211`: longitude, latitude. Read digit by digit, without floats.
fn position(text: &str) -> Option<Position> {
    let (lng, lat) = text.split_once(',')?;
    let (lng_micro, lat_micro) = (micro(lng)?, micro(lat)?);
    let on_earth = lng_micro.abs() <= 180_000_000 && lat_micro.abs() <= 90_000_000;
    on_earth.then_some(Position { lng_micro, lat_micro })
}

fn micro(degrees: &str) -> Option<i32> {
    let degrees = degrees.trim();
    let (sign, plain) = degrees.strip_prefix('-').map_or((1, degrees), |rest| (-1, rest));
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !(1..=3).contains(&whole.len()) || !digits(whole) || !digits(part) {
        return None;
    }
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    Some(sign * (whole.parse::<i32>().ok()? * 1_000_000 + part.parse::<i32>().ok()?))
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
