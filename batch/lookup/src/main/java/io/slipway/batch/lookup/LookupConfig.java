package io.slipway.batch.lookup;

import io.slipway.batch.lookup.Freshness.OnStale;
import io.slipway.batch.warehouse.postgresql.PostgresConfig;
import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
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
 * How the look-up service is set up: environment variables that begin with {@code SLIPWAY_LOOKUP_}.
 *
 * @param database where predictions are; a folder when absent
 * @param folder for the warehouse without a database server
 * @param model that is asked for what is not fresh
 * @param cacheAtMost how long caches may keep an answer, however fresh it is
 * @param tokens who may read and who may move the pointer; without, all may read and nobody move
 */
public record LookupConfig(
    Optional<PostgresConfig> database,
    Path folder,
    Freshness freshness,
    Optional<URI> model,
    Duration modelLimit,
    Duration cacheAtMost,
    Optional<Path> tokens,
    boolean anonymousRead,
    int mostKeys,
    int port,
    int operationsPort,
    Duration stopGrace) {
  private static final String PREFIX = "SLIPWAY_LOOKUP_";
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** A variable makes no sense: its name, and what to write. */
  public static final class InvalidException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidException(String message) {
      super(message);
    }
  }

  /** Reads it. */
  public static LookupConfig read(Map<String, String> variables) {
    Reader env = new Reader(variables);
    Optional<URI> model = env.text("MODEL_URL").map(url -> modelUri(env, url));
    Optional<Path> tokens = env.text("TOKENS_FILE").map(Path::of);
    return new LookupConfig(
        env.text("DATABASE_URL").map(url -> database(env, url)),
        Path.of(env.text("FOLDER").orElse("/var/lib/slipway/predictions")),
        freshness(env, model),
        model,
        env.duration("MODEL_LIMIT").orElse(Duration.ofSeconds(2)),
        env.duration("CACHE_AT_MOST").orElse(Duration.ofMinutes(1)),
        tokens,
        env.flag("ANONYMOUS_READ", tokens.isEmpty()),
        env.integer("MOST_KEYS", 1000, 100_000),
        env.integer("PORT", 8080, 65_535),
        env.integer("OPERATIONS_PORT", 9090, 65_535),
        env.duration("STOP_GRACE").orElse(Duration.ofSeconds(20)));
  }

  private static Freshness freshness(Reader env, Optional<URI> model) {
    String text = env.text("ON_STALE").orElse("Serve");
    OnStale onStale =
        switch (text) {
          case "Serve" -> OnStale.SERVE;
          case "Reject" -> OnStale.REJECT;
          case "FallbackOnline" -> OnStale.FALLBACK_ONLINE;
          default -> throw env.wrong("ON_STALE", "write Serve, Reject or FallbackOnline");
        };
    if (onStale == OnStale.FALLBACK_ONLINE && model.isEmpty()) {
      throw env.wrong(
          "ON_STALE",
          "set %sMODEL_URL too, to the model's address of predictions".formatted(PREFIX));
    }
    return new Freshness(env.duration("MAX_STALENESS"), onStale);
  }

  private static URI modelUri(Reader env, String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && url.matches("https?://.*:predict")) {
        return uri;
      }
    } catch (URISyntaxException _) {
      throw env.wrong("MODEL_URL", "write http://HOST/v1/models/NAME:predict");
    }
    throw env.wrong("MODEL_URL", "write http://HOST/v1/models/NAME:predict");
  }

  private static PostgresConfig database(Reader env, String url) {
    if (!url.matches("postgresql://[^@]+")) {
      throw env.wrong(
          "DATABASE_URL",
          "write postgresql://host:port/database, and user and password into %1$sDATABASE_USER and %1$sDATABASE_PASSWORD_FILE"
              .formatted(PREFIX));
    }
    Duration reads = env.duration("DATABASE_LIMIT").orElse(Timing.USUAL.reads());
    if (reads.compareTo(Duration.ofSeconds(30)) > 0 || reads.isZero()) {
      throw env.wrong("DATABASE_LIMIT", "write a time of more than nothing and at most 30s");
    }
    return new PostgresConfig(
        "jdbc:" + url,
        env.text("DATABASE_USER").orElse("slipway"),
        password(env),
        env.text("DATABASE_SCHEMA").orElse("slipway"),
        env.integer("DATABASE_CONNECTIONS", 10, 1000),
        new Timing(reads, Timing.USUAL.locks(), Timing.USUAL.grace()));
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

  private record Reader(Map<String, String> variables) {
    Optional<String> text(String name) {
      return Optional.ofNullable(variables.get(PREFIX + name))
          .map(String::strip)
          .filter(text -> !text.isEmpty());
    }

    InvalidException wrong(String name, String instead) {
      return new InvalidException(
          "%s%s is \"%s\": %s".formatted(PREFIX, name, text(name).orElse(""), instead));
    }

    int integer(String name, int otherwise, int most) {
      Optional<String> text = text(name);
      if (text.isEmpty()) {
        return otherwise;
      }
      if (!text.get().matches("[0-9]{1,9}") || Integer.parseInt(text.get()) > most) {
        throw wrong(name, "write a whole number up to " + most);
      }
      return Integer.parseInt(text.get());
    }

    boolean flag(String name, boolean otherwise) {
      return switch (text(name).orElse(Boolean.toString(otherwise))) {
        case "true" -> true;
        case "false" -> false;
        default -> throw wrong(name, "write true or false");
      };
    }

    Optional<Duration> duration(String name) {
      return text(name)
          .map(
              text -> {
                Matcher form = DURATION.matcher(text);
                if (!form.matches()) {
                  throw wrong(name, "write a time like 500ms, 30s, 5m, 26h or 7d");
                }
                long number = Long.parseLong(form.group(1));
                return switch (form.group(2)) {
                  case "ms" -> Duration.ofMillis(number);
                  case "s" -> Duration.ofSeconds(number);
                  case "m" -> Duration.ofMinutes(number);
                  case "h" -> Duration.ofHours(number);
                  default -> Duration.ofDays(number);
                };
              });
    }
  }
}
