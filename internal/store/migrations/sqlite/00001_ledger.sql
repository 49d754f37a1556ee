-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- Times are microseconds since 1970, UTC. Lists that are only read whole (cue, chain, reasons) are JSON.
-- tlp: 0 CLEAR to 4 RED; every reading query compares it with the ceiling of who asks.
-- No foreign keys: a link may lead to what we do not hold, a claim outlives the document it came from.

-- +goose Up
CREATE TABLE outlet (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    domain   TEXT NOT NULL,
    owner    TEXT NOT NULL,
    country  TEXT NOT NULL,
    language TEXT NOT NULL,
    agency   BOOLEAN NOT NULL,
    official BOOLEAN NOT NULL,
    aliases  TEXT NOT NULL,
    tlp      BIGINT NOT NULL
);
CREATE INDEX outlet_domain ON outlet (domain);

CREATE TABLE feed (
    id      TEXT PRIMARY KEY,
    outlet  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    url     TEXT NOT NULL,
    every   BIGINT NOT NULL,
    next    BIGINT NOT NULL,
    etag    TEXT NOT NULL,
    changed TEXT NOT NULL,
    tlp     BIGINT NOT NULL
);
CREATE INDEX feed_next ON feed (next);

CREATE TABLE attempt (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    feed    TEXT NOT NULL,
    url     TEXT NOT NULL,
    at      BIGINT NOT NULL,
    took    BIGINT NOT NULL,
    status  BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    reason  TEXT NOT NULL,
    capture TEXT NOT NULL,
    tlp     BIGINT NOT NULL
);
CREATE INDEX attempt_feed ON attempt (feed, at);
CREATE INDEX attempt_url ON attempt (url, at);
CREATE INDEX attempt_at ON attempt (at);

CREATE TABLE capture (
    id         TEXT PRIMARY KEY,
    feed       TEXT NOT NULL,
    url        TEXT NOT NULL,
    media_type TEXT NOT NULL,
    status     BIGINT NOT NULL,
    fetched    BIGINT NOT NULL,
    digest     TEXT NOT NULL,
    size       BIGINT NOT NULL,
    outlet     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    segment    TEXT NOT NULL,
    place      BIGINT NOT NULL, -- of the record's gzip member in the segment
    length     BIGINT NOT NULL,
    leaf       BIGINT NOT NULL,
    salt       BYTEA,           -- NULL once erased
    tlp        BIGINT NOT NULL
);
CREATE UNIQUE INDEX capture_leaf ON capture (leaf);
CREATE INDEX capture_segment ON capture (segment, place);
CREATE INDEX capture_url ON capture (url);
CREATE INDEX capture_digest ON capture (digest);

-- The evidence log: leaves, the stored hashes of golang.org/x/mod/sumdb/tlog, and its head.
CREATE TABLE log_leaf (
    leaf    BIGINT PRIMARY KEY,
    capture TEXT NOT NULL,
    record  BYTEA NOT NULL -- canonical JSON; the hash of the leaf is taken over exactly these bytes
);
CREATE INDEX log_leaf_capture ON log_leaf (capture);
CREATE TABLE log_hash (
    position BIGINT PRIMARY KEY,
    hash     BYTEA NOT NULL
);
CREATE TABLE checkpoint (
    log  TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    at   BIGINT NOT NULL
);

