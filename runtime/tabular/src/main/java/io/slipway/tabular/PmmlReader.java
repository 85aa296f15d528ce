package io.slipway.tabular;

import io.slipway.scoring.Engines;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.PmmlContent;
import io.slipway.tabular.model.TabularModel;
import io.slipway.tabular.pmml.PmmlLowering;
import io.slipway.tabular.xml.Document;
import io.slipway.tabular.xml.DocumentReader;
import io.slipway.tabular.xml.JsonDocumentReader;
import io.slipway.tabular.xml.JsonMapping;
import io.slipway.tabular.xml.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** From a PMML file to a model. */
public final class PmmlReader {
  /** What says nothing about how to score. */
  private static final Set<String> SKIPPED =
      Set.of("Extension", "Header", "MiningBuildTask", "ModelStats", "ModelExplanation");

  /** As JPMML writes PMML as JSON. */
  private static final JsonMapping JSON =
      new JsonMapping(
          "PMML",
          SKIPPED,
          Set.of(
              "ContinuousDistribution",
              "EmbeddedModel",
              "Expression",
              "Kernel",
              "Measure",
              "Model",
              "Predicate",
              "Rule",
              "content"),
          Map.of("Array", "value", "Constant", "value", "MatCell", "value", "row", "content"),
          Set.of("Array"),
          Set.of("row"));

  private PmmlReader() {}

  /** Reads XML, or JSON where that is what the file begins as. */
  public static TabularModel read(Path file) throws ModelLoadException {
    return PmmlLowering.lower(document(file).root());
  }

  private static Document document(Path file) throws ModelLoadException {
    ReadLimits limits = ReadLimits.ofThisProcess();
    return isJson(file)
        ? new JsonDocumentReader(limits, JSON).read(file)
        : new DocumentReader(limits, SKIPPED).read(file);
  }

  private static boolean isJson(Path file) throws ModelLoadException {
    try (InputStream in = Files.newInputStream(file)) {
      return PmmlContent.of(in.readNBytes(Engines.HEAD_BYTES))
          .filter(content -> content == PmmlContent.JSON)
          .isPresent();
    } catch (IOException e) {
      throw new ModelLoadException(
          ModelLoadException.Reason.MODEL_INVALID,
          "the file cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }
}
