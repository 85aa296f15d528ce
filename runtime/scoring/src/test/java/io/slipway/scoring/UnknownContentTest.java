package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "PK\u0003\u0004...|zip archive",
        "\u001f\u008b\u0008|archive packed with gzip",
        "GGUF|in no format known here"
      })
  void aFileThatIsNoModelIsNamedForWhatItIs(String content, String message) throws Exception {
    assertThat(refusal(content.getBytes(StandardCharsets.ISO_8859_1), List.of()))
        .contains(message)
        .endsWith("; expected the model's file (no engines here)");
  }

  @Test
  void aTarArchiveIsKnownByItsMagic() throws Exception {
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThat(refusal(tar, List.of())).startsWith("the file is a tar archive");
  }

  @Test
  void whatTheEnginesHereTakeIsSaid() throws Exception {
    assertThat(refusal(new byte[] {1}, List.of(new NeverKnows(ModelFormat.ONNX))))
        .isEqualTo(
            "the file is in no format known here; expected the model's ONNX file (engines: never-knows)");
    assertThat(
            refusal(
                new byte[] {1},
                List.of(new NeverKnows(ModelFormat.ONNX), new NeverKnows(ModelFormat.PMML))))
        .contains("expected the model's PMML or ONNX file (engines: never-knows, never-knows)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<PMML version='4.4'>",
        "\uFEFF<?xml version='1.0'?>\n<!-- <other/> -->\n<p:PMML xmlns:p='urn:x'>",
        "<!DOCTYPE PMML [<!ENTITY x SYSTEM 'y'>]><PMML/>",
        " {\n \"PMML\" : {",
      })
  void pmmlWithoutItsEngineIsKnownAllTheSame(String content) throws Exception {
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE
        }) {
      assertThat(refusal(content.getBytes(charset), List.of(new NeverKnows(ModelFormat.ONNX))))
          .as("%s", charset)
          .startsWith("the file is PMML, for which there is no engine here (engines: never-knows)")
          .contains("slipway-pmml");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<PMMLX/>", "<a><PMML/></a>", "{\"pmml\": {}}", "PMML", "<!-- <PMML>"})
  void otherTextIsNotTakenForPmml(String content) throws Exception {
    assertThat(refusal(content.getBytes(StandardCharsets.UTF_8), List.of()))
        .startsWith("the file is in no format known here");
  }

  @Test
  void whereItsEngineIsThereAndDoesNotKnowItPmmlIsNotSaidToLackOne() throws Exception {
    assertThat(
            refusal(
                "<PMML>".getBytes(StandardCharsets.UTF_8),
                List.of(new NeverKnows(ModelFormat.PMML))))
        .startsWith("the file is in no format known here; expected the model's PMML file");
  }

  private String refusal(byte[] content, List<Engine> engines) throws Exception {
    Path file = Files.write(folder.resolve("model"), content);
    ModelLoadException refusal =
        catchThrowableOfType(
            ModelLoadException.class, () -> new Engines(engines).load(file, LoadOptions.cpu()));
    assertThat(refusal.reason()).isEqualTo(ModelLoadException.Reason.FORMAT_UNKNOWN);
    return String.valueOf(refusal.getMessage());
  }

  private record NeverKnows(ModelFormat format) implements Engine {
    @Override
    public String name() {
      return "never-knows";
    }

    @Override
    public Set<ModelFormat> formats() {
      return Set.of(format);
    }

    @Override
    public Optional<ModelFormat> recognise(byte[] head) {
      return Optional.empty();
    }

    @Override
    public Model load(Path file, LoadOptions options) {
      throw new IllegalStateException("it knows no file");
    }
  }
}
