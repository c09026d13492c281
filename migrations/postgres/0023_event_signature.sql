-- The headers of a notification in which its signature stands, a line each, so that what was believed can be checked again;
-- empty where the signature stands in the body.
alter table payment_event add column signature text collate "C" not null default '';
