-- The registry of a workspace, version 1 (PRAGMA user_version).
-- Instants are ISO 8601 texts in UTC with microseconds, so that they sort; JSON is text.

-- Names and trash marks of datasets. The datasets themselves are the folders on disk:
-- a row is re-made from the manifest when it is missing, a row without a folder means nothing.
CREATE TABLE IF NOT EXISTS datasets (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    trashed TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS runs (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL,
    state           TEXT NOT NULL,
    spec            TEXT NOT NULL,
    created         TEXT NOT NULL,
    started         TEXT,
    ended           TEXT,
    heartbeat       TEXT,
    resolved        TEXT,
    summary         TEXT,
    digest          TEXT,
    threshold       REAL,
    threshold_looks INTEGER NOT NULL DEFAULT 0,
    error           TEXT,
    facts           TEXT NOT NULL DEFAULT '{}',
    trashed         TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS runs_by_time ON runs (created, id);

CREATE TABLE IF NOT EXISTS events (
    run  TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    seq  INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;
