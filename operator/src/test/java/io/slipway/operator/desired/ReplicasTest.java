package io.slipway.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who has set a Deployment's replicas, as its managed fields tell. */
class ReplicasTest {

  private static final ManagedFieldsEntry OURS = entry("slipway", "", "f:replicas");
  private static final ManagedFieldsEntry STATUS =
      entry("kube-controller-manager", "status", "f:paused");
  private static final ManagedFieldsEntry SCALE =
      entry("kube-controller-manager", "scale", "f:replicas");

  @Test
  void asLongAsOnlyTheOperatorHasSetThemTheyAreItsOwn() {
    assertThat(Replicas.areSetByOthers(with())).isFalse();
    assertThat(Replicas.areSetByOthers(with(OURS, STATUS))).isFalse();
    assertThat(Replicas.areSetByOthers(with(entryWithoutFields()))).isFalse();
  }

  @Test
  void onceTheAutoscalerHasSetThemTheyStayWithoutTheOperator() {
    assertThat(Replicas.areSetByOthers(with(OURS, STATUS, SCALE))).isTrue();
    assertThat(Replicas.areSetByOthers(with(SCALE))).isTrue();
  }

  @Test
  void aWishWithoutThemIsTheSameButForThem() {
    Deployment wanted = with(OURS);

    Deployment unsaid = Replicas.unsaid(wanted);

    assertThat(Replicas.of(unsaid)).isEmpty();
    assertThat(Replicas.of(wanted)).hasValue(3);
    unsaid.getSpec().setReplicas(3);
    assertThat(unsaid).isEqualTo(wanted);
  }

  private static Deployment with(ManagedFieldsEntry... entries) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("churn-1")
        .withManagedFields(entries)
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .withRevisionHistoryLimit(1)
        .endSpec()
        .build();
  }

  private static ManagedFieldsEntry entry(String manager, String subresource, String field) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty("f:spec", Map.of(field, Map.of()));
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withSubresource(subresource)
        .withFieldsV1(fields)
        .build();
  }

  private static ManagedFieldsEntry entryWithoutFields() {
    return new ManagedFieldsEntryBuilder().withManager("kubectl").build();
  }
}
