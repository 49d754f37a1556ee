-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Of what an earlier version of a document says alone: the version after it.
ALTER TABLE assertion ADD COLUMN replaced TEXT NOT NULL DEFAULT '';

-- The claim that an assertion would begin, were it the first to say so: by it a claim is found under the address that it had
-- before a document with an earlier date came.
ALTER TABLE assertion ADD COLUMN founds TEXT NOT NULL DEFAULT '';
CREATE INDEX assertion_founds ON assertion (founds);

-- What happened in the ledger. Added to, never changed.
CREATE TABLE event (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    story    TEXT NOT NULL,
    other    TEXT NOT NULL,
    claim    TEXT NOT NULL,
    document TEXT NOT NULL,
    text     TEXT NOT NULL,
    changes  TEXT NOT NULL,
    at       BIGINT NOT NULL,
    known    BIGINT NOT NULL,
    stamp    TEXT NOT NULL,
    tlp      BIGINT NOT NULL
);
CREATE INDEX event_story ON event (story, seq);
CREATE INDEX event_claim ON event (claim, seq);
CREATE INDEX event_document ON event (document, seq);
CREATE INDEX event_known ON event (known, seq);
