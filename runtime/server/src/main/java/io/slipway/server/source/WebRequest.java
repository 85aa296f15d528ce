package io.slipway.server.source;

import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;

/** Makes the request for a URI: what it asks for, and what it says about who is asking. */
@FunctionalInterface
interface WebRequest {

  /** Made anew for each attempt, since a signature holds the time. */
  Get next() throws SourceException, SourceProblem;
}
