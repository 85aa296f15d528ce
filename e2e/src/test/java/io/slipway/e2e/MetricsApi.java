package io.slipway.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * The API {@code metrics.k8s.io} as a test wants it, where no metrics server runs: what pods use is
 * what the test says. It is served by the test itself, so it needs an API server on this machine.
 */
final class MetricsApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "/apis/metrics.k8s.io/v1beta1";
  private static final Pattern PODS = Pattern.compile(ROOT + "/namespaces/([^/]+)/pods");
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Kubectl kubectl;
  private final ToIntFunction<JsonNode> milliCpus;
  private final HttpsServer server;

  private MetricsApi(Kubectl kubectl, ToIntFunction<JsonNode> milliCpus, HttpsServer server) {
    this.kubectl = kubectl;
    this.milliCpus = milliCpus;
    this.server = server;
  }

  /**
   * Serves it, and has the API server know of it.
   *
   * @param milliCpus what a pod uses, in thousandths of a CPU
   */
  static MetricsApi start(Kubectl kubectl, Path folder, ToIntFunction<JsonNode> milliCpus)
      throws IOException, GeneralSecurityException, InterruptedException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(0), 16);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(folder.resolve("metrics.p12"))));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    MetricsApi api = new MetricsApi(kubectl, milliCpus, server);
    server.createContext("/", api::answer);
    server.start();
    kubectl.applyYaml(registration(kubectl.namespace(), server.getAddress().getPort()));
    return api;
  }

  /** Waits until the cluster finds it; where it never does the test is skipped. */
  void awaitAvailable() {
    try {
      await().atMost(Duration.ofSeconds(30)).until(this::isAvailable);
    } catch (ConditionTimeoutException e) {
      Assumptions.abort("skipped: the cluster's API server does not reach this machine");
    }
  }

  private static String registration(String namespace, int port) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: metrics, namespace: %1$s}
    spec: {ports: [{port: %2$d}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: metrics, namespace: %1$s, labels: {kubernetes.io/service-name: metrics}}
    addressType: IPv4
    ports: [{port: %2$d}]
    endpoints: [{addresses: [%3$s], conditions: {ready: true}}]
    ---
    apiVersion: apiregistration.k8s.io/v1
    kind: APIService
    metadata: {name: v1beta1.metrics.k8s.io}
    spec:
      group: metrics.k8s.io
      version: v1beta1
      insecureSkipTLSVerify: true
      groupPriorityMinimum: 100
      versionPriority: 100
      service: {name: metrics, namespace: %1$s, port: %2$d}
    """
        .formatted(namespace, port, address());
  }

  /** One of this machine's that is not only its own. */
  private static String address() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElse("192.0.2.1"); // Nobody's: it is not reached.
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isAvailable() {
    return kubectl.attempt("", "get", "--raw", ROOT).exitCode() == 0;
  }

  private static SSLContext tls(Path file)
      throws IOException, GeneralSecurityException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                Stream.of(
                        "%s -genkeypair -alias metrics -keyalg EC -dname CN=localhost -storetype PKCS12 -keystore %s -storepass %s"
                            .formatted(keytool, file, new String(PASSWORD))
                            .split(" "))
                    .toList())
            .inheritIO()
            .start();
    if (made.waitFor() != 0) {
      throw new AssertionError("keytool made no key");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    return tls;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher pods = PODS.matcher(path);
      if (path.equals(ROOT)) {
        write(exchange, resources());
      } else if (pods.matches()) {
        write(exchange, metrics(pods.group(1), selector(exchange)));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static String selector(HttpExchange exchange) {
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    return Stream.of(query.split("&"))
        .filter(parameter -> parameter.startsWith("labelSelector="))
        .map(parameter -> parameter.substring("labelSelector=".length()))
        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  private static ObjectNode resources() {
    ObjectNode list = JSON.createObjectNode();
    list.put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", "metrics.k8s.io/v1beta1");
    ObjectNode pods = list.putArray("resources").addObject();
    pods.put("name", "pods").put("singularName", "").put("namespaced", true);
    pods.put("kind", "PodMetrics").putArray("verbs").add("get").add("list");
    return list;
  }

  private ObjectNode metrics(String namespace, String selector) {
    ObjectNode list = JSON.createObjectNode();
    list.put("kind", "PodMetricsList").put("apiVersion", "metrics.k8s.io/v1beta1");
    list.putObject("metadata");
    var items = list.putArray("items");
    for (JsonNode pod : kubectl.in(namespace).get("pods", "-l", selector).path("items")) {
      ObjectNode item = items.addObject();
      item.putObject("metadata")
          .put("name", pod.at("/metadata/name").asText())
          .put("namespace", namespace);
      item.put("timestamp", Instant.now().toString()).put("window", "1s");
      ObjectNode container = item.putArray("containers").addObject();
      container.put("name", pod.at("/spec/containers/0/name").asText());
      container
          .putObject("usage")
          .put("cpu", milliCpus.applyAsInt(pod) + "m")
          .put("memory", "100Mi");
    }
    return list;
  }

  private static void write(HttpExchange exchange, JsonNode answer) throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    kubectl.run("delete", "apiservice", "v1beta1.metrics.k8s.io", "--ignore-not-found");
    kubectl.run("delete", "service", "metrics", "--ignore-not-found");
    server.stop(0);
  }
}
