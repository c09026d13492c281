//! Booking a paid place (2.1.1): what is for sale, what it would cost, booking, calling off, and ending. A booking is paid at
//! once from the shop's money with the market; the place, the posting and the kept answer are written together or not at all.

use crate::ports::places::BookingRow;
use crate::ports::work::{KeptAnswer, NewEvent};
use crate::ports::{Reader, Tx};
use crate::trade::{self, Hand, MACHINE};
use crate::{Actor, Error, Market, Result};
use domain::catalogue::{CategoryView, Paged};
use domain::display::booking::{
    BOOKINGS_SHOWN, Booking, BookingView, ListChoice, Offer, PaidList, Quote, Span,
};
use domain::id::{MerchantId, PlacementId, ProductId, TypedId as _};
use domain::ledger::Account;
use domain::ledger::rules::{FeeParts, fee, fee_back};
use domain::search::{Query, ResultCard};
use domain::text::content_hash;
use domain::{Code, Currency, Moment, Money, Permission, Refusal, Scope};
use serde::Serialize;

/// How many of the shop's goods are offered to choose from.
const GOODS_SHOWN: usize = 20;
/// How often two sends of one key are told apart before somebody has to look.
const KEY_TRIES_MAX: usize = 4;
/// How long the key of a form is.
const KEY_CHARS: std::ops::RangeInclusive<usize> = 16..=64;

/// What somebody wants to book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// The goods.
    pub product: ProductId,
    /// The list.
    pub list: PaidList,
    /// The first day of the market's calendar.
    pub from: i64,
    /// How many days.
    pub days: i64,
}

/// A shop's money and the merchant whose it is, for who may spend it.
fn spender(actor: &Actor) -> Result<(Scope, MerchantId)> {
    let scope = actor.merchant(None, Permission::Money)?;
    let Scope::Merchant { merchant, .. } = &scope else { return Err(Code::Forbidden.into()) };
    let merchant = merchant.clone();
    Ok((scope, merchant))
}

/// What is for sale now and what the shop can spend on it.
pub async fn offer(market: &Market, actor: &Actor) -> Result<(Offer, Money)> {
    let (_, merchant) = spender(actor)?;
    let mut reader = market.store.read().await?;
    let reader = &mut *reader;
    let offer = Offer::of(&reader.rulebook(&MACHINE).await?, market.now());
    let (available, pending) = purse(reader, &merchant).await?;
    Ok((offer, available.add(pending)?))
}

/// The shop's goods that anybody may see, as far as their names fit the words; only those can be booked for.
pub async fn goods(
    market: &Market,
    actor: &Actor,
    words: &str,
    english: bool,
) -> Result<Vec<ResultCard>> {
    let (_, merchant) = spender(actor)?;
    let query = Query {
        words: words.to_owned(),
        merchant: Some(merchant),
        limit: GOODS_SHOWN,
        english,
        ..Query::default()
    };
    let mut items = crate::search::search(market, &query).await?.items;
    items.truncate(GOODS_SHOWN);
    Ok(items)
}

/// The lists in which goods of the shop can have a place, each with its price. `NotFound` when they are not the shop's.
pub async fn lists(market: &Market, actor: &Actor, product: &ProductId) -> Result<Vec<ListChoice>> {
    let (scope, _) = spender(actor)?;
    let mut reader = market.store.read().await?;
    choices(&mut *reader, &scope, product, market.now()).await
}

async fn choices(
    reader: &mut dyn Reader,
    scope: &Scope,
    product: &ProductId,
    now: Moment,
) -> Result<Vec<ListChoice>> {
    let (own, above) = reader.lists_of(scope, product).await?.ok_or(Code::NotFound)?;
    let offer = Offer::of(&reader.rulebook(&MACHINE).await?, now);
    let categories = reader.categories(&Scope::Public).await?;
    let name = |list: &PaidList| match list {
        PaidList::Front => None,
        PaidList::Category(id) => named(&categories, id.as_str()),
    };
    let lists = [Some(own), above].into_iter().flatten().map(PaidList::Category);
    let choice = |list: PaidList| ListChoice {
        category: name(&list),
        price: offer.price(&list).clone(),
        list,
    };
    Ok(lists.chain([PaidList::Front]).map(choice).collect())
}

