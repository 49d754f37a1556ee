-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Digests. A draft has the number 0. What has another is published, and no statement changes it.
CREATE TABLE issue (
    id        TEXT   PRIMARY KEY,
    number    BIGINT NOT NULL,
    title     TEXT   NOT NULL,
    items     TEXT   NOT NULL,
    seen      BIGINT NOT NULL,
    made      BIGINT NOT NULL,
    made_by   TEXT   NOT NULL,
    published BIGINT NOT NULL,
    publisher TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    decision  TEXT   NOT NULL,
    tlp       BIGINT NOT NULL
);
CREATE UNIQUE INDEX issue_number ON issue (number) WHERE number > 0;

-- The documents and claims that the lines of an issue cite.
CREATE TABLE issue_basis (
    issue  TEXT   NOT NULL,
    record TEXT   NOT NULL,
    tlp    BIGINT NOT NULL,
    PRIMARY KEY (issue, record)
);
CREATE INDEX issue_basis_record ON issue_basis (record);
