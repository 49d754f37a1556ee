-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Who came in, and who was not let in: one row for each hour, account (empty for names that nobody has), way and address.
CREATE TABLE arrival (
    hour     BIGINT  NOT NULL,
    account  TEXT    NOT NULL,
    way      TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    admitted BOOLEAN NOT NULL,
    last     BIGINT  NOT NULL,
    times    BIGINT  NOT NULL,
    PRIMARY KEY (hour, account, way, address, admitted)
);
CREATE INDEX arrival_last ON arrival (last);
