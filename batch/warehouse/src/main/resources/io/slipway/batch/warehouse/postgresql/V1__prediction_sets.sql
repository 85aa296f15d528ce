-- A name, and which set version is read under it. Its row is locked by whoever moves the pointer, retires, or changes
-- the columns of the set's table.
CREATE TABLE set_pointer (
  set_name       text PRIMARY KEY,
  current_set_id bigint,
  moved_at       timestamptz
);

-- What there is, and what there was. A loader locks the row of what it loads for as long as it does.
CREATE TABLE set_version (
  set_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  set_name      text        NOT NULL REFERENCES set_pointer,
  run_id        text        NOT NULL,
  model_name    text        NOT NULL,
  model_version text        NOT NULL,
  model_digest  text        NOT NULL,
  scored_at     timestamptz NOT NULL,
  state         text        NOT NULL CHECK (state IN ('LOADING', 'LOADED', 'PUBLISHED', 'RETIRED')),
  -- Which try; the partition is named after it.
  attempt       integer     NOT NULL DEFAULT 0,
  row_count     bigint      NOT NULL DEFAULT 0,
  error_count   bigint      NOT NULL DEFAULT 0,
  begun_at      timestamptz NOT NULL DEFAULT now(),
  published_at  timestamptz,
  -- When the pointer went elsewhere: readers may still be at it for a moment.
  left_at       timestamptz
);

-- The same run is the same set version, as long as it has its rows.
CREATE UNIQUE INDEX set_version_by_run ON set_version (set_name, run_id) WHERE state <> 'RETIRED';

CREATE INDEX set_version_by_name ON set_version (set_name, set_id);

ALTER TABLE set_pointer ADD FOREIGN KEY (current_set_id) REFERENCES set_version;
