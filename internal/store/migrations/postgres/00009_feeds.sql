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
    feed  TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    url   TEXT COLLATE "C" NOT NULL,
    tlp   BIGINT NOT NULL,
    PRIMARY KEY (feed, since)
);
INSERT INTO feed_address (feed, since, url, tlp) SELECT id, -62135596800000000, url, tlp FROM feed;

-- The pages that feeds led to and that are looked at again for a week; first is when one was captured first.
CREATE TABLE page (
    id      TEXT COLLATE "C" PRIMARY KEY,
    url     TEXT COLLATE "C" NOT NULL,
    outlet  TEXT COLLATE "C" NOT NULL,
    first   BIGINT NOT NULL,
    next    BIGINT NOT NULL,
    etag    TEXT COLLATE "C" NOT NULL,
    changed TEXT COLLATE "C" NOT NULL,
    tlp     BIGINT NOT NULL
);
CREATE INDEX page_next ON page (next);
