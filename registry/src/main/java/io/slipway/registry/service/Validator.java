package io.slipway.registry.service;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.Signature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Looks at a version's bytes. */
public interface Validator {

  /**
   * Says whether a version can be served.
   *
   * @param files where the bytes of each of the manifest's files are, for as long as this takes
   * @throws IOException when it cannot be said, which is no fault of the version
   */
  Verdict validate(Manifest manifest, Function<Digest, Path> files)
      throws IOException, InterruptedException;

  /** What it says. */
  sealed interface Verdict {

    /** It can. */
    record Accepted(String format, Signature signature, List<Derived> renditions)
        implements Verdict {}

    /**
     * It cannot.
     *
     * @param reasons sentences for whoever published it; at least one
     */
    record Rejected(List<String> reasons) implements Verdict {}
  }

  /**
   * Another form of the model, made on the way.
   *
   * @param name such as {@code pmml+json}
   * @param file where its bytes are; removed with the files
   */
  record Derived(String name, String mediaType, Path file) {}
}
