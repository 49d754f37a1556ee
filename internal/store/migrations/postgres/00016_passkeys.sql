-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Keys that people's devices hold (WebAuthn). The credential has the public half.
CREATE TABLE passkey (
    id         TEXT   PRIMARY KEY,
    account    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    credential TEXT   NOT NULL,
    created    BIGINT NOT NULL,
    used       BIGINT NOT NULL
);
CREATE INDEX passkey_account ON passkey (account);
