package io.slipway.images;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** As much of a registry as a push needs; what is pushed stays in memory. */
final class MemoryRegistry implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final HttpServer server;
  private final AtomicInteger uploads = new AtomicInteger();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();

  private MemoryRegistry(HttpServer server) {
    this.server = server;
  }

  /** Starts one that speaks TLS, which is what a push tries first. */
  static MemoryRegistry start(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(folder.resolve("keys.p12"))));
    var registry = new MemoryRegistry(server);
    server.createContext("/v2/", registry::answer);
    server.start();
    return registry;
  }

  private static SSLContext context(Path store)
      throws IOException, InterruptedException, GeneralSecurityException {
    Command.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
            "-genkeypair",
            "-alias",
            "registry",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString()));
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  String host() {
    return "localhost:" + server.getAddress().getPort();
  }

  /** The bytes of the manifest that a tag names. */
  byte[] manifest(String tag) {
    return manifests.getOrDefault(tag, new byte[0]);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (exchange.getRequestMethod().equals("PUT") && path.contains("/manifests/")) {
        manifests.put(name, body);
      }
      exchange.getResponseHeaders().set("Location", "/v2/uploads/" + uploads.incrementAndGet());
      exchange.sendResponseHeaders(
          path.equals("/v2/") ? 200 : status(exchange.getRequestMethod()), -1);
    }
  }

  private static int status(String method) {
    return switch (method) {
      case "POST", "PATCH" -> 202;
      case "PUT" -> 201;
      // Nothing is there yet.
      default -> 404;
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
