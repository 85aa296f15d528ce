-- The same tables as SQLite has; texts in the order of their code points, as there.
-- Times are microseconds since 1970 in UTC. JSON is text: a manifest is kept byte for byte.

CREATE TABLE model (
  name             TEXT COLLATE "C" PRIMARY KEY,
  description      TEXT COLLATE "C",
  labels           TEXT COLLATE "C" NOT NULL,
  keep_last        INTEGER,
  keep_unused_days INTEGER,
  created_at       BIGINT NOT NULL,
  created_by       TEXT COLLATE "C" NOT NULL
);

CREATE TABLE model_version (
  model             TEXT COLLATE "C" NOT NULL REFERENCES model (name),
  number            INTEGER NOT NULL,
  digest            TEXT COLLATE "C" NOT NULL,
  parent            TEXT COLLATE "C",
  manifest          TEXT COLLATE "C" NOT NULL,
  size              BIGINT NOT NULL,
  description       TEXT COLLATE "C",
  labels            TEXT COLLATE "C" NOT NULL,
  registered_at     BIGINT NOT NULL,
  registered_by     TEXT COLLATE "C" NOT NULL,
  state             TEXT COLLATE "C" NOT NULL,
  lease_until       BIGINT,
  decided_at        BIGINT,
  format            TEXT COLLATE "C",
  signature         TEXT COLLATE "C",
  reasons           TEXT COLLATE "C",
  deprecated_at     BIGINT,
  deprecated_by     TEXT COLLATE "C",
  deprecated_reason TEXT COLLATE "C",
  deleted_at        BIGINT,
  deleted_by        TEXT COLLATE "C",
  deleted_reason    TEXT COLLATE "C",
  PRIMARY KEY (model, number)
);

-- The same manifest is the same version, unless that was deleted.
CREATE UNIQUE INDEX model_version_digest ON model_version (model, digest) WHERE deleted_at IS NULL;
CREATE INDEX model_version_digest_ever ON model_version (model, digest);
CREATE INDEX model_version_parent ON model_version (model, parent);
CREATE INDEX model_version_state ON model_version (state, lease_until) WHERE state IN ('PENDING', 'VALIDATING');

CREATE TABLE model_file (
  model  TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  path   TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  size   BIGINT NOT NULL,
  PRIMARY KEY (model, number, path),
  FOREIGN KEY (model, number) REFERENCES model_version (model, number)
);

CREATE INDEX model_file_digest ON model_file (digest);

CREATE TABLE rendition (
  model      TEXT COLLATE "C" NOT NULL,
  number     INTEGER NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  digest     TEXT COLLATE "C" NOT NULL,
  size       BIGINT NOT NULL,
  PRIMARY KEY (model, number, name),
  FOREIGN KEY (model, number) REFERENCES model_version (model, number)
);

CREATE INDEX rendition_digest ON rendition (digest);

-- Where an alias points is what its last event says. That no event can be written twice is how one of
-- two who move it at once wins.
CREATE TABLE alias_event (
  model       TEXT COLLATE "C" NOT NULL REFERENCES model (name),
  alias       TEXT COLLATE "C" NOT NULL,
  sequence    INTEGER NOT NULL,
  from_number INTEGER,
  to_number   INTEGER,
  at          BIGINT NOT NULL,
  actor       TEXT COLLATE "C" NOT NULL,
  reason      TEXT COLLATE "C",
  PRIMARY KEY (model, alias, sequence),
  FOREIGN KEY (model, from_number) REFERENCES model_version (model, number),
  FOREIGN KEY (model, to_number) REFERENCES model_version (model, number)
);

CREATE INDEX alias_event_at ON alias_event (model, at);
CREATE INDEX alias_event_from ON alias_event (model, from_number);

CREATE TABLE deployment_event (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model       TEXT COLLATE "C" NOT NULL,
  number      INTEGER NOT NULL,
  cluster     TEXT COLLATE "C" NOT NULL,
  namespace   TEXT COLLATE "C" NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  uid         TEXT COLLATE "C" NOT NULL,
  track       TEXT COLLATE "C" NOT NULL,
  phase       TEXT COLLATE "C" NOT NULL,
  at          BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor       TEXT COLLATE "C" NOT NULL,
  reason      TEXT COLLATE "C",
  FOREIGN KEY (model, number) REFERENCES model_version (model, number)
);

CREATE INDEX deployment_event_place ON deployment_event (model, cluster, namespace, name, uid, track, at, id);
CREATE INDEX deployment_event_version ON deployment_event (model, number);

CREATE TABLE token (
  name       TEXT COLLATE "C" PRIMARY KEY,
  hash       TEXT COLLATE "C" NOT NULL UNIQUE,
  scopes     TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);

CREATE TABLE idempotency (
  actor   TEXT COLLATE "C" NOT NULL,
  key     TEXT COLLATE "C" NOT NULL,
  request TEXT COLLATE "C" NOT NULL,
  result  TEXT COLLATE "C" NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (actor, key)
);

CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE audit (
  id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     BIGINT NOT NULL,
  actor  TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C" NOT NULL,
  object TEXT COLLATE "C" NOT NULL,
  detail TEXT COLLATE "C" NOT NULL
);

-- What was written stays written. One function for each rule; SQLSTATE 23514 is a violated check.

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = TG_ARGV[0];
END $$;

CREATE TRIGGER model_version_stays BEFORE DELETE ON model_version
FOR EACH ROW EXECUTE FUNCTION refuse('a version is never removed, only marked as deleted');

