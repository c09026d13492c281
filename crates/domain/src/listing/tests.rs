//! Stories at the gate.

use super::*;
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

fn lot(from: i64, until: i64) -> LotView {
    let (produced_at, expires_at) = (Moment(from * DAY), Moment(until * DAY));
    LotView::seen("A1".into(), produced_at, expires_at, Moment(0))
}

fn paper(kind: CertificateKind, from: i64, until: i64) -> CertificateView {
    CertificateView {
        kind,
        number: "No 1".into(),
        issuer: Words::new("检测中心", "Test centre"),
        valid_from: Moment(from * DAY),
        valid_until: Moment(until * DAY),
    }
}

fn template(lots: bool, certificate: Option<CertificateKind>) -> Template {
    let def = |key: &str, required| AttributeDef {
        key: key.into(),
        name: Words::new("产地", "Origin"),
        kind: AttributeKind::Text,
        unit: Words::default(),
        required,
        filter: false,
    };
    Template { attributes: vec![def("origin", true), def("craft", false)], lots, certificate }
}

fn told(key: &str, value: &str) -> Attribute {
    Attribute::text(key, Words::new("产地", "Origin"), Words::new(value, value))
}

fn at(
    template: &Template,
    told: &[Attribute],
    lots: &[LotView],
    papers: &[CertificateView],
    day: i64,
) -> Result<(i64, i64), Vec<Obstacle>> {
    let evidence = Evidence { template, attributes: told, lots, certificates: papers };
    gate(evidence, Moment(day * DAY)).map(|w| (w.from.0 / DAY, w.until.0 / DAY))
}

#[test]
fn goods_that_tell_what_is_asked_are_shown_for_ever() {
    let window = at(&template(false, None), &[told("origin", "龙泉")], &[], &[], 5);
    assert_eq!(window, Ok((0, i64::MAX / DAY)));
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let asks = template(true, Some(CertificateKind::TestReport));
    let refused = at(&asks, &[told("craft", "手工"), told("origin", "  ")], &[], &[], 5);
    let expect = vec![
        Obstacle::Attribute("origin".into()),
        Obstacle::Lot,
        Obstacle::Certificate(CertificateKind::TestReport),
    ];
    assert_eq!(refused, Err(expect));
}

#[test]
fn goods_leave_with_their_last_lot_or_their_certificate_whichever_is_first() {
    let asks = template(true, Some(CertificateKind::TestReport));
    let told = [told("origin", "云南")];
    let lots = [lot(0, 30), lot(20, 60)];
    let papers = [paper(CertificateKind::TestReport, 0, 50), paper(CertificateKind::Ccc, 0, 9)];
    assert_eq!(at(&asks, &told, &lots, &papers, 10), Ok((0, 50)));
    assert_eq!(
        at(&asks, &told, &lots, &papers[..1], 55),
        Err(vec![Obstacle::Certificate(CertificateKind::TestReport)])
    );
    // A second paper that follows without a gap carries them on.
    let follows = [papers[0].clone(), paper(CertificateKind::TestReport, 50, 90)];
    assert_eq!(at(&asks, &told, &lots, &follows, 10), Ok((0, 60)));
}

#[test]
fn a_gap_between_two_papers_is_a_gap_on_the_shelf() {
    let asks = template(false, Some(CertificateKind::Ccc));
    let told = [told("origin", "宁波")];
    let papers = [paper(CertificateKind::Ccc, 0, 10), paper(CertificateKind::Ccc, 20, 30)];
    assert_eq!(at(&asks, &told, &[], &papers, 5), Ok((0, 10)));
    assert_eq!(at(&asks, &told, &[], &papers, 12), Ok((20, 30)));
    assert!(at(&asks, &told, &[], &papers, 30).is_err());
}

#[test]
fn lots_and_papers_that_never_meet_open_nothing() {
    let asks = template(true, Some(CertificateKind::Ccc));
    let papers = [paper(CertificateKind::Ccc, 40, 50)];
    let refused = at(&asks, &[told("origin", "宁波")], &[lot(0, 30)], &papers, 5);
    assert_eq!(refused, Err(vec![Obstacle::Never]));
}

#[test]
fn a_lot_with_less_than_a_third_of_its_life_is_near_its_end() {
    for (day, expect) in [(0, false), (19, false), (21, true), (29, true), (30, false)] {
        let (from, until) = (Moment(0), Moment(30 * DAY));
        let seen = LotView::seen("A1".into(), from, until, Moment(day * DAY));
        assert_eq!(seen.near, expect, "day {day}");
    }
}

proptest! {
    /// Whatever the papers, nothing is on the shelf at a moment when no paper is valid.
    #[test]
    fn nothing_is_shown_without_a_valid_paper(
        spans in prop::collection::vec((0..60i64, 1..20i64), 0..6), day in 0..80i64, probe in 0..100i64,
    ) {
        let asks = template(false, Some(CertificateKind::Ccc));
        let papers: Vec<_> =
            spans.iter().map(|(from, long)| paper(CertificateKind::Ccc, *from, from + long)).collect();
        let valid = |at: i64| spans.iter().any(|(from, long)| *from <= at && at < from + long);
        match at(&asks, &[told("origin", "宁波")], &[], &papers, day) {
            Ok((from, until)) => {
                prop_assert!(day < until);
                prop_assert_eq!(from <= day, valid(day));
                if from <= probe && probe < until {
                    prop_assert!(valid(probe));
                }
            }
            Err(_) => prop_assert!((day..100).all(|at| !valid(at))),
        }
    }
}
