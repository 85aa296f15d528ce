package io.slipway.testing.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that is generated, or has a part that is. With {@code -Dslipway.generate=true}
 * it is written, otherwise compared.
 *
 * @param path from the module's folder, in which tests run
 */
public record GeneratedFile(Path path) {

  private static final String END = "<!-- end -->\n";

  public static GeneratedFile at(String path) {
    return new GeneratedFile(Path.of(path));
  }

  /** Fails when the file holds anything else than {@code wanted}, and says how to write it. */
  public void mustHold(String wanted) {
    if (Boolean.getBoolean("slipway.generate")) {
      write(wanted);
    }
    assertThat(read())
        .as("%s is out of date; write it with: mvn verify -Dslipway.generate=true", path)
        .isEqualTo(wanted);
  }

  /**
   * The same for a part of a file that people write, between the lines {@code <!-- generated: name
   * -->} and {@code <!-- end -->}.
   */
  public void mustHold(String part, String wanted) {
    String all = read();
    String begin = "<!-- generated: %s -->\n".formatted(part);
    int from = all.indexOf(begin) + begin.length();
    int to = all.indexOf(END, from);
    assertThat(from >= begin.length() && to >= 0)
        .as("%s has no lines %s and %s", path, begin.strip(), END.strip())
        .isTrue();
    mustHold(all.substring(0, from) + "\n" + wanted + "\n" + all.substring(to));
  }

  private String read() {
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
