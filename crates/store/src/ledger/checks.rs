//! What should hold and is looked at, each check in statements that see one stretch of the books at a time and answer a row per
//! fact that does not hold: what it is about, what should be there, what is there. A statement over everything would take as
//! long as the books are; a stretch takes some milliseconds however long they are, and what a stretch is about lies in it
//! whole. Nothing here is mended.

use super::chain;
use super::stretches::{Along, Stretches};
use crate::args;
use crate::db::{Row, Session};
use domain::ledger::Account;
use services::Result;
use services::ports::ledger::{Check, Violation};
use std::collections::BTreeMap;

/// The most violations one check names.
const NAMED_MAX: i64 = 1_000;

/// A statement and along what it goes. `$1` is where the stretch begins, itself left out, `$2` where it ends, `$3` the limit.
struct Look(Along, &'static str);

/// I1. Amounts of one order are a whole of their own within their posting.
const POSTING_UNBALANCED: Look = Look(
    Along::Postings,
    "
    select posting_id, cast(0 as bigint), cast(sum(amount_minor) as bigint) from posting_entry
    where posting_id > $1 and posting_id <= $2
    group by posting_id, currency, coalesce(order_id, '') having sum(amount_minor) <> 0
    order by posting_id limit $3",
);

/// I2, a stretch of it: the sums of all stretches are added up.
const SUMS: &str = "
    select currency, cast(sum(amount_minor) as bigint) from posting_entry
    where posting_id > $1 and posting_id <= $2 group by currency order by currency limit $3";

/// I3. The second half finds accounts whose balance was lost altogether. The sums come debit-positive.
const BALANCE_DRIFT: Look = Look(
    Along::Accounts,
    "
    select b.account, cast(coalesce(s.total, 0) as bigint), b.minor
    from balance b left join (
        select account, currency, sum(amount_minor) as total from posting_entry
        where account > $1 and account <= $2
        group by account, currency) s on s.account = b.account and s.currency = b.currency
    where b.account > $1 and b.account <= $2
        and b.minor <> case b.nature when 'debit' then coalesce(s.total, 0) else -coalesce(s.total, 0) end
    union all
    select s.account, cast(s.total as bigint), cast(0 as bigint)
    from (
        select account, currency, sum(amount_minor) as total from posting_entry
        where account > $1 and account <= $2
        group by account, currency) s
    left join balance b on b.account = s.account and b.currency = s.currency
    where b.account is null and s.total <> 0
    order by 1 limit $3",
);

/// I4. Which accounts may fall below zero is asked of the chart of accounts and not of the row: the row may be the damage.
const BELOW_ZERO: Look = Look(
    Along::Accounts,
    "
    select account, cast(0 as bigint), minor from balance
    where account > $1 and account <= $2 and minor < 0 order by account limit $3",
);

/// I8, first half.
const ORDER_UNBALANCED: Look = Look(
    Along::Orders,
    "
    select order_id, cast(0 as bigint), cast(sum(amount_minor) as bigint) from posting_entry
    where order_id > $1 and order_id <= $2
    group by order_id, currency having sum(amount_minor) <> 0 order by order_id limit $3",
);

/// I8, second half: money that reached an escrow or left it under another order's name, or for a purpose that has no
/// business there, shows as a difference.
const ESCROW_DIFFERS: Look = Look(
    Along::Orders,
    "
    select substr(x.account, 8), cast(sum(x.told) as bigint), cast(sum(x.lies) as bigint)
    from (
        select e.account, e.currency, -e.amount_minor as told, 0 as lies
        from posting_entry e join posting p on p.id = e.posting_id
        where e.order_id > $1 and e.order_id <= $2 and e.account = 'escrow:' || e.order_id
            and p.purpose in ('capture', 'refund', 'release', 'reversal')
        union all
        select account, currency, 0, minor from balance
        where account > 'escrow:' || $1 and account <= 'escrow:' || $2) x
    group by x.account, x.currency having sum(x.told) <> sum(x.lies) order by x.account limit $3",
);

/// I9.
const ESCROW_LEFT: Look = Look(
    Along::Orders,
    "
    select o.id, cast(0 as bigint), b.minor
    from merchant_order o join balance b on b.account = 'escrow:' || o.id
    where o.id > $1 and o.id <= $2 and b.minor <> 0 and o.state in ('received', 'cancelled', 'closed')
    order by o.id limit $3",
);

/// I10. Each payment is a purse of its own: none gives back what came with another.
const REFUNDED_TOO_MUCH: Look = Look(
    Along::Purchases,
    "
    select r.purchase_id,
        cast(case when a.paid_currency = r.currency then a.paid_minor else 0 end as bigint),
        cast(r.back as bigint)
    from (
        select purchase_id, attempt_id, currency, sum(amount_minor) as back from refund
        where purchase_id > $1 and purchase_id <= $2 and status <> 'failed'
        group by purchase_id, attempt_id, currency) r
    join attempt a on a.id = r.attempt_id
    where r.back > case when a.paid_currency = r.currency then a.paid_minor else 0 end
    order by r.purchase_id limit $3",
);

/// I11, second part: of a settled order nothing of its own is pending any more, and nothing was taken twice.
const SETTLED_WRONG: Look = Look(
    Along::Orders,
    "
    select e.order_id, cast(0 as bigint), cast(-sum(e.amount_minor) as bigint)
    from posting_entry e join merchant_order o on o.id = e.order_id
    where e.order_id > $1 and e.order_id <= $2 and o.settled_at is not null
        and e.account >= 'merchant_pending:' and e.account < 'merchant_pending;'
    group by e.order_id, e.currency having sum(e.amount_minor) <> 0
    order by e.order_id limit $3",
);

/// I11, third part: what an order earned was made payable and the order does not know of it.
const SETTLED_UNTOLD: Look = Look(
    Along::Orders,
    "
    select e.order_id, cast(0 as bigint), cast(count(distinct p.id) as bigint)
    from posting_entry e join posting p on p.id = e.posting_id
    left join merchant_order o on o.id = e.order_id
    where e.order_id > $1 and e.order_id <= $2 and p.purpose = 'settle' and o.settled_at is null
        and not exists (select 1 from posting b where b.reverses = p.id)
    group by e.order_id order by e.order_id limit $3",
);

/// I11. A release that was taken back is none.
const RELEASED_TWICE: Look = Look(
    Along::Orders,
    "
    select r.order_id, cast(case when o.received_at is null then 0 else 1 end as bigint), r.times
    from (
        select e.order_id, count(distinct p.id) as times
        from posting_entry e join posting p on p.id = e.posting_id
        where e.order_id > $1 and e.order_id <= $2 and p.purpose = 'release'
            and not exists (select 1 from posting b where b.reverses = p.id)
        group by e.order_id) r
    left join merchant_order o on o.id = r.order_id
    where r.times > 1 or o.received_at is null
    order by r.order_id limit $3",
);

/// I12.
const COMMISSION_NEGATIVE: Look = Look(
    Along::Orders,
    "
    select order_id, cast(0 as bigint), cast(-sum(amount_minor) as bigint) from posting_entry
    where order_id > $1 and order_id <= $2 and account = 'commission'
    group by order_id, currency having sum(amount_minor) > 0 order by order_id limit $3",
);

/// I18.
const STOCK_DRIFT: Look = Look(
    Along::StockItems,
    "
    select i.id,
        cast(case when i.on_hand < 0 then 0 when coalesce(r.qty, 0) > i.on_hand then i.on_hand
            else coalesce(r.qty, 0) end as bigint),
        case when i.on_hand < 0 then i.on_hand else i.held end
    from stock_item i left join (
        select stock_item_id, sum(qty) as qty from reservation
        where state = 'live' and stock_item_id > $1 and stock_item_id <= $2
        group by stock_item_id) r on r.stock_item_id = i.id
    where i.id > $1 and i.id <= $2
        and (i.held <> coalesce(r.qty, 0) or i.held < 0 or i.held > i.on_hand)
    order by i.id limit $3",
);

/// Goods that are held although their purchase waits for no money any more: counted right, and yet nobody can buy them.
const HELD_FOR_NOTHING: Look = Look(
    Along::StockItems,
    "
    select r.stock_item_id, cast(0 as bigint), cast(sum(r.qty) as bigint)
    from reservation r join purchase p on p.id = r.purchase_id
    where r.state = 'live' and r.stock_item_id > $1 and r.stock_item_id <= $2 and p.state <> 'open'
    group by r.stock_item_id order by r.stock_item_id limit $3",
);

/// I19.
const COUPON_DRIFT: Look = Look(
    Along::Coupons,
    "
    select c.id,
        cast(case when coalesce(r.times, 0) > c.uses_max then c.uses_max
            else coalesce(r.times, 0) end as bigint),
        c.used
    from coupon c left join (
        select coupon_id, count(*) as times from coupon_redemption
        where released_at is null and coupon_id > $1 and coupon_id <= $2
        group by coupon_id) r on r.coupon_id = c.id
    where c.id > $1 and c.id <= $2 and (c.used <> coalesce(r.times, 0) or c.used > c.uses_max)
    order by c.id limit $3",
);

/// Coupons that are spent on a purchase that closed without payment.
const SPENT_ON_NOTHING: Look = Look(
    Along::Coupons,
    "
    select r.coupon_id, cast(0 as bigint), cast(count(*) as bigint)
    from coupon_redemption r join purchase p on p.id = r.purchase_id
    where r.coupon_id > $1 and r.coupon_id <= $2 and r.released_at is null and p.state = 'closed'
    group by r.coupon_id order by r.coupon_id limit $3",
);

/// I20, told in amounts: what a paid order is worth lies in its captures, and an unpaid order has none. A capture that was
/// taken back is none.
const PAID_WITHOUT_CAPTURE: Look = Look(
    Along::Orders,
    "
    select x.order_id, cast(sum(x.due) as bigint), cast(sum(x.captured) as bigint)
    from (
        select id as order_id, payable_minor + by_platform_minor as due, 0 as captured
        from merchant_order where id > $1 and id <= $2 and state in ('paid', 'shipped', 'received', 'closed')
        union all
        select e.order_id, 0, -e.amount_minor
        from posting_entry e join posting p on p.id = e.posting_id
        where e.order_id > $1 and e.order_id <= $2
            and p.purpose = 'capture' and e.account = 'escrow:' || e.order_id
            and not exists (select 1 from posting b where b.reverses = p.id)) x
    group by x.order_id having sum(x.due) <> sum(x.captured) order by x.order_id limit $3",
);

pub(super) async fn violations(
    session: &mut Session,
    check: Check,
    limit: i64,
) -> Result<Vec<Violation>> {
    let limit = limit.clamp(1, NAMED_MAX);
    let looks: &[Look] = match check {
        Check::PostingUnbalanced => &[POSTING_UNBALANCED],
        Check::BooksUnbalanced => return books_unbalanced(session, limit).await,
        Check::BalanceDrift => &[BALANCE_DRIFT],
        Check::BalanceNegative => &[BELOW_ZERO],
        Check::ChainBroken => return chain::breaks(session, limit).await,
        Check::OrderUnbalanced => &[ORDER_UNBALANCED, ESCROW_DIFFERS],
        Check::EscrowLeft => &[ESCROW_LEFT],
        Check::RefundedTooMuch => &[REFUNDED_TOO_MUCH],
        Check::ReleasedTwice => &[RELEASED_TWICE, SETTLED_WRONG, SETTLED_UNTOLD],
        Check::CommissionNegative => &[COMMISSION_NEGATIVE],
        Check::StockDrift => &[STOCK_DRIFT, HELD_FOR_NOTHING],
        Check::CouponDrift => &[COUPON_DRIFT, SPENT_ON_NOTHING],
        Check::PaidWithoutCapture => &[PAID_WITHOUT_CAPTURE],
    };
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for Look(along, sql) in looks {
        let mut stretches = Stretches::along(*along);
        while found.len() < wanted
            && let Some((from, to)) = stretches.next(session).await?
        {
            for row in session.all(sql, args![from.as_str(), to.as_str(), NAMED_MAX]).await? {
                found.extend(violation(&row, check)?);
            }
        }
    }
    found.truncate(wanted);
    Ok(found)
}

/// What a row says; nothing when an account is below zero that may be.
fn violation(row: &Row, check: Check) -> Result<Option<Violation>> {
    let mut cols = row.cols();
    let (subject, expected, found) = (cols.text()?, cols.int()?, cols.int()?);
    let account = Account::parse(&subject);
    if check == Check::BalanceNegative && account.as_ref().is_some_and(Account::may_be_negative) {
        return Ok(None);
    }
    let expected = match (check, account) {
        (Check::BalanceDrift, Some(account)) => account.nature().natural(expected),
        _ => expected,
    };
    Ok(Some(Violation { check, subject, expected, found }))
}

async fn books_unbalanced(session: &mut Session, limit: i64) -> Result<Vec<Violation>> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    let mut stretches = Stretches::along(Along::Postings);
    while let Some((from, to)) = stretches.next(session).await? {
        for row in session.all(SUMS, args![from.as_str(), to.as_str(), NAMED_MAX]).await? {
            let mut cols = row.cols();
            let sum = sums.entry(cols.text()?).or_default();
            *sum = sum.saturating_add(cols.int()?);
        }
    }
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let uneven = sums.into_iter().filter(|(_, sum)| *sum != 0).take(wanted);
    let check = Check::BooksUnbalanced;
    Ok(uneven.map(|(subject, found)| Violation { check, subject, expected: 0, found }).collect())
}
