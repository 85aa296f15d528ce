package io.slipway.cli.imports;

import io.slipway.sources.SourceProblem;
import java.io.IOException;
import java.util.List;

/** A place that models are brought from. */
public interface Origin {

  /** What is there, by name. */
  List<ForeignModel> models() throws SourceProblem, IOException;
}
