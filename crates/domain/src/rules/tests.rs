use super::*;
use crate::id::TypedId;

fn version(number: i64, from: i64, figures: &[(Param, i64)]) -> RuleVersion {
    RuleVersion {
        id: RuleVersionId::from_bits(u128::from(number.unsigned_abs())),
        number,
        effective_from: Moment(from),
        figures: figures.iter().copied().collect(),
    }
}

fn book() -> Rulebook {
    Rulebook {
        versions: vec![
            version(2, 2_000, &[(Param::UnpaidClose, 45)]),
            version(1, 1_000, &[(Param::UnpaidClose, 20), (Param::Commission, 300)]),
        ],
        agreements: vec![Agreement {
            reference: "C-7".into(),
            party: Party::Merchant(MerchantId::from_bits(9)),
            param: Param::Commission,
            figure: 100,
            from: Moment(1_500),
            until: Some(Moment(3_000)),
        }],
    }
}

#[test]
fn a_figure_says_where_it_came_from() {
    let book = book();
    let check = |param, at, parties: &[Party], figure, source: Source| {
        let got = book.resolve(param, Moment(at), parties);
        assert_eq!((got.figure, got.source), (figure, source), "{param:?} at {at}");
    };
    let named = |n: i64| Source::Version { id: RuleVersionId::from_bits(n as u128), number: n };
    let merchant = [Party::Merchant(MerchantId::from_bits(9))];
    let other = [Party::Merchant(MerchantId::from_bits(8))];
    check(Param::UnpaidClose, 999, &[], 30, Source::Default);
    check(Param::UnpaidClose, 1_000, &[], 20, named(1));
    check(Param::UnpaidClose, 2_000, &[], 45, named(2));
    check(Param::Commission, 2_000, &[], 500, Source::Default);
    check(Param::Commission, 1_400, &merchant, 300, named(1));
    check(Param::Commission, 1_500, &merchant, 100, Source::Agreement { reference: "C-7".into() });
    check(Param::Commission, 1_500, &other, 300, named(1));
    check(Param::Commission, 3_000, &merchant, 500, Source::Default);
}

#[test]
fn an_order_keeps_the_figures_it_was_placed_under() {
    let book = book();
    let terms = book.pin(Moment(1_200), &[]);
    assert_eq!(terms.duration(Param::UnpaidClose), Duration::minutes(20));
    let text = serde_json::to_string(&terms).unwrap();
    let again: Terms = serde_json::from_str(&text).unwrap();
    assert_eq!(again, terms);
    assert_eq!(again.version, Some(RuleVersionId::from_bits(1)));
    assert_eq!(Terms::default().duration(Param::NoReasonWindow), Duration::days(7));
}

#[test]
fn every_default_lies_in_its_own_range_and_keys_are_distinct() {
    let figures = Param::ALL.iter().map(|p| (*p, p.default_figure())).collect();
    assert_eq!(check_figures(&figures), Ok(()));
    for param in Param::ALL {
        assert_eq!(Param::parse(param.key()), Some(*param));
        assert_eq!(serde_json::to_value(param).unwrap(), param.key());
    }
}

#[test]
fn the_platform_cannot_publish_less_than_seven_days_no_reason() {
    let refusal = check_figures(&BTreeMap::from([(Param::NoReasonWindow, 6)])).unwrap_err();
    assert_eq!(refusal.fields[0].field, "no_reason_window");
    assert_eq!(refusal.fields[0].n, Some(7));
}
