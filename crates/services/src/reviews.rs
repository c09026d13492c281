//! Reviews by people who bought (3.3.3): writing one, adding to it, answering it, and reading them. The rules stand in
//! `domain`; here a person's place in the shop is looked at as well, for nobody praises their own goods. Reviews are
//! public, names and orders are not: what leaves this room has the buyer's name hidden.

use crate::ports::reviews::ReviewRow;
use crate::ports::work::NewEvent;
use crate::ports::{Reader, StoreExt as _, Tx};
use crate::trade::{self, Hand, MACHINE};
use crate::{Actor, Market, Result};
use domain::catalogue::Paged;
use domain::id::{OrderId, ReviewId, TypedId as _};
use domain::orders::Order;
use domain::reviews::score::{Prior, score};
use domain::reviews::views::{LineReview, ProductReviews, ReviewView, ShopReview};
use domain::reviews::{
    PAGE_SIZE, Review, ReviewAsk, ReviewEvent, SHOWN_WITH_GOODS, STARS_MAX, Said, may_write,
    window_ends,
};
use domain::text::name_masked;
use domain::{Code, Moment, Permission, Scope};

/// The buyer reviews a line. Refuses with `ReviewTooEarly`, `ReviewOver`, `AlreadyReviewed`, with `Forbidden` when the buyer
/// works for the shop, and with field errors on `goods`, `logistics`, `service` and `text`.
pub async fn write(
    market: &Market,
    actor: &Actor,
    order: &OrderId,
    ask: &ReviewAsk,
) -> Result<ReviewId> {
    let scope = actor.buyer()?;
    let shops: Vec<_> = actor.person()?.memberships.iter().map(|m| m.merchant.clone()).collect();
    let (hand, order, ask) = (Hand::of(market), order.clone(), ask.clone());
    let id: ReviewId = hand.id();
    let written = id.clone();
    market
        .store
        .write(format!("review.write:{id}"), move |tx| {
            let (hand, scope, order) = (hand.clone(), scope.clone(), order.clone());
            let (ask, id, shops) = (ask.clone(), id.clone(), shops.clone());
            Box::pin(async move {
                let order = tx.order(&scope, order.as_str()).await?.ok_or(Code::NotFound)?;
                if shops.contains(&order.merchant) {
                    return Err(Code::Forbidden.into());
                }
                let review = domain::reviews::write(id, &order, &ask, hand.now)?;
                tx.add_review(&scope, &review).await?;
                announce(tx, &hand, &review, "review.written").await
            })
        })
        .await?;
    Ok(written)
}

/// The buyer adds to a review. Refuses with `ReviewOver`, `AlreadyReviewed`, and with a field error on `text`.
pub async fn follow_up(market: &Market, actor: &Actor, id: &ReviewId, text: &str) -> Result<()> {
    happen(market, &actor.buyer()?, id, ReviewEvent::FollowUp(text.to_owned())).await
}

/// The merchant answers a review. Refuses with `AlreadyAnswered`, and with a field error on `answer`.
pub async fn answer(market: &Market, actor: &Actor, id: &ReviewId, text: &str) -> Result<()> {
    let scope = actor.merchant(None, Permission::AfterSales)?;
    happen(market, &scope, id, ReviewEvent::Answer(text.to_owned())).await
}

/// What buyers say about a product, by its id or its place in addresses: everything counted, and a page of reviews, of so
/// many stars when `stars` says how many.
pub async fn of_product(
    market: &Market,
    id_or_slug: &str,
    stars: Option<i64>,
    after: Option<&str>,
) -> Result<ProductReviews> {
    if stars.is_some_and(|stars| !(1..=STARS_MAX).contains(&stars)) {
        return Err(Code::NotFound.into());
    }
    let (public, now) = (Scope::Public, market.now());
    let mut reader = market.store.read().await?;
    let found = reader.reviewed(&public, id_or_slug, now).await?;
    let (product, merchant) = found.ok_or(Code::NotFound)?;
    let sums = reader.review_sums(&public, &product).await?;
    let shop = reader.review_sums_of_shop(&public, &merchant).await?;
    let prior = Prior::of(&reader.rulebook(&MACHINE).await?, now);
    let page = reader.reviews_of_product(&public, &product, stars, after, SHOWN_WITH_GOODS).await?;
    Ok(ProductReviews {
        sums,
        shop: score(&shop, &prior),
        items: page.items.into_iter().map(view).collect(),
        next: page.next,
    })
}

