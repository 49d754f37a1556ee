-- SPDX-FileCopyrightText: The hearsay authors
-- SPDX-License-Identifier: Apache-2.0

-- Times are microseconds since 1970, UTC. Lists that are only read whole (cue, chain, reasons) are JSON.
-- Text is ordered by bytes (COLLATE "C"), as SQLite does it.
-- tlp: 0 CLEAR to 4 RED; every reading query compares it with the ceiling of who asks.
-- No foreign keys: a link may lead to what we do not hold, a claim outlives the document it came from.

-- +goose Up
CREATE TABLE outlet (
    id       TEXT COLLATE "C" PRIMARY KEY,
    name     TEXT COLLATE "C" NOT NULL,
    domain   TEXT COLLATE "C" NOT NULL,
    owner    TEXT COLLATE "C" NOT NULL,
    country  TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    agency   BOOLEAN NOT NULL,
    official BOOLEAN NOT NULL,
    aliases  TEXT COLLATE "C" NOT NULL,
    tlp      BIGINT NOT NULL
);
CREATE INDEX outlet_domain ON outlet (domain);

CREATE TABLE feed (
    id      TEXT COLLATE "C" PRIMARY KEY,
    outlet  TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    url     TEXT COLLATE "C" NOT NULL,
    every   BIGINT NOT NULL,
    next    BIGINT NOT NULL,
    etag    TEXT COLLATE "C" NOT NULL,
    changed TEXT COLLATE "C" NOT NULL,
    tlp     BIGINT NOT NULL
);
CREATE INDEX feed_next ON feed (next);

CREATE TABLE attempt (
    seq     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    feed    TEXT COLLATE "C" NOT NULL,
    url     TEXT COLLATE "C" NOT NULL,
    at      BIGINT NOT NULL,
    took    BIGINT NOT NULL,
    status  BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    reason  TEXT COLLATE "C" NOT NULL,
    capture TEXT COLLATE "C" NOT NULL,
    tlp     BIGINT NOT NULL
);
CREATE INDEX attempt_feed ON attempt (feed, at);
CREATE INDEX attempt_url ON attempt USING HASH (url); -- a btree refuses addresses over 2,700 bytes
CREATE INDEX attempt_at ON attempt (at);

CREATE TABLE capture (
    id         TEXT COLLATE "C" PRIMARY KEY,
    feed       TEXT COLLATE "C" NOT NULL,
    url        TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    status     BIGINT NOT NULL,
    fetched    BIGINT NOT NULL,
    digest     TEXT COLLATE "C" NOT NULL,
    size       BIGINT NOT NULL,
    outlet     TEXT COLLATE "C" NOT NULL,
    reason     TEXT COLLATE "C" NOT NULL,
    segment    TEXT COLLATE "C" NOT NULL,
    place      BIGINT NOT NULL, -- of the record's gzip member in the segment
    length     BIGINT NOT NULL,
    leaf       BIGINT NOT NULL,
    salt       BYTEA,           -- NULL once erased
    tlp        BIGINT NOT NULL
);
CREATE UNIQUE INDEX capture_leaf ON capture (leaf);
CREATE INDEX capture_segment ON capture (segment, place);
CREATE INDEX capture_url ON capture USING HASH (url);
CREATE INDEX capture_digest ON capture (digest);

-- The evidence log: leaves, the stored hashes of golang.org/x/mod/sumdb/tlog, and its head.
CREATE TABLE log_leaf (
    leaf    BIGINT PRIMARY KEY,
    capture TEXT COLLATE "C" NOT NULL,
    record  BYTEA NOT NULL -- canonical JSON; the hash of the leaf is taken over exactly these bytes
);
CREATE INDEX log_leaf_capture ON log_leaf (capture);
CREATE TABLE log_hash (
    position BIGINT PRIMARY KEY,
    hash     BYTEA NOT NULL
);
CREATE TABLE checkpoint (
    log  TEXT COLLATE "C" PRIMARY KEY,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    at   BIGINT NOT NULL
);

