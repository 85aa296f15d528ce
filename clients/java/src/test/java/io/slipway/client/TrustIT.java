package io.slipway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.slipway.testing.program.SelfSigned;
import io.slipway.testing.registry.LocalRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS. */
class TrustIT {
  private static final Patience QUICK = new Patience(2, Duration.ofMillis(20));

  @TempDir private Path folder;

  @Test
  void onlyWhoCanProveToBeTheRegistryIsAsked() throws Exception {
    SelfSigned.into(folder, "registry", "EC");
    Path other = Files.writeString(folder.resolve("none.crt"), "none");
    try (LocalRegistry registry =
        LocalRegistry.in(
            folder,
            Map.of(
                "SLIPWAY_REGISTRY_TLS_CERT", folder.resolve("tls.crt").toString(),
                "SLIPWAY_REGISTRY_TLS_KEY", folder.resolve("tls.key").toString()))) {
      String address = registry.address().replace("http://127.0.0.1", "https://localhost");
      Connection connection = Connection.to(address).withToken(LocalRegistry.TRAINER);

      assertThat(
              new RegistryClient(connection.trusting(folder.resolve("tls.crt")), QUICK)
                  .create("churn"))
          .isTrue();
      assertThatThrownBy(() -> new RegistryClient(connection, QUICK).create("churn"))
          .asInstanceOf(type(RegistryException.class))
          .returns(RegistryException.Kind.UNTRUSTED, RegistryException::kind);
      assertThatThrownBy(() -> new RegistryClient(connection.trusting(other), QUICK))
          .hasMessageContaining("none.crt");
    }
  }
}
