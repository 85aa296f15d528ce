-- Times are microseconds since 1970 in UTC. JSON is text: a manifest is kept byte for byte.

CREATE TABLE model (
  name             TEXT PRIMARY KEY,
  description      TEXT,
  labels           TEXT NOT NULL,
  keep_last        INTEGER,
  keep_unused_days INTEGER,
  created_at       INTEGER NOT NULL,
  created_by       TEXT NOT NULL
) STRICT;

CREATE TABLE model_version (
  model             TEXT NOT NULL REFERENCES model (name),
  number            INTEGER NOT NULL,
  digest            TEXT NOT NULL,
  parent            TEXT,
  manifest          TEXT NOT NULL,
  size              INTEGER NOT NULL,
  description       TEXT,
  labels            TEXT NOT NULL,
  registered_at     INTEGER NOT NULL,
  registered_by     TEXT NOT NULL,
  state             TEXT NOT NULL,
  lease_until       INTEGER,
  decided_at        INTEGER,
  format            TEXT,
  signature         TEXT,
  reasons           TEXT,
  deprecated_at     INTEGER,
  deprecated_by     TEXT,
  deprecated_reason TEXT,
  deleted_at        INTEGER,
  deleted_by        TEXT,
  deleted_reason    TEXT,
  PRIMARY KEY (model, number)
) STRICT;

-- The same manifest is the same version, unless that was deleted.
CREATE UNIQUE INDEX model_version_digest ON model_version (model, digest) WHERE deleted_at IS NULL;
CREATE INDEX model_version_digest_ever ON model_version (model, digest);
CREATE INDEX model_version_parent ON model_version (model, parent);
CREATE INDEX model_version_state ON model_version (state, lease_until) WHERE state IN ('PENDING', 'VALIDATING');

CREATE TABLE model_file (
  model  TEXT NOT NULL,
  number INTEGER NOT NULL,
  path   TEXT NOT NULL,
  digest TEXT NOT NULL,
  size   INTEGER NOT NULL,
  PRIMARY KEY (model, number, path),
  FOREIGN KEY (model, number) REFERENCES model_version (model, number)
) STRICT;

CREATE INDEX model_file_digest ON model_file (digest);

CREATE TABLE rendition (
  model      TEXT NOT NULL,
  number     INTEGER NOT NULL,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  digest     TEXT NOT NULL,
  size       INTEGER NOT NULL,
  PRIMARY KEY (model, number, name),
  FOREIGN KEY (model, number) REFERENCES model_version (model, number)
) STRICT;

CREATE INDEX rendition_digest ON rendition (digest);

-- Where an alias points is what its last event says. That no event can be written twice is how one of
-- two who move it at once wins.
CREATE TABLE alias_event (
  model       TEXT NOT NULL REFERENCES model (name),
  alias       TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  from_number INTEGER,
  to_number   INTEGER,
  at          INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  reason      TEXT,
  PRIMARY KEY (model, alias, sequence),
  FOREIGN KEY (model, from_number) REFERENCES model_version (model, number),
  FOREIGN KEY (model, to_number) REFERENCES model_version (model, number)
) STRICT;

CREATE INDEX alias_event_at ON alias_event (model, at);
CREATE INDEX alias_event_from ON alias_event (model, from_number);

CREATE TABLE deployment_event (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  model       TEXT NOT NULL,
  number      INTEGER NOT NULL,
  cluster     TEXT NOT NULL,
  namespace   TEXT NOT NULL,
  name        TEXT NOT NULL,
  uid         TEXT NOT NULL,
  track       TEXT NOT NULL,
  phase       TEXT NOT NULL,
  at          INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  reason      TEXT,
  FOREIGN KEY (model, number) REFERENCES model_version (model, number)
) STRICT;

CREATE INDEX deployment_event_place ON deployment_event (model, cluster, namespace, name, uid, track, at, id);
CREATE INDEX deployment_event_version ON deployment_event (model, number);

