package io.slipway.batch.job;

import io.slipway.batch.input.FolderInput;
import io.slipway.batch.input.Input;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.run.RunSpec.Destination;
import io.slipway.batch.run.RunSpec.StagingArea;
import io.slipway.batch.staging.FolderDocuments;
import io.slipway.batch.staging.FolderStaging;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.batch.warehouse.postgresql.PostgresConfig;
import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
import io.slipway.batch.warehouse.postgresql.PostgresWarehouse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is mounted into a pod, or named by what is.
 *
 * @param config the folder of mounted documents and secrets
 */
record MountedPlaces(Path config) implements Places {
  private static final int CONNECTIONS = 2;

  @Override
  public Input input(URI uri) throws JobException {
    return new FolderInput(mounted(uri, "input"));
  }

  @Override
  public RunFolder folder(StagingArea area, SetName set, RunId id)
      throws IOException, JobException {
    Path root = mounted(area.uri(), "staging").resolve(set.text()).resolve(id.shortForm());
    return new RunFolder(FolderDocuments.open(root), FolderStaging.open(root.resolve("staging")));
  }

  @Override
  public Warehouse warehouse(Destination destination) throws IOException, JobException {
    return switch (destination.type()) {
      case DUCKDB ->
          DuckDbWarehouse.open(
              Files.createDirectories(mounted(destination.uri().orElseThrow(), "output")));
      case POSTGRESQL -> {
        PostgresConfig database = database();
        PostgresWarehouse.migrate(database);
        yield PostgresWarehouse.open(database);
      }
    };
  }

  private PostgresConfig database() throws IOException, JobException {
    String url = setting("url").orElseThrow(() -> missing("url"));
    if (!url.matches("(jdbc:)?postgresql://[^@]+")) {
      throw JobException.correct(
          "ConfigInvalid",
          "url in the Secret of spec.output is not postgresql://host:port/database; user and"
              + " password are keys of their own");
    }
    return new PostgresConfig(
        url.startsWith("jdbc:") ? url : "jdbc:" + url,
        setting("user").orElseThrow(() -> missing("user")),
        setting("password").orElse(""),
        setting("schema").orElse("slipway"),
        CONNECTIONS,
        Timing.USUAL);
  }

  private static JobException missing(String key) {
    return JobException.correct(
        "ConfigInvalid", "the Secret of spec.output has no key %s: add it".formatted(key));
  }

  private Optional<String> setting(String key) throws IOException {
    Path file = config.resolve("warehouse").resolve(key);
    return Files.isRegularFile(file)
        ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private static Path mounted(URI uri, String what) throws JobException {
    if (!"file".equals(uri.getScheme())) {
      throw JobException.correct(
          "ConfigInvalid",
          "%s: this image reads and writes %s on volumes alone; mount a claim and name it by file:///path"
              .formatted(uri, what));
    }
    return Path.of(uri.getPath());
  }
}
