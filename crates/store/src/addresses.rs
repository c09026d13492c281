//! The address book.

use crate::args;
use crate::db::{Cols, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::accounts::AddressView;
use domain::id::AddressId;
use domain::{Moment, Scope};
use services::Result;
use services::ports::addresses::{AddressesRead, AddressesWrite};

/// More than any address book holds.
const LIST_MAX: i64 = 100;

const LIST: &str = "
    select id, recipient, phone, region_code, region, detail, preferred
    from address where buyer_id = $1 order by preferred desc, id desc limit $2";

const ONE: &str = "
    select id, recipient, phone, region_code, region, detail, preferred
    from address where buyer_id = $1 and id = $2";

#[async_trait]
impl AddressesRead for Session {
    async fn addresses(&mut self, scope: &Scope) -> Result<Vec<AddressView>> {
        let rows = self.all(LIST, args![scoped::buyer(scope), LIST_MAX]).await?;
        rows.iter().map(|row| address(row.cols())).collect()
    }

    async fn address(&mut self, scope: &Scope, id: &AddressId) -> Result<Option<AddressView>> {
        let row = self.one(ONE, args![scoped::buyer(scope), id]).await?;
        row.map(|row| address(row.cols())).transpose()
    }
}

fn address(mut cols: Cols<'_>) -> Result<AddressView> {
    Ok(AddressView {
        id: cols.id()?,
        recipient: cols.text()?,
        phone: cols.text()?,
        region_code: cols.text()?,
        region: cols.text()?,
        detail: cols.text()?,
        preferred: cols.flag()?,
    })
}

const PUT: &str = "
    insert into address (id, buyer_id, recipient, phone, region_code, region, detail, preferred,
        created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
    on conflict (id) do update set recipient = excluded.recipient, phone = excluded.phone,
        region_code = excluded.region_code, region = excluded.region, detail = excluded.detail,
        preferred = excluded.preferred, updated_at = excluded.updated_at
    where address.buyer_id = excluded.buyer_id";

const PREFER: &str = "
    update address set preferred = 1, updated_at = $3 where id = $1 and buyer_id = $2";

const PREFER_NO_OTHER: &str = "
    update address set preferred = 0, updated_at = $3
    where buyer_id = $2 and id <> $1 and preferred = 1";

const REMOVE: &str = "delete from address where id = $1 and buyer_id = $2";

#[async_trait]
impl AddressesWrite for Session {
    async fn put_address(
        &mut self,
        scope: &Scope,
        address: &AddressView,
        now: Moment,
    ) -> Result<bool> {
        let args = args![
            &address.id,
            scoped::buyer(scope),
            address.recipient.as_str(),
            address.phone.as_str(),
            address.region_code.as_str(),
            address.region.as_str(),
            address.detail.as_str(),
            address.preferred,
            now,
        ];
        Ok(self.execute(PUT, args).await? > 0)
    }

    async fn prefer_address(&mut self, scope: &Scope, id: &AddressId, now: Moment) -> Result<bool> {
        let buyer = scoped::buyer(scope);
        if self.execute(PREFER, args![id, buyer, now]).await? == 0 {
            return Ok(false);
        }
        self.execute(PREFER_NO_OTHER, args![id, buyer, now]).await?;
        Ok(true)
    }

    async fn remove_address(&mut self, scope: &Scope, id: &AddressId) -> Result<bool> {
        Ok(self.execute(REMOVE, args![id, scoped::buyer(scope)]).await? > 0)
    }
}