CREATE TABLE document (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT, -- also the row of the search index
    id        TEXT NOT NULL UNIQUE,
    capture   TEXT NOT NULL,
    part      TEXT NOT NULL,
    parent    TEXT NOT NULL,
    prior     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    outlet    TEXT NOT NULL,
    url       TEXT NOT NULL,
    title     TEXT NOT NULL,
    authors   TEXT NOT NULL,
    caption   TEXT NOT NULL,
    credit    TEXT NOT NULL,
    reply_to  TEXT NOT NULL,
    links     TEXT NOT NULL,
    published BIGINT NOT NULL,
    exactness TEXT NOT NULL,   -- of published: "", year, month, day, time
    fetched   BIGINT NOT NULL,
    moment    BIGINT NOT NULL, -- published, or fetched where there is no date: the order of lists
    language  TEXT NOT NULL,
    text      TEXT NOT NULL,
    body      BIGINT NOT NULL,
    stamp     TEXT NOT NULL,
    tlp       BIGINT NOT NULL
);
CREATE INDEX document_moment ON document (moment, id);
CREATE INDEX document_outlet ON document (outlet, moment);
CREATE INDEX document_url ON document (url);
CREATE INDEX document_capture ON document (capture);
CREATE INDEX document_parent ON document (parent);
CREATE INDEX document_prior ON document (prior);

CREATE TABLE mention (
    document   TEXT NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    span_text  TEXT NOT NULL,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    entity     TEXT NOT NULL,
    tlp        BIGINT NOT NULL,
    PRIMARY KEY (document, span_start, span_end)
);
CREATE INDEX mention_entity ON mention (entity);

