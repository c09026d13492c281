//! What the index keeps of the goods. Only what is offered is read; when it may be shown is a column of the index.

use crate::args;
use crate::db::{Arg, Cols, Session};
use domain::catalogue::{Attribute, Words};
use domain::id::{CategoryId, ProductId, TypedId as _};
use domain::listing::Window;
use services::Result;
use services::ports::search::SearchDoc;
use std::collections::{BTreeSet, HashMap};

/// How many products are read at once.
const DOCS_MAX: i64 = 500;
/// More attributes than the categories of one page should have.
const ATTRIBUTES_MAX: i64 = 9_000;

/// A price rose when one of the SKU was lower before. A new SKU's first price has none before it.
macro_rules! docs {
    ($rest:literal) => {
        concat!(
            "select p.id, p.name_zh, p.name_en, p.tagline_zh, p.tagline_en, p.description_zh,
                p.description_en, c.id, c.name_zh, c.name_en, r.id, r.name_zh, r.name_en,
                m.id, m.name_zh, m.name_en, p.price_minor, p.sold,
                (select count(*) from sku s join stock_item i on i.id = s.stock_item_id
                    where s.product_id = p.id and s.on_sale = 1
                        and i.on_hand - i.held >= s.stock_units),
                p.returnable, p.ships_within_hours, p.attributes_json, p.specs_json, p.created_at,
                (select max(x.changed_at) from sku s join price_change x on x.sku_id = s.id
                    where s.product_id = p.id and exists (select 1 from price_change y
                        where y.sku_id = x.sku_id and y.changed_at < x.changed_at
                            and y.price_minor < x.price_minor)),
                p.shown_from, p.shown_until
            from product p join category c on c.id = p.category_id
            join category r on r.id = p.root_id join merchant m on m.id = p.merchant_id
            where p.on_sale = 1 and m.is_open = 1 and p.shown_from < p.shown_until ",
            $rest
        )
    };
}

const PAGE: &str = docs!("and p.id > $1 order by p.id limit $2");

const OF: &str = docs!("and p.id in (list($1))");

const COUNT: &str = "
    select count(*) from product p join merchant m on m.id = p.merchant_id
    where p.on_sale = 1 and m.is_open = 1 and p.shown_from < p.shown_until";

const ATTRIBUTES: &str = "
    select category_id, key, name_zh, name_en, filter from category_attribute where category_id in (list($1))
    order by category_id, position, key limit $2";

pub(super) async fn page(
    session: &mut Session,
    after: Option<&ProductId>,
    limit: i64,
) -> Result<Vec<SearchDoc>> {
    let after = after.map_or("", |id| id.as_str());
    read(session, PAGE, args![after, limit.clamp(1, DOCS_MAX)]).await
}

pub(super) async fn of(session: &mut Session, ids: &[ProductId]) -> Result<Vec<SearchDoc>> {
    read(session, OF, &[Arg::ids(ids)]).await
}

pub(super) async fn count(session: &mut Session) -> Result<i64> {
    session.number(COUNT, &[]).await
}

/// An attribute that a category asks for, by key and name, and whether lists offer it as a filter.
type Asked = ((String, Words), bool);

async fn read(session: &mut Session, sql: &'static str, args: &[Arg]) -> Result<Vec<SearchDoc>> {
    let rows = session.all(sql, args).await?;
    let mut docs = rows.iter().map(|row| doc(row.cols())).collect::<Result<Vec<_>>>()?;
    let categories: BTreeSet<&CategoryId> = docs.iter().map(|d| &d.category).collect();
    let wanted = Arg::list(categories.into_iter().map(|id| id.as_str()));
    let mut asked: HashMap<CategoryId, Vec<Asked>> = HashMap::new();
    for row in session.all(ATTRIBUTES, &[wanted, Arg::from(ATTRIBUTES_MAX)]).await? {
        let mut cols = row.cols();
        asked.entry(cols.id()?).or_default().push(((cols.text()?, cols.words()?), cols.flag()?));
    }
    for doc in &mut docs {
        doc.filters = match asked.get(&doc.category) {
            Some(defs) => defs.iter().filter(|(_, f)| *f).map(|(def, _)| def.clone()).collect(),
            // A category without a template offers whatever is told under a key.
            None => {
                let told = doc.attributes.iter().filter(|a| !a.key.is_empty());
                told.map(|a| (a.key.clone(), a.name.clone())).collect()
            }
        };
    }
    Ok(docs)
}

fn doc(mut cols: Cols<'_>) -> Result<SearchDoc> {
    let (id, name, tagline, description) =
        (cols.id()?, cols.words()?, cols.words()?, cols.words()?);
    let (category, category_name, root, root_name) =
        (cols.id()?, cols.words()?, cols.id()?, cols.words()?);
    let (merchant, merchant_name) = (cols.id()?, cols.words()?);
    let (price_minor, sold, in_stock) = (cols.int()?, cols.int()?, cols.int()? > 0);
    let (returnable, ships_within_hours) = (cols.flag()?, cols.int()?);
    let attributes: Vec<Attribute> = cols.json()?;
    let (specs, created_at, raised_at) = (cols.json()?, cols.moment()?, cols.opt_moment()?);
    Ok(SearchDoc {
        id,
        name,
        tagline,
        description,
        category,
        category_name,
        root,
        root_name,
        merchant,
        merchant_name,
        price_minor,
        sold,
        in_stock,
        returnable,
        ships_within_hours,
        attributes,
        filters: Vec::new(),
        specs,
        created_at,
        raised_at,
        shown: Window { from: cols.moment()?, until: cols.moment()? },
    })
}
