-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- +goose Up

-- What pages count is counted from indexes alone, however much is held. The outlet stands with the membership, so that who covers a
-- thousand stories is one walk along an index.
ALTER TABLE membership ADD COLUMN outlet TEXT NOT NULL DEFAULT '';
UPDATE membership SET outlet = COALESCE((SELECT outlet FROM document WHERE document.id = membership.document), '');
DROP INDEX membership_story;
CREATE INDEX membership_story ON membership (story, tlp, outlet);
DROP INDEX claim_story;
CREATE INDEX claim_story ON claim (story, tlp);
DROP INDEX document_outlet;
CREATE INDEX document_outlet ON document (outlet, moment, kind, prior, tlp);
DROP INDEX document_moment;
CREATE INDEX document_moment ON document (moment, id, tlp);
CREATE INDEX assessment_status ON assessment (status, claim);
CREATE INDEX story_first ON story (first, id);
CREATE INDEX sketch_epoch ON sketch (epoch);