/// The reviews of the asking member's shop, the newest first; only those without an answer when `to_answer`.
pub async fn of_shop(
    market: &Market,
    actor: &Actor,
    to_answer: bool,
    after: Option<&str>,
) -> Result<Paged<ShopReview>> {
    let scope = actor.merchant(None, Permission::AfterSales)?;
    let mut reader = market.store.read().await?;
    let page = reader.reviews_of_shop(&scope, to_answer, after, PAGE_SIZE).await?;
    let of = |row: ReviewRow| ShopReview {
        order: row.review.order.clone(),
        order_number: row.order_number.clone(),
        name: row.name.clone(),
        slug: row.slug.clone(),
        picture: row.picture.clone(),
        review: view(row),
    };
    Ok(Paged { items: page.items.into_iter().map(of).collect(), next: page.next })
}

/// What a buyer said, and may say now, about each line of an order. Asked of the machine that carries it out.
pub(crate) async fn of_lines(
    reader: &mut dyn Reader,
    scope: &Scope,
    order: &Order,
    now: Moment,
) -> Result<Vec<LineReview>> {
    let mut rows = reader.reviews_of_order(scope, &order.id).await?;
    let of = |line: &domain::orders::OrderLine| {
        let at = rows.iter().position(|row| row.review.line == line.id);
        let row = at.map(|at| rows.swap_remove(at));
        let until = match &row {
            Some(row) => row.review.follow_up_ends(&order.terms).filter(|end| now < *end),
            None => window_ends(order).filter(|_| may_write(order, &line.id, now).is_ok()),
        };
        LineReview { line: line.id.clone(), review: row.map(view), until }
    };
    Ok(order.lines.iter().map(of).collect())
}

/// A review that was written in the past, with what came of it.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its id.
    pub id: ReviewId,
    /// The order as it is stored, received.
    pub order: Order,
    /// What was said of which line.
    pub ask: ReviewAsk,
    /// When it was written.
    pub at: Moment,
    /// What the buyer added.
    pub follow_up: Option<Said>,
    /// What the merchant answered.
    pub answer: Option<Said>,
}

/// Writes reviews of the past in the transaction of whoever calls: each obeys the rules as of its own moments, is counted as
/// any other, and is not announced. For a market that is filled with what happened before.
pub async fn write_past(tx: &mut dyn Tx, past: &[Past]) -> Result<()> {
    for Past { id, order, ask, at, follow_up, answer } in past {
        let mut review = domain::reviews::write(id.clone(), order, ask, *at)?;
        if let Some(said) = follow_up {
            let event = ReviewEvent::FollowUp(said.text.clone());
            review = review.apply(&event, &order.terms, said.at)?;
        }
        if let Some(said) = answer {
            review =
                review.apply(&ReviewEvent::Answer(said.text.clone()), &order.terms, said.at)?;
        }
        tx.add_review(&MACHINE, &review).await?;
    }
    Ok(())
}

async fn happen(market: &Market, scope: &Scope, id: &ReviewId, event: ReviewEvent) -> Result<()> {
    let (hand, scope, id) = (Hand::of(market), scope.clone(), id.clone());
    let key = format!("review.event:{}", hand.id::<ReviewId>());
    trade::write_again(market, key, move |tx| {
        let (hand, scope, id, event) = (hand.clone(), scope.clone(), id.clone(), event.clone());
        Box::pin(async move {
            let row = tx.review(&scope, &id).await?.ok_or(Code::NotFound)?;
            let order = tx.order(&MACHINE, row.review.order.as_str()).await?;
            let terms = order.ok_or(Code::NotFound)?.terms;
            let mut after = row.review.apply(&event, &terms, hand.now)?;
            tx.save_review(&scope, &after).await?;
            after.version += 1;
            announce(tx, &hand, &after, event.kind()).await
        })
    })
    .await
}

/// Tells both parties, and whoever keeps something about the product.
async fn announce(tx: &mut dyn Tx, hand: &Hand, review: &Review, kind: &str) -> Result<()> {
    let event = NewEvent {
        id: hand.id(),
        kind: kind.to_owned(),
        subject: review.id.to_string(),
        version: review.version,
        buyer: Some(review.buyer.clone()),
        merchant: Some(review.merchant.clone()),
        body_json: serde_json::json!({ "product": review.product }).to_string(),
        at: hand.now,
    };
    tx.append_event(&MACHINE, &event).await
}

fn view(row: ReviewRow) -> ReviewView {
    let ReviewRow { review, buyer_name, spec, .. } = row;
    ReviewView {
        id: review.id,
        who: name_masked(&buyer_name),
        spec,
        scores: review.scores,
        text: review.text,
        written_at: review.written_at,
        follow_up: review.follow_up,
        answer: review.answer,
    }
}
