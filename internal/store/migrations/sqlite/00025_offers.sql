-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- The STIX objects that whoever may see a marking is given by TAXII, and those that were recalled. The marking is that of who is given
-- it: each has a list of its own, so that none tells of another.
CREATE TABLE offer (
    tlp      BIGINT  NOT NULL,
    object   TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    claim    TEXT    NOT NULL, -- empty for what is of no claim
    mark     TEXT    NOT NULL, -- of the claim, as it was when it was put here
    created  BIGINT  NOT NULL,
    version  BIGINT  NOT NULL,
    added    BIGINT  NOT NULL, -- when it was put here
    recalled BOOLEAN NOT NULL,
    body     TEXT    NOT NULL, -- of what is of no claim
    PRIMARY KEY (tlp, object)
);
CREATE UNIQUE INDEX offer_added ON offer (tlp, added);
CREATE INDEX offer_claim ON offer (tlp, claim);
