package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example works as it is: applied, ready, and right about the rows it comes with. */
class ExamplesIT {
  @RegisterExtension static final Workspace workspace = new Workspace("examples");

  static List<Examples.Example> examples() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void scoresLikeTheFrameworkThatTrainedIt(Examples.Example example) {
    workspace.kubectl().apply(example.file("configmap.yaml"));
    workspace.kubectl().apply(example.file("v1.yaml"));
    String name = workspace.nameIn(example.file("v1.yaml"));

    JsonNode resource = workspace.deployed(name).awaitTrue("Ready", Duration.ofMinutes(2));
    String url = resource.at("/status/url").asText();
    Client.Answer answer =
        workspace
            .client()
            .firstAnswer(
                url + "/v1/models/" + name + ":predict", "application/json", example.body());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Slipway-Digest")).isEqualTo(example.digest("v1"));
    assertThat(answer.header("Slipway-Revision"))
        .isEqualTo(resource.at("/status/stable/revision").asText());
    assertThat(resource.at("/status/stable/digest").asText()).isEqualTo(example.digest("v1"));
    assertSame(answer.json().path("predictions"), example.requests().at("/predictions/v1"));
    assertThat(workspace.kubectl().run("get", "mdep", name))
        .contains(resource.at("/status/stable/version").asText(), url);

    workspace.kubectl().run("delete", "modeldeployment", name);
  }

  /** Every output that the framework gave, within what single precision allows. */
  static void assertSame(JsonNode actual, JsonNode expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int row = 0; row < expected.size(); row++) {
      JsonNode actualRow = actual.get(row);
      for (var output : expected.get(row).properties()) {
        assertValue(
            "row " + row + ", " + output.getKey() + " of " + actualRow,
            actualRow.path(output.getKey()),
            output.getValue());
      }
    }
  }

  private static void assertValue(String what, JsonNode actual, JsonNode expected) {
    if (expected.isArray()) {
      assertThat(actual).as(what).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertValue(what + "[" + i + "]", actual.get(i), expected.get(i));
      }
    } else if (expected.isNumber()) {
      double value = expected.asDouble();
      assertThat(actual.isNumber()).as(what).isTrue();
      assertThat(actual.asDouble())
          .as(what)
          .isCloseTo(value, within(1e-5 * Math.abs(value) + 1e-6));
    } else {
      assertThat(actual.asText()).as(what).isEqualTo(expected.asText());
    }
  }
}
