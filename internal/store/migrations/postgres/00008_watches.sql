-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- The watched page that an event is about, as it was and as it is.
ALTER TABLE event ADD COLUMN feed TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN before TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN after TEXT NOT NULL DEFAULT '';
CREATE INDEX event_feed ON event (feed, seq);

-- What of a watched page is compared, as a CSS selector; empty for all of it.
ALTER TABLE feed ADD COLUMN selector TEXT NOT NULL DEFAULT '';

-- What is known of a watched page after the looks up to seq: JSON, that only the stage watch reads.
CREATE TABLE track (
    feed  TEXT PRIMARY KEY,
    seq   BIGINT NOT NULL,
    state TEXT NOT NULL,
    stamp TEXT NOT NULL,
    tlp   BIGINT NOT NULL
);

-- Who credits an outlet.
CREATE INDEX link_outlet ON link (outlet);
