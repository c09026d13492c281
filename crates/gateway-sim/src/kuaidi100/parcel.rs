//! A parcel: who watches it, what happened to it, and what 快递100 says of that.

use super::script::Script;
use crate::clock::cst_text;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many parcels are kept.
const PARCELS_MAX: usize = 50_000;
/// How often one number may be asked for, in 快递100's own milliseconds (30 minutes).
pub const QUERY_PAUSE_MS: i64 = 30 * 60_000;

/// Something that happened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// 快递100's code.
    pub code: String,
    /// The carrier's sentence.
    pub context: String,
    /// Province, city, district.
    pub area: String,
    /// Longitude and latitude.
    pub center: String,
}

/// One parcel.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parcel {
    pub com: String,
    pub num: String,
    /// The receiver's telephone as the shop told it: four or eleven digits.
    pub phone: String,
    /// Where pushes go; `None` before somebody has subscribed.
    pub callback: Option<String>,
    pub salt: String,
    pub script: Script,
    pub created_ms: i64,
    /// Oldest first.
    pub nodes: Vec<Node>,
    pub queried_ms: Option<i64>,
    /// How often it was asked for sooner than the contract allows.
    pub queried_too_soon: u32,
}

impl Parcel {
    /// What names it here.
    pub fn key(&self) -> String {
        key(&self.com, &self.num)
    }

    /// Whether nothing more will happen.
    pub fn over(&self) -> bool {
        self.script.step(self.nodes.len()).is_none()
    }

    /// The next thing happens.
    pub fn step(&mut self, now_ms: i64) {
        if let Some(step) = self.script.step(self.nodes.len()) {
            // The wire has whole seconds; two nodes of one second could not be put in order.
            let after_last = self.nodes.last().map_or(now_ms, |node| node.at_ms + 1000);
            self.nodes.push(Node {
                at_ms: now_ms.max(after_last),
                code: step.code.to_owned(),
                context: step.text.to_owned(),
                area: step.area.to_owned(),
                center: step.center.to_owned(),
            });
        }
    }

    /// What a push says.
    pub fn push_param(&self) -> String {
        let status = if self.over() { "shutdown" } else { "polling" };
        json!({
            "status": status,
            "billstatus": "change",
            "message": "",
            "autoCheck": "0",
            "comOld": "",
            "comNew": "",
            "lastResult": self.result(),
        })
        .to_string()
    }

    /// The whole history, newest first.
    pub fn result(&self) -> Value {
        let data: Vec<Value> = self.nodes.iter().rev().map(told).collect();
        let code = self.nodes.last().map_or("0", |node| node.code.as_str());
        json!({
            "message": "ok",
            "nu": self.num,
            "com": self.com,
            "ischeck": if self.over() { "1" } else { "0" },
            "condition": "F00",
            "status": "200",
            "state": coarse(code),
            "data": data,
        })
    }
}

fn told(node: &Node) -> Value {
    let at = cst_text(node.at_ms);
    json!({
        "time": at,
        "ftime": at,
        "context": node.context,
        "status": word(&node.code),
        "statusCode": node.code,
        "areaCode": "",
        "areaName": node.area,
        "areaCenter": node.center,
        "location": "",
    })
}

/// The main state a finer code belongs to.
fn coarse(code: &str) -> &str {
    match code.len() {
        3 => &code[..1],
        4 => "0",
        _ => code,
    }
}

fn word(code: &str) -> &'static str {
    match coarse(code) {
        "1" => "揽收",
        "2" => "疑难",
        "3" => "签收",
        "4" => "退签",
        "5" => "派件",
        "6" => "退回",
        "14" => "拒签",
        _ => "在途",
    }
}

/// What names a parcel here.
pub fn key(com: &str, num: &str) -> String {
    format!("{com}/{num}")
}

/// The parcels.
pub struct Parcels(BTreeMap<String, Parcel>);

impl Parcels {
    /// With what was read back.
    pub const fn of(known: BTreeMap<String, Parcel>) -> Self {
        Self(known)
    }
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Parcel> {
        self.0.values()
    }
    /// One of them.
    pub fn get(&self, key: &str) -> Option<&Parcel> {
        self.0.get(key)
    }
    /// One of them, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Parcel> {
        self.0.get_mut(key)
    }
    /// One more; `None` when the house is full.
    pub fn put(&mut self, parcel: Parcel) -> Option<()> {
        if self.0.len() >= PARCELS_MAX && !self.0.contains_key(&parcel.key()) {
            return None;
        }
        self.0.insert(parcel.key(), parcel);
        Some(())
    }
}
