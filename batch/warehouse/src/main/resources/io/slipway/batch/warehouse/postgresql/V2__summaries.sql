-- What the rows of a set version are like, in one document. As text, for jsonb does not keep every text of an output.
ALTER TABLE set_version ADD COLUMN summary json;
