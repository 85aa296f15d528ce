package io.slipway.registry.validation;

import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.Signature;
import java.util.List;
import java.util.Optional;

/** What the process that reads a model says of it. */
sealed interface Examined {

  /**
   * It is a model, and loads.
   *
   * @param gzippedSize of the file
   */
  record Loaded(
      ModelFormat format,
      String mediaType,
      Signature signature,
      EngineInfo engine,
      long gzippedSize,
      Optional<Derived> json,
      Optional<Derived> verification)
      implements Examined {}

  /**
   * A file that it derived.
   *
   * @param name of it in the folder for such files
   */
  record Derived(String name, String mediaType, long gzippedSize) {}

  /** It is none, or does not load. */
  record Refused(List<Reason> reasons) implements Examined {}
}
