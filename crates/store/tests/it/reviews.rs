//! Reviews: only who bought and received writes one, once per line; sums are those of the rows; a page goes on where it ended;
//! a shop sees its own and answers once.

use crate::bought::{happen, place, placed, purchase, read};
use crate::fixture::{SYSTEM, World, buyer, look, owner, step};
use crate::trade;
use domain::id::*;
use domain::orders::{By, Order, OrderEvent};
use domain::reviews::score::Sums;
use domain::reviews::{Dimension, Review, ReviewAsk, Said, Scores};
use domain::{Code, Duration, Moment, Scope, StaffRole};
use services::ports::StoreExt as _;
use services::ports::catalogue::NewProduct;
use services::ports::reviews::ReviewRow;
use services::ports::work::Chain;
use services::reviews::Past;
use services::{Actor, orders, reviews};

crate::stories![
    a_review_is_seen_by_its_parties_and_its_words_by_everybody,
    a_line_has_one_review_however_often_the_buyer_clicks,
    a_review_hangs_on_a_line_that_its_writer_bought,
    the_sums_of_a_product_and_of_a_shop_are_those_of_the_rows,
    a_page_of_reviews_begins_with_the_newest_and_keeps_to_the_stars_asked_for,
    a_shop_reads_its_own_reviews_and_those_without_an_answer_apart,
    what_was_said_stays_and_a_late_write_changes_nothing,
    a_buyer_reviews_what_was_received_and_the_shop_answers_once,
    a_review_comes_neither_too_early_nor_too_late_nor_from_the_shop_itself,
    reviews_of_the_past_obey_the_rules_of_their_moment,
];

const FINE: Scores = Scores { goods: 5, logistics: 4, service: 3 };

/// Orders of a buyer that were received, one line each, a minute apart.
async fn received(
    world: &World,
    who: &AccountId,
    product: &NewProduct,
    numbers: std::ops::Range<u64>,
) -> Vec<Order> {
    let mut orders = placed(world, who, product, numbers).await;
    for order in &mut orders {
        for event in [OrderEvent::Paid, OrderEvent::Shipped, OrderEvent::Confirmed(By::Buyer)] {
            happen(world, &order.id, event).await;
        }
        *order = read(world, &order.id).await;
    }
    orders
}

fn ask(order: &Order, scores: Scores, text: &str) -> ReviewAsk {
    ReviewAsk { line: order.lines[0].id.clone(), scores, text: text.to_owned() }
}

/// A review of the first line, not stored yet.
fn review(world: &World, order: &Order, scores: Scores) -> Review {
    domain::reviews::write(world.id(), order, &ask(order, scores, "茶很香"), world.now()).unwrap()
}

async fn add(world: &World, review: &Review) {
    step!(world, |tx| tx.add_review(&SYSTEM, &review), review).unwrap();
}

fn ids(rows: &[ReviewRow]) -> Vec<ReviewId> {
    rows.iter().map(|row| row.review.id.clone()).collect()
}

async fn a_review_is_seen_by_its_parties_and_its_words_by_everybody(world: World) {
    let (shop, tea) = world.shop(&[100], 90).await;
    let (lin, other) = (world.account("lin@x.example").await, world.account("o@x.example").await);
    let order = received(&world, &lin, &tea, 0..1).await.remove(0);
    let written = review(&world, &order, FINE);
    add(&world, &written).await;
    let rival = world.merchant("rival").await;
    let staff = Scope::Platform { staff: world.id(), role: StaffRole::Mediator };
    for scope in [Scope::Buyer(lin.clone()), owner(&shop), staff, SYSTEM] {
        let row = look!(world, |r| r.review(&scope, &written.id)).unwrap().unwrap();
        assert_eq!(row.review, written, "{scope:?}");
        assert_eq!((row.buyer_name.as_str(), row.order_number), ("林知夏", order.number.clone()));
        assert_eq!((row.name, row.spec), (tea.name.clone(), tea.skus[0].spec.clone()));
        let of_order = look!(world, |r| r.reviews_of_order(&scope, &order.id)).unwrap();
        assert_eq!(ids(&of_order), std::slice::from_ref(&written.id));
    }
    let strangers = [Scope::Buyer(other), owner(&rival), Scope::Public, Scope::Guest(world.id())];
    for scope in &strangers {
        assert_eq!(look!(world, |r| r.review(scope, &written.id)).unwrap(), None, "{scope:?}");
        assert_eq!(look!(world, |r| r.reviews_of_order(scope, &order.id)).unwrap(), []);
        let page = look!(world, |r| r.reviews_of_product(scope, &tea.id, None, None, 9)).unwrap();
        assert_eq!(ids(&page.items), std::slice::from_ref(&written.id));
        for word in [tea.id.as_str(), &tea.slug] {
            let found = look!(world, |r| r.reviewed(scope, word, world.now())).unwrap();
            assert_eq!(found, Some((tea.id.clone(), shop.clone())), "{scope:?}");
        }
    }
    let (id, now, keeper) = (tea.id.clone(), world.now(), owner(&shop));
    step!(world, |tx| tx.set_on_sale(&keeper, &id, false, now), id, keeper).unwrap();
    for scope in &strangers {
        assert_eq!(look!(world, |r| r.reviewed(scope, &tea.slug, now)).unwrap(), None);
    }
}

