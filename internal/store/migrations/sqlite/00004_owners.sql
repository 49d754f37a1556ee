-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Who owned an outlet when. An owner without dates is not taken over: what is not known to hold at a date merges nothing.
ALTER TABLE outlet DROP COLUMN owner;
ALTER TABLE outlet ADD COLUMN owners TEXT NOT NULL DEFAULT '[]';
