-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- When it was looked at last; -62135596800000000 is never.
ALTER TABLE feed ADD COLUMN looked BIGINT NOT NULL DEFAULT -62135596800000000;
CREATE INDEX feed_looked ON feed (looked);
CREATE INDEX feed_url ON feed (url);

-- What the last looks at a feed told of it: JSON.
ALTER TABLE feed ADD COLUMN state TEXT NOT NULL DEFAULT '{}';

-- The addresses of a feed, each with the time since when it is there.
CREATE TABLE feed_address (
    feed  TEXT NOT NULL,
    since BIGINT NOT NULL,
    url   TEXT NOT NULL,
    tlp   BIGINT NOT NULL,
    PRIMARY KEY (feed, since)
);
INSERT INTO feed_address (feed, since, url, tlp) SELECT id, -62135596800000000, url, tlp FROM feed;

-- The pages that feeds led to and that are looked at again for a week; first is when one was captured first.
CREATE TABLE page (
    id      TEXT PRIMARY KEY,
    url     TEXT NOT NULL,
    outlet  TEXT NOT NULL,
    first   BIGINT NOT NULL,
    next    BIGINT NOT NULL,
    etag    TEXT NOT NULL,
    changed TEXT NOT NULL,
    tlp     BIGINT NOT NULL
);
CREATE INDEX page_next ON page (next);