async fn a_line_has_one_review_however_often_the_buyer_clicks(world: World) {
    let (_, tea) = world.shop(&[100], 90).await;
    let lin = world.account("lin@x.example").await;
    let order = received(&world, &lin, &tea, 0..1).await.remove(0);
    let clicks = (0..8).map(|_| {
        let (world, order, lin) = (world.clone(), order.clone(), buyer(&lin));
        tokio::spawn(async move {
            reviews::write(&world.market, &lin, &order.id, &ask(&order, FINE, "好")).await
        })
    });
    let mut written = 0;
    for click in futures::future::join_all(clicks).await {
        match click.unwrap() {
            Ok(_) => written += 1,
            Err(error) => assert_eq!(error.code(), Code::AlreadyReviewed),
        }
    }
    assert_eq!(written, 1);
    let sums = look!(world, |r| r.review_sums(&Scope::Public, &tea.id)).unwrap();
    assert_eq!(sums, Sums::default().plus(FINE));
}

async fn a_review_hangs_on_a_line_that_its_writer_bought(world: World) {
    let (shop, tea) = world.shop(&[100], 90).await;
    let (lin, other) = (world.account("lin@x.example").await, world.account("o@x.example").await);
    let mine = received(&world, &lin, &tea, 0..2).await;
    let theirs = received(&world, &other, &tea, 2..3).await.remove(0);
    let written = review(&world, &mine[0], FINE);
    for scope in [Scope::Buyer(other.clone()), owner(&shop), Scope::Public] {
        let refused = step!(world, |tx| tx.add_review(&scope, &written), scope, written);
        assert_eq!(refused.unwrap_err().code(), Code::Forbidden, "{scope:?}");
    }
    let strange = [
        Review { buyer: other.clone(), ..written.clone() },
        Review { order: mine[1].id.clone(), ..written.clone() },
        Review { line: theirs.lines[0].id.clone(), ..written.clone() },
        Review { merchant: world.merchant("rival").await, ..written.clone() },
        Review { product: world.id(), ..written.clone() },
    ];
    for strange in strange {
        let refused = step!(world, |tx| tx.add_review(&SYSTEM, &strange), strange);
        assert_eq!(refused.unwrap_err().code(), Code::NotFound, "{strange:?}");
    }
    assert_eq!(look!(world, |r| r.review_sums(&SYSTEM, &tea.id)).unwrap(), Sums::default());
}

async fn the_sums_of_a_product_and_of_a_shop_are_those_of_the_rows(world: World) {
    let (shop, tea) = world.shop(&[100], 90).await;
    let cup = world.product("cup", (&shop, &tea.category, &tea.freight), &[100], 90);
    world.add_product(&cup).await;
    let lin = world.account("lin@x.example").await;
    let mut wanted = [Sums::default(); 2];
    for (i, product) in [&tea, &cup].into_iter().enumerate() {
        let first = i as u64 * 10;
        let all = received(&world, &lin, product, first..first + 5).await;
        for (n, order) in all.iter().enumerate() {
            let n = n as i64;
            let scores =
                Scores { goods: 1 + (n * n) % 5, logistics: 1 + n % 3, service: 5 - n % 2 };
            add(&world, &review(&world, order, scores)).await;
            wanted[i] = wanted[i].plus(scores);
        }
    }
    let of = async |id: &ProductId| look!(world, |r| r.review_sums(&Scope::Public, id)).unwrap();
    assert_eq!([of(&tea.id).await, of(&cup.id).await], wanted);
    let rows = look!(world, |r| r.reviews_of_product(&SYSTEM, &tea.id, None, None, 100)).unwrap();
    let counted = rows.items.iter().fold(Sums::default(), |s, row| s.plus(row.review.scores));
    assert_eq!(counted, wanted[0]);
    let all = look!(world, |r| r.review_sums_of_shop(&Scope::Public, &shop)).unwrap();
    for dimension in Dimension::ALL {
        let both: i64 = wanted.iter().map(|sums| sums.of(*dimension)).sum();
        assert_eq!(all.of(*dimension), both, "{dimension:?}");
    }
    assert_eq!(all.count(), 10);
}

