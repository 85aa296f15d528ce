package io.slipway.testing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.testing.cluster.ClusterSearch.Lifetime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSearchTest {

  @TempDir private Path folder;

  @Test
  void aNamedClusterThatCannotBeReadIsAnErrorAndNoReasonToLookFurther() {
    var search = new ClusterSearch(Map.of("SLIPWAY_KUBECONFIG", folder + "/nothing"), folder);

    assertThatThrownBy(() -> search.find(Lifetime.PROCESS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SLIPWAY_KUBECONFIG")
        .hasMessageContaining("nothing");
  }

  @Test
  void plainKubeconfigIsNotLookedAt() throws Exception {
    var cluster = new DevCluster(folder.resolve("dev/cluster"));

    assertThat(cluster.obstacle(Map.of("KUBECONFIG", folder + "/config")))
        .hasValueSatisfying(reason -> assertThat(reason).contains("dev/cluster is not there"));
  }

  @Test
  void nothingFoundIsOneLineWithAReasonForEachKind() {
    var nothing = new ClusterSearch.NotFound(List.of("SLIPWAY_KUBECONFIG is not set", "no Docker"));

    assertThat(nothing).hasToString("no cluster: SLIPWAY_KUBECONFIG is not set; no Docker");
  }

  @Test
  void aNamedClusterSaysHowImagesReachIt() {
    var named = new NamedCluster(Path.of("kubeconfig"));

    assertThatThrownBy(() -> named.load(List.of(Path.of("image.tar"))))
        .hasMessageContaining("-Dslipway.image.registry");
  }
}
