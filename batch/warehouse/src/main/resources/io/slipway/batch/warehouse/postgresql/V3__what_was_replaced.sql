-- Which set version was current when this one was published, 0 for none. It stays when somebody goes back and forth; of
-- publications by programs that kept no note of it, nothing is known.
-- Who waits for it holds up all readers, so it does not wait for a load: it is tried again.
SET LOCAL lock_timeout = '1s';
ALTER TABLE set_version ADD COLUMN replaced_set_id bigint;
