package io.slipway.registry;

import io.slipway.registry.auth.Gate.Anonymous;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.Quoted;
import io.slipway.registry.service.Cleaning;
import io.slipway.registry.store.DatabaseConfig;
import io.slipway.registry.validation.ValidationLimits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry is set up: environment variables, all of which may be left out. Without any it
 * keeps everything in one folder.
 *
 * @param data the folder for the database and the bytes, as far as they are not elsewhere
 * @param blobs {@code s3://bucket/prefix}; the folder when absent
 * @param environment for the keys of an S3 store
 * @param validation how long one may take before it is begun anew
 * @param validationLimits what the process of one may take
 * @param cleaningEvery how often what nobody needs is taken away
 */
public record RegistryConfig(
    Path data,
    DatabaseConfig database,
    Optional<String> blobs,
    Map<String, String> environment,
    int port,
    int operationsPort,
    Optional<TlsFiles> tls,
    Optional<Path> tokens,
    Anonymous anonymous,
    long largestBlob,
    Duration validation,
    ValidationLimits validationLimits,
    Cleaning.Settings cleaning,
    Duration cleaningEvery,
    Duration stopGrace) {

  /**
   * Where the certificate and its key are, and how often it is looked whether they are new ones.
   */
  public record TlsFiles(Path certificate, Path key, Duration refresh) {}

  private static final String PREFIX = "SLIPWAY_REGISTRY_";
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final long LARGEST_BLOB = 16L << 30;

  /**
   * Reads it.
   *
   * @throws InvalidException when something makes no sense, by name
   */
  public static RegistryConfig read(Map<String, String> variables) {
    Reader env = new Reader(variables);
    Path data = Path.of(env.text("DATA_DIR").orElse("/var/lib/slipway-registry"));
    return new RegistryConfig(
        data,
        database(env, data),
        blobs(env),
        Map.copyOf(variables),
        env.integer("PORT", 8080),
        env.integer("OPERATIONS_PORT", 9090),
        tls(env),
        env.text("TOKENS_FILE").map(Path::of),
        env.flag("ANONYMOUS_READ") ? Anonymous.READ : Anonymous.NOTHING,
        env.number("MAX_BLOB_BYTES", LARGEST_BLOB),
        env.duration("VALIDATION_LEASE", Duration.ofMinutes(10)),
        validationLimits(env),
        new Cleaning.Settings(
            env.duration("CLEANING_GRACE", Duration.ofDays(7)),
            env.duration("CLEANING_UNFINISHED", Duration.ofDays(7)),
            env.duration("CLEANING_REPEATS", Duration.ofDays(7))),
        env.duration("CLEANING_EVERY", Duration.ofHours(6)),
        env.duration("STOP_GRACE", Duration.ofSeconds(20)));
  }

  private static DatabaseConfig database(Reader env, Path data) {
    Optional<String> url = env.text("DATABASE_URL");
    if (url.isEmpty()) {
      return new DatabaseConfig.Sqlite(data.resolve("registry.db"));
    }
    if (!url.get().startsWith("postgresql://")) {
      throw env.wrong(
          "DATABASE_URL", "write postgresql://host:port/database, or leave it out for SQLite");
    }
    requireNoPassword(env, url.get());
    return new DatabaseConfig.Postgresql(
        "jdbc:" + url.get(),
        env.text("DATABASE_USER").orElse("slipway"),
        password(env),
        env.integer("DATABASE_CONNECTIONS", 10));
  }

  private static void requireNoPassword(Reader env, String url) {
    try {
      if (new URI(url).getUserInfo() != null) {
        throw env.wrong(
            "DATABASE_URL",
            "take user and password out of it; write them into DATABASE_USER and DATABASE_PASSWORD_FILE");
      }
    } catch (URISyntaxException e) {
      throw env.wrong("DATABASE_URL", "write postgresql://host:port/database");
    }
  }

  private static String password(Reader env) {
    Optional<Path> file = env.text("DATABASE_PASSWORD_FILE").map(Path::of);
    if (file.isEmpty()) {
      return env.text("DATABASE_PASSWORD").orElse("");
    }
    try {
      return Files.readString(file.get()).strip();
    } catch (IOException e) {
      throw env.wrong("DATABASE_PASSWORD_FILE", "write the path of a file that can be read");
    }
  }

  private static Optional<String> blobs(Reader env) {
    Optional<String> blobs = env.text("BLOBS");
    if (blobs.isPresent() && !blobs.get().startsWith("s3://")) {
      throw env.wrong("BLOBS", "write s3://bucket/prefix, or leave it out for a folder");
    }
    return blobs;
  }

  private static ValidationLimits validationLimits(Reader env) {
    ValidationLimits here = ValidationLimits.ofThisProcess();
    Duration time = env.duration("VALIDATION_TIME", here.time());
    if (time.toSeconds() < 1) {
      throw env.wrong("VALIDATION_TIME", "write a second or more");
    }
    return ValidationLimits.of(env.number("VALIDATION_MEMORY_BYTES", here.memoryBytes()), time);
  }

  private static Optional<TlsFiles> tls(Reader env) {
    Optional<Path> certificate = env.text("TLS_CERT").map(Path::of);
    Optional<Path> key = env.text("TLS_KEY").map(Path::of);
    if (certificate.isPresent() != key.isPresent()) {
      throw new InvalidException(
          "%sTLS_CERT and %sTLS_KEY: one is there without the other; set both or none"
              .formatted(PREFIX, PREFIX));
    }
    Duration refresh = env.duration("TLS_REFRESH", Duration.ofMinutes(1));
    return certificate.map(path -> new TlsFiles(path, key.orElseThrow(), refresh));
  }

  private record Reader(Map<String, String> variables) {
    Optional<String> text(String name) {
      return Optional.ofNullable(variables.get(PREFIX + name))
          .map(String::strip)
          .filter(text -> !text.isEmpty());
    }

    InvalidException wrong(String name, String instead) {
      return new InvalidException(
          "%s%s is %s: %s".formatted(PREFIX, name, Quoted.of(text(name).orElse("")), instead));
    }

    long number(String name, long otherwise) {
      return text(name)
          .map(
              text -> {
                if (!text.matches("[0-9]{1,18}")) {
                  throw wrong(name, "write a whole number");
                }
                return Long.parseLong(text);
              })
          .orElse(otherwise);
    }

    int integer(String name, int otherwise) {
      long number = number(name, otherwise);
      if (number > 65535) {
        throw wrong(name, "write a number up to 65535");
      }
      return (int) number;
    }

    boolean flag(String name) {
      return switch (text(name).orElse("false")) {
        case "true" -> true;
        case "false" -> false;
        default -> throw wrong(name, "write true or false");
      };
    }

    Duration duration(String name, Duration otherwise) {
      Optional<String> text = text(name);
      if (text.isEmpty()) {
        return otherwise;
      }
      Matcher form = DURATION.matcher(text.get());
      if (!form.matches()) {
        throw wrong(name, "write a time like 500ms, 30s, 5m, 1h or 7d");
      }
      long number = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }
}
