package io.slipway.cli.ctl;

import io.slipway.client.Connection;
import io.slipway.client.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the registry is, and as whom it is asked. There is no option for the token itself, which
 * everybody on the machine could read in the list of processes.
 */
final class RegistryOptions {

  static final String REGISTRY = "SLIPWAY_REGISTRY";
  static final String TOKEN = "SLIPWAY_REGISTRY_TOKEN";
  static final String TOKEN_FILE = "SLIPWAY_REGISTRY_TOKEN_FILE";
  static final String CA = "SLIPWAY_REGISTRY_CA";

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "The registry's address. Default: " + REGISTRY + ".")
  private @Nullable String registry;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token. Default: " + TOKEN_FILE + ", or the token in " + TOKEN + ".")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Who may vouch for the registry, as PEM. Default: " + CA + ", or the system's.")
  private @Nullable Path ca;

  RegistryClient client(Map<String, String> variables) {
    return new RegistryClient(connection(variables));
  }

  Connection connection(Map<String, String> variables) {
    Connection connection =
        Connection.to(
            Optional.ofNullable(registry)
                .or(() -> variable(variables, REGISTRY))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "no registry is named: give --registry, or set " + REGISTRY)));
    Optional<String> token =
        Optional.ofNullable(tokenFile)
            .map(RegistryOptions::read)
            .or(() -> variable(variables, TOKEN))
            .or(() -> variable(variables, TOKEN_FILE).map(Path::of).map(RegistryOptions::read));
    Optional<Path> authorities =
        Optional.ofNullable(ca).or(() -> variable(variables, CA).map(Path::of));
    if (token.isPresent()) {
      connection = connection.withToken(token.get());
    }
    return authorities.isPresent() ? connection.trusting(authorities.get()) : connection;
  }

  private static Optional<String> variable(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file of the token, " + file + ", cannot be read: name one that can", e);
    }
  }
}
