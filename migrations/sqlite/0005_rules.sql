-- A published version of the rulebook (5.2). It holds only the figures it sets and never changes afterwards.
create table rule_version (
    id text not null primary key,
    -- The number people call it by, counting from 1.
    number integer not null,
    -- From when on it is in force, inclusive.
    effective_from integer not null,
    figures_json text not null,
    created_at integer not null
) strict;
create unique index rule_version_number on rule_version (number);

-- A figure agreed with one party in a contract of its own (5.3). In force at `from_at`, no longer at `until_at`.
create table agreement (
    reference text not null,
    -- The key of the parameter it sets.
    param text not null,
    party_kind text not null constraint agreement_party_kind check (party_kind in ('merchant', 'buyer')),
    party_id text not null,
    figure integer not null,
    from_at integer not null,
    -- Null is open-ended.
    until_at integer,
    created_at integer not null,
    primary key (reference, param)
) strict;
create index agreement_by_party on agreement (party_id, reference, param);
