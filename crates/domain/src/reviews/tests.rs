use super::score::{Prior, Sums, score};
use super::*;
use crate::Duration;
use crate::id::TypedId as _;
use crate::orders::tests::{after, order};
use crate::orders::{By, OrderEvent};
use crate::rules::Rulebook;
use proptest::prelude::*;

const FINE: Scores = Scores { goods: 5, logistics: 4, service: 3 };

fn received() -> Order {
    after(&[OrderEvent::Paid, OrderEvent::Shipped, OrderEvent::Confirmed(By::Buyer)])
}

fn ask(order: &Order, scores: Scores, text: &str) -> ReviewAsk {
    ReviewAsk { line: order.lines[0].id.clone(), scores, text: text.to_owned() }
}

fn id() -> ReviewId {
    ReviewId::from_bits(1)
}

#[test]
fn only_who_received_the_goods_reviews_them_and_only_while_the_window_is_open() {
    let on_its_way = after(&[OrderEvent::Paid, OrderEvent::Shipped]);
    for early in [order(), on_its_way] {
        let refused = write(id(), &early, &ask(&early, FINE, "好"), Moment(9)).unwrap_err();
        assert_eq!(refused.code, Code::ReviewTooEarly);
    }
    let order = received();
    let end = window_ends(&order).unwrap();
    assert_eq!(end, order.received_at.unwrap().plus(Duration::days(30)));
    let last = Moment(end.0 - 1);
    let review = write(id(), &order, &ask(&order, FINE, "  茶很香 "), last).unwrap();
    assert_eq!((review.text.as_str(), review.scores), ("茶很香", FINE));
    assert_eq!((&review.buyer, &review.product), (&order.buyer, &order.lines[0].product));
    let refused = write(id(), &order, &ask(&order, FINE, "好"), end).unwrap_err();
    assert_eq!(refused.code, Code::ReviewOver);
    let mut foreign = ask(&order, FINE, "好");
    foreign.line = OrderLineId::from_bits(99);
    assert_eq!(write(id(), &order, &foreign, last).unwrap_err().code, Code::NotFound);
}

#[test]
fn everything_that_is_wrong_with_a_review_is_told_at_once() {
    let order = received();
    let scores = Scores { goods: 0, logistics: 6, service: 1 };
    let refused = write(id(), &order, &ask(&order, scores, " \n "), Moment(9)).unwrap_err();
    let told: Vec<_> = refused.fields.iter().map(|f| (f.field.as_str(), f.code)).collect();
    let wanted =
        [("goods", Code::Required), ("logistics", Code::NumberRange), ("text", Code::Required)];
    assert_eq!(told, wanted);
    let long = "好".repeat(TEXT_CHARS_MAX + 1);
    let refused = write(id(), &order, &ask(&order, FINE, &long), Moment(9)).unwrap_err();
    assert_eq!((refused.fields[0].code, refused.fields[0].n), (Code::TooLong, Some(500)));
    assert!(write(id(), &order, &ask(&order, FINE, &long[3..]), Moment(9)).is_ok());
}

#[test]
fn a_buyer_adds_once_a_shop_answers_once_and_nothing_is_taken_back() {
    let order = received();
    let review = write(id(), &order, &ask(&order, FINE, "好"), Moment(9)).unwrap();
    let follow_up = ReviewEvent::FollowUp("用了一个月，还是好。".to_owned());
    let answer = ReviewEvent::Answer("谢谢。".to_owned());
    let end = review.follow_up_ends(&order.terms).unwrap();
    assert_eq!(end, Moment(9).plus(Duration::days(180)));
    let late = review.apply(&follow_up, &order.terms, end).unwrap_err();
    assert_eq!(late.code, Code::ReviewOver);
    let both = review.apply(&answer, &order.terms, end).unwrap();
    let both = both.apply(&follow_up, &order.terms, Moment(end.0 - 1)).unwrap();
    assert_eq!(both.answer.as_ref().map(|a| (a.text.as_str(), a.at)), Some(("谢谢。", end)));
    assert!(both.follow_up.is_some() && both.follow_up_ends(&order.terms).is_none());
    let again = |event: &ReviewEvent| both.apply(event, &order.terms, Moment(10)).unwrap_err();
    assert_eq!(again(&follow_up).code, Code::AlreadyReviewed);
    assert_eq!(again(&answer).code, Code::AlreadyAnswered);
    let empty = review.apply(&ReviewEvent::Answer(" ".to_owned()), &order.terms, Moment(10));
    let fields = empty.unwrap_err().fields;
    assert_eq!((fields[0].field.as_str(), fields[0].code), ("answer", Code::Required));
}