async fn a_page_of_reviews_begins_with_the_newest_and_keeps_to_the_stars_asked_for(world: World) {
    let (_, tea) = world.shop(&[100], 90).await;
    let lin = world.account("lin@x.example").await;
    let mut all = Vec::new();
    for (i, order) in received(&world, &lin, &tea, 0..7).await.iter().enumerate() {
        // Two of them in the same moment: the id decides.
        if i != 3 {
            world.clock.forward(Duration::minutes(1));
        }
        let written = review(&world, order, Scores { goods: 5 - (i as i64 % 2), ..FINE });
        add(&world, &written).await;
        all.push(written);
    }
    all.sort_by(|a, b| (b.written_at, &b.id).cmp(&(a.written_at, &a.id)));
    let page = async |stars: Option<i64>, after: Option<&str>| {
        let page = look!(world, |r| r.reviews_of_product(&Scope::Public, &tea.id, stars, after, 3));
        let page = page.unwrap();
        (ids(&page.items), page.next)
    };
    for stars in [None, Some(5), Some(4), Some(1)] {
        let fitting = all.iter().filter(|r| stars.is_none_or(|stars| r.scores.goods == stars));
        let wanted: Vec<ReviewId> = fitting.map(|r| r.id.clone()).collect();
        let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let (ids, next) = page(stars, after.as_deref()).await;
            assert!(ids.len() <= 3);
            seen.extend(ids);
            pages += 1;
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, wanted, "{stars:?}");
        assert_eq!(pages, wanted.len().div_ceil(3).max(1), "{stars:?}");
    }
    for forged in ["", "7", "x.rev_1", "7.prd_1", "7.rev_%"] {
        let page = look!(world, |r| r.reviews_of_product(&SYSTEM, &tea.id, None, Some(forged), 3));
        assert_eq!(page.unwrap_err().code(), Code::NotFound, "{forged}");
    }
}

async fn a_shop_reads_its_own_reviews_and_those_without_an_answer_apart(world: World) {
    let (shop, tea) = world.shop(&[100], 90).await;
    let rival = world.merchant("rival").await;
    let lin = world.account("lin@x.example").await;
    let mut all = Vec::new();
    for order in received(&world, &lin, &tea, 0..4).await {
        world.clock.forward(Duration::minutes(1));
        let written = review(&world, &order, FINE);
        add(&world, &written).await;
        all.insert(0, written.id);
    }
    let keeper = trade::owner(&shop);
    reviews::answer(&world.market, &keeper, &all[1], "谢谢").await.unwrap();
    let open = [all[0].clone(), all[2].clone(), all[3].clone()];
    let page = async |scope: &Scope, to_answer, after: Option<&str>| {
        let page = look!(world, |r| r.reviews_of_shop(scope, to_answer, after, 2)).unwrap();
        (ids(&page.items), page.next)
    };
    let scope = owner(&shop);
    for (to_answer, wanted) in [(false, all.as_slice()), (true, &open)] {
        let (first, next) = page(&scope, to_answer, None).await;
        assert_eq!(first, wanted[..2]);
        let (rest, _) = page(&scope, to_answer, next.as_deref()).await;
        assert_eq!(rest, wanted[2..]);
    }
    let count = async |scope: &Scope, most| {
        look!(world, |r| r.count_reviews_to_answer(scope, most)).unwrap()
    };
    assert_eq!((count(&scope, 99).await, count(&scope, 2).await), (3, 2));
    for scope in [owner(&rival), Scope::Buyer(lin), Scope::Public] {
        assert_eq!(page(&scope, false, None).await, (Vec::new(), None), "{scope:?}");
        assert_eq!(count(&scope, 99).await, 0);
    }
    let stranger = reviews::answer(&world.market, &trade::owner(&rival), &all[0], "谢谢").await;
    assert_eq!(stranger.unwrap_err().code(), Code::NotFound);
    let mine = reviews::of_shop(&world.market, &keeper, true, None).await.unwrap();
    assert_eq!(mine.items.len(), 3);
    assert_eq!(mine.items[0].review.who, "林**");
}

