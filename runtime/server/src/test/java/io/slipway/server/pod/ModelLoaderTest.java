package io.slipway.server.pod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.onnx.OnnxEngine;
import io.slipway.scoring.Engines;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.ModelFormat;
import io.slipway.server.source.Digest;
import io.slipway.server.source.ModelFetcher.Fetched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelLoaderTest {
  private static final Engines ENGINES = new Engines(List.of(new ScriptedEngine()));

  @TempDir Path folder;

  private Fetched file(byte[] content) throws Exception {
    Path file = Files.write(folder.resolve("model"), content);
    return new Fetched(file, new Digest("0".repeat(64)), content.length);
  }

  private PodException refusal(byte[] content, Optional<ModelFormat> format, LoadOptions options)
      throws Exception {
    return refusal(content, format, options, Duration.ofSeconds(60));
  }

  private PodException refusal(
      byte[] content, Optional<ModelFormat> format, LoadOptions options, Duration limit)
      throws Exception {
    Fetched fetched = file(content);
    ModelLoader loader = new ModelLoader(ENGINES, limit);
    return catchThrowableOfType(
        PodException.class, () -> loader.load(fetched, format, options).model().close());
  }

  @Test
  void aModelIsLoadedByTheEngineThatKnowsItsContent() throws Exception {
    Fetched fetched = file(ScriptedEngine.model("7"));
    var loaded =
        new ModelLoader(ENGINES, Duration.ofSeconds(5))
            .load(fetched, Optional.of(ModelFormat.PMML), LoadOptions.cpu());
    assertThat(loaded.format()).isEqualTo(ModelFormat.PMML);
    assertThat(loaded.model().engine().name()).isEqualTo("scripted");
  }

  @ParameterizedTest
  @CsvSource({
    "invalid, ModelInvalid, <Foo>",
    "hangs, LoadTimeout, SLIPWAY_LOAD_TIMEOUT",
    "overflows, ModelTooLarge, nested too deeply",
    "exhausts, OutOfMemory, resources.limits.memory",
    "defect, Internal, a bug",
  })
  void eachWayToFailHasItsReasonAndItsNextStep(String script, String reason, String said)
      throws Exception {
    PodException refusal =
        refusal(
            ScriptedEngine.model(script),
            Optional.empty(),
            LoadOptions.cpu(),
            script.equals("hangs") ? Duration.ofMillis(500) : Duration.ofSeconds(60));
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(said);
  }

  @Test
  void anotherFormatThanTheSpecSaysIsAMismatch() throws Exception {
    PodException refusal =
        refusal(ScriptedEngine.model("7"), Optional.of(ModelFormat.ONNX), LoadOptions.cpu());
    assertThat(refusal.reason()).isEqualTo("FormatMismatch");
    assertThat(refusal).hasMessageContaining("PMML").hasMessageContaining("ONNX");
  }

  @Test
  void aCpuInPlaceOfTheGpuThatWasAskedForIsNeverSilent() throws Exception {
    PodException refusal =
        refusal(
            ScriptedEngine.model("7"),
            Optional.empty(),
            new LoadOptions(ExecutionProvider.CUDA, 1));
    assertThat(refusal.reason()).isEqualTo("ExecutionProviderUnavailable");
  }

  @ParameterizedTest
  @CsvSource({
    "'', the file is empty",
    "<html>log in</html>, PMML or ONNX file",
    "'PK\u0003\u0004xxxx', zip archive",
  })
  void whatIsNoModelIsNamedWhereItCanBe(String content, String said) throws Exception {
    PodException refusal = refusal(content.getBytes(UTF_8), Optional.empty(), LoadOptions.cpu());
    assertThat(refusal.reason()).isEqualTo("FormatUnknown");
    assertThat(refusal).hasMessageContaining(said);
  }

  @Test
  void pmmlInAnImageWithoutItsEngineIsKnownForWhatItIs() throws Exception {
    Fetched fetched = file("<?xml version=\"1.0\"?>\n<PMML version=\"4.4\">".getBytes(UTF_8));
    ModelLoader loader =
        new ModelLoader(new Engines(List.of(new OnnxEngine())), Duration.ofSeconds(60));

    PodException refusal =
        catchThrowableOfType(
            PodException.class,
            () -> loader.load(fetched, Optional.of(ModelFormat.PMML), LoadOptions.cpu()));

    assertThat(refusal.reason()).isEqualTo("FormatUnknown");
    assertThat(refusal)
        .hasMessage(
            "the file is PMML, for which there is no engine here (engines: onnxruntime): use the"
                + " engines slipway-tabular or slipway-pmml (the images slipway-runtime and"
                + " slipway-runtime-apache have them), or export the model in a format known here");
  }
}