CREATE TABLE attribution (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL,
    place      BIGINT NOT NULL, -- first byte of its cue, source or content: the order within the document
    source     TEXT NOT NULL,
    cue        TEXT NOT NULL,
    content    TEXT NOT NULL,
    act        TEXT NOT NULL,
    hedged     BOOLEAN NOT NULL,
    negated    BOOLEAN NOT NULL,
    voice      TEXT NOT NULL,
    entity     TEXT NOT NULL, -- of the voice, for lookups
    chain      TEXT NOT NULL,
    channel    TEXT NOT NULL,
    answers    TEXT NOT NULL,
    inside     TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    stamp      TEXT NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX attribution_document ON attribution (document, place);
CREATE INDEX attribution_entity ON attribution (entity);

CREATE TABLE statement (
    id         TEXT PRIMARY KEY,
    document   TEXT NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    span_text  TEXT NOT NULL,
    act        TEXT NOT NULL,
    observed   BOOLEAN NOT NULL,
    stamp      TEXT NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX statement_document ON statement (document, span_start);

CREATE TABLE entity (
    id   TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    tlp  BIGINT NOT NULL
);
CREATE TABLE alias (
    entity   TEXT NOT NULL,
    name     TEXT NOT NULL,
    document TEXT NOT NULL,
    folded   TEXT NOT NULL,
    tlp      BIGINT NOT NULL,
    PRIMARY KEY (entity, name, document)
);
CREATE INDEX alias_folded ON alias (folded);

CREATE TABLE story (
    id     TEXT PRIMARY KEY,
    title  TEXT NOT NULL,
    folded TEXT NOT NULL,
    first  BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    stamp  TEXT NOT NULL,
    tlp    BIGINT NOT NULL
);
CREATE INDEX story_last ON story (last, id);

-- A document is in one story at most: membership is a partition.
CREATE TABLE membership (
    document TEXT PRIMARY KEY,
    story    TEXT NOT NULL,
    score    DOUBLE PRECISION NOT NULL,
    reason   TEXT NOT NULL,
    stamp    TEXT NOT NULL,
    tlp      BIGINT NOT NULL
);
CREATE INDEX membership_story ON membership (story);

-- Weighted terms of a document or a story, by kind.
CREATE TABLE feature (
    owner  TEXT NOT NULL,
    kind   TEXT NOT NULL,
    term   TEXT NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    tlp    BIGINT NOT NULL,
    PRIMARY KEY (owner, kind, term)
);
CREATE INDEX feature_term ON feature (kind, term);
CREATE TABLE fingerprint (
    hash     BIGINT NOT NULL,
    document TEXT NOT NULL,
    tlp      BIGINT NOT NULL,
    PRIMARY KEY (hash, document)
);
CREATE INDEX fingerprint_document ON fingerprint (document);

CREATE TABLE claim (
    id         TEXT PRIMARY KEY,
    story      TEXT NOT NULL,
    text       TEXT NOT NULL,
    source     TEXT NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    span_text  TEXT NOT NULL,
    negates    TEXT NOT NULL,
    stamp      TEXT NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX claim_story ON claim (story);
CREATE INDEX claim_source ON claim (source);
CREATE TABLE assertion (
    claim       TEXT NOT NULL,
    document    TEXT NOT NULL,
    attribution TEXT NOT NULL,
    statement   TEXT NOT NULL,
    reason      TEXT NOT NULL,
    tlp         BIGINT NOT NULL,
    PRIMARY KEY (claim, document, attribution, statement)
);
CREATE INDEX assertion_document ON assertion (document);
CREATE TABLE link (
    from_document TEXT NOT NULL,
    to_document   TEXT NOT NULL,
    outlet        TEXT NOT NULL,
    kind          TEXT NOT NULL,
    span_start    BIGINT NOT NULL,
    span_end      BIGINT NOT NULL,
    span_text     TEXT NOT NULL,
    share         DOUBLE PRECISION NOT NULL,
    reason        TEXT NOT NULL,
    in_loop       BOOLEAN NOT NULL,
    stamp         TEXT NOT NULL,
    tlp           BIGINT NOT NULL,
    PRIMARY KEY (from_document, kind, to_document, outlet, span_start)
);
CREATE INDEX link_to ON link (to_document);
CREATE TABLE response (
    claim       TEXT NOT NULL,
    document    TEXT NOT NULL,
    attribution TEXT NOT NULL,
    stance      TEXT NOT NULL,
    name        TEXT NOT NULL, -- of the party
    party       TEXT NOT NULL,
    what        TEXT NOT NULL,
    concerned   BOOLEAN NOT NULL,
    at          BIGINT NOT NULL,
    stamp       TEXT NOT NULL,
    tlp         BIGINT NOT NULL,
    PRIMARY KEY (claim, document, attribution, stance, name)
);

-- Added to, never changed.
CREATE TABLE assessment (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    claim   TEXT NOT NULL,
    status  TEXT NOT NULL,
    low     BIGINT NOT NULL,
    high    BIGINT NOT NULL,
    origins TEXT NOT NULL,
    reasons TEXT NOT NULL,
    cause   TEXT NOT NULL,
    at      BIGINT NOT NULL,
    known   BIGINT NOT NULL,
    stamp   TEXT NOT NULL,
    basis   TEXT NOT NULL, -- hash of status, interval, reasons and responses
    tlp     BIGINT NOT NULL
);
CREATE INDEX assessment_claim ON assessment (claim, seq);

-- Added to, never changed; each row holds the hash of the one before it.
CREATE TABLE decision (
    seq        BIGINT PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    object     TEXT NOT NULL,
    other      TEXT NOT NULL,
    value      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    at         BIGINT NOT NULL,
    undoes     TEXT NOT NULL,
    prior      TEXT NOT NULL,
    hash       TEXT NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX decision_object ON decision (object);

CREATE TABLE job (
    stage   TEXT NOT NULL,
    record  TEXT NOT NULL,
    state   TEXT NOT NULL,   -- ready, leased, parked
    tries   BIGINT NOT NULL,
    next    BIGINT NOT NULL, -- ready: not before; leased: until
    created BIGINT NOT NULL,
    wanted  BIGINT NOT NULL, -- how often it was asked for
    PRIMARY KEY (stage, record)
);
CREATE INDEX job_next ON job (state, next);
CREATE TABLE failure (
    stage  TEXT NOT NULL,
    record TEXT NOT NULL,
    error  TEXT NOT NULL,
    tries  BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    next   BIGINT NOT NULL,
    parked BOOLEAN NOT NULL,
    PRIMARY KEY (stage, record)
);

-- Words prepared by internal/search, so that the tokenizer has nothing left to decide: ascii splits at blanks
-- and takes every other script as it is.
CREATE VIRTUAL TABLE document_search USING fts5 (
    words, content='', contentless_delete=1, tokenize='ascii'
);
