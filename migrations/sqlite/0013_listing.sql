-- What a category asks of its goods (2.3.2), and when goods may be shown: a window that the gate reckons whenever something
-- it depends on is written.
alter table category add column lots integer not null default 0 constraint category_lots check (lots in (0, 1));
alter table category add column certificate text constraint category_certificate check (
    certificate in ('test_report', 'ccc', 'cosmetic_filing')
);

-- One thing that goods of a category tell, or must tell.
create table category_attribute (
    category_id text not null references category (id),
    key text not null,
    name_zh text not null,
    name_en text not null,
    kind text not null constraint category_attribute_kind check (kind in ('text', 'choice', 'number', 'date', 'flag')),
    unit_zh text not null,
    unit_en text not null,
    required integer not null constraint category_attribute_required check (required in (0, 1)),
    filter integer not null constraint category_attribute_filter check (filter in (0, 1)),
    -- Its place on the page.
    position integer not null,
    primary key (category_id, key)
) strict;

alter table product add column shown_from integer not null default 0;
alter table product add column shown_until integer not null default 9223372036854775807;

-- Goods that came in together, with their dates.
create table lot (
    id text not null primary key,
    merchant_id text not null references merchant (id),
    product_id text not null references product (id),
    stock_item_id text not null references stock_item (id),
    code text not null,
    produced_at integer not null,
    expires_at integer not null,
    quantity integer not null constraint lot_quantity check (quantity >= 0),
    created_at integer not null,
    constraint lot_life check (produced_at < expires_at)
) strict;
create index lot_by_product on lot (product_id, expires_at, id);

-- Papers that stand behind goods: test reports, compulsory certification, filings.
create table certificate (
    id text not null primary key,
    merchant_id text not null references merchant (id),
    product_id text not null references product (id),
    kind text not null constraint certificate_kind check (kind in ('test_report', 'ccc', 'cosmetic_filing')),
    number text not null,
    issuer_zh text not null,
    issuer_en text not null,
    valid_from integer not null,
    valid_until integer not null,
    created_at integer not null,
    constraint certificate_life check (valid_from < valid_until)
) strict;
create index certificate_by_product on certificate (product_id, valid_until, id);
