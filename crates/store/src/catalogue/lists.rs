//! Lists of products, page by page. Every order ends in the id and every page begins behind the last row of the one before,
//! so that no page costs more than another and rows that come or go never shift the rest.

use crate::args;
use crate::db::{Arg, Cols, Session};
use crate::scoped;
use domain::catalogue::{PAGE_SIZE_MAX, Paged, ProductCard, ProductFilter, ProductOrder};
use domain::id::{CategoryId, ProductId, TypedId as _};
use domain::{Code, Moment, Scope};
use services::Result;
use std::collections::HashMap;

/// The columns of a card. `$1` and `$2` are the scope's: may see all, is this merchant; `$3` is now, for the gate.
macro_rules! cards {
    ($rest:expr) => {
        concat!(
            "select p.id, p.slug, p.name_zh, p.name_en, p.picture, p.currency, p.price_minor,
                p.list_price_minor, m.id, m.name_zh, m.name_en, m.slug, p.sold,
                (select count(*) from sku s join stock_item i on i.id = s.stock_item_id
                    where s.product_id = p.id and s.on_sale = 1
                        and i.on_hand - i.held >= s.stock_units),
                p.returnable,
                (select count(*) from sku s where s.product_id = p.id and s.on_sale = 1
                    and s.price_minor > p.price_minor)
            from product p join merchant m on m.id = p.merchant_id
            where ($1 = 1 or p.merchant_id = $2 or (p.on_sale = 1 and m.is_open = 1
                and p.shown_from <= $3 and $3 < p.shown_until)) ",
            $rest
        )
    };
}

/// The four orders of one filter. `$4` is the id of the last row seen, `$5` its figure, `$6` how many rows are wanted, `$7`
/// what the filter asks for. Each order has an index that begins with what the filter asks for, and a page begins with a
/// step into it: there is no "or" about the first page, which [`before_all`] begins before every row.
macro_rules! orders {
    ($filter:literal) => {
        [
            cards!(concat!(
                $filter,
                " and p.id < $4 and $5 = $5
                order by p.id desc limit $6"
            )),
            cards!(concat!(
                $filter,
                " and (p.price_minor, p.id) > ($5, $4)
                order by p.price_minor, p.id limit $6"
            )),
            cards!(concat!(
                $filter,
                " and (p.price_minor, p.id) < ($5, $4)
                order by p.price_minor desc, p.id desc limit $6"
            )),
            cards!(concat!(
                $filter,
                " and (p.sold, p.id) < ($5, $4)
                order by p.sold desc, p.id desc limit $6"
            )),
        ]
    };
}

const ALL: [&str; 4] = orders!("and $7 = $7");
const OF_ROOT: [&str; 4] = orders!("and p.root_id = $7");
const OF_CATEGORY: [&str; 4] = orders!("and p.category_id = $7");
const OF_MERCHANT: [&str; 4] = orders!("and p.merchant_id = $7");
/// Along the merchant's index; `$8` is the category, of either level.
const OF_BOTH: [&str; 4] = orders!("and p.merchant_id = $7 and $8 in (p.root_id, p.category_id)");

const BY_ID: &str = cards!("and p.id in (list($4))");

/// The ids of the youngest goods under every category at the top: those from the `$4`-th youngest on that may be seen. One
/// statement walks the end of an index once for each category, however many goods there are.
const YOUNGEST_OF_ROOTS: &str = "
    select c.id, p.id
    from category c join product p on p.root_id = c.id and p.id >= (
        select coalesce(min(x.id), '~') from (
            select q.id from product q join merchant m on m.id = q.merchant_id
            where q.root_id = c.id and ($1 = 1 or q.merchant_id = $2 or (q.on_sale = 1 and m.is_open = 1
                and q.shown_from <= $3 and $3 < q.shown_until))
            order by q.id desc limit $4) x)
    where c.parent_id is null order by c.id, p.id desc limit $5";

/// More than a few goods of each category at the top.
const YOUNGEST_MAX: i64 = 2_000;

const IS_ROOT: &str = "select count(*) from category where id = $1 and parent_id is null";