CREATE TABLE document (
    seq       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- also the row of the search index
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    capture   TEXT COLLATE "C" NOT NULL,
    part      TEXT COLLATE "C" NOT NULL,
    parent    TEXT COLLATE "C" NOT NULL,
    prior     TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    outlet    TEXT COLLATE "C" NOT NULL,
    url       TEXT COLLATE "C" NOT NULL,
    title     TEXT COLLATE "C" NOT NULL,
    authors   TEXT COLLATE "C" NOT NULL,
    caption   TEXT COLLATE "C" NOT NULL,
    credit    TEXT COLLATE "C" NOT NULL,
    reply_to  TEXT COLLATE "C" NOT NULL,
    links     TEXT COLLATE "C" NOT NULL,
    published BIGINT NOT NULL,
    exactness TEXT COLLATE "C" NOT NULL,   -- of published: "", year, month, day, time
    fetched   BIGINT NOT NULL,
    moment    BIGINT NOT NULL, -- published, or fetched where there is no date: the order of lists
    language  TEXT COLLATE "C" NOT NULL,
    text      TEXT COLLATE "C" NOT NULL,
    body      BIGINT NOT NULL,
    stamp     TEXT COLLATE "C" NOT NULL,
    tlp       BIGINT NOT NULL
);
CREATE INDEX document_moment ON document (moment, id);
CREATE INDEX document_outlet ON document (outlet, moment);
CREATE INDEX document_url ON document USING HASH (url);
CREATE INDEX document_capture ON document (capture);
CREATE INDEX document_parent ON document (parent);
CREATE INDEX document_prior ON document (prior);

CREATE TABLE mention (
    document   TEXT COLLATE "C" NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    span_text  TEXT COLLATE "C" NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    entity     TEXT COLLATE "C" NOT NULL,
    tlp        BIGINT NOT NULL,
    PRIMARY KEY (document, span_start, span_end)
);
CREATE INDEX mention_entity ON mention (entity);

