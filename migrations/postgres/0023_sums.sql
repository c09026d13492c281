-- What an account holds is summed from the index alone, however much was ever booked on it (I3).
drop index posting_entry_by_account;
create index posting_entry_by_account on posting_entry (account, posting_id, n, currency, amount_minor);
