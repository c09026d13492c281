//! The contract of the store: every story is told twice, to SQLite and to PostgreSQL, and both must answer alike. PostgreSQL
//! comes from `JISHI_TEST_POSTGRES_URL` (an address that may create databases); without it its half is skipped, loudly.
//!
//! The runner prints what the standard one prints, and one line per engine with the number of stories that held.

mod accounts;
mod carts;
mod catalogue;
mod deals;
mod fixture;
mod health;
mod house;
mod ledger;
mod parity;
mod payments;
mod returns;
mod rules_of_sql;
mod runner;
mod shipments;
mod work;

fn main() {
    runner::run(&[
        accounts::STORIES,
        carts::STORIES,
        catalogue::STORIES,
        payments::STORIES,
        shipments::STORIES,
        returns::STORIES,
        ledger::STORIES,
        health::STORIES,
        work::STORIES,
        house::STORIES,
    ]);
}
