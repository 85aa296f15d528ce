package io.slipway.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server takes and what it refuses. */
@WithApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ValidationIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final InstalledCrd crd;

  ValidationIT(KubernetesClient client) throws IOException {
    crd = InstalledCrd.in(client);
  }

  static List<Example> valid() {
    return Example.valid();
  }

  static List<Example> published() {
    return Example.published();
  }

  static List<Example> invalid() {
    return Example.invalid();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void aValidResourceIsTakenAndComesBackAsItWasWritten(Example example) {
    CustomResource<?, ?> written = typed(example);

    GenericKubernetesResource stored = crd.asWritten(example.yaml()).dryRun().create();

    Object spec = JSON.convertValue(stored.get("spec"), written.getSpec().getClass());
    assertThat(spec).isEqualTo(written.getSpec());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("published")
  void whatExamplesAndDocumentationShowIsTaken(Example example) {
    assertThatCode(() -> crd.asWritten(example.yaml()).dryRun().create())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void anInvalidResourceIsRefusedWithTheSentenceThatItsFirstLineSays(Example example) {
    assertThatThrownBy(() -> crd.asWritten(example.yaml()).dryRun().create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> {
              assertThat(refusal.getCode()).isEqualTo(422);
              assertThat(refusal.getStatus().getMessage()).contains(example.expected());
              assertThat(refusal.getStatus().getDetails().getCauses())
                  .as("one mistake, one complaint (beside that other rules were not tried)")
                  .filteredOn(cause -> !cause.getMessage().contains("were not checked"))
                  .hasSize(1);
            });
  }

  private static CustomResource<?, ?> typed(Example example) {
    String kind =
        Serialization.unmarshal(example.yaml(), GenericKubernetesResource.class).getKind();
    return CrdManifest.resources().stream()
        .filter(type -> type.getSimpleName().equals(kind))
        .map(type -> Serialization.unmarshal(example.yaml(), type))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(example + " is of no kind of ours"));
  }
}
