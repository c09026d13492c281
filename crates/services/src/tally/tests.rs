//! Stories of counting in memory.

use super::*;
use domain::id::TypedId as _;

fn shop(n: u128) -> MerchantId {
    MerchantId::from_bits(n)
}

fn impressions(held: &Held, n: u128) -> i64 {
    held.sums.get(&(shop(n), Place::Organic)).map_or(0, |s| s.impressions)
}

#[test]
fn a_list_counts_every_card_each_time_it_is_shown() {
    let tally = Tally::default();
    let cards = [shop(1), shop(2), shop(1)].map(|m| (m, Place::Organic));
    let list = tally.list(&cards);
    assert!(tally.take().sums.is_empty(), "a list nobody saw was counted");
    list.again();
    list.again();
    let held = tally.take();
    assert_eq!((impressions(&held, 1), impressions(&held, 2)), (4, 2));
    // Kept in memory it goes on counting; a list that is gone has left its last figure.
    list.again();
    drop(list);
    assert_eq!(impressions(&tally.take(), 1), 2);
    assert!(tally.take().sums.is_empty());
    assert!(tally.held().lists.is_empty());
}

#[test]
fn what_could_not_be_stored_is_counted_the_next_time() {
    let tally = Tally::default();
    let buyer = (AccountId::from_bits(1), ProductId::from_bits(1));
    tally.clicked(&shop(1), Place::Organic);
    tally.seen(&buyer.0, &buyer.1, Moment(5));
    let taken = tally.take();
    tally.clicked(&shop(1), Place::Organic);
    tally.seen(&buyer.0, &buyer.1, Moment(9));
    tally.give_back(taken);
    let held = tally.take();
    assert_eq!(held.sums[&(shop(1), Place::Organic)].clicks, 2);
    assert_eq!(held.seen[&buyer], Moment(9));
}

#[test]
fn more_lists_than_are_watched_lose_no_figure() {
    let tally = Tally::default();
    for _ in 0..=LISTS_MAX {
        tally.list(&[(shop(1), Place::Organic)]).again();
    }
    assert!(tally.held().lists.len() <= LISTS_MAX);
    assert_eq!(impressions(&tally.take(), 1), LISTS_MAX as i64 + 1);
}

#[test]
fn what_a_buyer_erases_is_gone_before_it_is_stored() {
    let tally = Tally::default();
    let [a, b] = [1, 2].map(AccountId::from_bits);
    let [tea, cup] = [1, 2].map(ProductId::from_bits);
    for (account, product) in [(&a, &tea), (&a, &cup), (&b, &tea)] {
        tally.seen(account, product, Moment(1));
    }
    drop(futures::executor::block_on(tally.forget(&a, Some(&tea))));
    assert_eq!(tally.held().seen.len(), 2);
    drop(futures::executor::block_on(tally.forget(&a, None)));
    let held = tally.take();
    assert_eq!(held.seen.into_keys().collect::<Vec<_>>(), [(b, tea)]);
}
