package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownContentTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "''|the file is empty",
        "'  '|the file holds only white space",
        "version https://git-lfs.github.com/spec/v1|Git LFS pointer",
        "<!DOCTYPE html><html>|web page",
        "PK\u0003\u0004...|archive",
        "\u001f\u008b\u0008|archive",
        "GGUF|in no format known here"
      })
  void aFileThatIsNoModelIsNamedForWhatItIs(String content, String message) throws Exception {
    Path file = folder.resolve("model");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> new Engines(List.of()).load(file, LoadOptions.cpu()))
        .withMessageContaining(message);
  }
}