async fn what_was_said_stays_and_a_late_write_changes_nothing(world: World) {
    let (_, tea) = world.shop(&[100], 90).await;
    let lin = world.account("lin@x.example").await;
    let order = received(&world, &lin, &tea, 0..1).await.remove(0);
    let written = review(&world, &order, FINE);
    add(&world, &written).await;
    let said = Some(Said { text: "谢谢".to_owned(), at: world.now() });
    let other = Scores { goods: 1, logistics: 1, service: 1 };
    let changed = Review {
        scores: other,
        text: "不好".to_owned(),
        follow_up: said.clone(),
        answer: said,
        ..written.clone()
    };
    let stranger = Scope::Buyer(world.account("o@x.example").await);
    for scope in [stranger, Scope::Public] {
        let refused = step!(world, |tx| tx.save_review(&scope, &changed), scope, changed);
        assert_eq!(refused.unwrap_err().code(), Code::Stale, "{scope:?}");
    }
    step!(world, |tx| tx.save_review(&SYSTEM, &changed), changed).unwrap();
    let read = look!(world, |r| r.review(&SYSTEM, &written.id)).unwrap().unwrap().review;
    let wanted = Review { scores: FINE, text: written.text, version: 1, ..changed.clone() };
    assert_eq!(read, wanted);
    let late = step!(world, |tx| tx.save_review(&SYSTEM, &changed), changed);
    assert_eq!(late.unwrap_err().code(), Code::Stale);
}

/// The kinds of what was announced, the oldest first.
async fn announced(world: &World) -> Vec<String> {
    let now = world.now();
    step!(world, |tx| tx.seal(&SYSTEM, Chain::Outbox, 100, now)).unwrap();
    let events = look!(world, |r| r.events_after(&SYSTEM, 0, 100)).unwrap();
    let kinds = events.into_iter().map(|sealed| sealed.event.kind);
    kinds.filter(|kind| kind.starts_with("review.")).collect()
}

async fn a_buyer_reviews_what_was_received_and_the_shop_answers_once(world: World) {
    let (m, (shop, tea)) = (&world.market, world.shop(&[100, 200], 90).await);
    let who = world.account("lin@x.example").await;
    let (lin, keeper) = (buyer(&who), trade::owner(&shop));
    let order = received(&world, &who, &tea, 0..1).await.remove(0);
    let lines = async |who: &Actor| orders::get(m, who, order.id.as_str()).await.unwrap().reviews;
    let before = lines(&lin).await;
    let end = order.received_at.unwrap().plus(Duration::days(30));
    assert!(before.iter().all(|line| line.review.is_none() && line.until == Some(end)));

    let id = reviews::write(m, &lin, &order.id, &ask(&order, FINE, "茶很香")).await.unwrap();
    reviews::answer(m, &keeper, &id, "谢谢喜欢").await.unwrap();
    world.clock.forward(Duration::days(40));
    reviews::follow_up(m, &lin, &id, "喝了一个月").await.unwrap();
    let again = reviews::answer(m, &keeper, &id, "再谢").await.unwrap_err();
    assert_eq!(again.code(), Code::AlreadyAnswered);
    let again = reviews::follow_up(m, &lin, &id, "还有").await.unwrap_err();
    assert_eq!(again.code(), Code::AlreadyReviewed);

    let page = reviews::of_product(m, &tea.slug, None, None).await.unwrap();
    let [seen] = page.items.as_slice() else { panic!("{page:?}") };
    assert_eq!((seen.who.as_str(), seen.text.as_str(), seen.scores), ("林**", "茶很香", FINE));
    assert_eq!(seen.answer.as_ref().map(|said| said.text.as_str()), Some("谢谢喜欢"));
    assert_eq!(seen.follow_up.as_ref().map(|said| said.text.as_str()), Some("喝了一个月"));
    assert_eq!(seen.spec, tea.skus[0].spec);
    // 20 imagined reviews of 4 stars and a real one of 5, 4 and 3.
    assert_eq!(page.shop.map(|s| (s.goods, s.logistics, s.service)), Some((405, 400, 395)));
    let after = lines(&lin).await;
    assert_eq!(after[0].review.as_ref(), Some(seen));
    assert!(after.iter().all(|line| line.until.is_none()), "{after:?}");
    assert!(after[1].review.is_none());
    let told = announced(&world).await;
    assert_eq!(told, ["review.written", "review.answered", "review.followed_up"]);
    let none = reviews::of_product(m, &tea.slug, Some(1), None).await.unwrap();
    assert_eq!((none.items.len(), none.sums.count()), (0, 1));
    let odd = reviews::of_product(m, &tea.slug, Some(6), None).await.unwrap_err();
    assert_eq!(odd.code(), Code::NotFound);
}