pub(super) async fn page(
    session: &mut Session,
    scope: &Scope,
    filter: &ProductFilter,
    after: Option<&str>,
    limit: i64,
    now: Moment,
) -> Result<Paged<ProductCard>> {
    let limit = limit.clamp(1, PAGE_SIZE_MAX);
    let (figure, id) = after.map_or_else(|| Ok(before_all(filter.order)), read_key)?;
    let (orders, wanted) = match (&filter.merchant, &filter.category) {
        (Some(merchant), None) => (&OF_MERCHANT, merchant.as_str()),
        (Some(merchant), Some(_)) => (&OF_BOTH, merchant.as_str()),
        (None, Some(category)) => {
            let root = session.number(IS_ROOT, args![category]).await? > 0;
            (if root { &OF_ROOT } else { &OF_CATEGORY }, category.as_str())
        }
        (None, None) => (&ALL, ""),
    };
    let sql = orders[filter.order as usize];
    let own = scoped::merchant(scope);
    // One more than wanted tells whether there is a next page.
    let rows = match (&filter.merchant, &filter.category) {
        (Some(_), Some(category)) => {
            let args = args![scope.sees_all(), own, now, id, figure, limit + 1, wanted, category];
            session.all(sql, args).await?
        }
        _ => {
            let args = args![scope.sees_all(), own, now, id, figure, limit + 1, wanted];
            session.all(sql, args).await?
        }
    };
    let mut items = rows.iter().map(|row| card(row.cols())).collect::<Result<Vec<_>>>()?;
    let wanted_rows = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > wanted_rows;
    items.truncate(wanted_rows);
    let next = items.last().filter(|_| more).map(|card| write_key(filter.order, card));
    Ok(Paged { items, next })
}

pub(super) async fn cards(
    session: &mut Session,
    scope: &Scope,
    ids: &[ProductId],
    now: Moment,
) -> Result<Vec<ProductCard>> {
    let (all, own) = (Arg::from(scope.sees_all()), Arg::from(scoped::merchant(scope)));
    let rows = session.all(BY_ID, &[all, own, Arg::from(now), Arg::ids(ids)]).await?;
    let mut cards = rows.iter().map(|row| card(row.cols())).collect::<Result<Vec<_>>>()?;
    cards.sort_by_key(|card| ids.iter().position(|id| *id == card.id));
    Ok(cards)
}

pub(super) async fn youngest_of_roots(
    session: &mut Session,
    scope: &Scope,
    limit: i64,
    now: Moment,
) -> Result<Vec<(CategoryId, ProductCard)>> {
    let limit = limit.clamp(1, PAGE_SIZE_MAX);
    let args = args![scope.sees_all(), scoped::merchant(scope), now, limit, YOUNGEST_MAX];
    let mut roots = HashMap::new();
    let mut ids = Vec::new();
    for row in session.all(YOUNGEST_OF_ROOTS, args).await? {
        let mut cols = row.cols();
        let (root, id): (CategoryId, ProductId) = (cols.id()?, cols.id()?);
        roots.insert(id.clone(), root);
        ids.push(id);
    }
    let cards = cards(session, scope, &ids, now).await?;
    Ok(cards.into_iter().filter_map(|card| Some((roots.remove(&card.id)?, card))).collect())
}

fn card(mut cols: Cols<'_>) -> Result<ProductCard> {
    let (id, slug, name, picture) = (cols.id()?, cols.text()?, cols.words()?, cols.text()?);
    let currency = cols.currency()?;
    Ok(ProductCard {
        id,
        slug,
        name,
        picture,
        price: cols.money(currency)?,
        list_price: cols.opt_money(currency)?,
        merchant: cols.id()?,
        merchant_name: cols.words()?,
        merchant_slug: cols.text()?,
        sold: cols.int()?,
        in_stock: cols.int()? > 0,
        returnable: cols.flag()?,
        price_varies: cols.int()? > 0,
    })
}

/// The key of the next page: the figure the list is ordered by, and the id.
fn write_key(order: ProductOrder, last: &ProductCard) -> String {
    let figure = match order {
        ProductOrder::Newest => 0,
        ProductOrder::PriceUp | ProductOrder::PriceDown => last.price.minor,
        ProductOrder::Sold => last.sold,
    };
    format!("{figure}.{}", last.id)
}

/// The key before the first row: no figure is below nought, and no id of a product begins with the last letter.
fn before_all(order: ProductOrder) -> (i64, String) {
    match order {
        ProductOrder::PriceUp => (-1, String::new()),
        ProductOrder::Newest | ProductOrder::PriceDown | ProductOrder::Sold => {
            (i64::MAX, "z".to_owned())
        }
    }
}

/// Reads a key that came back from a browser; anything else is an address of nothing.
fn read_key(key: &str) -> Result<(i64, String)> {
    let (figure, id) = key.split_once('.').ok_or(Code::NotFound)?;
    let id = ProductId::parse(id)?;
    Ok((figure.parse().map_err(|_| Code::NotFound)?, id.as_str().to_owned()))
}
