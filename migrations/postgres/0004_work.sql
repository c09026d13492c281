-- What happened, told after the commit. The sealer gives committed rows their number and chain link.
create table outbox (
    id text collate "C" not null primary key,
    kind text collate "C" not null,
    subject text collate "C" not null,
    version bigint not null,
    -- Who may hear of it.
    buyer_id text collate "C",
    merchant_id text collate "C",
    body_json text collate "C" not null,
    at bigint not null,
    -- Null until sealed.
    seq bigint,
    hash text collate "C"
);
create unique index outbox_seq on outbox (seq);
create index outbox_unsealed on outbox (id) where seq is null;

-- The log of who did what; chained like the outbox, so that tampering shows.
create table audit (
    id text collate "C" not null primary key,
    actor text collate "C" not null,
    action text collate "C" not null,
    subject text collate "C" not null,
    body_json text collate "C" not null,
    at bigint not null,
    seq bigint,
    hash text collate "C"
);
create unique index audit_seq on audit (seq);
create index audit_unsealed on audit (id) where seq is null;
create index audit_by_subject on audit (subject, id);

-- The end of each chain: the last number given and the hash that carries it on.
create table chain (
    id text collate "C" not null primary key,
    seq bigint not null,
    hash text collate "C" not null
);
insert into chain (id, seq, hash) values ('outbox', 0, ''), ('audit', 0, '');

-- Work to be done after the commit that asked for it.
create table job (
    id text collate "C" not null primary key,
    kind text collate "C" not null,
    -- Names the job: only one live job may have it.
    key text collate "C" not null,
    body_json text collate "C" not null,
    state text collate "C" not null constraint job_state check (state in ('queued', 'running', 'done', 'dead')),
    run_at bigint not null,
    attempts bigint not null,
    attempts_max bigint not null,
    -- The fencing token of the claim and when the claim ends.
    lease text collate "C" not null,
    leased_until bigint not null,
    error text collate "C" not null,
    created_at bigint not null,
    ended_at bigint
);
create unique index job_key on job (key) where state in ('queued', 'running');
create index job_due on job (state, run_at, id);
create index job_by_state on job (state, id);
create index job_by_end on job (ended_at, id);

-- Every promise with a time.
create table clock (
    id text collate "C" not null primary key,
    kind text collate "C" not null,
    subject text collate "C" not null,
    -- The fact that started it.
    started_by text collate "C" not null,
    buyer_id text collate "C",
    merchant_id text collate "C",
    started_at bigint not null,
    due_at bigint not null,
    state text collate "C" not null constraint clock_state check (state in ('running', 'paused', 'stopped', 'fired')),
    paused_at bigint,
    ended_at bigint,
    outcome text collate "C" not null
);
create unique index clock_subject_kind on clock (subject, kind) where state in ('running', 'paused');
create index clock_due on clock (state, due_at, id);
create index clock_by_subject on clock (subject, id);

-- Who may do what only one may do at a time.
create table lease (
    id text collate "C" not null primary key,
    holder text collate "C" not null,
    until bigint not null
);

-- What was answered to a request under a key.
create table kept_answer (
    owner text collate "C" not null,
    key text collate "C" not null,
    request_hash text collate "C" not null,
    answer_json text collate "C" not null,
    at bigint not null,
    primary key (owner, key)
);
create index kept_answer_by_age on kept_answer (at, owner, key);

-- Proof that a write happened, looked up when the answer of a COMMIT is lost.
create table write_key (
    id text collate "C" not null primary key,
    at bigint not null
);
create index write_key_by_age on write_key (at, id);

-- Settings of the market; secrets among them are made at the first start.
create table setting (
    id text collate "C" not null primary key,
    value text collate "C" not null,
    updated_at bigint not null
);
