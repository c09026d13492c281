//! The contract of the store: every story is told twice, to SQLite and to PostgreSQL, and both must answer alike. PostgreSQL
//! comes from `JISHI_TEST_POSTGRES_URL` (an address that may create databases); without it its half is skipped, loudly.
//!
//! The runner prints what the standard one prints, and one line per engine with the number of stories that held.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "everything in here is a test; the lints know tests by an attribute that a runner of its own does not use"
)]

mod accounts;
mod bought;
mod carts;
mod catalogue;
mod coupons;
mod deals;
mod favourites;
mod fixture;
mod health;
mod house;
mod invoices;
mod ledger;
mod order_lists;
mod orders;
mod parity;
mod payments;
mod places;
mod prices;
mod reconciliation;
mod returns;
mod reviews;
mod rules;
mod rules_of_sql;
mod runner;
mod search;
mod seed;
mod shipments;
mod stock;
mod tally;
mod trade;
mod work;

fn main() {
    trade::verify::break_what_was_asked_for();
    if trade::verify::was_called_to_write() {
        return;
    }
    runner::run(&[
        // The longest first: the others are told beside them.
        trade::MODEL,
        accounts::STORIES,
        carts::STORIES,
        catalogue::STORIES,
        search::STORIES,
        favourites::STORIES,
        prices::STORIES,
        tally::STORIES,
        seed::STORIES,
        rules::STORIES,
        places::STORIES,
        stock::STORIES,
        coupons::STORIES,
        orders::STORIES,
        order_lists::STORIES,
        payments::STORIES,
        reconciliation::STORIES,
        shipments::STORIES,
        returns::STORIES,
        reviews::STORIES,
        invoices::STORIES,
        ledger::STORIES,
        health::STORIES,
        work::STORIES,
        house::STORIES,
        trade::RUSH,
        trade::SETTLEMENT,
        trade::PAYING,
        trade::PROMISES,
        trade::LOOKS,
        trade::RACES,
        trade::VERIFY,
    ]);
}
