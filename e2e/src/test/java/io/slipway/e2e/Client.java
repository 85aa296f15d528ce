package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The application that calls endpoints, a pod in the namespace under test. */
final class Client {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "client";
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(20);

  /** An answer to one request. */
  record Answer(int status, JsonNode headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }

    String header(String name) {
      return headers.path(name).asText("");
    }
  }

  private final Kubectl kubectl;

  private Client(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  /** Starts the pod and waits for it. */
  static Client start(Kubectl kubectl, String image) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: client, labels: {app: client}}
        spec:
          automountServiceAccountToken: false
          terminationGracePeriodSeconds: 1
          securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
          containers:
          - name: client
            image: %s
            imagePullPolicy: IfNotPresent
            ports: [{containerPort: 8080}]
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            resources: {requests: {cpu: 250m}}
            securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: tmp, mountPath: /tmp}]
          volumes:
          - {name: tmp, emptyDir: {}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: client}
        spec: {selector: {app: client}, ports: [{port: 8080}]}
        """
            .formatted(image);
    kubectl.applyYaml(yaml);
    kubectl.run("wait", "--for=condition=Ready", "pod/" + NAME, "--timeout=120s");
    return new Client(kubectl);
  }

  /** Where it runs. */
  String node() {
    return kubectl.get("pod", NAME).at("/spec/nodeName").asText();
  }

  Answer post(String url, String contentType, String body) {
    return send("POST", url, Map.of("Content-Type", contentType), body);
  }

  Answer get(String url) {
    return send("GET", url, Map.of(), "");
  }

  Answer send(String method, String url, Map<String, String> headers, String body) {
    ObjectNode ask = ask(url, headers, body);
    ask.put("method", method);
    JsonNode answer = kubectl.post(path("request"), ask.toString());
    return new Answer(
        answer.path("status").asInt(), answer.path("headers"), answer.path("body").asText());
  }

  /** Begins a steady load, once the endpoint answers. */
  RunningLoad load(String name, String url, String body, int perSecond) {
    Sending sending = Sending.to(url, body).perSecond(perSecond);
    awaitAnswer(sending);
    return load(name, sending);
  }

  /**
   * The first answer of an endpoint: a node's proxy knows of a Service's first pod a moment after
   * the resource is Ready, and until then there is nobody to connect to. Any answer counts.
   */
  Answer firstAnswer(String url, String contentType, String body) {
    return await()
        .atMost(FIRST_ANSWER)
        .until(() -> post(url, contentType, body), answer -> answer.status() != 0);
  }

  /** Waits for a first answer that is as it should be. */
  void awaitAnswer(Sending sending) {
    ObjectNode once = sending.ask().deepCopy().put("method", "POST");
    await()
        .atMost(FIRST_ANSWER)
        .untilAsserted(
            () -> {
              JsonNode answer = kubectl.post(path("request"), once.toString());
              assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
            });
  }

  RunningLoad load(String name, Sending sending) {
    kubectl.post(path("loads/" + name), sending.ask().toString());
    return new RunningLoad(name);
  }

  /** That every request of a load that is worth the name was answered. */
  static void assertNoneFailed(JsonNode report) {
    assertThat(report.path("failed").asLong()).as(report.toPrettyString()).isZero();
    assertThat(report.path("succeeded").asLong()).as(report.toPrettyString()).isGreaterThan(300);
  }

  /** How many requests a revision has answered. */
  static long answers(JsonNode report, String revision) {
    return report.path("byRevision").path(revision).asLong();
  }

  /** Who has answered, in the order of their names. */
  static SortedSet<String> revisions(JsonNode report) {
    return new TreeSet<>(
        report.path("byRevision").propertyStream().map(Map.Entry::getKey).toList());
  }

  /** A load that goes on until it is stopped. */
  final class RunningLoad {
    private final String name;

    private RunningLoad(String name) {
      this.name = name;
    }

    JsonNode report() {
      return kubectl.getRaw(path("loads/" + name));
    }

    /** Of the requests that were begun between two times of the client's clock. */
    JsonNode between(long fromMillis, long toMillis) {
      return kubectl.getRaw(path("loads/%s?from=%d&to=%d".formatted(name, fromMillis, toMillis)));
    }

    /** For each key, how many answers it had of each revision. */
    JsonNode keys() {
      return kubectl.getRaw(path("loads/" + name + "/keys"));
    }

    /** The part of the answers that a revision gives over a time from now on. */
    double share(String revision, Duration over) {
      JsonNode before = report();
      await().atMost(over.plusSeconds(10)).pollDelay(over).until(() -> true);
      JsonNode after = report();
      double all = after.path("succeeded").asLong() - before.path("succeeded").asLong();
      return (answers(after, revision) - answers(before, revision)) / all;
    }

    /** The last report: of a load at full speed, when all has been sent. */
    JsonNode stop() {
      return kubectl.post(path("loads/" + name + "/stop"), "{}");
    }
  }

  private static ObjectNode ask(String url, Map<String, String> headers, String body) {
    ObjectNode ask = JSON.createObjectNode();
    ask.put("url", url);
    ObjectNode headerNode = ask.putObject("headers");
    headers.forEach(headerNode::put);
    ask.put("body", body);
    return ask;
  }

  private String path(String rest) {
    return "/api/v1/namespaces/%s/pods/%s:8080/proxy/%s".formatted(kubectl.namespace(), NAME, rest);
  }
}
