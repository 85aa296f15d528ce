package io.slipway.registry;

import io.slipway.registry.service.Validator;
import io.slipway.registry.testing.RegistryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** A registry of this process, with a token of each scope. */
final class TestRegistry implements AutoCloseable {
  static final String ADMIN = "admin-token-of-the-tests-0123456789";
  static final String PUSH = "push-token-of-the-tests-00123456789";
  static final String PROMOTE = "promote-token-of-the-tests-03456789";
  static final String REPORT = "report-token-of-the-tests-003456789";
  static final String READ = "read-token-of-the-tests-00012345678";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Registry registry;
  private final Path folder;

  private TestRegistry(Registry registry, Path folder) {
    this.registry = registry;
    this.folder = folder;
  }

  static TestRegistry start(Path folder, Map<String, String> settings, Clock clock)
      throws IOException {
    return start(folder, settings, clock, new DeclaredFormat());
  }

  static TestRegistry start(
      Path folder, Map<String, String> settings, Clock clock, Validator validator)
      throws IOException {
    Path tokens = folder.resolve("tokens");
    Files.writeString(
        tokens,
        """
        # name scopes token
        root admin %s
        trainer push %s
        release promote %s
        operator report %s
        pod read %s
        """
            .formatted(ADMIN, PUSH, PROMOTE, REPORT, READ));
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SLIPWAY_REGISTRY_DATA_DIR", folder.resolve("data").toString());
    variables.put("SLIPWAY_REGISTRY_PORT", "0");
    variables.put("SLIPWAY_REGISTRY_OPERATIONS_PORT", "0");
    variables.put("SLIPWAY_REGISTRY_TOKENS_FILE", tokens.toString());
    variables.put("SLIPWAY_REGISTRY_STOP_GRACE", "1s");
    variables.putAll(settings);
    return new TestRegistry(
        Registry.start(RegistryConfig.read(variables), validator, clock), folder);
  }

  RegistryClient client() {
    return new RegistryClient(http, URI.create("http://127.0.0.1:" + registry.port()), ADMIN);
  }

  RegistryClient operations() {
    return new RegistryClient(
        http, URI.create("http://127.0.0.1:" + registry.operationsPort()), "");
  }

  Path folder() {
    return folder;
  }

  Registry registry() {
    return registry;
  }

  @Override
  public void close() throws IOException {
    registry.close();
    http.close();
  }
}
