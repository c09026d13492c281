//! Going through a long table in stretches: each is some thousand rows of what it goes along, found by stepping from key to key.
//! Together the stretches cover every key there could be, whether the table knows it or not.

use crate::args;
use crate::db::Session;
use services::Result;

/// Greater than every key.
const BEYOND: &str = "\u{10FFFF}";

/// What a check goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Along {
    Postings,
    Accounts,
    Orders,
    Purchases,
    StockItems,
    Coupons,
}

impl Along {
    /// Where the next stretch ends that begins behind `$1`.
    const fn step(self) -> &'static str {
        match self {
            Self::Postings => {
                "select max(id) from (select id from posting where id > $1 order by id limit 5000) s"
            }
            Self::Accounts => {
                "select max(account) from (
                    select account from balance where account > $1 order by account limit 2000) s"
            }
            Self::Orders => {
                "select max(id) from (
                    select id from merchant_order where id > $1 order by id limit 2000) s"
            }
            Self::Purchases => {
                "select max(id) from (select id from purchase where id > $1 order by id limit 2000) s"
            }
            Self::StockItems => {
                "select max(id) from (select id from stock_item where id > $1 order by id limit 5000) s"
            }
            Self::Coupons => {
                "select max(id) from (select id from coupon where id > $1 order by id limit 100) s"
            }
        }
    }
}

/// The stretches one after the other, from nothing to beyond everything.
pub(super) struct Stretches {
    along: Along,
    from: Option<String>,
}

impl Stretches {
    pub(super) const fn along(along: Along) -> Self {
        Self { along, from: Some(String::new()) }
    }

    /// The next stretch: behind which key it begins, and its last key.
    pub(super) async fn next(&mut self, session: &mut Session) -> Result<Option<(String, String)>> {
        let Some(from) = self.from.take() else { return Ok(None) };
        let row = session.one(self.along.step(), args![from.as_str()]).await?;
        let last = row.map_or(Ok(None), |row| row.cols().opt_text())?;
        self.from.clone_from(&last);
        let to = last.unwrap_or_else(|| BEYOND.to_owned());
        Ok(Some((from, to)))
    }
}
