//! The address book of a buyer. Regions are chosen by code; the words are a snapshot, so that renaming a district changes no
//! address and no order.

use crate::ports::StoreExt as _;
use crate::{Actor, Market, Result, regions};
use domain::accounts::{
    ADDRESSES_MAX, AddressDraft, AddressView, DETAIL_CHARS_MAX, NAME_CHARS_MAX, phone,
};
use domain::id::AddressId;
use domain::{Code, FieldError, Refusal};

/// The buyer's addresses, the preferred one first.
pub async fn list(market: &Market, actor: &Actor) -> Result<Vec<AddressView>> {
    market.store.read().await?.addresses(&actor.buyer()?).await
}

/// One address of the buyer.
pub async fn get(market: &Market, actor: &Actor, id: &AddressId) -> Result<AddressView> {
    let found = market.store.read().await?.address(&actor.buyer()?, id).await?;
    found.ok_or_else(|| Code::NotFound.into())
}

/// Stores a new address, or replaces the buyer's address with that id. Refuses with field errors (`recipient`, `phone`,
/// `region_code`, `detail`), or with `TooMuch` when the book is full.
pub async fn put(
    market: &Market,
    actor: &Actor,
    id: Option<AddressId>,
    draft: &AddressDraft,
) -> Result<AddressId> {
    let scope = actor.buyer()?;
    let fresh = id.is_none();
    let address = check(draft, id.unwrap_or_else(|| market.id()))?;
    let now = market.now();
    let answer = address.id.clone();
    let key = format!("address.put:{}", market.id::<AddressId>());
    market
        .store
        .write(key, move |tx| {
            let (scope, mut address) = (scope.clone(), address.clone());
            Box::pin(async move {
                let known = tx.addresses(&scope).await?;
                if fresh && known.len() as i64 >= ADDRESSES_MAX {
                    return Err(Code::TooMuch.into());
                }
                // The first address is the preferred one without being asked.
                let prefer = address.preferred || known.is_empty();
                let before = known.iter().find(|a| a.id == address.id);
                if !fresh && before.is_none() {
                    return Err(Code::NotFound.into());
                }
                address.preferred = before.is_some_and(|a| a.preferred);
                if !tx.put_address(&scope, &address, now).await? {
                    return Err(Code::NotFound.into());
                }
                if prefer {
                    tx.prefer_address(&scope, &address.id, now).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(answer)
}

/// Makes one address the preferred one.
pub async fn prefer(market: &Market, actor: &Actor, id: &AddressId) -> Result<()> {
    let (scope, id, now) = (actor.buyer()?, id.clone(), market.now());
    let key = format!("address.prefer:{}", market.id::<AddressId>());
    let known = market
        .store
        .write(key, move |tx| {
            let (scope, id) = (scope.clone(), id.clone());
            Box::pin(async move { tx.prefer_address(&scope, &id, now).await })
        })
        .await?;
    if known { Ok(()) } else { Err(Code::NotFound.into()) }
}

/// Forgets an address. Orders keep their own snapshot.
pub async fn remove(market: &Market, actor: &Actor, id: &AddressId) -> Result<()> {
    let (scope, id) = (actor.buyer()?, id.clone());
    let key = format!("address.remove:{}", market.id::<AddressId>());
    let known = market
        .store
        .write(key, move |tx| {
            let (scope, id) = (scope.clone(), id.clone());
            Box::pin(async move { tx.remove_address(&scope, &id).await })
        })
        .await?;
    if known { Ok(()) } else { Err(Code::NotFound.into()) }
}

/// Reads the form; every field that needs mending is told at once.
pub fn check(draft: &AddressDraft, id: AddressId) -> Result<AddressView, Refusal> {
    let mut wrong = Vec::new();
    let mut add = |field: &str, code, n| wrong.push(FieldError { field: field.into(), code, n });
    let mut text = |field: &str, typed: &str, max: usize| {
        let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.chars().count() {
            0 => add(field, Code::Required, None),
            n if n > max => add(field, Code::TooLong, Some(max as i64)),
            _ => {}
        }
        text
    };
    let recipient = text("recipient", &draft.recipient, NAME_CHARS_MAX);
    let detail = text("detail", &draft.detail, DETAIL_CHARS_MAX);
    let phone = phone(&draft.phone).unwrap_or_else(|code| {
        let empty = draft.phone.trim().is_empty();
        add("phone", if empty { Code::Required } else { code }, None);
        String::new()
    });
    let path = regions::path(&draft.region_code).unwrap_or_else(|| {
        let empty = draft.region_code.is_empty();
        add("region_code", if empty { Code::Required } else { Code::ChoiceUnknown }, None);
        Vec::new()
    });
    if !wrong.is_empty() {
        return Err(Refusal::fields(wrong));
    }
    Ok(AddressView {
        id,
        recipient,
        phone,
        region_code: draft.region_code.clone(),
        region: path.into_iter().map(|r| r.name).collect::<Vec<_>>().join(" "),
        detail,
        preferred: draft.preferred,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::TypedId as _;

    #[test]
    fn an_address_form_tells_every_field_that_needs_mending() {
        let draft = AddressDraft {
            recipient: " ".into(),
            phone: "12345".into(),
            region_code: "330100".into(),
            detail: "x".repeat(121),
            preferred: false,
        };
        let refusal = check(&draft, AddressId::from_bits(1)).unwrap_err();
        let mut told: Vec<_> = refusal.fields.iter().map(|f| (f.field.as_str(), f.code)).collect();
        told.sort_unstable_by_key(|t| t.0);
        assert_eq!(
            told,
            [
                ("detail", Code::TooLong),
                ("phone", Code::PhoneShape),
                ("recipient", Code::Required),
                ("region_code", Code::ChoiceUnknown),
            ]
        );
    }

    #[test]
    fn a_good_address_keeps_its_region_in_words() {
        let draft = AddressDraft {
            recipient: "林  知夏".into(),
            phone: "138 0000 0000".into(),
            region_code: "330106".into(),
            detail: "龙井路 1 号".into(),
            preferred: true,
        };
        let address = check(&draft, AddressId::from_bits(1)).unwrap();
        assert_eq!(address.region, "浙江省 杭州市 西湖区");
        assert_eq!(address.recipient, "林 知夏");
        assert_eq!(address.phone, "13800000000");
    }
}
