//! Invoices, saved titles and files. Lists go by id, which is the order in which they were asked for.

use crate::args;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::catalogue::Paged;
use domain::id::{InvoiceId, InvoiceTitleId, OrderId, TypedId as _};
use domain::invoices::{FileKind, Invoice, InvoiceState, SavedTitle};
use domain::{Code, Moment, Scope};
use serde::Serialize;
use services::ports::invoices::{InvoiceFile, InvoiceRow, InvoicesRead, InvoicesWrite};
use services::{Error, Result};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 100;

const TITLES: &str = "
    select id, title_json from invoice_title where buyer_id = $1 order by id desc limit $2";

macro_rules! invoices {
    ($rest:literal) => {
        concat!(
            "select i.id, i.order_id, i.merchant_id, i.buyer_id, i.title_json, i.state, i.currency, i.amount_minor,
                i.to_flush_minor, i.number, i.dated, i.reds_json, i.reason, i.requested_at, i.due_at, i.version,
                o.number, f.kind
            from invoice i join merchant_order o on o.id = i.order_id
                left join invoice_file f on f.invoice_id = i.id ",
            $rest
        )
    };
}

const ONE: &str =
    invoices!("where i.id = $1 and ($2 = 1 or i.buyer_id = $3 or i.merchant_id = $4)");
const OF_ORDER: &str = invoices!(
    "where i.order_id = $1 and ($2 = 1 or i.buyer_id = $3 or i.merchant_id = $4) order by i.id desc limit 1"
);
const OF_SHOP: &str = invoices!(
    "where i.merchant_id = $1 and i.state = $2 and ($3 = '' or i.id < $3) order by i.id desc limit $4"
);

const COUNT_LATE: &str =
    "select count(*) from (select 1 from invoice where due_at <= $1 limit $2) found";

const FILE: &str = "
    select f.kind, f.hash, f.body from invoice_file f join invoice i on i.id = f.invoice_id
    where f.invoice_id = $1 and ($2 = 1 or i.buyer_id = $3 or i.merchant_id = $4)";

#[async_trait]
impl InvoicesRead for Session {
    async fn invoice_titles(&mut self, scope: &Scope) -> Result<Vec<SavedTitle>> {
        let rows = self.all(TITLES, args![scoped::buyer(scope), LIST_MAX]).await?;
        let read = |row: &Row| {
            let mut cols = row.cols();
            Ok(SavedTitle { id: cols.id()?, title: cols.json()? })
        };
        rows.iter().map(read).collect()
    }

    async fn invoice(&mut self, scope: &Scope, id: &InvoiceId) -> Result<Option<InvoiceRow>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let row = self.one(ONE, args![id, all, buyer, merchant]).await?;
        row.as_ref().map(invoice).transpose()
    }

    async fn invoice_of(&mut self, scope: &Scope, order: &OrderId) -> Result<Option<InvoiceRow>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let row = self.one(OF_ORDER, args![order, all, buyer, merchant]).await?;
        row.as_ref().map(invoice).transpose()
    }

    async fn invoices_of_shop(
        &mut self,
        scope: &Scope,
        state: InvoiceState,
        after: Option<&InvoiceId>,
        limit: i64,
    ) -> Result<Paged<InvoiceRow>> {
        let limit = limit.clamp(1, LIST_MAX);
        let after = after.map_or("", InvoiceId::as_str);
        // One more than wanted tells whether there is a next page.
        let args = args![scoped::merchant(scope), state.as_str(), after, limit + 1];
        let rows = self.all(OF_SHOP, args).await?;
        let mut items = rows.iter().map(invoice).collect::<Result<Vec<_>>>()?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > wanted;
        items.truncate(wanted);
        let next = items.last().filter(|_| more).map(|row| row.invoice.id.to_string());
        Ok(Paged { items, next })
    }

    async fn count_late_invoices(&mut self, scope: &Scope, now: Moment, most: i64) -> Result<i64> {
        scoped::staff(scope)?;
        self.number(COUNT_LATE, args![now, most]).await
    }

    async fn invoice_file(&mut self, scope: &Scope, id: &InvoiceId) -> Result<Option<InvoiceFile>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let row = self.one(FILE, args![id, all, buyer, merchant]).await?;
        let read = |row: Row| {
            let mut cols = row.cols();
            let kind = cols.word(FileKind::parse)?;
            Ok(InvoiceFile { kind, hash: cols.text()?, body: cols.text()? })
        };
        row.map(read).transpose()
    }
}