CREATE TRIGGER model_version_begins BEFORE INSERT ON model_version FOR EACH ROW
WHEN (NEW.state <> 'PENDING' OR NEW.decided_at IS NOT NULL OR NEW.deleted_at IS NOT NULL)
EXECUTE FUNCTION refuse('a version begins as pending');

CREATE TRIGGER model_version_is_what_it_is BEFORE UPDATE ON model_version FOR EACH ROW
WHEN (NEW.model <> OLD.model OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest
  OR NEW.parent IS DISTINCT FROM OLD.parent OR NEW.manifest <> OLD.manifest OR NEW.size <> OLD.size
  OR NEW.registered_at <> OLD.registered_at OR NEW.registered_by <> OLD.registered_by)
EXECUTE FUNCTION refuse('what a version is never changes');

CREATE TRIGGER model_version_goes_forward BEFORE UPDATE ON model_version FOR EACH ROW
WHEN (NEW.state <> OLD.state AND NOT (
     (OLD.state = 'PENDING' AND NEW.state = 'VALIDATING')
  OR (OLD.state = 'VALIDATING' AND NEW.state IN ('PENDING', 'READY', 'REJECTED'))))
EXECUTE FUNCTION refuse('a version goes from pending by validating to ready or rejected');

CREATE TRIGGER model_version_is_decided_once BEFORE UPDATE ON model_version FOR EACH ROW
WHEN (OLD.state IN ('READY', 'REJECTED') AND (
     NEW.decided_at IS DISTINCT FROM OLD.decided_at OR NEW.format IS DISTINCT FROM OLD.format
  OR NEW.signature IS DISTINCT FROM OLD.signature OR NEW.reasons IS DISTINCT FROM OLD.reasons
  OR NEW.lease_until IS DISTINCT FROM OLD.lease_until))
EXECUTE FUNCTION refuse('what a validation found never changes');

CREATE TRIGGER model_version_stays_deleted BEFORE UPDATE ON model_version FOR EACH ROW
WHEN (OLD.deleted_at IS NOT NULL AND (
     NEW.deleted_at IS DISTINCT FROM OLD.deleted_at OR NEW.deleted_by IS DISTINCT FROM OLD.deleted_by
  OR NEW.deleted_reason IS DISTINCT FROM OLD.deleted_reason OR NEW.state <> OLD.state))
EXECUTE FUNCTION refuse('a deleted version stays deleted');

CREATE FUNCTION only_while() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM model_version WHERE model = NEW.model AND number = NEW.number) <> TG_ARGV[0] THEN
    RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = TG_ARGV[1];
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER model_file_is_registered_with_its_version BEFORE INSERT ON model_file
FOR EACH ROW EXECUTE FUNCTION only_while('PENDING', 'a version that is validated gets no other files');

CREATE TRIGGER model_file_is_what_it_is BEFORE UPDATE OR DELETE ON model_file
FOR EACH ROW EXECUTE FUNCTION refuse('the files of a version never change');

CREATE TRIGGER rendition_is_made_in_validation BEFORE INSERT ON rendition
FOR EACH ROW EXECUTE FUNCTION only_while('VALIDATING', 'renditions are made while a version is validated');

CREATE TRIGGER rendition_is_what_it_is BEFORE UPDATE OR DELETE ON rendition
FOR EACH ROW EXECUTE FUNCTION refuse('the renditions of a version never change');

CREATE FUNCTION follow_the_last_alias_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_sequence INTEGER := 0;
  last_number INTEGER;
BEGIN
  SELECT sequence, to_number INTO last_sequence, last_number FROM alias_event
  WHERE model = NEW.model AND alias = NEW.alias ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> 1 + COALESCE(last_sequence, 0) OR NEW.from_number IS DISTINCT FROM last_number THEN
    RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'an alias moves from where it points';
  END IF;
  IF NEW.to_number IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM model_version WHERE model = NEW.model AND number = NEW.to_number
       AND state = 'READY' AND deleted_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'an alias points to a version that is ready';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER alias_event_follows_the_last BEFORE INSERT ON alias_event
FOR EACH ROW EXECUTE FUNCTION follow_the_last_alias_event();

CREATE TRIGGER alias_event_is_what_it_is BEFORE UPDATE OR DELETE ON alias_event
FOR EACH ROW EXECUTE FUNCTION refuse('what happened to an alias never changes');

CREATE TRIGGER deployment_event_is_what_it_is BEFORE UPDATE OR DELETE ON deployment_event
FOR EACH ROW EXECUTE FUNCTION refuse('what was deployed never changes');

CREATE TRIGGER audit_is_what_it_is BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse('the audit never changes');

-- TRUNCATE fires no row's trigger.
CREATE TRIGGER model_version_is_not_emptied BEFORE TRUNCATE ON model_version
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a version is never removed, only marked as deleted');
CREATE TRIGGER model_file_is_not_emptied BEFORE TRUNCATE ON model_file
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the files of a version never change');
CREATE TRIGGER rendition_is_not_emptied BEFORE TRUNCATE ON rendition
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the renditions of a version never change');
CREATE TRIGGER alias_event_is_not_emptied BEFORE TRUNCATE ON alias_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse('what happened to an alias never changes');
CREATE TRIGGER deployment_event_is_not_emptied BEFORE TRUNCATE ON deployment_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse('what was deployed never changes');
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the audit never changes');
