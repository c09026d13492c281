-- The category tree, two levels deep.
create table category (
    id text collate "C" not null primary key,
    slug text collate "C" not null,
    parent_id text collate "C" references category (id),
    name_zh text collate "C" not null,
    name_en text collate "C" not null,
    -- Its place among its siblings.
    position bigint not null
);
create unique index category_slug on category (slug);

-- How a merchant reckons freight, by region.
create table freight_template (
    id text collate "C" not null primary key,
    merchant_id text collate "C" not null references merchant (id),
    name_zh text collate "C" not null,
    name_en text collate "C" not null,
    -- The zones in the shape of the freight rules.
    zones_json text collate "C" not null,
    created_at bigint not null
);
create index freight_template_by_merchant on freight_template (merchant_id, id);

-- A product as shown on one page.
create table product (
    id text collate "C" not null primary key,
    merchant_id text collate "C" not null references merchant (id),
    category_id text collate "C" not null references category (id),
    -- The first-level category above it, so that a list needs no tree walk.
    root_id text collate "C" not null references category (id),
    freight_template_id text collate "C" not null references freight_template (id),
    slug text collate "C" not null,
    name_zh text collate "C" not null,
    name_en text collate "C" not null,
    tagline_zh text collate "C" not null,
    tagline_en text collate "C" not null,
    description_zh text collate "C" not null,
    description_en text collate "C" not null,
    -- The picture that leads, and all of them.
    picture text collate "C" not null,
    pictures_json text collate "C" not null,
    -- How its SKUs differ, and what is told about it.
    specs_json text collate "C" not null,
    attributes_json text collate "C" not null,
    -- The lowest price among its SKUs and that SKU's list price; kept with every change of a price.
    price_minor bigint not null constraint product_price check (price_minor >= 0),
    list_price_minor bigint,
    currency text collate "C" not null,
    -- Whether the seven days without reasons apply (3.3.1).
    returnable bigint not null constraint product_returnable check (returnable in (0, 1)),
    -- Hours until it leaves the shop (3.2.3).
    ships_within_hours bigint not null,
    sold bigint not null constraint product_sold check (sold >= 0),
    on_sale bigint not null constraint product_on_sale check (on_sale in (0, 1)),
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index product_slug on product (slug);
create index product_by_price on product (price_minor, id);
create index product_by_sold on product (sold, id);
create index product_by_root on product (root_id, id);
create index product_by_category on product (category_id, id);
create index product_by_merchant on product (merchant_id, id);

-- What is counted in a warehouse. `held` is promised to unpaid orders; nobody ever reads it first and writes it later, it
-- only moves by conditional updates.
create table stock_item (
    id text collate "C" not null primary key,
    merchant_id text collate "C" not null references merchant (id),
    on_hand bigint not null constraint stock_item_on_hand check (on_hand >= 0),
    held bigint not null constraint stock_item_held check (held >= 0),
    updated_at bigint not null,
    constraint stock_item_enough check (held <= on_hand)
);
create index stock_item_by_merchant on stock_item (merchant_id, id);

-- What is put into a cart. Its id is stable: editing a product never makes new SKUs of old ones.
create table sku (
    id text collate "C" not null primary key,
    merchant_id text collate "C" not null references merchant (id),
    product_id text collate "C" not null references product (id),
    stock_item_id text collate "C" not null references stock_item (id),
    -- How many stock items one SKU takes.
    stock_units bigint not null constraint sku_stock_units check (stock_units >= 1),
    -- For each spec name of the product the index of the value.
    choice_json text collate "C" not null,
    spec_zh text collate "C" not null,
    spec_en text collate "C" not null,
    price_minor bigint not null constraint sku_price check (price_minor >= 0),
    list_price_minor bigint,
    weight_grams bigint not null constraint sku_weight check (weight_grams >= 0),
    on_sale bigint not null constraint sku_on_sale check (on_sale in (0, 1)),
    -- Its place on the product page.
    position bigint not null,
    updated_at bigint not null
);
create unique index sku_product_id_position on sku (product_id, position);
create index sku_by_stock_item on sku (stock_item_id, id);

-- Every price a SKU ever had, for the thirty-day history (3.2.1).
create table price_change (
    sku_id text collate "C" not null references sku (id),
    changed_at bigint not null,
    price_minor bigint not null,
    primary key (sku_id, changed_at)
);
