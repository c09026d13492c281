-- What a buyer says about one line of an order that was received (3.3.3). What was said never changes; one addition and one
-- answer may come to it.
create table review (
    id text not null primary key,
    order_id text not null references merchant_order (id),
    line_id text not null references order_line (id),
    product_id text not null,
    merchant_id text not null references merchant (id),
    buyer_id text not null references account (id),
    -- The stars of the three dimensions. Those of the goods are the stars of the review.
    goods integer not null constraint review_goods check (goods between 1 and 5),
    logistics integer not null constraint review_logistics check (logistics between 1 and 5),
    service integer not null constraint review_service check (service between 1 and 5),
    body text not null,
    written_at integer not null,
    follow_up text,
    followed_up_at integer,
    answer text,
    answered_at integer,
    version integer not null
) strict;
create unique index review_line_id on review (line_id);
create index review_by_order on review (order_id, id);
create index review_by_product on review (product_id, written_at, id);
create index review_by_product_stars on review (product_id, goods, written_at, id);
create index review_by_merchant on review (merchant_id, written_at, id);
create index review_to_answer on review (merchant_id, written_at, id) where answered_at is null;

-- What all reviews of a product or of a shop come to, counted in the transaction that writes a review.
create table review_sum (
    -- The id of the product or of the merchant.
    subject text not null primary key,
    stars_1 integer not null,
    stars_2 integer not null,
    stars_3 integer not null,
    stars_4 integer not null,
    stars_5 integer not null,
    -- All stars for the way it came, and for the shop.
    logistics integer not null,
    service integer not null
) strict;
