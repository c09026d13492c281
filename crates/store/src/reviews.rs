//! Reviews and what they come to. The sums are written in the transaction of the review, so a product page reads two rows
//! and never counts. Pages go by the moment of writing and the id.

use crate::args;
use crate::db::{Row, Session};
use crate::scoped;
use async_trait::async_trait;
use domain::catalogue::Paged;
use domain::id::{MerchantId, OrderId, ProductId, ReviewId, TypedId as _};
use domain::reviews::score::Sums;
use domain::reviews::{Review, Said, Scores};
use domain::{Code, Moment, Scope};
use services::Result;
use services::ports::reviews::{ReviewRow, ReviewsRead, ReviewsWrite};

/// The most rows one list of this room answers.
const LIST_MAX: i64 = 500;

macro_rules! reviews {
    ($($rest:literal),+) => {
        concat!(
            "select r.id, r.order_id, r.line_id, r.product_id, r.merchant_id, r.buyer_id, r.goods, r.logistics,
                r.service, r.body, r.written_at, r.follow_up, r.followed_up_at, r.answer, r.answered_at, r.version,
                a.name, o.number, l.name_zh, l.name_en, l.spec_zh, l.spec_en, l.slug, l.picture
            from review r join account a on a.id = r.buyer_id join merchant_order o on o.id = r.order_id
                join order_line l on l.id = r.line_id ",
            $($rest),+
        )
    };
}

const ONE: &str = reviews!("where r.id = $1 and ($2 = 1 or r.buyer_id = $3 or r.merchant_id = $4)");
const OF_ORDER: &str = reviews!(
    "where r.order_id = $1 and ($2 = 1 or r.buyer_id = $3 or r.merchant_id = $4) order by r.id limit $5"
);

/// A page: `$1` is the moment and `$2` the id of the last row seen (empty at the beginning), `$3` how many rows.
macro_rules! page {
    ($of:literal) => {
        reviews!(
            "where ",
            $of,
            " and ($2 = '' or (r.written_at, r.id) < ($1, $2)) order by r.written_at desc, r.id desc limit $3"
        )
    };
}

const OF_PRODUCT: &str = page!("r.product_id = $4 and $5 = 0");
const OF_PRODUCT_STARS: &str = page!("r.product_id = $4 and r.goods = $5");
const OF_SHOP: &str = page!("r.merchant_id = $4 and $5 = 0");
const OF_SHOP_TO_ANSWER: &str = page!("r.merchant_id = $4 and r.answered_at is null and $5 = 0");

const REVIEWED: &str = "
    select p.id, p.merchant_id from product p join merchant m on m.id = p.merchant_id
    where (p.id = $1 or p.slug = $1)
        and ($2 = 1 or p.merchant_id = $3 or (p.on_sale = 1 and m.is_open = 1
            and p.shown_from <= $4 and $4 < p.shown_until))";

const COUNT_TO_ANSWER: &str = "
    select count(*) from (
        select 1 from review where merchant_id = $1 and answered_at is null limit $2) found";

const SUMS: &str = "
    select stars_1, stars_2, stars_3, stars_4, stars_5, logistics, service
    from review_sum where subject = $1";

