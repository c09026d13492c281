//! What should hold and is looked at: one statement per check, each seeing one moment of the books, each answering a row per
//! fact that does not hold: what it is about, what should be there, what is there. Nothing here is mended.

use super::chain;
use crate::args;
use crate::db::{Row, Session};
use domain::ledger::Account;
use services::Result;
use services::ports::ledger::{Check, Violation};

/// The most violations one check names.
const NAMED_MAX: i64 = 1_000;
/// How many balances are looked at in one go.
const PAGE: i64 = 500;

/// I1. Amounts of one order are a whole of their own within their posting.
const POSTING_UNBALANCED: &str = "
    select posting_id, cast(0 as bigint), cast(sum(amount_minor) as bigint) from posting_entry
    group by posting_id, currency, coalesce(order_id, '') having sum(amount_minor) <> 0
    order by posting_id limit $1";

/// I2.
const BOOKS_UNBALANCED: &str = "
    select currency, cast(0 as bigint), cast(sum(amount_minor) as bigint) from posting_entry
    group by currency having sum(amount_minor) <> 0 order by currency limit $1";

/// I3. The second half finds accounts whose balance was lost altogether. The sums come debit-positive.
const BALANCE_DRIFT: &str = "
    select b.account, cast(coalesce(s.total, 0) as bigint), b.minor
    from balance b left join (
        select account, currency, sum(amount_minor) as total from posting_entry
        group by account, currency) s on s.account = b.account and s.currency = b.currency
    where b.minor <> case b.nature when 'debit' then coalesce(s.total, 0) else -coalesce(s.total, 0) end
    union all
    select s.account, cast(s.total as bigint), cast(0 as bigint)
    from (
        select account, currency, sum(amount_minor) as total from posting_entry
        group by account, currency) s
    left join balance b on b.account = s.account and b.currency = s.currency
    where b.account is null and s.total <> 0
    order by 1 limit $1";

/// I4. Which accounts may fall below zero is asked of the chart of accounts and not of the row: the row may be the damage.
const BELOW_ZERO: &str = "
    select account, currency, minor from balance
    where minor < 0 and (account, currency) > ($1, $2) order by account, currency limit $3";

/// I8, first half.
const ORDER_UNBALANCED: &str = "
    select order_id, cast(0 as bigint), cast(sum(amount_minor) as bigint) from posting_entry
    where order_id is not null
    group by order_id, currency having sum(amount_minor) <> 0 order by order_id limit $1";

/// I8, second half: money that reached an escrow or left it under another order's name, or for a purpose that has no
/// business there, shows as a difference.
const ESCROW_DIFFERS: &str = "
    select substr(x.account, 8), cast(sum(x.told) as bigint), cast(sum(x.lies) as bigint)
    from (
        select e.account, e.currency, -e.amount_minor as told, 0 as lies
        from posting_entry e join posting p on p.id = e.posting_id
        where e.account = 'escrow:' || e.order_id
            and p.purpose in ('capture', 'refund', 'release', 'reversal')
        union all
        select account, currency, 0, minor from balance
        where account >= 'escrow:' and account < 'escrow;') x
    group by x.account, x.currency having sum(x.told) <> sum(x.lies) order by x.account limit $1";

/// I9.
const ESCROW_LEFT: &str = "
    select o.id, cast(0 as bigint), b.minor
    from balance b join merchant_order o on o.id = substr(b.account, 8)
    where b.account >= 'escrow:' and b.account < 'escrow;' and b.minor <> 0
        and o.state in ('received', 'cancelled', 'closed')
    order by o.id limit $1";

/// I10. Each payment is a purse of its own: none gives back what came with another.
const REFUNDED_TOO_MUCH: &str = "
    select r.purchase_id,
        cast(case when a.paid_currency = r.currency then a.paid_minor else 0 end as bigint),
        cast(r.back as bigint)
    from (
        select purchase_id, attempt_id, currency, sum(amount_minor) as back from refund
        where status <> 'failed' group by purchase_id, attempt_id, currency) r
    join attempt a on a.id = r.attempt_id
    where r.back > case when a.paid_currency = r.currency then a.paid_minor else 0 end
    order by r.purchase_id limit $1";

/// I11. A release that was taken back is none.
const RELEASED_TWICE: &str = "
    select r.order_id, cast(case when o.received_at is null then 0 else 1 end as bigint), r.times
    from (
        select e.order_id, count(distinct p.id) as times
        from posting p join posting_entry e on e.posting_id = p.id
        where p.purpose = 'release' and e.order_id is not null
            and not exists (select 1 from posting b where b.reverses = p.id)
        group by e.order_id) r
    left join merchant_order o on o.id = r.order_id
    where r.times > 1 or o.received_at is null
    order by r.order_id limit $1";

/// I12.
const COMMISSION_NEGATIVE: &str = "
    select order_id, cast(0 as bigint), cast(-sum(amount_minor) as bigint) from posting_entry
    where account = 'commission' and order_id is not null
    group by order_id, currency having sum(amount_minor) > 0 order by order_id limit $1";

