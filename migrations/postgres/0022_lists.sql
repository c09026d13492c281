-- Lists of a category or a shop in the order of price or sales, each a walk along its own index: without one, the goods of
-- the category would be read and sorted for every page.
create index product_by_root_price on product (root_id, price_minor, id);
create index product_by_root_sold on product (root_id, sold, id);
create index product_by_category_price on product (category_id, price_minor, id);
create index product_by_category_sold on product (category_id, sold, id);
create index product_by_merchant_price on product (merchant_id, price_minor, id);
create index product_by_merchant_sold on product (merchant_id, sold, id);