fn named(categories: &[CategoryView], id: &str) -> Option<domain::catalogue::Words> {
    categories.iter().find(|c| c.id.as_str() == id).map(|c| c.name.clone())
}

/// What a booking would cost now and what stands in its way. Refuses with field errors on `product`, `list`, `from`, `days`.
pub async fn quote(market: &Market, actor: &Actor, wish: &Wish) -> Result<Quote> {
    let (scope, merchant) = spender(actor)?;
    let mut reader = market.store.read().await?;
    quoted(&mut *reader, &scope, &merchant, wish, market.now()).await
}

async fn quoted(
    reader: &mut dyn Reader,
    scope: &Scope,
    merchant: &MerchantId,
    wish: &Wish,
    now: Moment,
) -> Result<Quote> {
    let choices = choices(reader, scope, &wish.product, now).await?;
    let unknown = |field| Refusal::field(field, Code::ChoiceUnknown);
    let choice = choices.into_iter().find(|c| c.list == wish.list);
    let choice = choice.ok_or_else(|| unknown("list"))?;
    let offer = Offer::of(&reader.rulebook(&MACHINE).await?, now);
    let span = offer.span(wish.from, wish.days, now)?;
    // Only what everybody may see can be advertised.
    let ids = std::slice::from_ref(&wish.product);
    let cards = reader.product_cards(&Scope::Public, ids, now).await?;
    let card = cards.into_iter().next().ok_or(Code::NotForSale)?;
    let taken = reader.days_taken(scope, &wish.list, span).await?;
    let (available, pending) = purse(reader, merchant).await?;
    let places = offer.places.figure;
    let full = |span: Span| match places {
        // Without places there is nothing to be had on any day.
        0 => span.each().collect(),
        _ => taken.iter().filter(|d| d.taken >= places).map(|d| d.day).collect(),
    };
    Ok(Quote {
        product: card.id,
        name: card.name,
        fee: Money::fen(choice.price.figure).times(span.days)?,
        choice,
        span,
        money: available.add(pending)?,
        full: full(span),
        held: taken.iter().filter(|d| d.own).map(|d| d.day).collect(),
    })
}

/// What may be paid out to the merchant, and what is still inside the after-sales time.
async fn purse(reader: &mut dyn Reader, merchant: &MerchantId) -> Result<(Money, Money)> {
    let available = Account::MerchantAvailable(merchant.clone());
    let pending = Account::MerchantPending(merchant.clone());
    Ok((
        reader.balance(&MACHINE, &available, Currency::Cny).await?,
        reader.balance(&MACHINE, &pending, Currency::Cny).await?,
    ))
}

/// Books and pays. `seen` is the fee that was shown. The same key with the same wish answers what the first one answered.
/// Refuses with `PriceChanged`, `PlacesTaken`, `PlaceHeld`, `ShopMoneyShort`, `NotForSale`, and as [`quote`] does; nothing is
/// changed then.
pub async fn book(
    market: &Market,
    actor: &Actor,
    wish: &Wish,
    seen: Money,
    key: &str,
) -> Result<PlacementId> {
    let (scope, merchant) = spender(actor)?;
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !KEY_CHARS.contains(&key.len()) || !key.bytes().all(good) {
        return Err(Refusal::field("key", Code::Invalid).into());
    }
    let mut tries = 0;
    loop {
        tries += 1;
        let job = Job {
            hand: Hand::of(market),
            scope: scope.clone(),
            merchant: merchant.clone(),
            wish: wish.clone(),
            seen,
            key: kept_under(key),
        };
        let write = format!("places.book:{}", job.hand.id::<PlacementId>());
        let booked = trade::write_again(market, write, move |tx| {
            let job = job.clone();
            Box::pin(async move { job.run(tx).await })
        });
        match booked.await {
            // Two sends of one key at once: the loser reads the winner's answer.
            Err(Error::Conflict(what))
                if what.starts_with("kept_answer") && tries < KEY_TRIES_MAX => {}
            Err(Error::Refused(refusal))
                if refusal.code != Code::KeyReused
                    && tries < KEY_TRIES_MAX
                    && is_answered(market, &merchant, key).await? => {}
            answer => return answer,
        }
    }
}

