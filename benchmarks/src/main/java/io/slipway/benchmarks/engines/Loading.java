package io.slipway.benchmarks.engines;

import io.slipway.scoring.Engine;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Loads a model with one engine, and with no other where that one refuses it. */
final class Loading {
  private Loading() {}

  /** Nothing where the engine is not there, or does not support the model. */
  static Optional<Model> with(String engine, Path file) throws ModelLoadException {
    Optional<Engine> found =
        ServiceLoader.load(Engine.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.name().equals(engine))
            .findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(found.get().load(file, LoadOptions.cpu()));
    } catch (ModelLoadException e) {
      if (e.reason() == ModelLoadException.Reason.MODEL_UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
