-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Who is sent public issues by e-mail. Nothing here has a marking: only the operator asks. What is sent is CLEAR.
CREATE TABLE subscriber (
    id      TEXT   PRIMARY KEY,
    address TEXT   NOT NULL,
    folded  TEXT   NOT NULL UNIQUE, -- the address in small letters
    state   TEXT   NOT NULL,
    why     TEXT   NOT NULL,
    secret  TEXT   NOT NULL,
    made_by TEXT   NOT NULL,
    created BIGINT NOT NULL,
    asked   BIGINT NOT NULL,
    changed BIGINT NOT NULL
);
CREATE INDEX subscriber_state ON subscriber (state);

-- Messages by e-mail, one for each recipient, with what became of them.
CREATE TABLE letter (
    id          TEXT   PRIMARY KEY,
    kind        TEXT   NOT NULL,
    about       TEXT   NOT NULL,
    recipient   TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    interrupted BIGINT NOT NULL,
    made        BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    code        BIGINT NOT NULL,
    reason      TEXT   NOT NULL
);
CREATE INDEX letter_about ON letter (kind, about, state);
CREATE INDEX letter_recipient ON letter (recipient, made);

-- Thousands of letters wait at once, and each is leased alone.
CREATE INDEX job_due ON job (stage, next, record);