/// Whether a booking under this key was made meanwhile. Of two sends at once the loser finds the day held by the winner before
/// it comes to the key.
async fn is_answered(market: &Market, merchant: &MerchantId, key: &str) -> Result<bool> {
    let (owner, key) = (merchant.to_string(), kept_under(key));
    let mut reader = market.store.read().await?;
    Ok(reader.kept_answer(&MACHINE, &owner, &key).await?.is_some())
}

/// Under which key an answer is kept.
fn kept_under(key: &str) -> String {
    format!("places.book:{key}")
}

/// One booking on its way.
#[derive(Clone)]
struct Job {
    hand: Hand,
    scope: Scope,
    merchant: MerchantId,
    wish: Wish,
    seen: Money,
    key: String,
}

impl Job {
    async fn run(&self, tx: &mut dyn Tx) -> Result<PlacementId> {
        let (owner, request_hash) = (self.merchant.to_string(), content_hash(&self.wish));
        if let Some(kept) = tx.kept_answer(&MACHINE, &owner, &self.key).await? {
            if kept.request_hash != request_hash {
                return Err(Code::KeyReused.into());
            }
            return serde_json::from_str(&kept.answer_json).map_err(Error::broken);
        }
        let id = self.write(tx).await?;
        let answer_json = serde_json::to_string(&id).map_err(Error::broken)?;
        let kept = KeptAnswer { request_hash, answer_json };
        tx.keep_answer(&MACHINE, &owner, &self.key, &kept, self.hand.now).await?;
        Ok(id)
    }

    async fn write(&self, tx: &mut dyn Tx) -> Result<PlacementId> {
        let now = self.hand.now;
        let quote = quoted(tx, &self.scope, &self.merchant, &self.wish, now).await?;
        if quote.fee != self.seen {
            return Err(Code::PriceChanged.into());
        }
        let places = Offer::of(&tx.rulebook(&MACHINE).await?, now).places.figure;
        let (available, pending) = purse(tx, &self.merchant).await?;
        let paid = FeeParts::of(quote.fee, available, pending)?.ok_or(Code::ShopMoneyShort)?;
        let booking = Booking {
            id: self.hand.id(),
            merchant: self.merchant.clone(),
            product: quote.product,
            list: quote.choice.list,
            span: quote.span,
            booked_at: now,
            price: Money::fen(quote.choice.price.figure),
            paid,
            ended: None,
        };
        tx.book_place(&self.scope, &booking, places).await?;
        self.pay(tx, &booking).await?;
        let body = serde_json::json!({
            "list": booking.list,
            "product": booking.product,
            "from": booking.span.from,
            "days": booking.span.days,
            "fee": quote.fee.minor,
        });
        let (hand, subject) = (&self.hand, booking.id.as_str());
        trade::audit(tx, hand, &self.scope, "places.booked", subject, body).await?;
        announce(tx, hand, &booking, "places.booked").await?;
        Ok(booking.id)
    }

    /// Books the fee and looks at what is left: an account of a merchant may fall below zero for a buyer's refund, and never for
    /// a fee. Whoever spent the same money meanwhile has the rows of the balances first; then it is decided anew.
    async fn pay(&self, tx: &mut dyn Tx, booking: &Booking) -> Result<()> {
        let (paid, merchant) = (&booking.paid, &booking.merchant);
        let posting = fee(self.hand.head(), booking.id.as_str(), merchant, paid)?;
        trade::post_once(tx, &posting).await?;
        let (available, pending) = purse(tx, merchant).await?;
        let short = (paid.available.minor > 0 && available.minor < 0)
            || (paid.pending.minor > 0 && pending.minor < 0)
            || (booking.fee()?.minor > 0 && available.add(pending)?.minor < 0);
        if short { Err(Code::Stale.into()) } else { Ok(()) }
    }
}

/// The shop's own bookings, the youngest first.
pub async fn of_shop(
    market: &Market,
    actor: &Actor,
    after: Option<&PlacementId>,
) -> Result<Paged<BookingView>> {
    let (scope, _) = spender(actor)?;
    all(market, &scope, after).await
}

