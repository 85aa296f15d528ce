package io.slipway.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.document.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of docs/reference/revisions.md, which others read, is what the operator writes. */
class StoredRevisionTest {

  private static final Path EXAMPLE =
      Path.of("../docs/reference/contract/controller-revision.json");

  @Test
  void theExampleIsReadAndWrittenAsItIs() throws IOException {
    ControllerRevision example = example();

    StoredRevision stored = StoredRevision.of(example).orElseThrow();

    assertThat(stored.model()).isEqualTo("churn");
    assertThat(stored.uri()).isEqualTo("https://models.example.org/churn/7.pmml");
    assertThat(stored.resolved().version()).isEqualTo("9f86d081884c");
    assertThat(stored.credentials())
        .hasValueSatisfying(secret -> assertThat(secret.getSecretName()).isEqualTo("churn-source"));
    assertThat(Json.write(stored)).isEqualTo(Json.write(example.getData()));
  }

  @Test
  void itsHashIsOfTheModelAsItWasWritten() throws IOException {
    var written =
        new ModelSource(
            null, "https://models.example.org/churn/7.pmml", null, null, "churn-source");

    assertThat(example().getMetadata().getAnnotations())
        .containsEntry(Labels.MODEL_HASH, Hashes.model("churn", written));
  }

  private static ControllerRevision example() throws IOException {
    return Json.read(Files.readString(EXAMPLE), ControllerRevision.class).orElseThrow();
  }
}
