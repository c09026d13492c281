-- Where the goods of an agreed return go, as the shop had told it then (3.3.1); null while nothing is agreed, and when the
-- clock agreed for a shop that had told nothing. Personal data: name and telephone number of whoever takes the goods back.
alter table return_request add column send_to_json text;
-- What was agreed before this column was told from the shop's address; it is kept as it stands now.
update return_request set send_to_json = (
    select m.return_address_json from merchant m where m.id = return_request.merchant_id
) where kind = 'send_back' and state in ('agreed', 'sent_back');
