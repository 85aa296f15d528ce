package io.slipway.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.api.v1alpha1.Check;
import io.slipway.api.v1alpha1.CheckType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.operator.observe.Measurement;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Prometheus where there is one on the PATH. */
class PrometheusIT {

  @TempDir Path folder;

  @Test
  void aQueryOfARealPrometheusGivesItsNumber() throws Exception {
    Process process = start();
    try {
      URI address = URI.create("http://127.0.0.1:" + port);
      var prometheus = new Prometheus(Optional.of(address), Clock.systemUTC());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  measured(new Prometheus(Optional.of(address), Clock.systemUTC()), "1")
                      .isPresent());

      assertThat(measured(prometheus, "vector(0.25)")).contains(0.25);
      assertThat(measured(prometheus, "scalar(vector(3))")).contains(3.0);
      assertThat(missing(prometheus, "absent_metric")).contains("gave 0 numbers");
      assertThat(
              missing(
                  prometheus, "vector(1) or on(a) label_replace(vector(2),\"a\",\"b\",\"\",\"\")"))
          .contains("gave 2 numbers");
      assertThat(missing(prometheus, "vector(0)/0")).contains("NaN");
      assertThat(missing(prometheus, "this is no query")).contains("refused the query");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void withoutAPrometheusNothingIsMeasuredAndTheReasonIsGiven() {
    assertThat(missing(new Prometheus(Optional.empty(), Clock.systemUTC()), "1"))
        .contains("prometheus.url");
    URI nobody = URI.create("http://127.0.0.1:1");
    assertThat(missing(new Prometheus(Optional.of(nobody), Clock.systemUTC()), "1"))
        .contains("gave no answer");
  }

  @Test
  void nothingIsAskedWhileNothingIsJudged() {
    ModelDeployment resource = resource("1", RolloutState.STABLE);
    assertThat(new Prometheus(Optional.empty(), Clock.systemUTC()).of(resource)).isEmpty();
  }

  @Test
  void anAnswerIsReadStrictly() throws IOException {
    var json = new ObjectMapper();
    assertThat(
            Prometheus.read(
                json.readTree(
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,\"x\"]}]}}"),
                Instant.EPOCH))
        .isInstanceOf(Measurement.Missing.class);
  }

  private int port;

  private Process start() throws IOException {
    Optional<Path> binary =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(path -> Path.of(path, "prometheus"))
            .filter(Files::isExecutable)
            .findFirst();
    if (binary.isEmpty()) {
      System.out.println("PrometheusIT is skipped: there is no prometheus on the PATH");
      Assumptions.abort("no prometheus on the PATH");
    }
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: []\n");
    return new ProcessBuilder(
            binary.orElseThrow().toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static Optional<Double> measured(Prometheus prometheus, String query) {
    return prometheus.of(resource(query, RolloutState.STEPPING)).get("c")
            instanceof Measurement.Value value
        ? Optional.of(value.number())
        : Optional.empty();
  }

  private static String missing(Prometheus prometheus, String query) {
    Map<String, Measurement> all = prometheus.of(resource(query, RolloutState.STEPPING));
    return all.get("c") instanceof Measurement.Missing missing ? missing.why() : "measured " + all;
  }

  private static ModelDeployment resource(String query, RolloutState state) {
    var resource = new ModelDeployment();
    Rollout none = Rollout.NONE;
    Check check =
        new Check("c", CheckType.PROMETHEUS, null, null, null, null, null, null, query, "< 1");
    resource.setSpec(
        new ModelDeploymentSpec(
            new ModelSource(null, "https://models/1", null, null, null),
            1,
            null,
            null,
            null,
            null,
            new Rollout(
                null,
                List.of(),
                List.of(check),
                none.onInconclusive(),
                none.whenStableUnavailable(),
                none.whenScarce(),
                none.progressDeadline(),
                null,
                null),
            null));
    resource.setStatus(
        new ModelDeploymentStatus(
            1L,
            null,
            null,
            null,
            List.of(),
            new RolloutStatus(state, "1", null, null, null, null, null, null, null, null, null),
            null,
            List.of(),
            null,
            List.of()));
    return resource;
  }
}
