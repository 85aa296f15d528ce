package io.slipway.conformance;

import io.slipway.conformance.check.Check;
import io.slipway.conformance.check.GrpcChecks;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.Result;
import io.slipway.conformance.check.Subject;
import io.slipway.conformance.check.Suite;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.json.JsonReader;
import io.slipway.conformance.report.JsonReport;
import io.slipway.conformance.report.MarkdownReport;
import io.slipway.conformance.report.PlainReport;
import io.slipway.conformance.report.Report;
import io.slipway.conformance.server.Server;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Members;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code conformance URL --model NAME [--grpc HOST:PORT]}. */
public final class Main {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int NOT_LOOKED = 2;

  private Main() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Returns the exit status. */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      return run(Options.parse(arguments), out);
    } catch (Options.UsageException e) {
      err.printf("conformance: %s%n%n%s", e.getMessage(), Options.USAGE);
    } catch (IOException | MalformedAnswer e) {
      err.printf("conformance: %s%n", e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return NOT_LOOKED;
  }

  private static int run(Options options, PrintStream out) throws IOException, MalformedAnswer {
    Optional<Json.Obj> request =
        options.request().isPresent()
            ? Optional.of(read(options.request().get()))
            : Optional.empty();
    try (Server server = new Server(options.server(), options.timeout())) {
      Subject subject = Subject.discover(server, options.model(), request, options.largeBytes());
      List<Result> results = results(subject, options);
      Report report = new Report(results, leftOut(options));
      out.print(
          switch (options.format()) {
            case PLAIN -> PlainReport.of(report);
            case MARKDOWN -> MarkdownReport.of(report);
            case JSON -> JsonReport.of(report);
          });
      return results.stream().anyMatch(result -> counts(result, options)) ? FAILED : PASSED;
    }
  }

  private static boolean counts(Result result, Options options) {
    return result.failed()
        && (options.strictness() == Options.Strictness.ALL
            || result.check().level() != Level.RECOMMENDED);
  }

  private static List<Result> results(Subject subject, Options options) throws IOException {
    if (options.grpc().isEmpty()) {
      return Suite.run(subject, chosen(Suite.checks(), options));
    }
    GrpcChecks grpc =
        GrpcChecks.installed()
            .orElseThrow(
                () ->
                    new IOException(
                        "gRPC takes a client that is not here: run slipway-conformance-grpc"
                            + " with the libraries beside it, or dev/conformance"));
    try (GrpcChecks.Connected connected = grpc.connect(options.grpc().get(), options.timeout())) {
      List<Check> all =
          Stream.of(Suite.checks(), connected.checks()).flatMap(List::stream).toList();
      return Suite.run(subject, chosen(all, options));
    }
  }

  private static List<String> leftOut(Options options) {
    return options.grpc().isPresent() ? List.of() : List.of("gRPC: not asked for (--grpc)");
  }

  private static List<Check> chosen(List<Check> all, Options options) throws IOException {
    List<Check> checks =
        all.stream()
            .filter(
                check ->
                    options.only().isEmpty()
                        || options.only().stream().anyMatch(check.name()::startsWith))
            .toList();
    if (checks.isEmpty()) {
      throw new IOException(
          "no check's name begins with %s%s"
              .formatted(
                  String.join(" or ", options.only()),
                  options.grpc().isEmpty() ? "; those of gRPC need --grpc HOST:PORT" : ""));
    }
    return checks;
  }

  private static Json.Obj read(Path file) throws IOException, MalformedAnswer {
    try {
      return Members.object(JsonReader.read(Files.readAllBytes(file)), file.toString());
    } catch (JsonException e) {
      throw new IOException(file + " is no JSON: " + e.getMessage(), e);
    }
  }
}
