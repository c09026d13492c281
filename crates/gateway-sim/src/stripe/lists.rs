//! Reading: one session, and lists by time, newest first, a hundred at most.

use super::api::missing;
use crate::sign::Fields;
use crate::sim::Shared;
use serde_json::{Value, json};

/// Answers a question.
pub fn read(sim: &Shared, path: &str, fields: &Fields) -> (u16, Value) {
    if let Some(id) = path.strip_prefix("checkout/sessions/") {
        let whole = fields.get("expand[]").is_some_and(|e| e == "payment_intent.latest_charge");
        let said = super::with_payment(sim, id, |p| p.session(&sim.base, whole));
        return said.map_or_else(missing, |said| (200, said));
    }
    let same = |name: &str, value: &str| fields.get(name).is_none_or(|wanted| wanted == value);
    let now_s = sim.clock.now_ms() / 1000;
    let mut till = sim.till();
    till.payments.values_mut().for_each(|p| p.pass_time(now_s));
    let all = till.payments.values();
    let rows: Vec<Value> = match path {
        "checkout/sessions" => {
            let whole = fields.contains_key("expand[]");
            all.map(|p| p.session(&sim.base, whole)).collect()
        }
        "refunds" => all
            .filter(|p| same("payment_intent", &p.intent))
            .flat_map(|p| p.refunds.iter().map(|r| p.refund(r)))
            .collect(),
        "transfers" => all
            .filter(|p| same("transfer_group", &p.no))
            .flat_map(|p| p.transfers.iter().map(|t| p.transfer(t)))
            .collect(),
        "balance_transactions" => all.flat_map(super::till::Payment::booked).collect(),
        _ => return missing(),
    };
    (200, page(rows, fields))
}

fn page(mut rows: Vec<Value>, fields: &Fields) -> Value {
    let bound = |name: &str| fields.get(name).and_then(|v| v.parse::<i64>().ok());
    let at = |row: &Value| row["created"].as_i64().unwrap_or_default();
    rows.retain(|row| {
        bound("created[gte]").is_none_or(|b| at(row) >= b)
            && bound("created[lte]").is_none_or(|b| at(row) <= b)
            && bound("created[lt]").is_none_or(|b| at(row) < b)
    });
    rows.sort_by_key(|row| std::cmp::Reverse((at(row), row["id"].to_string())));
    if let Some(after) = fields.get("starting_after") {
        let skip = rows.iter().position(|row| row["id"] == json!(after)).map_or(0, |i| i + 1);
        rows.drain(..skip);
    }
    let limit = bound("limit").and_then(|n| usize::try_from(n).ok()).unwrap_or(10).clamp(1, 100);
    let more = rows.len() > limit;
    rows.truncate(limit);
    json!({ "object": "list", "data": rows, "has_more": more })
}
