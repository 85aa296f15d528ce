package io.slipway.testing.registry;

import io.slipway.registry.Registry;
import io.slipway.registry.RegistryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A registry in this process, with SQLite, a folder, the real validation and some tokens. */
public final class LocalRegistry implements AutoCloseable {

  /** May do everything. */
  public static final String ADMIN = "admin-token-of-the-tests-0123456789";

  /** May push versions and move aliases. */
  public static final String TRAINER = "trainer-token-of-the-tests-123456789";

  /** May look and download. */
  public static final String READER = "reader-token-of-the-tests-0123456789";

  private final Registry registry;

  private LocalRegistry(Registry registry) {
    this.registry = registry;
  }

  /** Starts one with all that it keeps in a folder, where one may have been before. */
  public static LocalRegistry in(Path folder) throws IOException {
    return in(folder, Map.of());
  }

  /** The same with more settings, by the names of the registry's variables. */
  public static LocalRegistry in(Path folder, Map<String, String> settings) throws IOException {
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"),
            """
            root admin %s
            trainer push,promote %s
            pod read %s
            """
                .formatted(ADMIN, TRAINER, READER));
    Map<String, String> variables = new HashMap<>();
    variables.put("SLIPWAY_REGISTRY_DATA_DIR", folder.resolve("data").toString());
    variables.put("SLIPWAY_REGISTRY_PORT", "0");
    variables.put("SLIPWAY_REGISTRY_OPERATIONS_PORT", "0");
    variables.put("SLIPWAY_REGISTRY_TOKENS_FILE", tokens.toString());
    variables.put("SLIPWAY_REGISTRY_STOP_GRACE", "1s");
    variables.putAll(settings);
    return new LocalRegistry(Registry.open(RegistryConfig.read(variables)));
  }

  /** Where it is. */
  public String address() {
    return "http://127.0.0.1:" + registry.port();
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
