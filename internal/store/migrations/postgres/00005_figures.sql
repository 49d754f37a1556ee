-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Dates and numbers of what is said, whether it is more than a name, and in which of them a claim differs from others; who asked a party for its answer, and until when.
-- hearsay rebuild fills them for what was there before.
ALTER TABLE attribution ADD COLUMN bare BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE attribution ADD COLUMN figures TEXT NOT NULL DEFAULT 'null';
ALTER TABLE statement ADD COLUMN figures TEXT NOT NULL DEFAULT 'null';
ALTER TABLE claim ADD COLUMN differs TEXT NOT NULL DEFAULT 'null';
ALTER TABLE claim ADD COLUMN figures TEXT NOT NULL DEFAULT 'null';
ALTER TABLE claim ADD COLUMN silent TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN asker TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN due TEXT NOT NULL DEFAULT '';
