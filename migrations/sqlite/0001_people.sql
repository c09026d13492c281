-- A person: consumer, member of a merchant's staff, or platform staff. One row per login.
create table account (
    id text not null primary key,
    -- The e-mail address or mobile number in its one spelling.
    login text not null,
    name text not null,
    -- An argon2id hash as a PHC string; read by the sign-in alone.
    password_hash text not null,
    -- The role on the platform's staff, null for everybody else.
    staff_role text constraint account_staff_role check (
        staff_role in ('reviewer', 'service', 'mediator', 'risk', 'finance', 'auditor', 'administrator')
    ),
    -- When the rules were accepted (5.1).
    accepted_at integer not null,
    created_at integer not null
) strict;
create unique index account_login on account (login);

-- A merchant and its shop.
create table merchant (
    id text not null primary key,
    -- Its place in addresses.
    slug text not null,
    name_zh text not null,
    name_en text not null,
    intro_zh text not null,
    intro_en text not null,
    picture text not null,
    -- Where it ships from: the six-digit code and the words.
    region_code text not null,
    region_zh text not null,
    region_en text not null,
    -- Whether the shop's goods may be seen and bought.
    is_open integer not null constraint merchant_is_open check (is_open in (0, 1)),
    opened_at integer not null
) strict;
create unique index merchant_slug on merchant (slug);

-- Who works for which merchant, and as what.
create table member (
    account_id text not null references account (id),
    merchant_id text not null references merchant (id),
    role text not null constraint member_role check (role in ('owner', 'manager', 'packer')),
    created_at integer not null,
    primary key (account_id, merchant_id)
) strict;
create index member_by_merchant on member (merchant_id, account_id);

-- A signed-in device. The token of the cookie is never here, only its SHA-256.
create table session (
    id text not null primary key,
    account_id text not null references account (id),
    token_hash text not null,
    -- What kind of person, which sets the limits.
    kind text not null constraint session_kind check (kind in ('buyer', 'merchant', 'staff')),
    device text not null,
    -- The network address shortened to what identifies nobody.
    network text not null,
    created_at integer not null,
    last_seen_at integer not null,
    -- Ends when not used until then, and at the latest at the absolute moment.
    idle_until integer not null,
    absolute_until integer not null,
    revoked_at integer
) strict;
create unique index session_token_hash on session (token_hash);
create index session_by_account on session (account_id, last_seen_at);
create index session_by_end on session (absolute_until, id);

-- Failed tries, counted per login and per network by what was typed, known or unknown.
create table throttle (
    id text not null primary key,
    failures integer not null,
    failed_at integer not null,
    blocked_until integer not null
) strict;
create index throttle_by_age on throttle (failed_at, id);
