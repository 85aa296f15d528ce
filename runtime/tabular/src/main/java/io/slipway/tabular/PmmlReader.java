package io.slipway.tabular;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.model.TabularModel;
import io.slipway.tabular.pmml.PmmlLowering;
import io.slipway.tabular.xml.DocumentReader;
import io.slipway.tabular.xml.ReadLimits;
import java.nio.file.Path;
import java.util.Set;

/** From a PMML file to a model. */
public final class PmmlReader {
  /** What says nothing about how to score. */
  private static final Set<String> SKIPPED =
      Set.of("Extension", "Header", "MiningBuildTask", "ModelStats", "ModelExplanation");

  private PmmlReader() {}

  public static TabularModel read(Path file) throws ModelLoadException {
    DocumentReader reader = new DocumentReader(ReadLimits.ofThisProcess(), SKIPPED);
    return PmmlLowering.lower(reader.read(file).root());
  }
}
