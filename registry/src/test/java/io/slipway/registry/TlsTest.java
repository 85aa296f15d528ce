package io.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.registry.http.Tls;
import io.slipway.registry.testing.RegistryClient;
import io.slipway.testing.program.SelfSigned;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void theCertificateOfTheFilesIsTheServers(String algorithm) throws Exception {
    X509Certificate certificate = SelfSigned.into(folder, "one", algorithm);
    try (TestRegistry registry = start();
        HttpClient http = trusting(certificate)) {
      RegistryClient client = client(registry, http);
      assertThat(client.get("/v1/models").status()).isEqualTo(200);
    }
  }

  @Test
  void aRenewedCertificateIsTakenUpAndOneThatIsNoneIsNot() throws Exception {
    X509Certificate first = SelfSigned.into(folder, "one", "EC");
    try (TestRegistry registry = start()) {
      Files.writeString(folder.resolve("tls.crt"), "none");
      touch("tls.crt", 10);
      try (HttpClient http = trusting(first)) {
        assertThat(client(registry, http).get("/v1/models").status()).isEqualTo(200);
      }
      X509Certificate renewed = SelfSigned.into(folder, "two", "EC");
      touch("tls.crt", 20);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(SSLHandshakeException.class)
          .untilAsserted(
              () -> {
                try (HttpClient http = trusting(renewed)) {
                  assertThat(client(registry, http).get("/v1/models").status()).isEqualTo(200);
                }
              });
    }
  }

  /** Lets it be seen that a file is another, though it was written within the same second. */
  private void touch(String file, int seconds) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve(file), FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  @Test
  void aKeyThatIsNoneIsSaidToBeSo() throws Exception {
    SelfSigned.into(folder, "one", "EC");
    Files.writeString(folder.resolve("tls.key"), "-----BEGIN EC PRIVATE KEY-----");
    assertThatThrownBy(() -> new Tls(folder.resolve("tls.crt"), folder.resolve("tls.key")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PKCS #8");
  }

  private TestRegistry start() throws IOException {
    return TestRegistry.start(
        folder,
        Map.of(
            "SLIPWAY_REGISTRY_TLS_CERT", folder.resolve("tls.crt").toString(),
            "SLIPWAY_REGISTRY_TLS_KEY", folder.resolve("tls.key").toString(),
            "SLIPWAY_REGISTRY_TLS_REFRESH", "100ms"),
        Clock.systemUTC());
  }

  private static RegistryClient client(TestRegistry registry, HttpClient http) {
    return new RegistryClient(
        http, URI.create("https://localhost:" + registry.registry().port()), TestRegistry.ADMIN);
  }

  private static HttpClient trusting(X509Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("server", certificate);
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
