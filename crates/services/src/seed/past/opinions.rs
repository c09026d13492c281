//! What buyers of the past say of what they received, and what shops answer. It is planned with the purchase, so that no two
//! people say the same; whether the parcel was slow is seen only when the order is lived through, and said then.

use super::super::data::{Data, Opinions, Pair, Theme};
use super::super::make::Maker;
use super::dice::Dice;
use super::plan::{Fate, Outcome, Planned};
use crate::reviews::Past;
use domain::id::{CategoryId, OrderLineId, ReviewId};
use domain::orders::Order;
use domain::reviews::{ReviewAsk, Said, Scores};
use domain::{Duration, Moment};
use std::collections::{BTreeMap, BTreeSet};

/// How many of a hundred purchases are spoken of, and how many of a hundred lines of those.
const SPEAK: (u64, u64) = (38, 85);
/// How often other words are looked for before somebody keeps silent.
const TRIES_MAX: usize = 8;
/// One of so many buyers writes English, and which of them.
const ENGLISH: (usize, usize) = (9, 4);
/// Up to how many hours a parcel gets five stars, four, and three; above them it gets two. Above the second it was slow.
const HOURS: [i64; 3] = [72, 108, 168];

/// What somebody will say of a line.
#[derive(Clone, Debug)]
pub struct Opinion {
    /// How long after receipt.
    pub after: Duration,
    goods: i64,
    service: i64,
    text: String,
    /// What is added when the parcel came soon, and when it was slow.
    way: Option<(String, String)>,
    /// How long after the review, and what.
    later: Option<(Duration, String)>,
    answer: Option<(Duration, String)>,
    joint: &'static str,
}

/// Where an opinion is written down.
pub struct Told<'a> {
    /// The id of the review.
    pub id: ReviewId,
    /// The order, received.
    pub order: &'a Order,
    /// Its line.
    pub line: &'a OrderLineId,
    /// When it is written.
    pub at: Moment,
    /// How long the buyer waited for the parcel.
    pub waited: Duration,
    /// What comes later does not happen.
    pub present: Moment,
}

impl Opinion {
    /// What is said of the goods.
    #[cfg(test)]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The review.
    pub fn written(&self, told: Told<'_>) -> Past {
        let Told { id, order, line, at, waited, present } = told;
        let hours = waited.as_millis() / Duration::hours(1).as_millis();
        let over: i64 = HOURS.iter().map(|most| i64::from(hours > *most)).sum();
        let slow = hours > HOURS[1];
        let way = self.way.as_ref().map(|(quick, late)| if slow { late } else { quick });
        let text = [Some(&self.text), way].into_iter().flatten().filter(|t| !t.is_empty());
        let text = text.cloned().collect::<Vec<_>>();
        let scores = Scores { goods: self.goods, logistics: 5 - over, service: self.service };
        let said = |words: &Option<(Duration, String)>| {
            let (after, text) = words.as_ref()?;
            let at = at.plus(*after);
            (at <= present).then(|| Said { text: text.clone(), at })
        };
        Past {
            id,
            order: order.clone(),
            ask: ReviewAsk { line: line.clone(), scores, text: text.join(self.joint) },
            at,
            follow_up: said(&self.later),
            answer: said(&self.answer),
        }
    }
}

/// What there is to say in a category: its own words, and those that suit everything.
struct Words<'d> {
    own: Vec<&'d Theme>,
    any: Vec<&'d Theme>,
}

type Of = fn(&Theme) -> &Vec<Pair>;

impl<'d> Words<'d> {
    /// One of the words, rather of its own.
    fn one(&self, of: Of, dice: &mut Dice) -> Option<&'d Pair> {
        let own: Vec<_> = self.own.iter().flat_map(|theme| of(theme)).collect();
        if own.is_empty() || dice.luck(20) {
            return self.any(of, dice);
        }
        Some(*dice.one(&own))
    }

    /// One of the words that suit everything.
    fn any(&self, of: Of, dice: &mut Dice) -> Option<&'d Pair> {
        let any: Vec<_> = self.any.iter().flat_map(|theme| of(theme)).collect();
        (!any.is_empty()).then(|| *dice.one(&any))
    }
}

/// Everything that is said, and what was said already.
pub struct Talk<'d> {
    common: &'d Opinions,
    words: BTreeMap<CategoryId, Words<'d>>,
    said: BTreeSet<String>,
}

impl<'d> Talk<'d> {
    /// The words of the files, by category.
    pub fn new(data: &'d Data, maker: &Maker<'_>) -> Self {
        let themes = &data.opinions.themes;
        let leaves = data.roots.iter().flat_map(|root| &root.children);
        let words = leaves.map(|leaf| {
            let own = themes.iter().filter(|t| t.leaves.contains(&leaf.slug)).collect();
            let any = themes.iter().filter(|t| t.leaves.is_empty()).collect();
            (maker.id(&leaf.slug), Words { own, any })
        });
        Self { common: &data.opinions, words: words.collect(), said: BTreeSet::new() }
    }