/// The bookings that the scope may see, the youngest first.
pub async fn all(
    market: &Market,
    scope: &Scope,
    after: Option<&PlacementId>,
) -> Result<Paged<BookingView>> {
    let page = market.store.read().await?.bookings(scope, after, BOOKINGS_SHOWN).await?;
    let now = market.now();
    let items = page.items.into_iter().map(|row| view(row, now)).collect::<Result<_>>()?;
    Ok(Paged { items, next: page.next })
}

fn view(row: BookingRow, now: Moment) -> Result<BookingView> {
    let BookingRow { booking, shop, name, slug, picture, category } = row;
    let last = Span { from: booking.span.until().saturating_sub(1), days: 1 };
    Ok(BookingView {
        shop,
        name,
        slug,
        picture,
        category,
        from: booking.begins(),
        last: last.begins(),
        days: booking.span.days,
        fee: booking.fee()?,
        booked_at: booking.booked_at,
        state: booking.state(now),
        ended: booking.ended,
        id: booking.id,
    })
}

/// The shop calls a booking off before it begins; the whole fee goes back. Refuses with `PlaceBegun`.
pub async fn cancel(market: &Market, actor: &Actor, id: &PlacementId) -> Result<()> {
    let (scope, _) = spender(actor)?;
    end_by(market, &scope, id, |booking, now| booking.cancel(now)).await
}

/// The staff ends a booking for a reason; what the days cost that have not begun goes back. Refuses with `PlaceBegun` and a field
/// error on `reason`.
pub async fn end(market: &Market, scope: &Scope, id: &PlacementId, reason: &str) -> Result<()> {
    if !scope.sees_all() {
        return Err(Code::Forbidden.into());
    }
    let reason = reason.to_owned();
    end_by(market, scope, id, move |booking, now| booking.end(&reason, now)).await
}

async fn end_by<F>(market: &Market, scope: &Scope, id: &PlacementId, rule: F) -> Result<()>
where
    F: Fn(&Booking, Moment) -> Result<Booking, Refusal> + Clone + Send + Sync + 'static,
{
    let (hand, scope, id) = (Hand::of(market), scope.clone(), id.clone());
    let key = format!("places.end:{}", hand.id::<PlacementId>());
    trade::write_again(market, key, move |tx| {
        let (hand, scope, id, rule) = (hand.clone(), scope.clone(), id.clone(), rule.clone());
        Box::pin(async move {
            let booking = tx.booking(&scope, &id).await?.ok_or(Code::NotFound)?;
            let ended = rule(&booking, hand.now)?;
            tx.end_booking(&MACHINE, &ended, booking.first_free_day(hand.now)).await?;
            give_back(tx, &hand, &scope, &ended).await
        })
    })
    .await
}

async fn give_back(tx: &mut dyn Tx, hand: &Hand, scope: &Scope, ended: &Booking) -> Result<()> {
    let ending = ended.ended.as_ref().ok_or(Code::WrongState)?;
    if !ending.back.is_zero() {
        let parts = ended.paid.back(ending.back)?;
        let posting = fee_back(hand.head(), ended.id.as_str(), &ended.merchant, &parts)?;
        trade::post_once(tx, &posting).await?;
    }
    let body = serde_json::json!({ "reason": ending.reason, "back": ending.back.minor });
    let action = format!("places.{}", ended.state(hand.now).as_str());
    trade::audit(tx, hand, scope, &action, ended.id.as_str(), body).await?;
    announce(tx, hand, ended, &action).await
}

/// Tells the shop's and the staff's open pages; kept pages that show places are drawn anew.
async fn announce(tx: &mut dyn Tx, hand: &Hand, booking: &Booking, kind: &str) -> Result<()> {
    let event = NewEvent {
        id: hand.id(),
        kind: kind.to_owned(),
        subject: booking.id.to_string(),
        version: 0,
        buyer: None,
        merchant: Some(booking.merchant.clone()),
        body_json: "{}".to_owned(),
        at: hand.now,
    };
    tx.append_event(&MACHINE, &event).await
}
