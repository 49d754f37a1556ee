-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- What hubs were asked for: to tell what is new in a feed. path is the secret part of the address that a hub calls.
CREATE TABLE subscription (
    feed   TEXT PRIMARY KEY,
    hub    TEXT NOT NULL,
    topic  TEXT NOT NULL,
    path   TEXT NOT NULL UNIQUE,
    secret TEXT NOT NULL,
    mode   TEXT NOT NULL,
    asked  BIGINT NOT NULL,
    next   BIGINT NOT NULL,
    fails  BIGINT NOT NULL,
    until  BIGINT NOT NULL,
    reason TEXT NOT NULL,
    pushed BIGINT NOT NULL,
    heeded BIGINT NOT NULL,
    tlp    BIGINT NOT NULL
);

-- Long times in which nothing of an outlet could be had, from one look to another, and whether what came after is like what
-- was before. judged -62135596800000000 is not yet; reasons are a JSON list.
CREATE TABLE lapse (
    feed    TEXT NOT NULL,
    since   BIGINT NOT NULL,
    outlet  TEXT NOT NULL,
    until   BIGINT NOT NULL,
    judged  BIGINT NOT NULL,
    doubted BOOLEAN NOT NULL,
    reasons TEXT NOT NULL,
    tlp     BIGINT NOT NULL,
    PRIMARY KEY (feed, since)
);
CREATE INDEX lapse_outlet ON lapse (outlet);
