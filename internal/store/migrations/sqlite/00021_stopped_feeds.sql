-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Since when a person has a feed left alone; the zero time while it is looked at.
ALTER TABLE feed ADD COLUMN stopped BIGINT NOT NULL DEFAULT -62135596800000000;
