-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Digests. A draft has the number 0. What has another is published, and no statement changes it.
CREATE TABLE issue (
    id        TEXT   PRIMARY KEY,
    number    INTEGER NOT NULL,
    title     TEXT   NOT NULL,
    items     TEXT   NOT NULL,
    seen      INTEGER NOT NULL,
    made      INTEGER NOT NULL,
    made_by   TEXT   NOT NULL,
    published INTEGER NOT NULL,
    publisher TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    decision  TEXT   NOT NULL,
    tlp       INTEGER NOT NULL
);
CREATE UNIQUE INDEX issue_number ON issue (number) WHERE number > 0;

-- The documents and claims that the lines of an issue cite.
CREATE TABLE issue_basis (
    issue  TEXT   NOT NULL,
    record TEXT   NOT NULL,
    tlp    INTEGER NOT NULL,
    PRIMARY KEY (issue, record)
);
CREATE INDEX issue_basis_record ON issue_basis (record);
