package io.slipway.server.source;

import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a source may ask for, from the folder that {@code credentialsSecret} is mounted at (one file
 * a key), and the environment, where cloud identities put theirs. Read afresh at each use, so that
 * a rotated secret counts. Immutable.
 */
public final class Credentials {
  private static final int LARGEST = 256 * 1024;

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder may be absent
   * @param environment of the process
   */
  public Credentials(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /** The value of an {@code Authorization} header, if there is a token or a user. */
  Optional<String> authorization() throws SourceException {
    Optional<String> token = secret("token");
    if (token.isPresent()) {
      return Optional.of("Bearer " + token.get());
    }
    Optional<String> user = secret("username");
    Optional<String> password = secret("password");
    if (user.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    if (user.isEmpty() || password.isEmpty()) {
      throw new SourceException(
          Reason.CONFIG_INVALID, "credentialsSecret needs both username and password, or a token");
    }
    String pair = user.get() + ":" + password.get();
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }

  /** A key of the secret, then of the environment, without white space around it. */
  Optional<String> setting(String key) throws SourceException {
    Optional<String> secret = secret(key);
    return secret.isPresent()
        ? secret
        : Optional.ofNullable(environment.get(key)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** A key of the secret alone. */
  Optional<String> secret(String key) throws SourceException {
    Path file = folder.resolve(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new SourceException(
            Reason.CONFIG_INVALID, "the key %s of credentialsSecret is too long".formatted(key));
      }
      return Optional.of(Files.readString(file).strip()).filter(value -> !value.isEmpty());
    } catch (IOException e) {
      throw new SourceException(
          Reason.CONFIG_INVALID,
          "the key %s of credentialsSecret is not readable text".formatted(key),
          e);
    }
  }

  @Override
  public String toString() {
    return "Credentials[…]";
  }
}
