package io.slipway.server.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.server.pod.ChildJvm;
import io.slipway.server.pod.Main;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A pod, as a process of its own with the image's options, at 80 % of the load that it can take,
 * for {@code -Dslipway.soak.minutes} (10) for each format. Every request has its own answer; what
 * the process holds, and what requests take, does not grow once it is warm.
 */
@Tag("long")
@EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
class SoakIT {
  private static final int MINUTES = Integer.getInteger("slipway.soak.minutes", 10);
  private static final int WINDOWS = 30;

  /** Of the windows: code is compiled, pools and caches fill. */
  private static final int WARM_UP = 9;

  private static final Duration CALIBRATION = Duration.ofSeconds(5);
  private static final double SHARE = 0.8;
  private static final int CALLERS = 32;
  private static final int BODIES = 2000;
  private static final int MOST_ROWS = 4;

  /** Beyond which what the process holds has grown. */
  private static final double MEMORY_BOUND = 0.1;

  /** Times are another program's too, on a machine that has others. */
  private static final double TIME_BOUND = 0.5;

  private static final JsonMapper JSON = new JsonMapper();
  private static final long SEED = 20261126;

  @TempDir Path folder;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("tabular", model("lgbm-binary-missing-cancer").pmml().orElseThrow()),
        Arguments.of("onnxruntime", model("torch-mlp-digits").onnx().orElseThrow()));
  }

  private static TestModel model(String id) {
    return TestModels.available().stream()
        .filter(model -> model.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("models")
  void atFourFifthsOfItsLoadNothingGrowsAndNothingIsLost(String engine, Path model)
      throws Exception {
    int port = freePort();
    int operatorPort = freePort();
    Process pod = start(model, port, operatorPort);
    // Where this program is ended before the test is.
    Runtime.getRuntime().addShutdownHook(new Thread(pod::destroyForcibly));
    try (HttpClient client = HttpClient.newHttpClient()) {
      awaitReady(pod, client, port);
      assertThat(get(client, operatorPort, "/status").path("engine").path("name").textValue())
          .isEqualTo(engine);
      Load load = new Load(port, bodies(get(client, port, "/v2/models/soak")));
      double first = load.capacity(CALLERS, CALIBRATION);
      double capacity = load.capacity(CALLERS, CALIBRATION);
      double rate = SHARE * capacity;
      Duration time = Duration.ofMinutes(MINUTES);
      Windows windows = new Windows(WINDOWS, time.toNanos() / WINDOWS);

      List<Memory> memory;
      long answered;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<List<Memory>> samples = threads.submit(() -> samples(time, pod));
        answered = load.offer(rate, time, CALLERS, windows);
        memory = samples.get();
      }

      Map<String, Trend> trends = new LinkedHashMap<>();
      trends.put("heap after collection", trend(memory, Memory::heap));
      trends.put("native memory", trend(memory, Memory::committed));
      trends.put("resident memory", trend(memory, Memory::resident));
      double[] p99 = windows.quantiles(0.99, WARM_UP);
      trends.put("p99", Trend.of(p99));
      String report = report(engine, first, capacity, rate, answered, memory, windows, trends);
      System.out.println(report);
      assertThat(answered).as(report).isEqualTo((long) (rate * time.toNanos() / 1e9));
      trends.forEach(
          (what, trend) ->
              assertThat(trend.growsBeyond(what.equals("p99") ? TIME_BOUND : MEMORY_BOUND))
                  .as("%s grows: %s%n%s", what, trend, report)
                  .isFalse());
      pod.destroy();
      assertThat(pod.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(pod.exitValue()).isZero();
    } finally {
      pod.destroyForcibly();
    }
  }

  private Process start(Path model, int port, int operatorPort) throws Exception {
    Path mounted = Files.createDirectories(folder.resolve("config/source"));
    Files.copy(model, mounted.resolve("model"));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SLIPWAY_MODEL_URI", "configmap://soak/model");
    environment.put("SLIPWAY_MODEL_NAME", "soak");
    environment.put("SLIPWAY_CACHE_DIR", folder.resolve("cache").toString());
    environment.put("SLIPWAY_CONFIG_DIR", folder.resolve("config").toString());
    environment.put("SLIPWAY_TERMINATION_LOG", folder.resolve("termination").toString());
    environment.put("SLIPWAY_HTTP_PORT", Integer.toString(port));
    environment.put("SLIPWAY_OPERATOR_PORT", Integer.toString(operatorPort));
    environment.put("SLIPWAY_GRPC_PORT", "0");
    return ChildJvm.start(
        Main.class,
        List.of(
            "-XX:TieredStopAtLevel=4",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TrimNativeHeapInterval=10000",
            "-XX:NativeMemoryTracking=summary",
            "-Xms16m",
            "-XX:NewSize=8m",
            "-Xmx256m"),
        List.of(),
        environment,
        folder.resolve("log"));
  }

  private void awaitReady(Process pod, HttpClient client, int port) {
    URI ready = URI.create("http://127.0.0.1:" + port + "/v2/health/ready");
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .until(
            () -> {
              assertThat(pod.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
              return client
                      .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                      .statusCode()
                  == 200;
            });
  }

  private static JsonNode get(HttpClient client, int port, String path) throws Exception {
    return JSON.readTree(
        client
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                BodyHandlers.ofByteArray())
            .body());
  }

  /** No two alike, of one row to a few, for what the pod says that the model takes. */
  private static List<Load.Request> bodies(JsonNode metadata) throws Exception {
    Random random = new Random(SEED);
    List<Load.Request> bodies = new ArrayList<>();
    for (int i = 0; i < BODIES; i++) {
      int rows = 1 + i % MOST_ROWS;
      ObjectNode request = JsonNodeFactory.instance.objectNode().put("id", "r" + i);
      ArrayNode inputs = request.putArray("inputs");
      for (JsonNode field : metadata.path("inputs")) {
        ObjectNode input = inputs.addObject();
        input.set("name", field.path("name"));
        input.set("datatype", field.path("datatype"));
        ArrayNode shape = input.putArray("shape");
        int elements = 1;
        for (int axis = 0; axis < field.path("shape").size(); axis++) {
          int length = axis == 0 ? rows : field.path("shape").path(axis).intValue();
          shape.add(length);
          elements *= length;
        }
        ArrayNode data = input.putArray("data");
        for (int element = 0; element < elements; element++) {
          data.add(Math.round(random.nextGaussian() * 1e4) / 1e4);
        }
      }
      bodies.add(
          Load.Request.of("/v2/models/soak/infer", "r" + i, JSON.writeValueAsBytes(request)));
    }
    return bodies;
  }

  /** One in the middle of each window. */
  private List<Memory> samples(Duration time, Process pod) throws Exception {
    List<Memory> samples = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < WINDOWS; i++) {
      long due = begun + time.toNanos() * (2 * i + 1) / (2 * WINDOWS);
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      samples.add(Memory.of(pod, folder));
    }
    return samples;
  }

  private static Trend trend(List<Memory> samples, ToLongFunction<Memory> what) {
    return Trend.of(samples.stream().skip(WARM_UP).mapToDouble(what::applyAsLong).toArray());
  }

  private static String report(
      String engine,
      double first,
      double capacity,
      double rate,
      long answered,
      List<Memory> memory,
      Windows windows,
      Map<String, Trend> trends) {
    StringBuilder report = new StringBuilder();
    report.append(
        String.format(
            Locale.ROOT,
            "%s: %d minutes at %.0f requests a second (80 %% of %.0f; %.0f when cold), %d"
                + " answered%n",
            engine,
            MINUTES,
            rate,
            capacity,
            first,
            answered));
    report.append("window  heap KiB  native KiB  resident KiB  p50 us  p99 us\n");
    double[] p50 = windows.quantiles(0.5, 0);
    double[] p99 = windows.quantiles(0.99, 0);
    for (int i = 0; i < WINDOWS; i++) {
      Memory held = memory.get(i);
      report.append(
          String.format(
              Locale.ROOT,
              "%6d %9d %11d %13d %7.0f %7.0f%s%n",
              i,
              held.heap(),
              held.committed(),
              held.resident(),
              p50[i],
              p99[i],
              i < WARM_UP ? "  (warm-up)" : ""));
    }
    trends.forEach((what, trend) -> report.append(what).append(": ").append(trend).append('\n'));
    return report.toString();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
