-- What is only ever added: the engine itself refuses to change or take away such rows. This is the one step the two engines
-- spell differently; where an engine has no triggers, the chain of hashes still shows a change.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only added', tg_table_name;
end
$$;
create trigger posting_kept before delete on posting
for each row execute function refuse_change();
create trigger posting_same before update of id, source, purpose, at, reverses, digest on posting
for each row execute function refuse_change();
create trigger posting_sealed before update of seq, hash on posting
for each row when (old.seq is not null) execute function refuse_change();
create trigger posting_entry_kept before delete on posting_entry
for each row execute function refuse_change();
create trigger posting_entry_same before update on posting_entry
for each row execute function refuse_change();
create trigger page_as_sold_kept before delete on page_as_sold
for each row execute function refuse_change();
create trigger page_as_sold_same before update on page_as_sold
for each row execute function refuse_change();
create trigger rule_version_kept before delete on rule_version
for each row execute function refuse_change();
create trigger rule_version_same before update on rule_version
for each row execute function refuse_change();
