package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.PmmlContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLObject;
import org.jpmml.evaluator.EvaluationException;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.ModelEvaluatorBuilder;
import org.jpmml.evaluator.OutputFilters;
import org.jpmml.evaluator.visitors.AttributeOptimizerBattery;
import org.jpmml.evaluator.visitors.ElementOptimizerBattery;
import org.jpmml.evaluator.visitors.ModelEvaluatorVisitorBattery;
import org.jpmml.model.PMMLException;
import org.jpmml.model.visitors.LocatorNullifier;
import org.jpmml.model.visitors.VisitorBattery;

/** From a file to a model that has shown, on its own verification rows, that it scores right. */
final class PmmlLoader {
  /**
   * Of a document whose equal texts and numbers are left apart: to have each but once would save
   * less memory than it takes time, since JPMML finds them by reflection.
   */
  private static final long SMALL_BYTES = 256 << 10;

  private final Limits limits;

  PmmlLoader(Limits limits) {
    this.limits = limits;
  }

  PmmlModel load(Path file) throws ModelLoadException {
    try {
      return load(read(file), preparing(Files.size(file)));
    } catch (PMMLException | IllegalStateException | IllegalArgumentException e) {
      throw LoadFailure.of(e);
    } catch (IOException e) {
      throw LoadFailure.invalid(
          "the file cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  /**
   * From a document to a model.
   *
   * @param document is changed on the way, and belongs to the model afterwards
   */
  PmmlModel load(ReadDocument document) throws ModelLoadException {
    return load(document, new ModelEvaluatorVisitorBattery(false));
  }

  private PmmlModel load(ReadDocument document, VisitorBattery preparing)
      throws ModelLoadException {
    PMML pmml = document.pmml();
    try {
      ResidualOutputs.remove(pmml);
      FloatIntervals.round(pmml);
      Model model = onlyModel(pmml);
      DocumentCheck.check(document, limits);
      preparing.applyTo(pmml);
      ModelEvaluator<?> evaluator =
          new ModelEvaluatorBuilder(pmml, model)
              .setOutputFilter(OutputFilters.KEEP_FINAL_RESULTS)
              .setCheckSchema(false)
              .build();
      PmmlModel loaded = PmmlModel.of(evaluator);
      verify(evaluator);
      // Line numbers have served their purpose: messages of scoring name rows and fields.
      new LocatorNullifier().applyTo(pmml);
      return loaded;
    } catch (PMMLException | IllegalStateException | IllegalArgumentException e) {
      throw LoadFailure.of(e);
    }
  }

  /** What is done to a document before it is scored. */
  private static VisitorBattery preparing(long bytes) {
    if (bytes > SMALL_BYTES) {
      return new ModelEvaluatorVisitorBattery(false);
    }
    VisitorBattery optimizing = new VisitorBattery();
    optimizing.addAll(new AttributeOptimizerBattery());
    optimizing.addAll(new ElementOptimizerBattery());
    return optimizing;
  }

  private ReadDocument read(Path file) throws ModelLoadException, IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(io.slipway.scoring.Engines.HEAD_BYTES);
    }
    Optional<PmmlContent> content = PmmlContent.of(head);
    if (content.isEmpty()) {
      throw new ModelLoadException(
          ModelLoadException.Reason.FORMAT_UNKNOWN, "the file is PMML neither as XML nor as JSON");
    }
    return content.get() == PmmlContent.XML
        ? new XmlReader(limits).read(file)
        : new ReadDocument(new JsonReader(limits).read(file), ReadDocument.Markup.UNCHECKED);
  }

  /** Which of several models to serve would be a guess. */
  private static Model onlyModel(PMML pmml) throws ModelLoadException {
    if (!pmml.hasModels()) {
      throw LoadFailure.invalid("the document holds no model");
    }
    if (pmml.getModels().size() > 1) {
      throw LoadFailure.unsupported(
          "the document holds %d models (%s): deploy each in a document of its own"
              .formatted(
                  pmml.getModels().size(),
                  pmml.getModels().stream()
                      .map(PmmlLoader::describe)
                      .collect(Collectors.joining(", "))));
    }
    Model model = pmml.getModels().get(0);
    if (!model.isScorable()) {
      throw LoadFailure.unsupported(
          LoadFailure.at(model) + "the model says of itself that it is not scorable");
    }
    return model;
  }

  private static String describe(Model model) {
    String element = ((PMMLObject) model).getClass().getSimpleName();
    return model.getModelName() == null ? element : element + " " + model.getModelName();
  }

  private static void verify(ModelEvaluator<?> evaluator) throws ModelLoadException {
    try {
      evaluator.verify();
    } catch (EvaluationException e) {
      throw LoadFailure.invalid(
          "the model does not reproduce the verification rows in its document: " + e.getMessage());
    }
  }
}
