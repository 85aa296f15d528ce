package io.slipway.batch.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.client.Connection;
import io.slipway.client.Draft;
import io.slipway.client.LocalFile;
import io.slipway.client.Progress;
import io.slipway.client.RegistryClient;
import io.slipway.client.Version;
import io.slipway.embedded.EmbeddedModel;
import io.slipway.embedded.EmbeddedModels;
import io.slipway.testing.registry.LocalRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A registry, and an application that scores what it pulls from there. */
final class PulledModels implements AutoCloseable {
  private static final String NAME = "m";

  private final Path folder;
  private final LocalRegistry registry;
  private final Connection connection;

  private PulledModels(Path folder, LocalRegistry registry, Connection connection) {
    this.folder = folder;
    this.registry = registry;
    this.connection = connection;
  }

  static PulledModels in(Path folder) throws Exception {
    LocalRegistry registry = LocalRegistry.in(folder);
    Connection connection = Connection.to(registry.address()).withToken(LocalRegistry.TRAINER);
    new RegistryClient(connection).create(NAME);
    return new PulledModels(folder, registry, connection);
  }

  /** Publishes a file, then pulls it as an application does. */
  EmbeddedModel open(Path model) throws Exception {
    RegistryClient client = new RegistryClient(connection);
    Path files = Files.createTempDirectory(folder, "pushed");
    Files.copy(model, files.resolve(model.getFileName()));
    Draft draft =
        new Draft(
            LocalFile.under(files, Progress.UNSEEN),
            Optional.of(model.getFileName().toString()),
            Optional.empty(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.objectNode());
    Version version =
        client.publication(NAME, Progress.UNSEEN).publish(draft, Duration.ofSeconds(60)).version();
    return new EmbeddedModels(connection, folder.resolve("cache")).open(NAME, version.digest());
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
