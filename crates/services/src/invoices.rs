//! Invoices: a buyer asks, the shop issues at its tax bureau and uploads what it got, and after a refund flushes what is too
//! much. The rules stand in `domain`; a refund tells the invoice in the transaction in which the refund is decided.

use crate::ports::invoices::{InvoiceFile, InvoiceRow};
use crate::ports::{StoreExt as _, Tx};
use crate::trade::{self, Hand, MACHINE, Parties};
use crate::{Actor, Error, Market, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::catalogue::Paged;
use domain::id::{InvoiceId, InvoiceTitleId, OrderId, TypedId as _};
use domain::invoices::{
    FileKind, Invoice, InvoiceEvent, InvoiceState, PAGE_SIZE, SavedTitle, TITLES_MAX, Title,
};
use domain::orders::Order;
use domain::{Code, Permission, Scope};

/// The buyer's saved titles, the youngest first.
pub async fn titles(market: &Market, actor: &Actor) -> Result<Vec<SavedTitle>> {
    market.store.read().await?.invoice_titles(&actor.buyer()?).await
}

/// Saves a title for the next time. Refuses with field errors, and with `TooMuch` when there are as many as one may save.
pub async fn save_title(market: &Market, actor: &Actor, title: &Title) -> Result<InvoiceTitleId> {
    let (scope, title, now) = (actor.buyer()?, title.checked()?, market.now());
    let saved = SavedTitle { id: market.id(), title };
    let id = saved.id.clone();
    market
        .store
        .write(format!("invoice.title:{id}"), move |tx| {
            let (scope, saved) = (scope.clone(), saved.clone());
            Box::pin(async move {
                let known = i64::try_from(tx.invoice_titles(&scope).await?.len());
                if known.unwrap_or(i64::MAX) >= TITLES_MAX {
                    return Err(Code::TooMuch.into());
                }
                tx.add_invoice_title(&scope, &saved, now).await
            })
        })
        .await?;
    Ok(id)
}

/// Forgets a saved title; invoices keep their own copy.
pub async fn remove_title(market: &Market, actor: &Actor, id: &InvoiceTitleId) -> Result<()> {
    let (scope, id) = (actor.buyer()?, id.clone());
    let key = format!("invoice.untitle:{}", market.id::<InvoiceTitleId>());
    let known = market
        .store
        .write(key, move |tx| {
            let (scope, id) = (scope.clone(), id.clone());
            Box::pin(async move { tx.remove_invoice_title(&scope, &id).await })
        })
        .await?;
    if known { Ok(()) } else { Err(Code::NotFound.into()) }
}

/// The buyer asks for the invoice of a paid order. Refuses with `WrongState`, `InvoiceThere`, and with field errors.
pub async fn request(
    market: &Market,
    actor: &Actor,
    order: &OrderId,
    title: &Title,
) -> Result<InvoiceId> {
    let (scope, hand) = (actor.buyer()?, Hand::of(market));
    let (id, order, title) = (hand.id::<InvoiceId>(), order.clone(), title.clone());
    let asked = id.clone();
    trade::write_again(market, format!("invoice.request:{id}"), move |tx| {
        let (scope, hand, id) = (scope.clone(), hand.clone(), id.clone());
        let (order, title) = (order.clone(), title.clone());
        Box::pin(async move {
            let order = tx.order(&scope, order.as_str()).await?.ok_or(Code::NotFound)?;
            let invoice = domain::invoices::request(id, &order, &title, hand.now)?;
            // A refund that is decided at the same time sees the request, or this sees the refund.
            let order = trade::touch_order(tx, &order).await?;
            tx.add_invoice(&scope, &invoice).await?;
            announce(tx, &hand, &invoice, &order, "invoice.requested").await
        })
    })
    .await?;
    Ok(asked)
}

/// The buyer has a request made out to somebody else. Refuses with `WrongState` once it is issued.
pub async fn retitle(market: &Market, actor: &Actor, id: &InvoiceId, title: &Title) -> Result<()> {
    happen(market, &actor.buyer()?, id, InvoiceEvent::Retitled(title.clone()), None).await
}

/// The buyer takes a request back. Refuses with `WrongState` once it is issued.
pub async fn withdraw(market: &Market, actor: &Actor, id: &InvoiceId) -> Result<()> {
    happen(market, &actor.buyer()?, id, InvoiceEvent::Withdrawn, None).await
}

/// The shop refuses a request and says why.
pub async fn refuse(market: &Market, actor: &Actor, id: &InvoiceId, reason: &str) -> Result<()> {
    let scope = shop(actor)?;
    happen(market, &scope, id, InvoiceEvent::Refused(reason.to_owned()), None).await
}

/// The shop issued an invoice: its number, the day on it, and its file when it has one. Refuses with `WrongState`, and with
/// field errors on `number`, `dated` and `file`.
pub async fn issue(
    market: &Market,
    actor: &Actor,
    id: &InvoiceId,
    number: &str,
    dated: &str,
    file: Option<&[u8]>,
) -> Result<()> {
    let scope = shop(actor)?;
    let file = file.map(kept).transpose()?;
    let event = InvoiceEvent::Issued(number.to_owned(), dated.to_owned());
    happen(market, &scope, id, event, file).await
}

/// The shop flushed what was refunded since, under this red number.
pub async fn flush(market: &Market, actor: &Actor, id: &InvoiceId, number: &str) -> Result<()> {
    let scope = shop(actor)?;
    happen(market, &scope, id, InvoiceEvent::Flushed(number.to_owned()), None).await
}

/// The youngest invoice of an order, for a party that may see it.
pub async fn of_order(
    market: &Market,
    scope: &Scope,
    order: &OrderId,
) -> Result<Option<InvoiceRow>> {
    market.store.read().await?.invoice_of(scope, order).await
}

/// The invoices of the asking member's shop in one state, the youngest first.
pub async fn of_shop(
    market: &Market,
    actor: &Actor,
    state: InvoiceState,
    after: Option<&InvoiceId>,
) -> Result<Paged<InvoiceRow>> {
    let scope = shop(actor)?;
    market.store.read().await?.invoices_of_shop(&scope, state, after, PAGE_SIZE).await
}

/// The file of an invoice, for a party that may see it: what it is, and its bytes.
pub async fn file(market: &Market, scope: &Scope, id: &InvoiceId) -> Result<(FileKind, Vec<u8>)> {
    let found = market.store.read().await?.invoice_file(scope, id).await?;
    let found = found.ok_or(Code::NotFound)?;
    let bytes = STANDARD.decode(&found.body).map_err(Error::broken)?;
    Ok((found.kind, bytes))
}

/// Tells the invoice of an order that something of it went back. Part of the transaction that decides the refund.
pub(crate) async fn after_refund(tx: &mut dyn Tx, hand: &Hand, order: &Order) -> Result<()> {
    let Some(InvoiceRow { invoice, .. }) = tx.invoice_of(&MACHINE, &order.id).await? else {
        return Ok(());
    };
    let event = InvoiceEvent::Left(order.left()?.paid);
    let mut after = invoice.apply(&event, &order.terms, hand.now)?;
    if after == invoice {
        return Ok(());
    }
    tx.save_invoice(&MACHINE, &after).await?;
    after.version += 1;
    announce(tx, hand, &after, order, event.kind()).await
}

fn shop(actor: &Actor) -> Result<Scope> {
    Ok(actor.merchant(None, Permission::AfterSales)?)
}

/// A file as it is kept.
fn kept(bytes: &[u8]) -> Result<InvoiceFile> {
    let kind = FileKind::sniff(bytes)?;
    Ok(InvoiceFile { kind, hash: domain::text::sha256_hex(bytes), body: STANDARD.encode(bytes) })
}

async fn happen(
    market: &Market,
    scope: &Scope,
    id: &InvoiceId,
    event: InvoiceEvent,
    file: Option<InvoiceFile>,
) -> Result<()> {
    let (hand, scope, id) = (Hand::of(market), scope.clone(), id.clone());
    let key = format!("invoice.event:{}", hand.id::<InvoiceId>());
    trade::write_again(market, key, move |tx| {
        let (hand, scope, id) = (hand.clone(), scope.clone(), id.clone());
        let (event, file) = (event.clone(), file.clone());
        Box::pin(async move {
            let invoice = tx.invoice(&scope, &id).await?.ok_or(Code::NotFound)?.invoice;
            let order = tx.order(&MACHINE, invoice.order.as_str()).await?.ok_or(Code::NotFound)?;
            let mut after = invoice.apply(&event, &order.terms, hand.now)?;
            tx.save_invoice(&scope, &after).await?;
            after.version += 1;
            if let Some(file) = &file {
                tx.keep_invoice_file(&scope, &id, file, hand.now).await?;
            }
            announce(tx, &hand, &after, &order, event.kind()).await
        })
    })
    .await
}

async fn announce(
    tx: &mut dyn Tx,
    hand: &Hand,
    invoice: &Invoice,
    order: &Order,
    kind: &str,
) -> Result<()> {
    let parties = Parties::of(order);
    trade::announce(tx, hand, kind, invoice.id.as_str(), invoice.version, parties).await
}
