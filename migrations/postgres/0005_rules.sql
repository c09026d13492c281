-- A published version of the rulebook (5.2). It holds only the figures it sets and never changes afterwards.
create table rule_version (
    id text collate "C" not null primary key,
    -- The number people call it by, counting from 1.
    number bigint not null,
    -- From when on it is in force, inclusive.
    effective_from bigint not null,
    figures_json text collate "C" not null,
    created_at bigint not null
);
create unique index rule_version_number on rule_version (number);

-- A figure agreed with one party in a contract of its own (5.3). In force at `from_at`, no longer at `until_at`.
create table agreement (
    reference text collate "C" not null,
    -- The key of the parameter it sets.
    param text collate "C" not null,
    party_kind text collate "C" not null constraint agreement_party_kind check (party_kind in ('merchant', 'buyer')),
    party_id text collate "C" not null,
    figure bigint not null,
    from_at bigint not null,
    -- Null is open-ended.
    until_at bigint,
    created_at bigint not null,
    primary key (reference, param)
);
create index agreement_by_party on agreement (party_id, reference, param);
