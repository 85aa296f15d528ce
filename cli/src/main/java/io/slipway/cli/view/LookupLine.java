package io.slipway.cli.view;

import io.slipway.api.v1alpha1.BatchLookupStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where predictions are looked up. */
final class LookupLine {

  private LookupLine() {}

  /** The address of a key's prediction, and by how many pods it is answered. */
  static Optional<String> of(@Nullable BatchLookupStatus lookup, String set) {
    return Optional.ofNullable(lookup)
        .map(
            service ->
                "%s/v1/predictions/%s/KEY, %d %s ready"
                    .formatted(
                        service.url(),
                        set,
                        service.readyReplicas(),
                        service.readyReplicas() == 1 ? "pod" : "pods"));
  }
}
