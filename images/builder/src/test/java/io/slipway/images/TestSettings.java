package io.slipway.images;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Settings for tests, which differ in what the tests are about. */
final class TestSettings {

  static final Instant TIMESTAMP = Instant.parse("2026-11-01T00:00:00Z");

  private TestSettings() {}

  static Settings of(Path output, Path... jars) {
    return settings(output, Optional.empty(), List.of(jars), "linux/amd64");
  }

  static Settings pushing(Path output, String registry) {
    return settings(output, Optional.of(registry), List.of(), "linux/amd64");
  }

  static Settings forPlatform(Path output, String platform) {
    return settings(output, Optional.empty(), List.of(), platform);
  }

  private static Settings settings(
      Path output, Optional<String> registry, List<Path> jars, String platform) {
    return new Settings(
        "slipway-test",
        "1",
        "io.slipway.Main",
        List.of("-XX:+UseSerialGC"),
        List.of(),
        Optional.empty(),
        jars,
        Optional.empty(),
        output,
        TIMESTAMP,
        output,
        registry,
        new Base.Scratch(),
        List.of(platform));
  }
}