CREATE TABLE attribution (
    id         TEXT COLLATE "C" PRIMARY KEY,
    document   TEXT COLLATE "C" NOT NULL,
    place      BIGINT NOT NULL, -- first byte of its cue, source or content: the order within the document
    source     TEXT COLLATE "C" NOT NULL,
    cue        TEXT COLLATE "C" NOT NULL,
    content    TEXT COLLATE "C" NOT NULL,
    act        TEXT COLLATE "C" NOT NULL,
    hedged     BOOLEAN NOT NULL,
    negated    BOOLEAN NOT NULL,
    voice      TEXT COLLATE "C" NOT NULL,
    entity     TEXT COLLATE "C" NOT NULL, -- of the voice, for lookups
    chain      TEXT COLLATE "C" NOT NULL,
    channel    TEXT COLLATE "C" NOT NULL,
    answers    TEXT COLLATE "C" NOT NULL,
    inside     TEXT COLLATE "C" NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    stamp      TEXT COLLATE "C" NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX attribution_document ON attribution (document, place);
CREATE INDEX attribution_entity ON attribution (entity);

CREATE TABLE statement (
    id         TEXT COLLATE "C" PRIMARY KEY,
    document   TEXT COLLATE "C" NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    span_text  TEXT COLLATE "C" NOT NULL,
    act        TEXT COLLATE "C" NOT NULL,
    observed   BOOLEAN NOT NULL,
    stamp      TEXT COLLATE "C" NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX statement_document ON statement (document, span_start);

CREATE TABLE entity (
    id   TEXT COLLATE "C" PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    tlp  BIGINT NOT NULL
);
CREATE TABLE alias (
    entity   TEXT COLLATE "C" NOT NULL,
    name     TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    folded   TEXT COLLATE "C" NOT NULL,
    tlp      BIGINT NOT NULL,
    PRIMARY KEY (entity, name, document)
);
CREATE INDEX alias_folded ON alias (folded);

CREATE TABLE story (
    id     TEXT COLLATE "C" PRIMARY KEY,
    title  TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    first  BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    stamp  TEXT COLLATE "C" NOT NULL,
    tlp    BIGINT NOT NULL
);
CREATE INDEX story_last ON story (last, id);

-- A document is in one story at most: membership is a partition.
CREATE TABLE membership (
    document TEXT COLLATE "C" PRIMARY KEY,
    story    TEXT COLLATE "C" NOT NULL,
    score    DOUBLE PRECISION NOT NULL,
    reason   TEXT COLLATE "C" NOT NULL,
    stamp    TEXT COLLATE "C" NOT NULL,
    tlp      BIGINT NOT NULL
);
CREATE INDEX membership_story ON membership (story);

-- Weighted terms of a document or a story, by kind.
CREATE TABLE feature (
    owner  TEXT COLLATE "C" NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    term   TEXT COLLATE "C" NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    tlp    BIGINT NOT NULL,
    PRIMARY KEY (owner, kind, term)
);
CREATE INDEX feature_term ON feature (kind, term);
CREATE TABLE fingerprint (
    hash     BIGINT NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    tlp      BIGINT NOT NULL,
    PRIMARY KEY (hash, document)
);
CREATE INDEX fingerprint_document ON fingerprint (document);

CREATE TABLE claim (
    id         TEXT COLLATE "C" PRIMARY KEY,
    story      TEXT COLLATE "C" NOT NULL,
    text       TEXT COLLATE "C" NOT NULL,
    source     TEXT COLLATE "C" NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    span_text  TEXT COLLATE "C" NOT NULL,
    negates    TEXT COLLATE "C" NOT NULL,
    stamp      TEXT COLLATE "C" NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX claim_story ON claim (story);
CREATE INDEX claim_source ON claim (source);
CREATE TABLE assertion (
    claim       TEXT COLLATE "C" NOT NULL,
    document    TEXT COLLATE "C" NOT NULL,
    attribution TEXT COLLATE "C" NOT NULL,
    statement   TEXT COLLATE "C" NOT NULL,
    reason      TEXT COLLATE "C" NOT NULL,
    tlp         BIGINT NOT NULL,
    PRIMARY KEY (claim, document, attribution, statement)
);
CREATE INDEX assertion_document ON assertion (document);
CREATE TABLE link (
    from_document TEXT COLLATE "C" NOT NULL,
    to_document   TEXT COLLATE "C" NOT NULL,
    outlet        TEXT COLLATE "C" NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL,
    span_start    BIGINT NOT NULL,
    span_end      BIGINT NOT NULL,
    span_text     TEXT COLLATE "C" NOT NULL,
    share         DOUBLE PRECISION NOT NULL,
    reason        TEXT COLLATE "C" NOT NULL,
    in_loop       BOOLEAN NOT NULL,
    stamp         TEXT COLLATE "C" NOT NULL,
    tlp           BIGINT NOT NULL,
    PRIMARY KEY (from_document, kind, to_document, outlet, span_start)
);
CREATE INDEX link_to ON link (to_document);
CREATE TABLE response (
    claim       TEXT COLLATE "C" NOT NULL,
    document    TEXT COLLATE "C" NOT NULL,
    attribution TEXT COLLATE "C" NOT NULL,
    stance      TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL, -- of the party
    party       TEXT COLLATE "C" NOT NULL,
    what        TEXT COLLATE "C" NOT NULL,
    concerned   BOOLEAN NOT NULL,
    at          BIGINT NOT NULL,
    stamp       TEXT COLLATE "C" NOT NULL,
    tlp         BIGINT NOT NULL,
    PRIMARY KEY (claim, document, attribution, stance, name)
);

-- Added to, never changed.
CREATE TABLE assessment (
    seq     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    claim   TEXT COLLATE "C" NOT NULL,
    status  TEXT COLLATE "C" NOT NULL,
    low     BIGINT NOT NULL,
    high    BIGINT NOT NULL,
    origins TEXT COLLATE "C" NOT NULL,
    reasons TEXT COLLATE "C" NOT NULL,
    cause   TEXT COLLATE "C" NOT NULL,
    at      BIGINT NOT NULL,
    known   BIGINT NOT NULL,
    stamp   TEXT COLLATE "C" NOT NULL,
    basis   TEXT COLLATE "C" NOT NULL, -- hash of status, interval, reasons and responses
    tlp     BIGINT NOT NULL
);
CREATE INDEX assessment_claim ON assessment (claim, seq);

-- Added to, never changed; each row holds the hash of the one before it.
CREATE TABLE decision (
    seq        BIGINT PRIMARY KEY,
    id         TEXT COLLATE "C" NOT NULL UNIQUE,
    kind       TEXT COLLATE "C" NOT NULL,
    object     TEXT COLLATE "C" NOT NULL,
    other      TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C" NOT NULL,
    reason     TEXT COLLATE "C" NOT NULL,
    decided_by TEXT COLLATE "C" NOT NULL,
    at         BIGINT NOT NULL,
    undoes     TEXT COLLATE "C" NOT NULL,
    prior      TEXT COLLATE "C" NOT NULL,
    hash       TEXT COLLATE "C" NOT NULL,
    tlp        BIGINT NOT NULL
);
CREATE INDEX decision_object ON decision (object);

CREATE TABLE job (
    stage   TEXT COLLATE "C" NOT NULL,
    record  TEXT COLLATE "C" NOT NULL,
    state   TEXT COLLATE "C" NOT NULL,   -- ready, leased, parked
    tries   BIGINT NOT NULL,
    next    BIGINT NOT NULL, -- ready: not before; leased: until
    created BIGINT NOT NULL,
    wanted  BIGINT NOT NULL, -- how often it was asked for
    PRIMARY KEY (stage, record)
);
CREATE INDEX job_next ON job (state, next);
CREATE TABLE failure (
    stage  TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    error  TEXT COLLATE "C" NOT NULL,
    tries  BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    next   BIGINT NOT NULL,
    parked BOOLEAN NOT NULL,
    PRIMARY KEY (stage, record)
);

-- Words prepared by internal/search; the vector is built there too, so that PostgreSQL's parser decides nothing.
CREATE TABLE document_search (
    seq   BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX document_search_words ON document_search USING GIN (words);
