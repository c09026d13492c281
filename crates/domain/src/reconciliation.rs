//! What a provider's daily bill says, held against what we have booked for that day. Pure: lines and our own movements go
//! in, a report comes out, the same for any order of both. Nothing is put right here; a difference is a task for a person.

pub mod record;
#[cfg(test)]
mod tests;

use crate::clocks::words;
use crate::money::MoneyError;
use crate::{Currency, Moment, Money};
use std::collections::BTreeMap;

words! {
    /// What a line of a bill is about.
    BillKind {
        /// Money that came in.
        Payment = "payment",
        /// Money that went back.
        Refund = "refund",
    }
}

/// One line of a provider's daily bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillLine {
    /// What it is about.
    pub kind: BillKind,
    /// Our number of the attempt.
    pub attempt_no: String,
    /// Our number of the refund, when it is one.
    pub refund_no: Option<String>,
    /// The provider's own number.
    pub provider_ref: String,
    /// How much came in or went back; never negative.
    pub amount: Money,
    /// What the provider keeps for it, negative when it gives that back.
    pub fee: Money,
    /// When it was booked there.
    pub at: Moment,
}

words! {
    /// Where one of our movements stands, as far as its money is concerned.
    Standing {
        /// The money moved.
        Done = "done",
        /// It may still move.
        Open = "open",
        /// It will not move.
        Ended = "ended",
    }
}

/// One payment attempt or refund of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Payment or refund.
    pub kind: BillKind,
    /// Our number of the attempt.
    pub attempt_no: String,
    /// Our number of the refund, when it is one.
    pub refund_no: Option<String>,
    /// What we have booked, or what was asked for while nothing has moved.
    pub amount: Money,
    /// The fee we have booked; `None` where we book none, and then it is not compared.
    pub fee: Option<Money>,
    /// Where it stands with us.
    pub standing: Standing,
    /// Whether it moved on the day of the bill. One that moved on another day is looked at only when the bill names it: the
    /// two clocks do not turn midnight together.
    pub of_the_day: bool,
}

words! {
    /// How the two sides differ.
    DifferenceKind {
        /// We have booked it, the bill does not know it.
        MissingThere = "missing_there",
        /// The bill has it, we do not know it.
        MissingHere = "missing_here",
        /// Both have it, and with us its money has not moved.
        OtherState = "other_state",
        /// Both have it, with another amount or another currency.
        OtherAmount = "other_amount",
        /// Both have it, with another fee.
        OtherFee = "other_fee",
        /// The bill has it more than once; each further line is a difference of its own.
        Twice = "twice",
    }
}

/// What one side says of a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// How much moved; never negative.
    pub amount: Money,
    /// The fee, where that side has one.
    pub fee: Option<Money>,
}

/// One difference. The gravest alone is told of a movement: a state before an amount, an amount before a fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How the two differ.
    pub kind: DifferenceKind,
    /// What it is about.
    pub about: BillKind,
    /// Our number of the attempt, as the bill names it where it is the only one that does.
    pub attempt_no: String,
    /// Our number of the refund, when it is one.
    pub refund_no: Option<String>,
    /// The provider's own number, where the bill tells it.
    pub provider_ref: Option<String>,
    /// What the bill says moved.
    pub theirs: Option<Said>,
    /// What we have booked as moved.
    pub ours: Option<Said>,
}

impl Difference {
    /// By how much the provider holds more than we have booked, in the currency of the side that has it: payments count
    /// up, refunds down. `None` when the two sides speak of different currencies.
    pub fn gap(&self) -> Result<Option<Money>, MoneyError> {
        let of = |said: Option<Said>| said.map(|s| s.amount);
        let gap = match (of(self.theirs), of(self.ours)) {
            (Some(theirs), Some(ours)) if theirs.currency != ours.currency => return Ok(None),
            (Some(theirs), Some(ours)) => theirs.sub(ours)?,
            (Some(theirs), None) => theirs,
            (None, Some(ours)) => ours.negated()?,
            (None, None) => return Ok(None),
        };
        Ok(Some(if self.about == BillKind::Refund { gap.negated()? } else { gap }))
    }
}

/// What one side has in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// How many payments.
    pub payments: i64,
    /// What came in.
    pub paid: Money,
    /// How many refunds.
    pub refunds: i64,
    /// What went back.
    pub refunded: Money,
    /// What the provider keeps.
    pub fees: Money,
}

impl Sums {
    /// Nothing yet.
    pub const fn none(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { payments: 0, paid: zero, refunds: 0, refunded: zero, fees: zero }
    }

    /// What is left at the provider: what came in, without what went back and what it keeps.
    pub fn left(&self) -> Result<Money, MoneyError> {
        self.paid.sub(self.refunded)?.sub(self.fees)
    }

    fn add(&mut self, kind: BillKind, said: Said) -> Result<(), MoneyError> {
        match kind {
            BillKind::Payment => {
                self.payments += 1;
                self.paid = self.paid.add(said.amount)?;
            }
            BillKind::Refund => {
                self.refunds += 1;
                self.refunded = self.refunded.add(said.amount)?;
            }
        }
        if let Some(fee) = said.fee {
            self.fees = self.fees.add(fee)?;
        }
        Ok(())
    }
}