fn invoice(row: &Row) -> Result<InvoiceRow> {
    let mut cols = row.cols();
    let (id, order, merchant, buyer) = (cols.id()?, cols.id()?, cols.id()?, cols.id()?);
    let (title, state) = (cols.json()?, cols.word(InvoiceState::parse)?);
    let currency = cols.currency()?;
    Ok(InvoiceRow {
        invoice: Invoice {
            id,
            order,
            merchant,
            buyer,
            title,
            state,
            amount: cols.money(currency)?,
            to_flush: cols.money(currency)?,
            number: cols.opt_text()?,
            dated: cols.opt_text()?,
            reds: cols.json()?,
            reason: cols.text()?,
            requested_at: cols.moment()?,
            due_at: cols.opt_moment()?,
            version: cols.int()?,
        },
        order_number: cols.text()?,
        file: cols.opt_word(FileKind::parse)?,
    })
}

const ADD_TITLE: &str = "
    insert into invoice_title (id, buyer_id, title_json, created_at) values ($1, $2, $3, $4)";

const REMOVE_TITLE: &str = "delete from invoice_title where id = $1 and buyer_id = $2";

/// The order must be one of these parties.
const ORDER_OF: &str = "
    select count(*) from merchant_order where id = $1 and merchant_id = $2 and buyer_id = $3";

const ADD: &str = "
    insert into invoice (id, order_id, merchant_id, buyer_id, title_json, state, currency, amount_minor, to_flush_minor,
        number, dated, reds_json, reason, requested_at, due_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    on conflict (order_id) where state in ('requested', 'issued', 'red_due') do nothing";

const SAVE: &str = "
    update invoice set title_json = $3, state = $4, amount_minor = $5, to_flush_minor = $6, number = $7, dated = $8,
        reds_json = $9, reason = $10, due_at = $11, version = version + 1
    where id = $1 and version = $2 and ($12 = 1 or buyer_id = $13 or merchant_id = $14)";

/// The shop's own invoice only.
const FILE_OF: &str = "select count(*) from invoice where id = $1 and ($2 = 1 or merchant_id = $3)";

const KEEP_FILE: &str = "
    insert into invoice_file (invoice_id, kind, hash, body, kept_at) values ($1, $2, $3, $4, $5)
    on conflict (invoice_id) do nothing";

#[async_trait]
impl InvoicesWrite for Session {
    async fn add_invoice_title(
        &mut self,
        scope: &Scope,
        title: &SavedTitle,
        now: Moment,
    ) -> Result<()> {
        let buyer = scoped::buyer(scope);
        if buyer.is_empty() {
            return Err(Code::Forbidden.into());
        }
        let args = args![&title.id, buyer, json(&title.title)?, now];
        self.execute(ADD_TITLE, args).await.map(|_| ())
    }

    async fn remove_invoice_title(&mut self, scope: &Scope, id: &InvoiceTitleId) -> Result<bool> {
        Ok(self.execute(REMOVE_TITLE, args![id, scoped::buyer(scope)]).await? > 0)
    }

    async fn add_invoice(&mut self, scope: &Scope, invoice: &Invoice) -> Result<()> {
        if scoped::buyer(scope) != invoice.buyer.as_str() {
            scoped::staff(scope)?;
        }
        let parents = args![&invoice.order, &invoice.merchant, &invoice.buyer];
        if self.number(ORDER_OF, parents).await? == 0 {
            return Err(Code::NotFound.into());
        }
        let args = args![
            &invoice.id,
            &invoice.order,
            &invoice.merchant,
            &invoice.buyer,
            json(&invoice.title)?,
            invoice.state.as_str(),
            invoice.amount.currency.code(),
            invoice.amount.minor,
            invoice.to_flush.minor,
            invoice.number.clone(),
            invoice.dated.clone(),
            json(&invoice.reds)?,
            invoice.reason.as_str(),
            invoice.requested_at,
            invoice.due_at,
            invoice.version,
        ];
        if self.execute(ADD, args).await? == 0 {
            return Err(Code::InvoiceThere.into());
        }
        Ok(())
    }

    async fn save_invoice(&mut self, scope: &Scope, invoice: &Invoice) -> Result<()> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let args = args![
            &invoice.id,
            invoice.version,
            json(&invoice.title)?,
            invoice.state.as_str(),
            invoice.amount.minor,
            invoice.to_flush.minor,
            invoice.number.clone(),
            invoice.dated.clone(),
            json(&invoice.reds)?,
            invoice.reason.as_str(),
            invoice.due_at,
            all,
            buyer,
            merchant,
        ];
        scoped::fresh(self.execute(SAVE, args).await?)
    }

    async fn keep_invoice_file(
        &mut self,
        scope: &Scope,
        id: &InvoiceId,
        file: &InvoiceFile,
        now: Moment,
    ) -> Result<()> {
        let (all, _, merchant) = scoped::parties(scope);
        if self.number(FILE_OF, args![id, all, merchant]).await? == 0 {
            return Err(Code::NotFound.into());
        }
        let args = args![id, file.kind.as_str(), file.hash.as_str(), file.body.as_str(), now];
        if self.execute(KEEP_FILE, args).await? == 0 {
            return Err(Code::WrongState.into());
        }
        Ok(())
    }
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::broken)
}
