-- A person: consumer, member of a merchant's staff, or platform staff. One row per login.
create table account (
    id text collate "C" not null primary key,
    -- The e-mail address or mobile number in its one spelling.
    login text collate "C" not null,
    name text collate "C" not null,
    -- An argon2id hash as a PHC string; read by the sign-in alone.
    password_hash text collate "C" not null,
    -- The role on the platform's staff, null for everybody else.
    staff_role text collate "C" constraint account_staff_role check (
        staff_role in ('reviewer', 'service', 'mediator', 'risk', 'finance', 'auditor', 'administrator')
    ),
    -- When the rules were accepted (5.1).
    accepted_at bigint not null,
    created_at bigint not null
);
create unique index account_login on account (login);

-- A merchant and its shop.
create table merchant (
    id text collate "C" not null primary key,
    -- Its place in addresses.
    slug text collate "C" not null,
    name_zh text collate "C" not null,
    name_en text collate "C" not null,
    intro_zh text collate "C" not null,
    intro_en text collate "C" not null,
    picture text collate "C" not null,
    -- Where it ships from: the six-digit code and the words.
    region_code text collate "C" not null,
    region_zh text collate "C" not null,
    region_en text collate "C" not null,
    -- Whether the shop's goods may be seen and bought.
    is_open bigint not null constraint merchant_is_open check (is_open in (0, 1)),
    opened_at bigint not null
);
create unique index merchant_slug on merchant (slug);

-- Who works for which merchant, and as what.
create table member (
    account_id text collate "C" not null references account (id),
    merchant_id text collate "C" not null references merchant (id),
    role text collate "C" not null constraint member_role check (role in ('owner', 'manager', 'packer')),
    created_at bigint not null,
    primary key (account_id, merchant_id)
);
create index member_by_merchant on member (merchant_id, account_id);

-- A signed-in device. The token of the cookie is never here, only its SHA-256.
create table session (
    id text collate "C" not null primary key,
    account_id text collate "C" not null references account (id),
    token_hash text collate "C" not null,
    -- What kind of person, which sets the limits.
    kind text collate "C" not null constraint session_kind check (kind in ('buyer', 'merchant', 'staff')),
    device text collate "C" not null,
    -- The network address shortened to what identifies nobody.
    network text collate "C" not null,
    created_at bigint not null,
    last_seen_at bigint not null,
    -- Ends when not used until then, and at the latest at the absolute moment.
    idle_until bigint not null,
    absolute_until bigint not null,
    revoked_at bigint
);
create unique index session_token_hash on session (token_hash);
create index session_by_account on session (account_id, last_seen_at);
create index session_by_end on session (absolute_until, id);

-- Failed tries, counted per login and per network by what was typed, known or unknown.
create table throttle (
    id text collate "C" not null primary key,
    failures bigint not null,
    failed_at bigint not null,
    blocked_until bigint not null
);
create index throttle_by_age on throttle (failed_at, id);
