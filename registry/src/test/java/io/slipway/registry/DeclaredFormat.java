package io.slipway.registry;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.Signature;
import io.slipway.registry.service.Validator;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Stands for a validation: takes a publisher's word for what a model is. */
final class DeclaredFormat implements Validator {
  private static final Signature NONE = new Signature(List.of(), List.of());

  @Override
  public Verdict validate(Manifest manifest, Function<Digest, Path> files) {
    if (manifest.format().isEmpty()) {
      return new Verdict.Rejected(List.of("the manifest says no format; add format"));
    }
    return new Verdict.Accepted(
        manifest.format().get(), manifest.signature().orElse(NONE), List.of());
  }
}
