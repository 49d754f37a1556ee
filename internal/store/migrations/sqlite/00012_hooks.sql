-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Where events are sent as they happen. Nothing here has a marking: only the operator and administrators ask. What is sent is what
-- the ceiling lets see.
CREATE TABLE hook (
    id        TEXT PRIMARY KEY,
    url       TEXT NOT NULL,
    secret    TEXT NOT NULL,
    kinds     TEXT NOT NULL,
    story     TEXT NOT NULL,
    claim     TEXT NOT NULL,
    outlet    TEXT NOT NULL,
    ceiling   BIGINT NOT NULL,
    made_by   TEXT NOT NULL,
    created   BIGINT NOT NULL,
    passed    BIGINT NOT NULL, -- number of the last event that was delivered, or was none of its
    asked     BIGINT NOT NULL, -- number of the last event for which a job was made
    delivered BIGINT NOT NULL, -- events
    tries     BIGINT NOT NULL  -- requests, for events that were delivered or not
);

-- The last deliveries of each hook.
CREATE TABLE delivery (
    hook      TEXT NOT NULL,
    seq       BIGINT NOT NULL,
    event     TEXT NOT NULL,
    tries     BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    status    BIGINT NOT NULL,
    reason    TEXT NOT NULL,
    delivered BOOLEAN NOT NULL,
    PRIMARY KEY (hook, seq)
);
