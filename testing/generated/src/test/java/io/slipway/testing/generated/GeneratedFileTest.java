package io.slipway.testing.generated;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedFileTest {

  private static final String PAGE =
      """
      # Reasons
      <!-- generated: reasons -->

      a table

      <!-- end -->
      More.
      """;

  @TempDir Path folder;

  @BeforeEach
  void comparing() {
    assumeFalse(Boolean.getBoolean("slipway.generate"), "files are written, not compared");
  }

  @Test
  void aFileThatIsWhatWouldBeGeneratedPasses() {
    assertThatCode(() -> file().mustHold(PAGE)).doesNotThrowAnyException();
    assertThatCode(() -> file().mustHold("reasons", "a table\n")).doesNotThrowAnyException();
  }

  @Test
  void aFileThatIsOutOfDateFailsAndSaysHowToWriteIt() {
    assertThatThrownBy(() -> file().mustHold("reasons", "another table\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("mvn verify -Dslipway.generate=true");
  }

  @Test
  void aPartThatIsNotMarkedFails() {
    assertThatThrownBy(() -> file().mustHold("fields", "a table\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("<!-- generated: fields -->");
  }

  @Test
  void aFileThatIsMissingFails() {
    assertThatThrownBy(() -> new GeneratedFile(folder.resolve("missing")).mustHold("text"))
        .isInstanceOf(AssertionError.class);
  }

  private GeneratedFile file() {
    try {
      Path page = folder.resolve("page.md");
      Files.writeString(page, PAGE);
      return new GeneratedFile(page);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