/// I18.
const STOCK_DRIFT: &str = "
    select i.id,
        cast(case when i.on_hand < 0 then 0 when coalesce(r.qty, 0) > i.on_hand then i.on_hand
            else coalesce(r.qty, 0) end as bigint),
        case when i.on_hand < 0 then i.on_hand else i.held end
    from stock_item i left join (
        select stock_item_id, sum(qty) as qty from reservation where state = 'live'
        group by stock_item_id) r on r.stock_item_id = i.id
    where i.held <> coalesce(r.qty, 0) or i.held < 0 or i.held > i.on_hand
    order by i.id limit $1";

/// Goods that are held although their purchase waits for no money any more: counted right, and yet nobody can buy them.
const HELD_FOR_NOTHING: &str = "
    select r.stock_item_id, cast(0 as bigint), cast(sum(r.qty) as bigint)
    from reservation r join purchase p on p.id = r.purchase_id
    where r.state = 'live' and p.state <> 'open'
    group by r.stock_item_id order by r.stock_item_id limit $1";

/// I19.
const COUPON_DRIFT: &str = "
    select c.id,
        cast(case when coalesce(r.times, 0) > c.uses_max then c.uses_max
            else coalesce(r.times, 0) end as bigint),
        c.used
    from coupon c left join (
        select coupon_id, count(*) as times from coupon_redemption where released_at is null
        group by coupon_id) r on r.coupon_id = c.id
    where c.used <> coalesce(r.times, 0) or c.used > c.uses_max
    order by c.id limit $1";

/// Coupons that are spent on a purchase that closed without payment.
const SPENT_ON_NOTHING: &str = "
    select r.coupon_id, cast(0 as bigint), cast(count(*) as bigint)
    from coupon_redemption r join purchase p on p.id = r.purchase_id
    where r.released_at is null and p.state = 'closed'
    group by r.coupon_id order by r.coupon_id limit $1";

/// I20, told in amounts: what a paid order is worth lies in its captures, and an unpaid order has none. A capture that was
/// taken back is none.
const PAID_WITHOUT_CAPTURE: &str = "
    select x.order_id, cast(sum(x.due) as bigint), cast(sum(x.captured) as bigint)
    from (
        select id as order_id, payable_minor + by_platform_minor as due, 0 as captured
        from merchant_order where state in ('paid', 'shipped', 'received', 'closed')
        union all
        select e.order_id, 0, -e.amount_minor
        from posting_entry e join posting p on p.id = e.posting_id
        where p.purpose = 'capture' and e.account = 'escrow:' || e.order_id
            and not exists (select 1 from posting b where b.reverses = p.id)) x
    group by x.order_id having sum(x.due) <> sum(x.captured) order by x.order_id limit $1";

pub(super) async fn violations(
    session: &mut Session,
    check: Check,
    limit: i64,
) -> Result<Vec<Violation>> {
    let limit = limit.clamp(1, NAMED_MAX);
    let statements: &[&'static str] = match check {
        Check::PostingUnbalanced => &[POSTING_UNBALANCED],
        Check::BooksUnbalanced => &[BOOKS_UNBALANCED],
        Check::BalanceDrift => &[BALANCE_DRIFT],
        Check::BalanceNegative => return below_zero(session, limit).await,
        Check::ChainBroken => return chain::breaks(session, limit).await,
        Check::OrderUnbalanced => &[ORDER_UNBALANCED, ESCROW_DIFFERS],
        Check::EscrowLeft => &[ESCROW_LEFT],
        Check::RefundedTooMuch => &[REFUNDED_TOO_MUCH],
        Check::ReleasedTwice => &[RELEASED_TWICE],
        Check::CommissionNegative => &[COMMISSION_NEGATIVE],
        Check::StockDrift => &[STOCK_DRIFT, HELD_FOR_NOTHING],
        Check::CouponDrift => &[COUPON_DRIFT, SPENT_ON_NOTHING],
        Check::PaidWithoutCapture => &[PAID_WITHOUT_CAPTURE],
    };
    let mut found = Vec::new();
    for sql in statements {
        for row in session.all(sql, args![limit]).await? {
            found.push(violation(&row, check)?);
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

fn violation(row: &Row, check: Check) -> Result<Violation> {
    let mut cols = row.cols();
    let (subject, expected, found) = (cols.text()?, cols.int()?, cols.int()?);
    let expected = match (check, Account::parse(&subject)) {
        (Check::BalanceDrift, Some(account)) => account.nature().natural(expected),
        _ => expected,
    };
    Ok(Violation { check, subject, expected, found })
}

/// Goes through all balances below zero, page by page: most of them may be, and would fill the list.
async fn below_zero(session: &mut Session, limit: i64) -> Result<Vec<Violation>> {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    let mut after = (String::new(), String::new());
    loop {
        let (account, currency) = (after.0.as_str(), after.1.as_str());
        let rows = session.all(BELOW_ZERO, args![account, currency, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        let mut cols = last.cols();
        after = (cols.text()?, cols.text()?);
        for row in &rows {
            let mut cols = row.cols();
            let (subject, _, minor) = (cols.text()?, cols.text()?, cols.int()?);
            if Account::parse(&subject).is_none_or(|account| !account.may_be_negative()) {
                let check = Check::BalanceNegative;
                found.push(Violation { check, subject, expected: 0, found: minor });
            }
            if found.len() == wanted {
                return Ok(found);
            }
        }
    }
}
