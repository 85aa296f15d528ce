-- What happened last, and what happened between two times.
CREATE INDEX deployment_event_at ON deployment_event (model, at);