async fn a_review_comes_neither_too_early_nor_too_late_nor_from_the_shop_itself(world: World) {
    let (m, (shop, tea)) = (&world.market, world.shop(&[100], 90).await);
    let who = world.account("lin@x.example").await;
    let lin = buyer(&who);
    let bought = purchase(&world, &who, 9);
    let open = crate::bought::order(&world, &bought, &tea, 1);
    place(&world, &bought, std::slice::from_ref(&open)).await.unwrap();
    let refused = reviews::write(m, &lin, &open.id, &ask(&open, FINE, "好")).await.unwrap_err();
    assert_eq!(refused.code(), Code::ReviewTooEarly);

    let order = received(&world, &who, &tea, 0..1).await.remove(0);
    let mut member = lin.clone();
    if let (Some(person), Some(at_work)) = (&mut member.signed_in, trade::owner(&shop).signed_in) {
        person.memberships = at_work.memberships;
    }
    let own = reviews::write(m, &member, &order.id, &ask(&order, FINE, "自己夸")).await;
    assert_eq!(own.unwrap_err().code(), Code::Forbidden);
    let other = buyer(&world.account("o@x.example").await);
    let strange = reviews::write(m, &other, &order.id, &ask(&order, FINE, "好")).await;
    assert_eq!(strange.unwrap_err().code(), Code::NotFound);
    let empty = ask(&order, Scores { goods: 0, ..FINE }, " ");
    let refused = reviews::write(m, &lin, &order.id, &empty).await.unwrap_err();
    assert_eq!(refused.fields().len(), 2);
    world.clock.forward(Duration::days(30));
    let late = reviews::write(m, &lin, &order.id, &ask(&order, FINE, "好")).await.unwrap_err();
    assert_eq!(late.code(), Code::ReviewOver);
    assert!(announced(&world).await.is_empty());
}

async fn reviews_of_the_past_obey_the_rules_of_their_moment(world: World) {
    let (_, tea) = world.shop(&[100], 90).await;
    let lin = world.account("lin@x.example").await;
    let all = received(&world, &lin, &tea, 0..3).await;
    let past = |order: &Order, at: Moment| Past {
        id: world.id(),
        order: order.clone(),
        ask: ask(order, FINE, "茶很香"),
        at,
        follow_up: Some(Said { text: "还是好".to_owned(), at: at.plus(Duration::days(20)) }),
        answer: Some(Said { text: "谢谢".to_owned(), at: at.plus(Duration::days(1)) }),
    };
    let soon = |order: &Order| order.received_at.unwrap().plus(Duration::days(2));
    let told: Vec<Past> = all[..2].iter().map(|order| past(order, soon(order))).collect();
    step!(world, |tx| reviews::write_past(tx, &told), told).unwrap();
    let sums = look!(world, |r| r.review_sums(&SYSTEM, &tea.id)).unwrap();
    assert_eq!(sums.count(), 2);
    let read = look!(world, |r| r.review(&SYSTEM, &told[0].id)).unwrap().unwrap().review;
    assert_eq!((read.written_at, read.answer), (told[0].at, told[0].answer.clone()));
    // A month and a day after receipt nobody could have written it, so nobody did; the whole batch falls.
    let late =
        vec![past(&all[2], soon(&all[2])), past(&all[2], soon(&all[2]).plus(Duration::days(29)))];
    let refused = step!(world, |tx| reviews::write_past(tx, &late), late).unwrap_err();
    assert_eq!(refused.code(), Code::ReviewOver);
    assert_eq!(look!(world, |r| r.review_sums(&SYSTEM, &tea.id)).unwrap(), sums);
    assert!(announced(&world).await.is_empty());
}