#[async_trait]
impl ReviewsRead for Session {
    async fn review(&mut self, scope: &Scope, id: &ReviewId) -> Result<Option<ReviewRow>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let row = self.one(ONE, args![id, all, buyer, merchant]).await?;
        row.as_ref().map(review).transpose()
    }

    async fn reviews_of_order(&mut self, scope: &Scope, order: &OrderId) -> Result<Vec<ReviewRow>> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let rows = self.all(OF_ORDER, args![order, all, buyer, merchant, LIST_MAX]).await?;
        rows.iter().map(review).collect()
    }

    async fn reviewed(
        &mut self,
        scope: &Scope,
        id_or_slug: &str,
        now: Moment,
    ) -> Result<Option<(ProductId, MerchantId)>> {
        let (all, _, merchant) = scoped::parties(scope);
        let row = self.one(REVIEWED, args![id_or_slug, all, merchant, now]).await?;
        let pair = |row: Row| {
            let mut cols = row.cols();
            Ok((cols.id()?, cols.id()?))
        };
        row.map(pair).transpose()
    }

    async fn reviews_of_product(
        &mut self,
        _scope: &Scope,
        product: &ProductId,
        stars: Option<i64>,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Paged<ReviewRow>> {
        let sql = if stars.is_some() { OF_PRODUCT_STARS } else { OF_PRODUCT };
        self.page_of_reviews(sql, product.as_str(), stars.unwrap_or_default(), after, limit).await
    }

    async fn reviews_of_shop(
        &mut self,
        scope: &Scope,
        to_answer: bool,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Paged<ReviewRow>> {
        let sql = if to_answer { OF_SHOP_TO_ANSWER } else { OF_SHOP };
        self.page_of_reviews(sql, scoped::merchant(scope), 0, after, limit).await
    }

    async fn count_reviews_to_answer(&mut self, scope: &Scope, most: i64) -> Result<i64> {
        self.number(COUNT_TO_ANSWER, args![scoped::merchant(scope), most]).await
    }

    async fn review_sums(&mut self, _scope: &Scope, product: &ProductId) -> Result<Sums> {
        self.sums(product.as_str()).await
    }

    async fn review_sums_of_shop(&mut self, _scope: &Scope, merchant: &MerchantId) -> Result<Sums> {
        self.sums(merchant.as_str()).await
    }
}

impl Session {
    async fn page_of_reviews(
        &mut self,
        sql: &'static str,
        of: &str,
        stars: i64,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Paged<ReviewRow>> {
        let limit = limit.clamp(1, LIST_MAX);
        let (at, id) = after.map_or(Ok((Moment(0), String::new())), read_key)?;
        // One more than wanted tells whether there is a next page.
        let rows = self.all(sql, args![at, id, limit + 1, of, stars]).await?;
        let mut items = rows.iter().map(review).collect::<Result<Vec<_>>>()?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > wanted;
        items.truncate(wanted);
        let key = |row: &ReviewRow| format!("{}.{}", row.review.written_at.0, row.review.id);
        let next = items.last().filter(|_| more).map(key);
        Ok(Paged { items, next })
    }

    async fn sums(&mut self, subject: &str) -> Result<Sums> {
        let Some(row) = self.one(SUMS, args![subject]).await? else { return Ok(Sums::default()) };
        let mut cols = row.cols();
        let stars = [cols.int()?, cols.int()?, cols.int()?, cols.int()?, cols.int()?];
        Ok(Sums { stars, logistics: cols.int()?, service: cols.int()? })
    }
}

/// Reads a key that came back from a browser; anything else is an address of nothing.
fn read_key(key: &str) -> Result<(Moment, String)> {
    let (at, id) = key.split_once('.').ok_or(Code::NotFound)?;
    let id = ReviewId::parse(id)?;
    Ok((Moment(at.parse().map_err(|_| Code::NotFound)?), id.as_str().to_owned()))
}

fn review(row: &Row) -> Result<ReviewRow> {
    let mut cols = row.cols();
    let said =
        |text: Option<String>, at: Option<Moment>| text.zip(at).map(|(text, at)| Said { text, at });
    Ok(ReviewRow {
        review: Review {
            id: cols.id()?,
            order: cols.id()?,
            line: cols.id()?,
            product: cols.id()?,
            merchant: cols.id()?,
            buyer: cols.id()?,
            scores: Scores { goods: cols.int()?, logistics: cols.int()?, service: cols.int()? },
            text: cols.text()?,
            written_at: cols.moment()?,
            follow_up: said(cols.opt_text()?, cols.opt_moment()?),
            answer: said(cols.opt_text()?, cols.opt_moment()?),
            version: cols.int()?,
        },
        buyer_name: cols.text()?,
        order_number: cols.text()?,
        name: cols.words()?,
        spec: cols.words()?,
        slug: cols.text()?,
        picture: cols.text()?,
    })
}

/// The line must be one of the order and of the product, and the order one of these parties.
const LINE_OF: &str = "
    select count(*) from order_line l join merchant_order o on o.id = l.order_id
    where l.id = $1 and o.id = $2 and o.merchant_id = $3 and o.buyer_id = $4 and l.product_id = $5";

const ADD: &str = "
    insert into review (id, order_id, line_id, product_id, merchant_id, buyer_id, goods, logistics, service, body,
        written_at, follow_up, followed_up_at, answer, answered_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    on conflict (line_id) do nothing";

const COUNT: &str = "
    insert into review_sum (subject, stars_1, stars_2, stars_3, stars_4, stars_5, logistics, service)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (subject) do update set
        stars_1 = review_sum.stars_1 + excluded.stars_1, stars_2 = review_sum.stars_2 + excluded.stars_2,
        stars_3 = review_sum.stars_3 + excluded.stars_3, stars_4 = review_sum.stars_4 + excluded.stars_4,
        stars_5 = review_sum.stars_5 + excluded.stars_5, logistics = review_sum.logistics + excluded.logistics,
        service = review_sum.service + excluded.service";

const SAVE: &str = "
    update review set follow_up = $3, followed_up_at = $4, answer = $5, answered_at = $6, version = version + 1
    where id = $1 and version = $2 and ($7 = 1 or buyer_id = $8 or merchant_id = $9)";

#[async_trait]
impl ReviewsWrite for Session {
    async fn add_review(&mut self, scope: &Scope, review: &Review) -> Result<()> {
        if scoped::buyer(scope) != review.buyer.as_str() {
            scoped::staff(scope)?;
        }
        let parents =
            args![&review.line, &review.order, &review.merchant, &review.buyer, &review.product];
        if self.number(LINE_OF, parents).await? == 0 {
            return Err(Code::NotFound.into());
        }
        let (follow_up, answer) = (review.follow_up.as_ref(), review.answer.as_ref());
        let args = args![
            &review.id,
            &review.order,
            &review.line,
            &review.product,
            &review.merchant,
            &review.buyer,
            review.scores.goods,
            review.scores.logistics,
            review.scores.service,
            review.text.as_str(),
            review.written_at,
            follow_up.map(|said| said.text.clone()),
            follow_up.map(|said| said.at),
            answer.map(|said| said.text.clone()),
            answer.map(|said| said.at),
            review.version,
        ];
        if self.execute(ADD, args).await? == 0 {
            return Err(Code::AlreadyReviewed.into());
        }
        let Sums { stars, logistics, service } = Sums::default().plus(review.scores);
        for subject in [review.product.as_str(), review.merchant.as_str()] {
            let [one, two, three, four, five] = stars;
            let args = args![subject, one, two, three, four, five, logistics, service];
            self.execute(COUNT, args).await?;
        }
        Ok(())
    }

    async fn save_review(&mut self, scope: &Scope, review: &Review) -> Result<()> {
        let (all, buyer, merchant) = scoped::parties(scope);
        let (follow_up, answer) = (review.follow_up.as_ref(), review.answer.as_ref());
        let args = args![
            &review.id,
            review.version,
            follow_up.map(|said| said.text.clone()),
            follow_up.map(|said| said.at),
            answer.map(|said| said.text.clone()),
            answer.map(|said| said.at),
            all,
            buyer,
            merchant,
        ];
        scoped::fresh(self.execute(SAVE, args).await?)
    }
}
