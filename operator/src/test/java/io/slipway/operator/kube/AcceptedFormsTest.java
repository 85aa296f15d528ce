package io.slipway.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;

class AcceptedFormsTest {

  private final AcceptedForms forms = new AcceptedForms();

  @Test
  void theSameWishThatLeftTheSameObjectIsSettledWhateverItsBookkeeping() {
    forms.accepted(map("1000m", null), map("1", "100"));

    assertThat(forms.settled(map("1000m", null), map("1", "200"))).isTrue();
  }

  @Test
  void anotherWishIsNot() {
    forms.accepted(map("1000m", null), map("1", "100"));

    assertThat(forms.settled(map("2000m", null), map("1", "100"))).isFalse();
  }

  @Test
  void anObjectThatSomebodyChangedIsNot() {
    forms.accepted(map("1000m", null), map("1", "100"));

    assertThat(forms.settled(map("1000m", null), map("7", "101"))).isFalse();
  }

  @Test
  void anObjectThatWasNeverAppliedIsNot() {
    assertThat(forms.settled(map("1", null), map("1", "100"))).isFalse();
  }

  private static ConfigMap map(String cpu, @org.jspecify.annotations.Nullable String version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("churn")
        .withResourceVersion(version)
        .endMetadata()
        .addToData("cpu", cpu)
        .build();
  }
}
