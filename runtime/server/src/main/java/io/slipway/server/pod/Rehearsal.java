package io.slipway.server.pod;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.scoring.CompiledPlace;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import io.slipway.server.pod.ModelLoader.LoadedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads and scores models one after another, as pods do with theirs, so that the JVM has seen every
 * engine when the image's cache of classes is made: a pod itself only ever sees one.
 *
 * @param models a folder of model files and nothing else
 * @param forms a folder for their compiled forms
 */
record Rehearsal(Path models, Path forms, Engines engines) {
  private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(10);

  /**
   * @throws PodException if a model is not one that this runtime serves
   */
  void run() throws PodException, InterruptedException {
    Batching batching = new Batching(1, 1, Batching.DEFAULT_ROWS, new SimpleMeterRegistry());
    try {
      for (Path file : files()) {
        ModelFormat format = engines.recognise(file).format();
        LoadOptions options = LoadOptions.cpu().keeping(place(file));
        try (Model model = engines.load(file, options)) {
          new WarmUp(WARM_UP_LIMIT, WARM_UP_LIMIT).run(model);
          batching.of(new LoadedModel(model, format));
        }
        // As a container does that starts again.
        engines.load(file, options).close();
      }
    } catch (IOException e) {
      throw PodException.configInvalid("the models of " + models + " cannot be read");
    } catch (ModelLoadException e) {
      throw PodException.of(e);
    }
  }

  /** No pod looks for a form there. */
  private CompiledPlace place(Path file) {
    String name = String.valueOf(file.getFileName());
    return new CompiledPlace(forms.resolve(name), name, "rehearsal");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(models)) {
      return files.sorted().toList();
    }
  }
}
