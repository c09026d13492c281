//! What the catalogue tells the outbox, in the transaction that changes it: the index and the kept pages follow it. A reader
//! of such an event learns only that something changed and looks at the goods itself.

use crate::args;
use crate::db::Session;
use crate::work::outbox;
use domain::Moment;
use domain::id::{EventId, MerchantId, ProductId, StockItemId, TypedId as _};
use services::Result;
use services::ports::work::NewEvent;
use sha2::{Digest as _, Sha256};

/// More SKUs than should draw on one stock item.
const SKUS_MAX: i64 = 200;

const PRODUCT: &str = "select version, merchant_id from product where id = $1";

/// Products with a SKU that could be had with `$3` free items and cannot with `$2`.
const CROSSED: &str = "
    select distinct p.id, p.version, p.merchant_id
    from sku s join product p on p.id = s.product_id
    where s.stock_item_id = $1 and s.stock_units > $2 and s.stock_units <= $3
    order by p.id limit $4";

/// Tells that a product changed.
pub(super) async fn product(
    session: &mut Session,
    id: &ProductId,
    kind: &str,
    now: Moment,
) -> Result<()> {
    product_of(session, id, kind, "", now).await
}

/// The same for a change that its version does not count; `fact` tells it from others.
pub(super) async fn product_of(
    session: &mut Session,
    id: &ProductId,
    kind: &str,
    fact: &str,
    now: Moment,
) -> Result<()> {
    let Some(row) = session.one(PRODUCT, args![id]).await? else { return Ok(()) };
    let mut cols = row.cols();
    let (version, merchant) = (cols.int()?, cols.id()?);
    tell(session, kind, id, version, merchant, fact, now).await
}

/// Tells that goods have run out, or can be had again, because so many items are free now and so many were before.
pub(crate) async fn stock_crossed(
    session: &mut Session,
    item: &StockItemId,
    (lower, higher): (i64, i64),
    source: &str,
    now: Moment,
) -> Result<()> {
    let rows = session.all(CROSSED, args![item, lower, higher, SKUS_MAX]).await?;
    for row in &rows {
        let mut cols = row.cols();
        let (product, version, merchant) = (cols.id()?, cols.int()?, cols.id()?);
        let fact = format!("{item}:{source}:{lower}:{higher}");
        tell(session, "catalogue.stock", &product, version, merchant, &fact, now).await?;
    }
    Ok(())
}

async fn tell(
    session: &mut Session,
    kind: &str,
    product: &ProductId,
    version: i64,
    merchant: MerchantId,
    fact: &str,
    now: Moment,
) -> Result<()> {
    let event = NewEvent {
        id: event_id(now, &format!("{kind}:{product}:{version}:{fact}")),
        kind: kind.to_owned(),
        subject: product.as_str().to_owned(),
        version,
        buyer: None,
        merchant: Some(merchant),
        body_json: "{}".to_owned(),
        at: now,
    };
    outbox::append(session, &event).await
}

/// An id that follows from the fact, because a transaction may be repeated and this room draws no chance. It has the shape
/// of the others: the moment first, then version 7 and variant 2.
fn event_id(at: Moment, fact: &str) -> EventId {
    let digest = Sha256::digest(fact);
    let chance = digest.iter().take(10).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let stamp = u128::from(at.millis().unsigned_abs()) & 0xffff_ffff_ffff;
    let bits = (stamp << 80) | (chance & !(0xf << 76) & !(0b11 << 62)) | (7 << 76) | (0b10 << 62);
    EventId::from_bits(bits)
}
