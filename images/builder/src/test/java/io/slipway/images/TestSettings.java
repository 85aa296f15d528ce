package io.slipway.images;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Settings for tests, which differ in the class path or in where the image goes. */
final class TestSettings {

  static final Instant TIMESTAMP = Instant.parse("2026-11-01T00:00:00Z");

  private TestSettings() {}

  static Settings of(Path output, Path... jars) {
    return settings(output, Optional.empty(), List.of(jars));
  }

  static Settings pushing(Path output, String registry) {
    return settings(output, Optional.of(registry), List.of());
  }

  private static Settings settings(Path output, Optional<String> registry, List<Path> jars) {
    return new Settings(
        "slipway-test",
        "1",
        "io.slipway.Main",
        List.of("-XX:+UseSerialGC"),
        Optional.empty(),
        jars,
        output,
        TIMESTAMP,
        output,
        registry,
        new Base.Scratch(),
        List.of("linux/amd64"));
  }
}
