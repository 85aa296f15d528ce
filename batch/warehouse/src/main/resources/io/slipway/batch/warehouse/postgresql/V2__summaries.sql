-- What the rows of a set version are like, in one document. As text, for jsonb does not keep every text of an output.
-- Who waits for it holds up all readers, so it does not wait for a load: it is tried again.
SET LOCAL lock_timeout = '1s';
ALTER TABLE set_version ADD COLUMN summary json;
