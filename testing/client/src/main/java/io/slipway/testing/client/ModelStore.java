package io.slipway.testing.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Files over HTTPS, port 8443, for requests that carry a bearer token or the signature of an S3
 * client, which names a bucket as the first folder of the path. What it needs is in one folder:
 * {@code keystore.p12} (password {@code changeit}), {@code token}, {@code AWS_ACCESS_KEY_ID} and
 * {@code AWS_SECRET_ACCESS_KEY}.
 */
final class ModelStore {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SharedFiles files;
  private final String token;
  private final S3Signature signature;

  private ModelStore(SharedFiles files, String token, S3Signature signature) {
    this.files = files;
    this.token = token;
    this.signature = signature;
  }

  /**
   * Serves until the process ends.
   *
   * @param files what it gives out
   * @param settings the folder with key store and credentials
   */
  static void start(SharedFiles files, Path settings) throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(8443), 64);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(settings.resolve("keystore.p12"))));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    ModelStore store =
        new ModelStore(
            files,
            Files.readString(settings.resolve("token")).strip(),
            new S3Signature(
                Files.readString(settings.resolve("AWS_ACCESS_KEY_ID")).strip(),
                Files.readString(settings.resolve("AWS_SECRET_ACCESS_KEY")).strip()));
    server.createContext("/", store::serve);
    server.start();
    System.out.println("the store of models listens on port 8443");
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (isAllowed(exchange)) {
        files.get(exchange, exchange.getRequestURI().getPath().substring(1));
      } else {
        exchange.sendResponseHeaders(403, -1);
      }
    }
  }

  private boolean isAllowed(HttpExchange exchange) {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    return given != null && (given.equals("Bearer " + token) || signature.isOf(exchange, given));
  }

  private static SSLContext tls(Path keyStore) throws IOException {
    try (InputStream in = Files.newInputStream(keyStore)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS with " + keyStore, e);
    }
  }
}
