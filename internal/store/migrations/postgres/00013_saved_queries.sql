-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Queries that people keep. They are their own: nobody else reads them.
CREATE TABLE saved_query (
    account TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    query   TEXT   NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (account, name)
);
