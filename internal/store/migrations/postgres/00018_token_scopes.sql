-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- What a token is for. Those that there are could do whatever their account may.
ALTER TABLE api_token ADD COLUMN scope TEXT NOT NULL DEFAULT 'act';
