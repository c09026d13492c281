-- The category tree, two levels deep.
create table category (
    id text not null primary key,
    slug text not null,
    parent_id text references category (id),
    name_zh text not null,
    name_en text not null,
    -- Its place among its siblings.
    position integer not null
) strict;
create unique index category_slug on category (slug);

-- How a merchant reckons freight, by region.
create table freight_template (
    id text not null primary key,
    merchant_id text not null references merchant (id),
    name_zh text not null,
    name_en text not null,
    -- The zones in the shape of the freight rules.
    zones_json text not null,
    created_at integer not null
) strict;
create index freight_template_by_merchant on freight_template (merchant_id, id);

-- A product as shown on one page.
create table product (
    id text not null primary key,
    merchant_id text not null references merchant (id),
    category_id text not null references category (id),
    -- The first-level category above it, so that a list needs no tree walk.
    root_id text not null references category (id),
    freight_template_id text not null references freight_template (id),
    slug text not null,
    name_zh text not null,
    name_en text not null,
    tagline_zh text not null,
    tagline_en text not null,
    description_zh text not null,
    description_en text not null,
    -- The picture that leads, and all of them.
    picture text not null,
    pictures_json text not null,
    -- How its SKUs differ, and what is told about it.
    specs_json text not null,
    attributes_json text not null,
    -- The lowest price among its SKUs and that SKU's list price; kept with every change of a price.
    price_minor integer not null constraint product_price check (price_minor >= 0),
    list_price_minor integer,
    currency text not null,
    -- Whether the seven days without reasons apply (3.3.1).
    returnable integer not null constraint product_returnable check (returnable in (0, 1)),
    -- Hours until it leaves the shop (3.2.3).
    ships_within_hours integer not null,
    sold integer not null constraint product_sold check (sold >= 0),
    on_sale integer not null constraint product_on_sale check (on_sale in (0, 1)),
    version integer not null,
    created_at integer not null,
    updated_at integer not null
) strict;
create unique index product_slug on product (slug);
create index product_by_price on product (price_minor, id);
create index product_by_sold on product (sold, id);
create index product_by_root on product (root_id, id);
create index product_by_category on product (category_id, id);
create index product_by_merchant on product (merchant_id, id);

-- What is counted in a warehouse. `held` is promised to unpaid orders; nobody ever reads it first and writes it later, it
-- only moves by conditional updates.
create table stock_item (
    id text not null primary key,
    merchant_id text not null references merchant (id),
    on_hand integer not null constraint stock_item_on_hand check (on_hand >= 0),
    held integer not null constraint stock_item_held check (held >= 0),
    updated_at integer not null,
    constraint stock_item_enough check (held <= on_hand)
) strict;
create index stock_item_by_merchant on stock_item (merchant_id, id);

-- What is put into a cart. Its id is stable: editing a product never makes new SKUs of old ones.
create table sku (
    id text not null primary key,
    merchant_id text not null references merchant (id),
    product_id text not null references product (id),
    stock_item_id text not null references stock_item (id),
    -- How many stock items one SKU takes.
    stock_units integer not null constraint sku_stock_units check (stock_units >= 1),
    -- For each spec name of the product the index of the value.
    choice_json text not null,
    spec_zh text not null,
    spec_en text not null,
    price_minor integer not null constraint sku_price check (price_minor >= 0),
    list_price_minor integer,
    weight_grams integer not null constraint sku_weight check (weight_grams >= 0),
    on_sale integer not null constraint sku_on_sale check (on_sale in (0, 1)),
    -- Its place on the product page.
    position integer not null,
    updated_at integer not null
) strict;
create unique index sku_product_id_position on sku (product_id, position);
create index sku_by_stock_item on sku (stock_item_id, id);

-- Every price a SKU ever had, for the thirty-day history (3.2.1).
create table price_change (
    sku_id text not null references sku (id),
    changed_at integer not null,
    price_minor integer not null,
    primary key (sku_id, changed_at)
) strict;