/// The day, held side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many movements agree.
    pub matched: i64,
    /// What the bill says, a currency each, in the order of their codes.
    pub theirs: Vec<Sums>,
    /// What we have booked of the day and of what the bill names, likewise.
    pub ours: Vec<Sums>,
    /// What does not agree, in the order of our numbers.
    pub differences: Vec<Difference>,
}

impl Report {
    /// Whether the day agrees in everything.
    pub const fn agrees(&self) -> bool {
        self.differences.is_empty()
    }
}

/// A movement's name on both sides.
type Key<'a> = (BillKind, &'a str, Option<&'a str>);

impl BillLine {
    fn key(&self) -> Key<'_> {
        (self.kind, &self.attempt_no, self.refund_no.as_deref())
    }

    const fn said(&self) -> Said {
        Said { amount: self.amount, fee: Some(self.fee) }
    }

    /// What makes the order of lines of one movement the same whatever order the bill came in.
    fn rank(&self) -> (Key<'_>, &str, &'static str, i64, i64, Moment) {
        let amount = self.amount;
        (
            self.key(),
            &self.provider_ref,
            amount.currency.code(),
            amount.minor,
            self.fee.minor,
            self.at,
        )
    }
}

impl Movement {
    fn key(&self) -> Key<'_> {
        (self.kind, &self.attempt_no, self.refund_no.as_deref())
    }

    /// What we have booked as moved; nothing while it has not moved.
    fn said(&self) -> Option<Said> {
        (self.standing == Standing::Done).then_some(Said { amount: self.amount, fee: self.fee })
    }
}

/// Holds a bill against our movements. Refuses only when a sum does not fit. Of two movements of one name the first counts;
/// our numbers are unique, so there is none.
pub fn compare(lines: &[BillLine], ours: &[Movement]) -> Result<Report, MoneyError> {
    let mut known: BTreeMap<Key<'_>, &Movement> = BTreeMap::new();
    for movement in ours {
        known.entry(movement.key()).or_insert(movement);
    }
    let mut sorted: Vec<&BillLine> = lines.iter().collect();
    sorted.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let mut report = Report::default();
    let mut before: Option<Key<'_>> = None;
    for line in sorted {
        tally(&mut report.theirs, line.kind, line.said())?;
        let again = before == Some(line.key());
        before = Some(line.key());
        if again {
            report.differences.push(of_line(line, DifferenceKind::Twice, None));
            continue;
        }
        let movement = known.remove(&line.key());
        let booked = movement.and_then(Movement::said);
        if let Some(booked) = booked {
            tally(&mut report.ours, line.kind, booked)?;
        }
        match differs(line, movement) {
            Some(kind) => report.differences.push(of_line(line, kind, booked)),
            None => report.matched += 1,
        }
    }
    for movement in known.into_values().filter(|m| m.of_the_day) {
        let Some(booked) = movement.said() else { continue };
        tally(&mut report.ours, movement.kind, booked)?;
        report.differences.push(of_ours(movement, booked));
    }
    report.differences.sort_by(|a, b| order(a).cmp(&order(b)));
    Ok(report)
}

/// The gravest way in which a line and our movement differ.
fn differs(line: &BillLine, movement: Option<&Movement>) -> Option<DifferenceKind> {
    let Some(movement) = movement else { return Some(DifferenceKind::MissingHere) };
    if movement.standing != Standing::Done {
        Some(DifferenceKind::OtherState)
    } else if movement.amount != line.amount {
        Some(DifferenceKind::OtherAmount)
    } else if movement.fee.is_some_and(|fee| fee != line.fee) {
        Some(DifferenceKind::OtherFee)
    } else {
        None
    }
}

fn of_line(line: &BillLine, kind: DifferenceKind, ours: Option<Said>) -> Difference {
    Difference {
        kind,
        about: line.kind,
        attempt_no: line.attempt_no.clone(),
        refund_no: line.refund_no.clone(),
        provider_ref: Some(line.provider_ref.clone()),
        theirs: Some(line.said()),
        ours,
    }
}

fn of_ours(movement: &Movement, booked: Said) -> Difference {
    Difference {
        kind: DifferenceKind::MissingThere,
        about: movement.kind,
        attempt_no: movement.attempt_no.clone(),
        refund_no: movement.refund_no.clone(),
        provider_ref: None,
        theirs: None,
        ours: Some(booked),
    }
}

/// Lines of one movement stand as they were found: the sort that uses this keeps what is equal in its order.
fn order(d: &Difference) -> (&str, Option<&str>, BillKind) {
    (&d.attempt_no, d.refund_no.as_deref(), d.about)
}

fn tally(sums: &mut Vec<Sums>, kind: BillKind, said: Said) -> Result<(), MoneyError> {
    let code = said.amount.currency.code();
    let at = match sums.binary_search_by(|s| s.paid.currency.code().cmp(code)) {
        Ok(at) => at,
        Err(at) => {
            sums.insert(at, Sums::none(said.amount.currency));
            at
        }
    };
    // A fee in another currency than the amount is no fee of this sum, and adding it refuses.
    sums.get_mut(at).map_or(Ok(()), |sum| sum.add(kind, said))
}
