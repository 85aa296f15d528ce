package io.slipway.registry.model;

import java.util.List;

/** What the registry found out about a version by looking at its bytes. */
public record Findings(String format, Signature signature, List<Rendition> renditions) {
  public Findings {
    renditions = List.copyOf(renditions);
  }
}
