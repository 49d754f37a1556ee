-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- What people say about stories. A remark has no story: it is in the one that holds its document, and is seen by who sees that.
CREATE TABLE remark (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL,
    claim      TEXT NOT NULL,
    link_to    TEXT NOT NULL,
    outlet     TEXT NOT NULL,
    answers    TEXT NOT NULL,
    thread     TEXT NOT NULL,
    began      BIGINT NOT NULL,
    depth      BIGINT NOT NULL,
    author     TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    text       TEXT NOT NULL,
    at         BIGINT NOT NULL,
    edited     BIGINT NOT NULL, -- 0 where it never was
    versions   BIGINT NOT NULL,
    withdrawn  BIGINT NOT NULL, -- 0 where it was not
    hidden     TEXT NOT NULL,
    hidden_by  TEXT NOT NULL,
    hidden_for TEXT NOT NULL,
    taken      TEXT NOT NULL,
    capture    TEXT NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX remark_document ON remark (document);
CREATE INDEX remark_claim ON remark (claim);

CREATE TABLE remark_version (
    remark  TEXT NOT NULL,
    number  BIGINT NOT NULL,
    author  TEXT NOT NULL,
    made_by TEXT NOT NULL,
    text    TEXT NOT NULL,
    at      BIGINT NOT NULL,
    tlp     BIGINT NOT NULL,
    PRIMARY KEY (remark, number)
);
CREATE INDEX remark_version_author ON remark_version (author, at);

CREATE TABLE remark_mention (
    remark  TEXT NOT NULL,
    account TEXT NOT NULL,
    seen    BOOLEAN NOT NULL,
    tlp     BIGINT NOT NULL,
    PRIMARY KEY (remark, account)
);
CREATE INDEX remark_mention_account ON remark_mention (account);
