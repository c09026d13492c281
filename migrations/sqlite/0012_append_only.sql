-- What is only ever added: the engine itself refuses to change or take away such rows. This is the one step the two engines
-- spell differently; where an engine has no triggers, the chain of hashes still shows a change.
create trigger posting_kept before delete on posting
begin select raise(abort, 'rows of posting are only added'); end;
create trigger posting_same before update of id, source, purpose, at, reverses, digest on posting
begin select raise(abort, 'rows of posting are only added'); end;
create trigger posting_sealed before update of seq, hash on posting when old.seq is not null
begin select raise(abort, 'rows of posting are sealed once'); end;
create trigger posting_entry_kept before delete on posting_entry
begin select raise(abort, 'rows of posting_entry are only added'); end;
create trigger posting_entry_same before update on posting_entry
begin select raise(abort, 'rows of posting_entry are only added'); end;
create trigger page_as_sold_kept before delete on page_as_sold
begin select raise(abort, 'rows of page_as_sold are only added'); end;
create trigger page_as_sold_same before update on page_as_sold
begin select raise(abort, 'rows of page_as_sold are only added'); end;
create trigger rule_version_kept before delete on rule_version
begin select raise(abort, 'rows of rule_version are only added'); end;
create trigger rule_version_same before update on rule_version
begin select raise(abort, 'rows of rule_version are only added'); end;
