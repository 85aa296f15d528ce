package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.scoring.Engines;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.traffic.PodAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A whole pod in this JVM, on real ports, among others that a test's network knows. */
final class RunningPod implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The cluster's name server, as far as pods ask it. */
  static final class Network implements PodNetwork {
    private final Map<String, List<PodAddress>> scoring = new ConcurrentHashMap<>();
    private final Map<String, List<PodAddress>> operator = new ConcurrentHashMap<>();

    void ready(String revision, RunningPod... pods) {
      scoring.put(
          revision, List.of(pods).stream().map(pod -> local(pod.pod.scoringPort())).toList());
      operator.put(
          revision, List.of(pods).stream().map(pod -> local(pod.pod.operatorPort())).toList());
    }

    private static PodAddress local(int port) {
      return PodAddress.of(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public List<PodAddress> scoring(String revision) {
      return scoring.getOrDefault(revision, List.of());
    }

    @Override
    public List<PodAddress> operator(String revision) {
      return operator.getOrDefault(revision, List.of());
    }

    @Override
    public List<PodAddress> peers(String host) {
      return operator(host.substring(0, host.indexOf('.')));
    }
  }

  final Pod pod;
  private final Thread preparing;

  private RunningPod(Pod pod) {
    this.pod = pod;
    this.preparing =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    pod.prepare();
                  } catch (PodException | InterruptedException e) {
                    // What the test asks the state about.
                  }
                });
  }

  static RunningPod start(PodFolder folder, PodNetwork network) throws Exception {
    return start(folder, network, new Engines(List.of(new ScriptedEngine())));
  }

  static RunningPod start(PodFolder folder, PodNetwork network, Engines engines) throws Exception {
    PodConfig config = folder.config();
    return new RunningPod(
        new Pod(
            config,
            Assignment.read(config),
            engines,
            network,
            Instant.parse("2026-11-01T08:00:00Z")));
  }

  RunningPod awaitPrepared() throws InterruptedException {
    preparing.join();
    return this;
  }

  /** As SIGTERM does. */
  Thread leave() {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                pod.leave(preparing);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  URI scoring(String path) {
    return URI.create("http://127.0.0.1:" + pod.scoringPort() + path);
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pod.operatorPort() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> putTraffic(byte[] body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pod.operatorPort() + "/traffic"))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  int putTraffic(SignedDocument document) throws Exception {
    return putTraffic(document.toJson()).statusCode();
  }

  JsonNode status() throws Exception {
    HttpResponse<byte[]> response = get("/status");
    assertThat(response.statusCode()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  HttpResponse<String> getScoring(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(scoring(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> score() throws Exception {
    return post("/v1/models/churn:predict", "{\"instances\": [{\"x\": 1}]}");
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(scoring(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    pod.close();
  }
}