#[test]
fn three_happy_buyers_do_not_outshine_three_hundred() {
    let prior = Prior::of(&Rulebook::default(), Moment(0));
    let happy = Scores { goods: 5, logistics: 5, service: 5 };
    let of = |n: usize| (0..n).fold(Sums::default(), |sums, _| sums.plus(happy));
    let [small, large] = [3, 300].map(|n| score(&of(n), &prior).unwrap());
    // 20 imagined reviews of 4 stars: (80 + 15) / 23 and (80 + 1500) / 320.
    assert_eq!((small.overall, large.overall), (413, 494));
    assert_eq!(score(&Sums::default(), &prior), None);
    let mixed = score(&of(0).plus(Scores { goods: 1, logistics: 5, service: 5 }), &prior).unwrap();
    // 81 / 21 and 85 / 21; the goods count as much as the other two together.
    assert_eq!((mixed.goods, mixed.service, mixed.overall), (386, 405, 396));
}

#[test]
fn the_stars_of_a_product_are_counted_and_told_in_hundredths() {
    let given = [5, 5, 4, 1].map(|goods| Scores { goods, logistics: 3, service: 2 });
    let sums = given.iter().fold(Sums::default(), |sums, scores| sums.plus(*scores));
    assert_eq!((sums.count(), sums.stars), (4, [1, 0, 0, 1, 2]));
    assert_eq!(
        Dimension::ALL.iter().map(|d| sums.mean(*d)).collect::<Vec<_>>(),
        [Some(375), Some(300), Some(200)]
    );
    assert_eq!((1..=5).map(|s| sums.share(s)).collect::<Vec<_>>(), [2_500, 0, 0, 2_500, 5_000]);
    assert_eq!(Sums::default().mean(Dimension::Goods), None);
}

fn scores() -> impl Strategy<Value = Scores> {
    let stars = || 1..=STARS_MAX;
    (stars(), stars(), stars()).prop_map(|(goods, logistics, service)| Scores {
        goods,
        logistics,
        service,
    })
}

proptest! {
    #[test]
    fn a_mean_lies_between_the_worst_and_the_best(all in prop::collection::vec(scores(), 1..60)) {
        let sums = all.iter().fold(Sums::default(), |sums, one| sums.plus(*one));
        prop_assert_eq!(sums.count(), all.len() as i64);
        for d in Dimension::ALL {
            let mean = sums.mean(*d).unwrap();
            let given = || all.iter().map(|one| one.of(*d) * 100);
            prop_assert!(given().min().unwrap() <= mean && mean <= given().max().unwrap());
            prop_assert_eq!(sums.of(*d), all.iter().map(|one| one.of(*d)).sum::<i64>());
        }
        let shares: i64 = (1..=STARS_MAX).map(|s| sums.share(s)).sum();
        prop_assert!((9_995..=10_005).contains(&shares), "{}", shares);
    }

    #[test]
    fn a_score_lies_between_where_it_began_and_what_buyers_said(
        all in prop::collection::vec(scores(), 1..60), stars in 1..=STARS_MAX, reviews in 0_i64..1_000,
    ) {
        let prior = Prior { stars, reviews, weights: [5_000, 2_500, 2_500] };
        let sums = all.iter().fold(Sums::default(), |sums, one| sums.plus(*one));
        let told = score(&sums, &prior).unwrap();
        let (mean, began) = (sums.mean(Dimension::Goods).unwrap(), stars * 100);
        prop_assert!(mean.min(began) <= told.goods && told.goods <= mean.max(began));
        let better = score(&sums.plus(Scores { goods: 5, logistics: 5, service: 5 }), &prior).unwrap();
        let worse = score(&sums.plus(Scores { goods: 1, logistics: 1, service: 1 }), &prior).unwrap();
        prop_assert!(worse.overall <= told.overall && told.overall <= better.overall);
        prop_assert!((100..=500).contains(&told.overall));
    }
}
