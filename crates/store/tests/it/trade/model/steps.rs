//! The steps of a history. A step names things by numbers that are read as "one of those that are there", so that every
//! history can be played, shortened and played again.

use domain::Duration;
use domain::returns::{ReturnKind, ReturnReason};
use domain::shipping::ParcelState;
use proptest::collection::vec;
use proptest::prelude::*;

/// What is put into the basket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A single of the first shop.
    Single,
    /// A pack of three from the same shelf.
    Pack,
    /// A cup of the second shop, so cheap that a coupon may pay for it.
    Cup,
    /// All three together: two shops, two orders, three lines.
    Everything,
}

/// One thing that somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Place { buyer: u8, wish: Wish, qty: u8, coupons: bool },
    Begin { deal: u8, south: bool },
    Open { attempt: u8 },
    Pay { attempt: u8, more: i64 },
    Report { south: bool, notice: u8 },
    Look { deal: u8 },
    ComeBack { attempt: u8 },
    Balance { deal: u8 },
    Cancel { deal: u8 },
    CancelOrder { order: u8 },
    CallOff { order: u8 },
    Later { by: Duration },
    Ship { order: u8 },
    Carry { parcel: u8, state: ParcelState, push: bool },
    Confirm { order: u8 },
    Ask { order: u8, line: u8, qty: u8, kind: ReturnKind, reason: ReturnReason },
    Withdraw { ret: u8 },
    Agree { ret: u8 },
    Refuse { ret: u8 },
    SendBack { ret: u8 },
    GoodsBack { ret: u8 },
    Trouble { south: bool, lost: bool },
    Calm,
    SlowRefunds { south: bool },
    CarrierAway,
}

impl Step {
    /// The kind in one word, for counting.
    pub fn kind(&self) -> String {
        let text = format!("{self:?}");
        text.split([' ', '{']).next().unwrap_or_default().to_owned()
    }
}

/// How many steps a history has at most.
const STEPS_MAX: usize = 30;

/// A history: scenes that lead somewhere, each with some of its steps left out, and single steps between them.
pub fn history() -> impl Strategy<Value = Vec<Step>> {
    (buying(), vec(scene(), 3..9)).prop_map(|(first, scenes)| {
        let mut steps = [vec![first], scenes].concat().concat();
        steps.truncate(STEPS_MAX);
        steps
    })
}

fn scene() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![
        3 => buying(),
        3 => (buying(), delivering()).prop_map(|(a, b)| [a, b].concat()),
        3 => (buying(), delivering(), returning()).prop_map(|(a, b, c)| [a, b, c].concat()),
        1 => (buying(), returning()).prop_map(|(a, b)| [a, b].concat()),
        1 => returning(),
        2 => crossing(),
        12 => step().prop_map(|step| vec![step]),
    ]
}

/// Leaves out a step now and then.
fn some<const N: usize>(steps: [Step; N]) -> impl Strategy<Value = Vec<Step>> {
    vec(proptest::bool::weighted(0.93), N).prop_map(move |kept| {
        let kept = steps.iter().zip(kept).filter(|(_, kept)| *kept);
        kept.map(|(step, _)| step.clone()).collect()
    })
}

fn buying() -> impl Strategy<Value = Vec<Step>> {
    let partner = (place(), any::<bool>(), more()).prop_flat_map(|(place, south, more)| {
        let (begin, pay) = (Step::Begin { deal: 0, south }, Step::Pay { attempt: 0, more });
        some([place, begin, pay, Step::Report { south, notice: 0 }])
    });
    let balance = place().prop_flat_map(|place| some([place, Step::Balance { deal: 0 }]));
    prop_oneof![5 => partner, 1 => balance]
}

/// The code is scanned when the purchase has ended otherwise, and the partner reports it or not.
fn crossing() -> impl Strategy<Value = Vec<Step>> {
    let end = prop_oneof![
        2 => Just(Step::Cancel { deal: 0 }),
        1 => Just(Step::Balance { deal: 0 }),
        1 => Just(Step::Begin { deal: 0, south: true }),
        1 => (28..34i64).prop_map(|n| Step::Later { by: Duration::minutes(n) }),
    ];
    (place(), end, 0..2u8, more()).prop_flat_map(|(place, end, attempt, more)| {
        let begin = Step::Begin { deal: 0, south: false };
        let (pay, report) = (Step::Pay { attempt, more }, Step::Report { south: false, notice: 0 });
        some([place, begin, end, pay, report])
    })
}

fn delivering() -> impl Strategy<Value = Vec<Step>> {
    let carry = Step::Carry { parcel: 0, state: ParcelState::Delivered, push: true };
    let end = prop_oneof![3 => Just(Step::Confirm { order: 0 }), 1 => time()];
    (which(), time(), end).prop_flat_map(move |(order, first, end)| {
        some([Step::Ship { order }, first, carry.clone(), end])
    })
}

