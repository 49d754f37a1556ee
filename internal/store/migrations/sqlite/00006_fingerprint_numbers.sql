-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Fingerprints name their document by its number (seq): the table is the one that grows fastest, and numbers are a
-- fifth of the size of IDs. hearsay rebuild fills the table again.
DROP TABLE fingerprint;
CREATE TABLE fingerprint (
    hash   BIGINT NOT NULL,
    moment BIGINT NOT NULL,
    number BIGINT NOT NULL,
    tlp    BIGINT NOT NULL,
    PRIMARY KEY (hash, moment, number)
) WITHOUT ROWID;
CREATE INDEX fingerprint_number ON fingerprint (number);
