//! Reviews: what anybody reads of a product, what a buyer writes, what a shop answers (3.3.3).

use crate::AppError;
use crate::going::Go;
use crate::wire::Asking;
use domain::catalogue::Paged;
use domain::reviews::views::{ProductReviews, ShopReview};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::request::{self, fail, fail_keeping, market, redirect_to, visit},
    domain::Code,
    domain::id::{OrderId, OrderLineId, ReviewId, TypedId as _},
    domain::reviews::{ReviewAsk, Scores},
};

/// The reviews of a product, by its place in addresses or its id; `stars` narrows them, `after` is the end of the page before.
#[server(prefix = "/api", endpoint = "/reviews/list", protocol = Asking)]
pub async fn reviews_of(
    slug: String,
    #[server(default)] stars: String,
    #[server(default)] after: String,
) -> Result<ProductReviews, AppError> {
    let stars = match stars.as_str() {
        "" => None,
        stars => Some(stars.parse().map_err(|_| fail(Code::NotFound))?),
    };
    let after = Some(after.as_str()).filter(|after| !after.is_empty());
    services::reviews::of_product(&market()?, &slug, stars, after).await.map_err(fail)
}

/// The buyer reviews a line of a received order.
#[server(prefix = "/api", endpoint = "/reviews/write")]
pub async fn write_review(
    order: String,
    line: String,
    #[server(default)] goods: String,
    #[server(default)] logistics: String,
    #[server(default)] service: String,
    #[server(default)] text: String,
) -> Result<Go, AppError> {
    let id = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    let typed = [
        ("goods", goods.as_str()),
        ("logistics", &logistics),
        ("service", &service),
        ("text", &text),
    ];
    // No stars are zero stars; the rules say that they are missing.
    let stars = |given: &str| given.parse().unwrap_or_default();
    let ask = ReviewAsk {
        line: OrderLineId::parse(&line).map_err(|_| fail(Code::NotFound))?,
        scores: Scores {
            goods: stars(&goods),
            logistics: stars(&logistics),
            service: stars(&service),
        },
        text: text.clone(),
    };
    match services::reviews::write(&market()?, &visit().actor, &id, &ask).await {
        Ok(_) => Ok(back(&id)),
        Err(error) => Err(fail_keeping(error, "review", &typed).await),
    }
}

/// The buyer adds to a review of theirs.
#[server(prefix = "/api", endpoint = "/reviews/follow-up")]
pub async fn add_to_review(
    order: String,
    id: String,
    #[server(default)] text: String,
) -> Result<Go, AppError> {
    let order = OrderId::parse(&order).map_err(|_| fail(Code::NotFound))?;
    let id = ReviewId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    match services::reviews::follow_up(&market()?, &visit().actor, &id, &text).await {
        Ok(()) => Ok(back(&order)),
        Err(error) => Err(fail_keeping(error, "review", &[("text", text.as_str())]).await),
    }
}

#[cfg(feature = "ssr")]
fn back(order: &OrderId) -> Go {
    redirect_to(&i18n::href(request::locale(), &format!("/orders/{order}?done=reviewed")))
}

/// The shop's reviews: those without an answer, or with `tab=all` every one.
#[server(prefix = "/api", endpoint = "/reviews/shop", protocol = Asking)]
pub async fn shop_reviews(
    #[server(default)] tab: String,
    #[server(default)] after: String,
) -> Result<Paged<ShopReview>, AppError> {
    let after = Some(after.as_str()).filter(|after| !after.is_empty());
    services::reviews::of_shop(&market()?, &visit().actor, tab != "all", after).await.map_err(fail)
}

/// The shop answers a review; everybody reads it.
#[server(prefix = "/api", endpoint = "/reviews/answer")]
pub async fn answer_review(id: String, #[server(default)] answer: String) -> Result<Go, AppError> {
    let id = ReviewId::parse(&id).map_err(|_| fail(Code::NotFound))?;
    match services::reviews::answer(&market()?, &visit().actor, &id, &answer).await {
        Ok(()) => Ok(redirect_to("/merchant/reviews?done=answered")),
        Err(error) => Err(fail_keeping(error, "answer", &[("answer", answer.as_str())]).await),
    }
}