fn returning() -> impl Strategy<Value = Vec<Step>> {
    let decide = prop_oneof![
        6 => Just(Step::Agree { ret: 0 }),
        1 => Just(Step::Withdraw { ret: 0 }),
        2 => time(),
    ];
    let end = prop_oneof![
        2 => Just(Step::GoodsBack { ret: 0 }),
        1 => Just(Step::Refuse { ret: 0 }),
        1 => time(),
    ];
    (asking(), decide, end)
        .prop_flat_map(|(ask, decide, end)| some([ask, decide, Step::SendBack { ret: 0 }, end]))
}

/// One of those that are there: mostly the youngest.
fn which() -> impl Strategy<Value = u8> {
    prop_oneof![2 => Just(0u8), 1 => 0..4u8]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => paying(),
        6 => serving(),
        4 => time(),
        2 => trouble(),
    ]
}

fn place() -> impl Strategy<Value = Step> {
    let wish = prop_oneof![
        2 => Just(Wish::Single),
        1 => Just(Wish::Pack),
        2 => Just(Wish::Cup),
        2 => Just(Wish::Everything),
    ];
    (0..3u8, wish, 1..4u8, any::<bool>()).prop_map(|(buyer, wish, qty, coupons)| Step::Place {
        buyer,
        wish,
        qty,
        coupons,
    })
}

/// How much more is paid than was asked for.
fn more() -> impl Strategy<Value = i64> {
    prop_oneof![8 => Just(0i64), 1 => -500..0i64, 1 => 1..500i64]
}

fn paying() -> impl Strategy<Value = Step> {
    let n = which;
    prop_oneof![
        2 => place(),
        2 => (n(), any::<bool>()).prop_map(|(deal, south)| Step::Begin { deal, south }),
        1 => n().prop_map(|attempt| Step::Open { attempt }),
        3 => (n(), more()).prop_map(|(attempt, more)| Step::Pay { attempt, more }),
        3 => (any::<bool>(), n()).prop_map(|(south, notice)| Step::Report { south, notice }),
        2 => n().prop_map(|deal| Step::Look { deal }),
        2 => n().prop_map(|attempt| Step::ComeBack { attempt }),
        2 => n().prop_map(|deal| Step::Balance { deal }),
        2 => n().prop_map(|deal| Step::Cancel { deal }),
        2 => n().prop_map(|order| Step::CancelOrder { order }),
        1 => n().prop_map(|order| Step::CallOff { order }),
    ]
}

fn asking() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![1 => Just(ReturnKind::RefundOnly), 2 => Just(ReturnKind::SendBack)];
    let reason = prop_oneof![
        3 => Just(ReturnReason::NoReason),
        3 => Just(ReturnReason::Quality),
        1 => Just(ReturnReason::NotReceived),
    ];
    (which(), 0..3u8, 1..3u8, kind, reason).prop_map(|(order, line, qty, kind, reason)| Step::Ask {
        order,
        line,
        qty,
        kind,
        reason,
    })
}

fn serving() -> impl Strategy<Value = Step> {
    let n = which;
    let state = prop_oneof![
        1 => Just(ParcelState::InTransit),
        3 => Just(ParcelState::Delivered),
    ];
    prop_oneof![
        3 => n().prop_map(|order| Step::Ship { order }),
        3 => (n(), state, any::<bool>())
            .prop_map(|(parcel, state, push)| Step::Carry { parcel, state, push }),
        2 => n().prop_map(|order| Step::Confirm { order }),
        3 => asking(),
        2 => n().prop_map(|ret| Step::Withdraw { ret }),
        1 => n().prop_map(|ret| Step::Agree { ret }),
        1 => n().prop_map(|ret| Step::Refuse { ret }),
        1 => n().prop_map(|ret| Step::SendBack { ret }),
        1 => n().prop_map(|ret| Step::GoodsBack { ret }),
    ]
}

/// Around the terms that are promised.
fn time() -> impl Strategy<Value = Step> {
    let by = prop_oneof![
        4 => (0..20i64).prop_map(Duration::minutes),
        2 => (28..40i64).prop_map(Duration::minutes),
        2 => (1..30i64).prop_map(Duration::hours),
        2 => (2..16i64).prop_map(Duration::days),
    ];
    by.prop_map(|by| Step::Later { by })
}

fn trouble() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => any::<(bool, bool)>().prop_map(|(south, lost)| Step::Trouble { south, lost }),
        2 => Just(Step::Calm),
        1 => any::<bool>().prop_map(|south| Step::SlowRefunds { south }),
        1 => Just(Step::CarrierAway),
    ]
}
