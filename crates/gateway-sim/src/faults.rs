//! What goes wrong, and where: a plan of rules that tests set through the control interface. A rule names a place, a
//! fault, how often, and with what chance; the chance is drawn from a seed, so that a run can be repeated.

use crate::chance::Sequence;
use serde::{Deserialize, Serialize};

/// The longest plan, in rules.
pub const RULES_MAX: usize = 100;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Wait `ms` before doing anything.
    Delay,
    /// Do it, then wait `ms` before answering.
    DelayAnswer,
    /// Answer with HTTP `status` and do nothing.
    Status,
    /// Close the connection and do nothing.
    DropRequest,
    /// Do it, then close the connection without an answer.
    DropAnswer,
    /// Answer "system error" and do nothing.
    SystemError,
    /// Do it, then answer "system error".
    SystemErrorAfter,
    /// Refuse with the business code `code` and do nothing.
    Refuse,
    /// Leave the signature out.
    NoSignature,
    /// Sign something else.
    WrongSignature,
    /// Sign the answer with every `/` written as `\/`, but send it plain.
    EscapedSlash,
    /// Write the answer with odd spaces and line breaks.
    OddSpacing,
    /// Tell an amount that is `fen` too high, well signed.
    WrongAmount,
    /// Tell it of another application, well signed.
    OtherApp,
    /// Deliver `n` times more.
    Duplicate,
    /// Hold it back `ms` so that later ones overtake it.
    Reorder,
    /// Never deliver it.
    Never,
    /// Put a line of a stranger beside it.
    Stranger,
}

/// One rule of the plan.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Where: a method (`alipay.trade.refund`), `alipay.notify`, a line of a bill
    /// (`alipay.bill.line`), a deed at WeChat Pay (`wechat.native`,
    /// `wechat.refund`, …), `wechat.notify`, `kuaidi100.poll`, `kuaidi100.query`, `kuaidi100.push`;
    /// a trailing `*` stands for anything.
    pub at: String,
    /// What.
    pub fault: Fault,
    /// How many times at most; without it, always.
    #[serde(default)]
    pub times: Option<u32>,
    /// In how many of a hundred cases.
    #[serde(default = "always")]
    pub percent: u8,
    /// Milliseconds, for delays.
    #[serde(default)]
    pub ms: u64,
    /// The HTTP status, for `status`.
    #[serde(default = "unavailable")]
    pub status: u16,
    /// How many more, for `duplicate`.
    #[serde(default = "one")]
    pub n: u32,
    /// How much too high, for `wrong_amount`.
    #[serde(default = "one_fen")]
    pub fen: i64,
    /// The business code, for `refuse`.
    #[serde(default)]
    pub code: String,
}

const fn always() -> u8 {
    100
}
const fn unavailable() -> u16 {
    503
}
const fn one() -> u32 {
    1
}
const fn one_fen() -> i64 {
    1
}

impl Rule {
    fn covers(&self, place: &str) -> bool {
        match self.at.strip_suffix('*') {
            Some(head) => place.starts_with(head),
            None => self.at == place,
        }
    }
}

/// The plan that tests send.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What the chance is drawn from.
    #[serde(default)]
    pub seed: u64,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// The plan at work.
pub struct Faults {
    plan: Plan,
    chance: Sequence,
}

impl Default for Faults {
    fn default() -> Self {
        Self { plan: Plan::default(), chance: Sequence::new(0) }
    }
}

impl Faults {
    /// Replaces the plan.
    pub fn set(&mut self, plan: Plan) {
        self.chance = Sequence::new(plan.seed);
        self.plan = plan;
    }

    /// The plan with what is left of it.
    pub fn plan(&self) -> Plan {
        self.plan.clone()
    }

    /// What goes wrong this time at this place; counts down.
    pub fn strike(&mut self, place: &str) -> Struck {
        let mut struck = Vec::new();
        for rule in self.plan.rules.iter_mut().filter(|rule| rule.covers(place)) {
            if rule.times == Some(0) || !self.chance.hits(rule.percent) {
                continue;
            }
            rule.times = rule.times.map(|n| n - 1);
            struck.push(rule.clone());
        }
        Struck(struck)
    }
}

/// What goes wrong in one case.
#[derive(Clone, Debug, Default)]
pub struct Struck(Vec<Rule>);

impl Struck {
    /// The rule for this fault, when it strikes.
    pub fn by(&self, fault: Fault) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.fault == fault)
    }

    /// Whether this fault strikes.
    pub fn is(&self, fault: Fault) -> bool {
        self.by(fault).is_some()
    }

    /// Waits when this delay strikes.
    pub async fn wait(&self, fault: Fault) {
        if let Some(rule) = self.by(fault) {
            tokio::time::sleep(std::time::Duration::from_millis(rule.ms)).await;
        }
    }
}
