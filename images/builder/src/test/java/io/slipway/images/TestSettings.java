package io.slipway.images;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Settings for tests, which differ in the class path alone. */
final class TestSettings {

  static final Instant TIMESTAMP = Instant.parse("2026-11-01T00:00:00Z");

  private TestSettings() {}

  static Settings of(Path output, Path... jars) {
    return new Settings(
        "slipway-test",
        "1",
        "io.slipway.Main",
        List.of("-XX:+UseSerialGC"),
        Optional.empty(),
        List.of(jars),
        output,
        TIMESTAMP,
        output,
        Optional.empty(),
        new Base.Scratch(),
        List.of("linux/amd64"));
  }
}
