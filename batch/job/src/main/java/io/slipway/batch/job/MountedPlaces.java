package io.slipway.batch.job;

import io.slipway.batch.database.Database;
import io.slipway.batch.database.Drivers;
import io.slipway.batch.database.MissingDriverException;
import io.slipway.batch.folder.SharedFolder;
import io.slipway.batch.folder.VolumeFolder;
import io.slipway.batch.input.FolderInput;
import io.slipway.batch.input.Input;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.query.JdbcQuery;
import io.slipway.batch.query.Query;
import io.slipway.batch.run.RunSpec.Destination;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.batch.run.RunSpec.StagingArea;
import io.slipway.batch.s3.S3Documents;
import io.slipway.batch.s3.S3Folder;
import io.slipway.batch.s3.S3Input;
import io.slipway.batch.s3.S3Location;
import io.slipway.batch.s3.S3Staging;
import io.slipway.batch.s3.S3Store;
import io.slipway.batch.staging.Documents;
import io.slipway.batch.staging.FolderDocuments;
import io.slipway.batch.staging.FolderStaging;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.batch.warehouse.jdbc.JdbcWarehouse;
import io.slipway.batch.warehouse.parquet.ParquetWarehouse;
import io.slipway.batch.warehouse.postgresql.PostgresConfig;
import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
import io.slipway.batch.warehouse.postgresql.PostgresWarehouse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is mounted into a pod, or named by what is.
 *
 * @param config the folder of mounted documents and secrets
 * @param environment where cloud identities put theirs
 */
record MountedPlaces(Path config, Map<String, String> environment) implements Places {
  private static final String STORED = "s3";
  private static final String WAREHOUSE = "warehouse";
  private static final int CONNECTIONS = 2;

  @Override
  public Input input(URI uri) throws IOException, JobException {
    return STORED.equals(uri.getScheme())
        ? new S3Input(store(), location(uri))
        : new FolderInput(mounted(uri));
  }

  @Override
  public Query query(Source.Query query) throws IOException, JobException {
    Database database = database("source-connection", "the Secret of spec.input");
    return new JdbcQuery(
        database,
        query.sql(),
        query.cut().map(cut -> new JdbcQuery.Cut(cut.column(), cut.ranges())));
  }

  /** Any database, by whatever driver takes its address. */
  private Database database(String folder, String whose) throws IOException, JobException {
    String url = setting(folder, "url").orElseThrow(() -> missing(whose, "url"));
    if (url.matches("(jdbc:)?postgresql://[^/]*@.*")) {
      throw JobException.correct(
          "ConfigInvalid",
          "url in %s has a user in it: user and password are keys of their own".formatted(whose));
    }
    Database.Address address =
        new Database.Address(url, setting(folder, "user"), setting(folder, "password"));
    try {
      return Database.of(Drivers.of(environment), address, whose);
    } catch (MissingDriverException e) {
      throw JobException.correct("ConfigInvalid", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public RunFolder folder(StagingArea area, SetName set, RunId id)
      throws IOException, JobException {
    if (STORED.equals(area.uri().getScheme())) {
      S3Store store = store();
      S3Location root = location(area.uri()).resolve("%s/%s".formatted(set.text(), id.shortForm()));
      return new RunFolder(
          new S3Documents(store, root), new S3Staging(store, root.resolve("staging")));
    }
    Path root = mounted(area.uri()).resolve(set.text()).resolve(id.shortForm());
    return new RunFolder(FolderDocuments.open(root), FolderStaging.open(root.resolve("staging")));
  }

  @Override
  public Documents asked(StagingArea area, SetName set) throws IOException, JobException {
    String folder = set.text() + "/asked";
    return STORED.equals(area.uri().getScheme())
        ? new S3Documents(store(), location(area.uri()).resolve(folder))
        : FolderDocuments.open(mounted(area.uri()).resolve(folder));
  }

  /** For as long as the process: it does one thing and ends. */
  private S3Store store() throws IOException, JobException {
    Map<String, String> settings = new HashMap<>(environment);
    Path secret = config.resolve("credentials");
    if (Files.isDirectory(secret)) {
      try (Stream<Path> keys = Files.list(secret)) {
        for (Path key : keys.filter(Files::isRegularFile).toList()) {
          settings.put(key.getFileName().toString(), Files.readString(key).strip());
        }
      }
    }
    try {
      return S3Store.open(settings);
    } catch (IllegalArgumentException e) {
      throw JobException.correct("ConfigInvalid", String.valueOf(e.getMessage()));
    }
  }

  private static S3Location location(URI uri) throws JobException {
    try {
      return S3Location.of(uri);
    } catch (IllegalArgumentException e) {
      throw JobException.correct("ConfigInvalid", String.valueOf(e.getMessage()));
    }
  }

  private SharedFolder folder(URI uri) throws IOException, JobException {
    return STORED.equals(uri.getScheme())
        ? new S3Folder(store(), location(uri))
        : new VolumeFolder(mounted(uri));
  }

  @Override
  public Warehouse warehouse(Destination destination) throws IOException, JobException {
    return switch (destination.type()) {
      case DUCKDB ->
          DuckDbWarehouse.open(Files.createDirectories(mounted(destination.uri().orElseThrow())));
      case PARQUET ->
          ParquetWarehouse.open(
              folder(destination.uri().orElseThrow()), JobConfig.scratch(environment));
      case POSTGRESQL -> {
        PostgresConfig database = database();
        PostgresWarehouse.migrate(database);
        yield PostgresWarehouse.open(database);
      }
      case JDBC -> JdbcWarehouse.open(database(WAREHOUSE, "the Secret of spec.output"));
    };
  }

  private PostgresConfig database() throws IOException, JobException {
    String url =
        setting(WAREHOUSE, "url").orElseThrow(() -> missing("the Secret of spec.output", "url"));
    if (!url.matches("(jdbc:)?postgresql://[^@]+")) {
      throw JobException.correct(
          "ConfigInvalid",
          "url in the Secret of spec.output is not postgresql://host:port/database; user and"
              + " password are keys of their own");
    }
    return new PostgresConfig(
        url.startsWith("jdbc:") ? url : "jdbc:" + url,
        setting(WAREHOUSE, "user").orElseThrow(() -> missing("the Secret of spec.output", "user")),
        setting(WAREHOUSE, "password").orElse(""),
        setting(WAREHOUSE, "schema").orElse("slipway"),
        CONNECTIONS,
        Timing.USUAL);
  }

  private static JobException missing(String whose, String key) {
    return JobException.correct("ConfigInvalid", "%s has no key %s: add it".formatted(whose, key));
  }

  private Optional<String> setting(String folder, String key) throws IOException {
    Path file = config.resolve(folder).resolve(key);
    return Files.isRegularFile(file)
        ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private static Path mounted(URI uri) throws JobException {
    if (!"file".equals(uri.getScheme())) {
      throw JobException.correct(
          "ConfigInvalid",
          "%s: this is read and written on a volume alone; mount a claim and name it by file:///path"
              .formatted(uri));
    }
    return Path.of(uri.getPath());
  }
}
