-- The argon2id hash of the payment password, as a PHC string; null until one is set. Personal data, read by the machine alone.
alter table account add column pay_password_hash text collate "C";
