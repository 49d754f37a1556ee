-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Where the machine placed a document and why, beside where it is: another story where a person decided.
ALTER TABLE membership ADD COLUMN placed TEXT NOT NULL DEFAULT '';
ALTER TABLE membership ADD COLUMN found TEXT NOT NULL DEFAULT '';
UPDATE membership SET placed = story, found = reason;
CREATE INDEX membership_placed ON membership (placed);

-- What is compared of a document when stories are looked for, and in which epoch that was done. Epochs are numbered
-- from 1; rebuilding repeats them in order, so that the same stories come out. 0: not placed yet.
CREATE TABLE sketch (
    document TEXT PRIMARY KEY,
    moment   BIGINT NOT NULL,
    epoch    BIGINT NOT NULL,
    terms    TEXT NOT NULL,
    tlp      BIGINT NOT NULL
);
CREATE INDEX sketch_moment ON sketch (moment);

-- Passages that a document shares with earlier ones, as comparing found them. Which of them is the one it was copied
-- from is a link, and depends on its story.
CREATE TABLE reuse (
    document TEXT NOT NULL,
    earlier  TEXT NOT NULL,
    outlet   TEXT NOT NULL,
    share    DOUBLE PRECISION NOT NULL,
    reason   TEXT NOT NULL,
    stamp    TEXT NOT NULL,
    tlp      BIGINT NOT NULL,
    PRIMARY KEY (document, earlier)
);
CREATE INDEX reuse_earlier ON reuse (earlier);
