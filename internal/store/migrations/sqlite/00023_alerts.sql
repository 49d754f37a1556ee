-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- What accounts follow, and what they were told because of it. Nothing here has a marking: an alert has only the IDs of what it is of, and
-- that is read with the eyes of its account.
CREATE TABLE follow (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    kind    TEXT NOT NULL,
    about   TEXT NOT NULL,
    mail    BOOLEAN NOT NULL,
    created BIGINT NOT NULL,
    passed  BIGINT NOT NULL, -- number of the last event that was looked at
    found   BIGINT NOT NULL, -- number of the last document that was looked at
    leaf    BIGINT NOT NULL  -- of the evidence log, when it began
);
CREATE INDEX follow_account ON follow (account);

CREATE TABLE alert (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    account  TEXT NOT NULL,
    follow   TEXT NOT NULL,
    event    TEXT NOT NULL,
    document TEXT NOT NULL,
    mail     BOOLEAN NOT NULL,
    letter   TEXT NOT NULL,
    made     BIGINT NOT NULL,
    seen     BOOLEAN NOT NULL
);
CREATE INDEX alert_account ON alert (account, seq);
CREATE INDEX alert_letter ON alert (letter);

-- A hook may be sent the alerts of an account instead of events.
ALTER TABLE hook ADD COLUMN alerts TEXT NOT NULL DEFAULT '';

-- An address may be that of an account, for its alerts, beside being a subscriber's, for issues.
CREATE TABLE subscriber_of (
    id      TEXT    PRIMARY KEY,
    address TEXT    NOT NULL,
    folded  TEXT    NOT NULL, -- the address in small letters
    state   TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    secret  TEXT    NOT NULL,
    made_by TEXT    NOT NULL,
    created INTEGER NOT NULL,
    asked   INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    account TEXT    NOT NULL DEFAULT ''
);
INSERT INTO subscriber_of (id, address, folded, state, why, secret, made_by, created, asked, changed)
    SELECT id, address, folded, state, why, secret, made_by, created, asked, changed FROM subscriber;
DROP TABLE subscriber;
ALTER TABLE subscriber_of RENAME TO subscriber;
CREATE INDEX subscriber_state ON subscriber (state);
CREATE UNIQUE INDEX subscriber_folded ON subscriber (folded, account);
CREATE INDEX subscriber_account ON subscriber (account);
