package io.slipway.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

  @Test
  void aThousandResourcesMakeAsManyTimeSeriesAsOne() throws Exception {
    assertThat(seriesFor(1000)).isEqualTo(seriesFor(1));
  }

  @Test
  void resourcesAreCountedByCondition() {
    var metrics = new OperatorMetrics();

    metrics.watch(() -> Stream.of(resource(0), resource(1)));

    assertThat(metrics.scrape())
        .contains("slipway_modeldeployments 2.0")
        .contains("slipway_modeldeployments_condition{condition=\"Ready\"} 2.0")
        .contains("slipway_modeldeployments_condition{condition=\"Stalled\"} 0.0");
  }

  @Test
  void theManualHasEveryMetric() throws Exception {
    var metrics = new OperatorMetrics();
    metrics.watch(Stream::of);
    metrics.wrote("apply", "Service", "ok");
    metrics.askedPods("status", 3, 2);
    String manual = Files.readString(Path.of("../docs/operations.md"));

    assertThat(
            metrics
                .scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE slipway_"))
                .map(line -> line.split(" ")[2])
                .filter(name -> !name.endsWith("_max")))
        .hasSize(5)
        .allSatisfy(name -> assertThat(manual).contains("`" + name + "`"));
  }

  private static long seriesFor(int count) throws Exception {
    var metrics = new OperatorMetrics();
    metrics.watch(() -> IntStream.range(0, count).mapToObj(OperatorMetricsTest::resource));
    for (int i = 0; i < count; i++) {
      metrics.wrote("apply", "Service", "ok");
      metrics.askedPods("status", 3, 2);
    }
    return metrics.scrape().lines().filter(line -> line.startsWith("slipway_")).count();
  }

  private static ModelDeployment resource(int number) {
    var resource = new ModelDeployment();
    resource.setMetadata(new ObjectMetaBuilder().withName("model-" + number).build());
    resource.setStatus(
        new ModelDeploymentStatus(
            1L,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            List.of(),
            null,
            List.of(new Condition("Ready", "True", 1, "2026-11-01T08:00:00Z", "Serving", ""))));
    return resource;
  }
}
