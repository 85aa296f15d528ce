package io.slipway.server.pod;

import io.slipway.scoring.Engine;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.EngineInfo.CompiledForm;
import io.slipway.scoring.EngineInfo.HeldTo;
import io.slipway.scoring.EngineInfo.HeldTo.Extent;
import io.slipway.scoring.EngineInfo.PassedOver;
import io.slipway.scoring.Engines;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.UnfitFormException.Unfit;
import io.slipway.server.source.ModelFetcher.Fetched;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Turns a verified file into a model, whatever the file does to the engine that reads it.
 *
 * @param limit how long loading may take
 */
record ModelLoader(Engines engines, Duration limit) {

  private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

  /** A model and the format that its content was found to be in. */
  record LoadedModel(Model model, ModelFormat format) {}

  /**
   * @param expected the format that the content must be in, if that is decided
   */
  LoadedModel load(Fetched fetched, Optional<ModelFormat> expected, LoadOptions options)
      throws PodException, InterruptedException {
    Engines.Match match = recognise(fetched);
    if (expected.isPresent() && expected.get() != match.format()) {
      throw new PodException(
          PodException.FORMAT_MISMATCH,
          "the file is %s and spec.model.format says %s: correct one of them"
              .formatted(match.format(), expected.get()));
    }
    Model model = load(fetched, match.engine(), options);
    ExecutionProvider used = model.engine().executionProvider();
    if (used != options.executionProvider()) {
      model.close();
      throw new PodException(
          PodException.EXECUTION_PROVIDER_UNAVAILABLE,
          "%s was asked for and the engine %s runs the model on %s: use an image and a node that have it, or leave spec.gpu out"
              .formatted(options.executionProvider(), model.engine().name(), used));
    }
    tell(model.engine());
    return new LoadedModel(model, match.format());
  }

  /** A model that a fast engine does not know is nothing special; one that it gets wrong is. */
  private static void tell(EngineInfo engine) {
    engine.compiledForm().ifPresent(ModelLoader::tell);
    engine.heldTo().filter(held -> held.extent() == Extent.ELSEWHERE).ifPresent(ModelLoader::tell);
    if (engine.passedOver().isEmpty()) {
      log.atInfo().addKeyValue("engine", engine.name()).log("loaded");
      return;
    }
    PassedOver faster = engine.passedOver().get();
    Level level = faster.reason() == EngineInfo.Reason.DIFFERS ? Level.WARN : Level.INFO;
    log.atLevel(level)
        .addKeyValue("engine", engine.name())
        .addKeyValue("passedOver", faster.engine())
        .addKeyValue("why", faster.why())
        .log(
            faster.reason() == EngineInfo.Reason.DIFFERS
                ? "loaded; a faster engine answers otherwise and is not used"
                : "loaded; a faster engine does not cover the model");
  }

  private static void tell(HeldTo known) {
    log.atInfo()
        .addKeyValue("heldTo", known.engine())
        .addKeyValue("rows", known.rows())
        .log("not compared again: another pod of this build, or the resolver, has done so");
  }

  /** That there was none yet is nothing special, nor that another build's was there. */
  private static void tell(CompiledForm form) {
    boolean isExpected =
        form.state() != CompiledForm.State.NOT_WRITTEN
            && form.unfit().stream()
                .allMatch(unfit -> unfit == Unfit.ABSENT || unfit == Unfit.OTHER_BUILD);
    log.atLevel(isExpected ? Level.INFO : Level.WARN)
        .addKeyValue("compiledForm", form.state())
        .addKeyValue("unfit", form.unfit().map(Unfit::name).orElse(""))
        .log(
            form.state() == CompiledForm.State.USED
                ? "made of its compiled form"
                : "made of its source");
  }

  private Engines.Match recognise(Fetched fetched) throws PodException {
    try {
      return engines.recognise(fetched.file());
    } catch (ModelLoadException e) {
      throw PodException.of(e);
    } catch (IOException e) {
      throw PodException.internal(e);
    }
  }

  private Model load(Fetched fetched, Engine engine, LoadOptions options)
      throws PodException, InterruptedException {
    try {
      return LoadingThread.run("model-loader", limit, () -> engine.load(fetched.file(), options));
    } catch (TimeoutException e) {
      throw new PodException(
          PodException.LOAD_TIMEOUT,
          "the model (%d bytes) was not loaded within %d s: export a smaller one, or raise SLIPWAY_LOAD_TIMEOUT in podTemplate.env"
              .formatted(fetched.bytes(), limit.toSeconds()),
          e);
    } catch (ExecutionException e) {
      throw failure(fetched, e.getCause() == null ? e : e.getCause());
    }
  }

  private static PodException failure(Fetched fetched, Throwable cause) {
    return switch (cause) {
      case ModelLoadException e -> PodException.of(e);
      case StackOverflowError e ->
          new PodException(
              PodException.MODEL_TOO_LARGE,
              "the model is nested too deeply to be read, or refers to itself: export it flatter",
              e);
      case OutOfMemoryError e -> outOfMemory(fetched);
      default -> PodException.internal(cause);
    };
  }

  /** Said too, ahead of time, where the process may end before it can say anything. */
  static PodException outOfMemory(Fetched fetched) {
    return new PodException(
        PodException.OUT_OF_MEMORY,
        // Each pod that starts prepares to say it, and a format would ask for the locale's digits.
        "memory was exhausted while the model ("
            + fetched.bytes()
            + " bytes) was loaded into a heap of "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB: raise resources.limits.memory");
  }
}
