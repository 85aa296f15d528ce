package io.slipway.conformance;

import io.slipway.conformance.check.GrpcChecks;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line.
 *
 * @param grpc where the same server answers gRPC; empty to leave it out
 * @param request a file with an infer request that the model can score
 * @param only prefixes of the names of the checks to run; none for all
 * @param largeBytes how large a request is that may be too large
 */
record Options(
    URI server,
    String model,
    Optional<GrpcChecks.Target> grpc,
    Optional<Path> request,
    Format format,
    List<String> only,
    Duration timeout,
    int largeBytes,
    Strictness strictness) {

  /** How the report is written. */
  enum Format {
    PLAIN,
    MARKDOWN,
    JSON
  }

  /** What makes the exit status 1. */
  enum Strictness {
    /** A failed check of what is required, or of an extension that the server says it has. */
    REQUIRED,
    /** Any failed check. */
    ALL
  }

  static final String USAGE =
      """
      usage: conformance URL --model NAME [option]...

        --model NAME       the model to check the server with
        --grpc HOST:PORT   check gRPC too, which the same server answers there without TLS
        --request FILE     an infer request that the model can score; without it one is made up from the metadata
        --format FORMAT    plain (when it is not said), markdown or json
        --only PREFIX      only checks whose names begin so, such as binary; may come more than once
        --timeout SECONDS  for an answer (30)
        --large BYTES      the size of the request that may be refused for it (33554432)
        --strict           exit with 1 for recommendations too

      It exits with 0 when all required checks, and those of extensions that the server says it has, pass; with 1 when
      one fails; with 2 when it could not look.
      """;

  /** A command line that is none; the message says in what. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) throws UsageException {
    return new Parser(arguments).parse();
  }

  /** Reads the arguments one by one. */
  private static final class Parser {
    private static final int MOST_PORT = 65_535;

    /** A name, an IPv4 address, or an IPv6 address in brackets. */
    private static final Pattern TARGET =
        Pattern.compile("([^\\s:/\\[\\]]+|\\[[0-9A-Fa-f:.]+\\]):([1-9][0-9]{0,4})");

    private final String[] arguments;
    private int at;
    private Optional<URI> server = Optional.empty();
    private Optional<String> model = Optional.empty();
    private Optional<GrpcChecks.Target> grpc = Optional.empty();
    private Optional<Path> request = Optional.empty();
    private Format format = Format.PLAIN;
    private final List<String> only = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(30);
    private int largeBytes = 32 * 1024 * 1024;
    private Strictness strictness = Strictness.REQUIRED;

    Parser(String... arguments) {
      this.arguments = arguments;
    }

    Options parse() throws UsageException {
      while (at < arguments.length) {
        String argument = arguments[at++];
        switch (argument) {
          case "--model" -> model = Optional.of(value(argument));
          case "--grpc" -> grpc = Optional.of(target(value(argument)));
          case "--request" -> request = Optional.of(Path.of(value(argument)));
          case "--format" -> format = format(value(argument));
          case "--only" -> only.add(value(argument));
          case "--timeout" -> timeout = Duration.ofSeconds(number(argument));
          case "--large" -> largeBytes = number(argument);
          case "--strict" -> strictness = Strictness.ALL;
          default -> server = Optional.of(url(argument));
        }
      }
      return new Options(
          server.orElseThrow(() -> new UsageException("the URL of the server is missing")),
          model.orElseThrow(() -> new UsageException("--model is missing")),
          grpc,
          request,
          format,
          List.copyOf(only),
          timeout,
          largeBytes,
          strictness);
    }

    private String value(String option) throws UsageException {
      if (at == arguments.length) {
        throw new UsageException(option + " needs a value");
      }
      return arguments[at++];
    }

    private int number(String option) throws UsageException {
      String value = value(option);
      if (!value.matches("[1-9][0-9]{0,8}")) {
        throw new UsageException(option + " needs a number from 1, found " + value);
      }
      return Integer.parseInt(value);
    }

    private static GrpcChecks.Target target(String value) throws UsageException {
      Matcher parts = TARGET.matcher(value);
      if (!parts.matches() || Integer.parseInt(parts.group(2)) > MOST_PORT) {
        throw new UsageException(
            "--grpc needs a host and a port such as localhost:8081, found " + value);
      }
      return new GrpcChecks.Target(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    private static Format format(String value) throws UsageException {
      return switch (value) {
        case "plain" -> Format.PLAIN;
        case "markdown" -> Format.MARKDOWN;
        case "json" -> Format.JSON;
        default -> throw new UsageException("--format is plain, markdown or json, found " + value);
      };
    }

    private URI url(String value) throws UsageException {
      if (value.startsWith("-")) {
        throw new UsageException("no such option: " + value);
      }
      if (server.isPresent()) {
        throw new UsageException("one URL is enough, found also " + value);
      }
      if (!value.matches("https?://[^\\s?#]+")) {
        throw new UsageException("a URL such as http://localhost:8080 is needed, found " + value);
      }
      return URI.create(value);
    }
  }
}