CREATE TABLE token (
  name       TEXT PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  scopes     TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;

CREATE TABLE idempotency (
  actor   TEXT NOT NULL,
  key     TEXT NOT NULL,
  request TEXT NOT NULL,
  result  TEXT NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT;

CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

-- What was written stays written.

CREATE TRIGGER model_version_stays BEFORE DELETE ON model_version
BEGIN SELECT RAISE(ABORT, 'a version is never removed, only marked as deleted'); END;

CREATE TRIGGER model_version_begins BEFORE INSERT ON model_version
WHEN NEW.state <> 'PENDING' OR NEW.decided_at IS NOT NULL OR NEW.deleted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a version begins as pending'); END;

CREATE TRIGGER model_version_is_what_it_is BEFORE UPDATE ON model_version
WHEN NEW.model <> OLD.model OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest
  OR NEW.parent IS NOT OLD.parent OR NEW.manifest <> OLD.manifest OR NEW.size <> OLD.size
  OR NEW.registered_at <> OLD.registered_at OR NEW.registered_by <> OLD.registered_by
BEGIN SELECT RAISE(ABORT, 'what a version is never changes'); END;

CREATE TRIGGER model_version_goes_forward BEFORE UPDATE ON model_version
WHEN NEW.state <> OLD.state AND NOT (
     (OLD.state = 'PENDING' AND NEW.state = 'VALIDATING')
  OR (OLD.state = 'VALIDATING' AND NEW.state IN ('PENDING', 'READY', 'REJECTED')))
BEGIN SELECT RAISE(ABORT, 'a version goes from pending by validating to ready or rejected'); END;

CREATE TRIGGER model_version_is_decided_once BEFORE UPDATE ON model_version
WHEN OLD.state IN ('READY', 'REJECTED') AND (
     NEW.decided_at IS NOT OLD.decided_at OR NEW.format IS NOT OLD.format
  OR NEW.signature IS NOT OLD.signature OR NEW.reasons IS NOT OLD.reasons
  OR NEW.lease_until IS NOT OLD.lease_until)
BEGIN SELECT RAISE(ABORT, 'what a validation found never changes'); END;

CREATE TRIGGER model_version_stays_deleted BEFORE UPDATE ON model_version
WHEN OLD.deleted_at IS NOT NULL AND (
     NEW.deleted_at IS NOT OLD.deleted_at OR NEW.deleted_by IS NOT OLD.deleted_by
  OR NEW.deleted_reason IS NOT OLD.deleted_reason OR NEW.state <> OLD.state)
BEGIN SELECT RAISE(ABORT, 'a deleted version stays deleted'); END;

CREATE TRIGGER model_file_is_registered_with_its_version BEFORE INSERT ON model_file
WHEN (SELECT state FROM model_version WHERE model = NEW.model AND number = NEW.number) <> 'PENDING'
BEGIN SELECT RAISE(ABORT, 'a version that is validated gets no other files'); END;

CREATE TRIGGER model_file_is_what_it_is BEFORE UPDATE ON model_file
BEGIN SELECT RAISE(ABORT, 'the files of a version never change'); END;

CREATE TRIGGER model_file_stays BEFORE DELETE ON model_file
BEGIN SELECT RAISE(ABORT, 'the files of a version never change'); END;

CREATE TRIGGER rendition_is_made_in_validation BEFORE INSERT ON rendition
WHEN (SELECT state FROM model_version WHERE model = NEW.model AND number = NEW.number) <> 'VALIDATING'
BEGIN SELECT RAISE(ABORT, 'renditions are made while a version is validated'); END;

CREATE TRIGGER rendition_is_what_it_is BEFORE UPDATE ON rendition
BEGIN SELECT RAISE(ABORT, 'the renditions of a version never change'); END;

CREATE TRIGGER rendition_stays BEFORE DELETE ON rendition
BEGIN SELECT RAISE(ABORT, 'the renditions of a version never change'); END;

CREATE TRIGGER alias_event_follows_the_last BEFORE INSERT ON alias_event
WHEN NEW.sequence <> 1 + COALESCE(
       (SELECT MAX(sequence) FROM alias_event WHERE model = NEW.model AND alias = NEW.alias), 0)
  OR NEW.from_number IS NOT (
       SELECT to_number FROM alias_event WHERE model = NEW.model AND alias = NEW.alias
       ORDER BY sequence DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'an alias moves from where it points'); END;

CREATE TRIGGER alias_event_leads_to_a_ready_version BEFORE INSERT ON alias_event
WHEN NEW.to_number IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM model_version WHERE model = NEW.model AND number = NEW.to_number
       AND state = 'READY' AND deleted_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'an alias points to a version that is ready'); END;

CREATE TRIGGER alias_event_is_what_it_is BEFORE UPDATE ON alias_event
BEGIN SELECT RAISE(ABORT, 'what happened to an alias never changes'); END;

CREATE TRIGGER alias_event_stays BEFORE DELETE ON alias_event
BEGIN SELECT RAISE(ABORT, 'what happened to an alias never changes'); END;

CREATE TRIGGER deployment_event_is_what_it_is BEFORE UPDATE ON deployment_event
BEGIN SELECT RAISE(ABORT, 'what was deployed never changes'); END;

CREATE TRIGGER deployment_event_stays BEFORE DELETE ON deployment_event
BEGIN SELECT RAISE(ABORT, 'what was deployed never changes'); END;

CREATE TRIGGER audit_is_what_it_is BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit never changes'); END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit never changes'); END;
