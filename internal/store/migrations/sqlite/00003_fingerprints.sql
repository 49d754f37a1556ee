-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Fingerprints with the date of their document: what a document was copied from is older. hearsay rebuild fills the
-- table again.
DROP TABLE fingerprint;
CREATE TABLE fingerprint (
    hash     BIGINT NOT NULL,
    moment   BIGINT NOT NULL,
    document TEXT NOT NULL,
    tlp      BIGINT NOT NULL,
    PRIMARY KEY (hash, moment, document)
) WITHOUT ROWID;
CREATE INDEX fingerprint_document ON fingerprint (document);
