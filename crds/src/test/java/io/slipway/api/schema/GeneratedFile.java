package io.slipway.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that is generated. With {@code -Dslipway.generate=true} it is written, otherwise
 * compared.
 */
record GeneratedFile(Path file) {

  static GeneratedFile at(Path file) {
    return new GeneratedFile(file);
  }

  void mustHold(String wanted) {
    try {
      if (Boolean.getBoolean("slipway.generate")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, wanted);
      }
      assertThat(Files.exists(file) ? Files.readString(file) : "")
          .as("%s is out of date; write it with: mvn verify -pl crds -Dslipway.generate=true", file)
          .isEqualTo(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
