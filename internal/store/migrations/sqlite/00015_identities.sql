-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- Whom another house vouches for (OpenID Connect): its subject, and the account that is let in.
CREATE TABLE identity (
    issuer  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    account TEXT   NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
