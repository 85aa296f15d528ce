package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.scoring.ModelFormat;
import io.slipway.server.contract.Comparison;
import io.slipway.server.contract.ContractExamples;
import io.slipway.server.source.Digest;
import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.server.source.ModelUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminationMessageTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("termination-log");
  }

  @Test
  void aFailureIsWrittenAsTheExampleHasIt() throws Exception {
    JsonNode example = JSON.readTree(ContractExamples.read("termination-failed.json"));

    new TerminationMessage(file())
        .failed(example.path("reason").textValue(), example.path("message").textValue());

    assertThat(JSON.readTree(Files.readAllBytes(file()))).isEqualTo(example);
  }

  @Test
  void aResolutionIsWrittenAsTheExampleHasIt() throws Exception {
    JsonNode example = JSON.readTree(ContractExamples.read("termination-resolved.json"));
    JsonNode resolved = example.path("resolved");
    Digest digest = Digest.parse(resolved.path("digest").textValue()).orElseThrow();

    new TerminationMessage(file())
        .resolved(
            new Fetched(folder, digest, resolved.path("bytes").longValue()),
            Optional.of(ModelFormat.PMML),
            Optional.of(
                new Comparison(resolved.at("/compared/build").textValue(), "jpmml", "1.7.7", 480)));

    assertThat(Files.readString(file())).isEqualTo(JSON.writeValueAsString(example));
  }

  @Test
  void whatAnAliasMeantIsWrittenAsTheExampleHasIt() throws Exception {
    JsonNode example = JSON.readTree(ContractExamples.read("termination-resolved-alias.json"));
    JsonNode resolved = example.path("resolved");
    Digest digest = Digest.parse(resolved.path("digest").textValue()).orElseThrow();

    new TerminationMessage(file())
        .resolved(
            new Fetched(
                folder,
                digest,
                resolved.path("bytes").longValue(),
                Optional.of(ModelUri.parse(resolved.path("uri").textValue()))),
            Optional.of(ModelFormat.ONNX),
            Optional.empty());

    assertThat(Files.readString(file())).isEqualTo(JSON.writeValueAsString(example));
  }

  @Test
  void aLongMessageIsCutToWhatKubernetesReads() throws Exception {
    for (String character : new String[] {"a", "é", "\n", "\u0001", "😀"}) {
      new TerminationMessage(file()).failed("Internal", character.repeat(9000));
      byte[] written = Files.readAllBytes(file());
      assertThat(written.length).as(character).isBetween(500, 4096);
      assertThat(JSON.readTree(written).path("message").textValue()).endsWith("…");
    }
  }

  @Test
  void whereThereIsNoSuchFileNothingHappens() {
    new TerminationMessage(folder.resolve("absent/log")).failed("Internal", "x");
    assertThat(folder).isEmptyDirectory();
  }
}
