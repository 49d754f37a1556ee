-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Who may come in. The password is a hash (argon2id). Nothing here has a marking: only the operator and administrators ask.
CREATE TABLE account (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL UNIQUE,
    role     TEXT NOT NULL,
    ceiling  BIGINT NOT NULL,
    password TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    created  BIGINT NOT NULL
);

-- Who is in. The token is a hash of what the browser has.
CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    data    BYTEA NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires);

-- What machines come in with, as a hash.
CREATE TABLE api_token (
    hash    TEXT PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    name    TEXT NOT NULL,
    ceiling BIGINT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used    BIGINT NOT NULL
);