    /// Decides what will be said of a purchase.
    pub fn over(&mut self, planned: &mut Planned) {
        let mut dice = Dice::of(planned.n, "opinion");
        if !dice.luck(SPEAK.0) || matches!(planned.fate, Fate::Abandoned | Fate::Cancelled) {
            return;
        }
        let (buyer, fate) = (planned.buyer, planned.fate);
        for line in &mut planned.lines {
            if dice.luck(SPEAK.1) {
                line.opinion = self.of(&line.category, buyer, fate, &mut dice);
            }
        }
    }

    fn of(
        &mut self,
        category: &CategoryId,
        buyer: usize,
        fate: Fate,
        dice: &mut Dice,
    ) -> Option<Opinion> {
        let english = buyer % ENGLISH.0 == ENGLISH.1;
        let goods = stars(fate, dice);
        let words = self.words.get(category)?;
        let text = (0..TRIES_MAX)
            .filter_map(|_| self.text(words, goods, english, dice))
            .find(|text| !self.said.contains(text))?;
        self.said.insert(text.clone());
        let tell = |of: &'d [Pair], dice: &mut Dice| said(dice.one(of), english);
        let common = self.common;
        let way = dice.luck(45);
        let way = way.then(|| (tell(&common.quick, dice), tell(&common.slow, dice)));
        // Nobody praises the packing of what arrived broken.
        let way = way.map(|(quick, slow)| (if goods > 2 { quick } else { String::new() }, slow));
        let later = (goods >= 4 && dice.luck(18)).then(|| words.one(|t| &t.later, dice)).flatten();
        let later = later.map(|pair| (days(dice, 6, 50), said(pair, english)));
        let (replies, often) = if goods >= 4 { (&common.thanks, 25) } else { (&common.sorry, 75) };
        let answers = dice.luck(often);
        let answer = answers.then(|| (days(dice, 0, 3), tell(replies, dice)));
        let service = service(goods, dice);
        let joint = if english { " " } else { "" };
        let after = days(dice, 0, 8);
        Some(Opinion { after, goods, service, text, way, later, answer, joint })
    }

    /// One to three sentences that suit the stars. The second suits everything, so that it cannot contradict the first.
    fn text(
        &self,
        words: &Words<'_>,
        goods: i64,
        english: bool,
        dice: &mut Dice,
    ) -> Option<String> {
        let good: Of = |t| &t.good;
        let fair: Of = |t| &t.fair;
        let bad: Of = |t| &t.bad;
        let (first, then) = match goods {
            5 => (good, good),
            4 => (good, fair),
            3 => (fair, fair),
            2 => (bad, fair),
            _ => (bad, bad),
        };
        let mut parts: Vec<&Pair> = Vec::new();
        if goods >= 3 && dice.luck(30) {
            parts.push(dice.one(&self.common.openers));
        }
        parts.push(words.one(first, dice)?);
        if dice.luck(55) {
            parts.extend(words.any(then, dice).filter(|pair| !parts.contains(pair)));
        }
        let manners = if goods >= 4 { &self.common.kind } else { &self.common.curt };
        if dice.luck(15) {
            parts.push(dice.one(manners));
        }
        let parts: Vec<String> = parts.into_iter().map(|pair| said(pair, english)).collect();
        Some(parts.join(if english { " " } else { "" }))
    }
}

fn said(pair: &Pair, english: bool) -> String {
    if english { pair.1.trim() } else { pair.0.trim() }.to_owned()
}

fn days(dice: &mut Dice, from: i64, to: i64) -> Duration {
    const DAY: i64 = 24 * 60;
    Duration::minutes(dice.between(from * DAY + 40, to * DAY))
}

/// Most are content; whoever sends something back is not.
fn stars(fate: Fate, dice: &mut Dice) -> i64 {
    match fate {
        Fate::Returned(Outcome::Withdrawn | Outcome::NeverSent) => *dice.one(&[3, 3, 4]),
        Fate::Returned(_) => *dice.one(&[1, 2, 2, 3]),
        _ => match dice.below(100) {
            0..62 => 5,
            62..86 => 4,
            86..95 => 3,
            95..98 => 2,
            _ => 1,
        },
    }
}

fn service(goods: i64, dice: &mut Dice) -> i64 {
    match goods {
        4.. => *dice.one(&[5, 5, 5, 5, 4]),
        3 => *dice.one(&[5, 4, 4, 3]),
        _ => *dice.one(&[4, 3, 3, 2, 1]),
    }
}
