package io.slipway.batch.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store whose certificate nobody signed whom the JDK knows. */
@Timeout(60)
class OwnAuthorityTest {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final S3Location PLACE = new S3Location("bucket", "object");

  @TempDir Path folder;
  private HttpsServer server;
  private String certificate;

  @BeforeEach
  void start() throws Exception {
    KeyStore keys = keys();
    Certificate own = keys.getCertificate("store");
    certificate =
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----"
            .formatted(Base64.getMimeEncoder().encodeToString(own.getEncoded()));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 7);
          exchange.getResponseBody().write("content".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private KeyStore keys() throws Exception {
    Path file = folder.resolve("keys");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "store",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).describedAs(output).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private S3Store store(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("AWS_ENDPOINT_URL_S3", "https://127.0.0.1:" + server.getAddress().getPort());
    settings.put("AWS_ACCESS_KEY_ID", "key");
    settings.put("AWS_SECRET_ACCESS_KEY", "secret");
    return S3Store.open(settings, new S3Store.Limits(1_000, 1));
  }

  @Test
  void isBelievedWithTheCertificateOfTheSecret() throws IOException {
    try (S3Store store = store(Map.of("ca.crt", certificate))) {
      assertThat(store.read(PLACE).orElseThrow()).asString().isEqualTo("content");
    }
  }

  @Test
  void isNotBelievedWithoutItAndTheMessageSaysWhatToDo() {
    try (S3Store store = store(Map.of())) {
      assertThatThrownBy(() -> store.read(PLACE))
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("put that into the key ca.crt of credentialsSecret");
    }
  }

  @Test
  void whatIsNoCertificateIsSaidToBeNone() {
    assertThatThrownBy(() -> store(Map.of("ca.crt", "-----BEGIN CERTIFICATE-----\nnone")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the key ca.crt of credentialsSecret is not a certificate in PEM form");
  }
}
