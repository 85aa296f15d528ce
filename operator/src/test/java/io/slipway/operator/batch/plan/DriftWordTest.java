package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.api.v1alpha1.BatchDriftStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The publisher's word, as the contract has it. */
class DriftWordTest {
  private static final Path EXAMPLES = Path.of("../docs/reference/contract");
  private static final JsonMapper JSON = new JsonMapper();

  private static JsonNode example(String name) throws IOException {
    return JSON.readTree(Files.readAllBytes(EXAMPLES.resolve(name)));
  }

  @Test
  void numbersAreReadAsPeopleWriteThem() throws IOException {
    assertThat(DriftWord.read(example("batch-word-publish.json")))
        .containsExactly(new BatchDriftStatus("score", "0.010905", "0.000027"));
  }

  @Test
  void whereThereIsNothingToHoldThemAgainstThereIsNone() throws IOException {
    assertThat(DriftWord.read(example("batch-word-publish-broken.json"))).isEmpty();
  }

  @Test
  void whatCouldNotBeComparedIsReadWithItsReason() throws IOException {
    assertThat(DriftWord.notJudged(example("batch-word-publish-not-compared.json")))
        .containsExactly(
            "output note: it has too many different texts to be counted",
            "output region: the previous set does not have it");
    assertThat(DriftWord.notJudged(example("batch-word-publish-broken.json")))
        .containsExactly("no set was published before");
    assertThat(DriftWord.notJudged(example("batch-word-publish.json"))).isEmpty();
  }

  @Test
  void whatIsNoWordOfOursMakesTheStatusNoLonger() {
    ObjectNode word = JSON.createObjectNode();
    ArrayNode drift = word.putArray("drift");
    for (int i = 0; i < 1000; i++) {
      drift.addObject().put("output", "x" + i).put("index", "much");
      drift.add(7);
      word.withArray("notCompared").addObject().put("output", "x".repeat(1000) + i);
    }
    assertThat(DriftWord.notJudged(word))
        .hasSize(5)
        .allSatisfy(sentence -> assertThat(sentence).hasSizeLessThan(300));
    assertThat(DriftWord.read(word)).hasSize(10).contains(new BatchDriftStatus("x0", "", ""));
  }
}
