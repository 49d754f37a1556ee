-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Where captures were that people had erased. The record of the leaf is empty then; its hash stands in log_hash.
CREATE TABLE tombstone (
    capture  TEXT    PRIMARY KEY,
    address  TEXT    NOT NULL, -- a hash
    shut     BOOLEAN NOT NULL,
    decision TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    leaf     BIGINT  NOT NULL,
    segment  TEXT    NOT NULL,
    place    BIGINT  NOT NULL,
    length   BIGINT  NOT NULL,
    wiped    BOOLEAN NOT NULL,
    tlp      BIGINT  NOT NULL
);
CREATE UNIQUE INDEX tombstone_leaf ON tombstone (leaf);
CREATE INDEX tombstone_address ON tombstone (address);
CREATE INDEX tombstone_segment ON tombstone (segment);

-- How long what was collected is kept.
CREATE TABLE retention (
    id      TEXT   PRIMARY KEY,
    kind    TEXT   NOT NULL,
    outlet  TEXT   NOT NULL,
    days    BIGINT NOT NULL,
    reason  TEXT   NOT NULL,
    made_by TEXT   NOT NULL,
    created BIGINT NOT NULL
);
