-- What happened, told after the commit. The sealer gives committed rows their number and chain link.
create table outbox (
    id text not null primary key,
    kind text not null,
    subject text not null,
    version integer not null,
    -- Who may hear of it.
    buyer_id text,
    merchant_id text,
    body_json text not null,
    at integer not null,
    -- Null until sealed.
    seq integer,
    hash text
) strict;
create unique index outbox_seq on outbox (seq);
create index outbox_unsealed on outbox (id) where seq is null;

-- The log of who did what; chained like the outbox, so that tampering shows.
create table audit (
    id text not null primary key,
    actor text not null,
    action text not null,
    subject text not null,
    body_json text not null,
    at integer not null,
    seq integer,
    hash text
) strict;
create unique index audit_seq on audit (seq);
create index audit_unsealed on audit (id) where seq is null;
create index audit_by_subject on audit (subject, id);

-- The end of each chain: the last number given and the hash that carries it on.
create table chain (
    id text not null primary key,
    seq integer not null,
    hash text not null
) strict;
insert into chain (id, seq, hash) values ('outbox', 0, ''), ('audit', 0, '');

-- Work to be done after the commit that asked for it.
create table job (
    id text not null primary key,
    kind text not null,
    -- Names the job: only one live job may have it.
    key text not null,
    body_json text not null,
    state text not null constraint job_state check (state in ('queued', 'running', 'done', 'dead')),
    run_at integer not null,
    attempts integer not null,
    attempts_max integer not null,
    -- The fencing token of the claim and when the claim ends.
    lease text not null,
    leased_until integer not null,
    error text not null,
    created_at integer not null,
    ended_at integer
) strict;
create unique index job_key on job (key) where state in ('queued', 'running');
create index job_due on job (state, run_at, id);
create index job_by_state on job (state, id);
create index job_by_end on job (ended_at, id);

-- Every promise with a time.
create table clock (
    id text not null primary key,
    kind text not null,
    subject text not null,
    -- The fact that started it.
    started_by text not null,
    buyer_id text,
    merchant_id text,
    started_at integer not null,
    due_at integer not null,
    state text not null constraint clock_state check (state in ('running', 'paused', 'stopped', 'fired')),
    paused_at integer,
    ended_at integer,
    outcome text not null
) strict;
create unique index clock_subject_kind on clock (subject, kind) where state in ('running', 'paused');
create index clock_due on clock (state, due_at, id);
create index clock_by_subject on clock (subject, id);

-- Who may do what only one may do at a time.
create table lease (
    id text not null primary key,
    holder text not null,
    until integer not null
) strict;

-- What was answered to a request under a key.
create table kept_answer (
    owner text not null,
    key text not null,
    request_hash text not null,
    answer_json text not null,
    at integer not null,
    primary key (owner, key)
) strict;
create index kept_answer_by_age on kept_answer (at, owner, key);

-- Proof that a write happened, looked up when the answer of a COMMIT is lost.
create table write_key (
    id text not null primary key,
    at integer not null
) strict;
create index write_key_by_age on write_key (at, id);

-- Settings of the market; secrets among them are made at the first start.
create table setting (
    id text not null primary key,
    value text not null,
    updated_at integer not null
) strict;
