package io.slipway.batch.run;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.batch.plan.Planner;
import io.slipway.batch.rows.RowKey;
import io.slipway.batch.run.RunSpec.Destination;
import io.slipway.batch.run.RunSpec.InputType;
import io.slipway.batch.run.RunSpec.ModelSource;
import io.slipway.batch.run.RunSpec.OutputType;
import io.slipway.batch.run.RunSpec.Publisher;
import io.slipway.batch.run.RunSpec.Publishing;
import io.slipway.batch.run.RunSpec.Removal;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.batch.run.RunSpec.StagingArea;
import io.slipway.batch.validation.Rules;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.scoring.ModelFormat;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code run.json}, which docs/reference/batch-contract.md describes. */
public final class RunDocument {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final long CONTRACT = 1;
  private static final long MOST_SPLITS = 100_000;
  private static final long MOST_ROWS_PER_CALL = 1_000_000;
  private static final long MOST_SETS = 1000;
  private static final SetName ANY_SET = new SetName("any");
  private static final URI ANY_PLACE = URI.create("file:///");

  private final List<String> mistakes = new ArrayList<>();

  private RunDocument() {}

  /**
   * @throws InvalidRunException with every mistake that is in it
   */
  public static RunSpec read(byte[] json) throws InvalidRunException {
    JsonNode document;
    try {
      document = JSON.readTree(json);
    } catch (IOException e) {
      throw new InvalidRunException("run.json", List.of("it is no JSON: " + firstLine(e)));
    }
    if (!document.isObject()) {
      throw new InvalidRunException("run.json", List.of("it must be an object"));
    }
    RunDocument reader = new RunDocument();
    RunSpec spec = reader.read(new Section("", document, reader.mistakes));
    if (!reader.mistakes.isEmpty()) {
      throw new InvalidRunException("run.json", reader.mistakes);
    }
    return spec;
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private RunSpec read(Section top) {
    if (top.whole("contract", 0, Long.MAX_VALUE, 0) != CONTRACT) {
      top.mistake("contract", "must be %d: this image knows no other".formatted(CONTRACT));
    }
    String namespace = top.text("namespace");
    String name = top.text("name");
    ModelSource model = model(top.section("model"));
    Source input = input(top.section("input"));
    StagingArea staging = staging(top.section("staging"));
    Destination output = output(top.section("output"));
    RunSpec spec =
        new RunSpec(
            namespace,
            name,
            model,
            output.type() == OutputType.JDBC
                ? input.withKeysOf(Output.LONGEST_KEY_ANYWHERE)
                : input,
            staging,
            output,
            splits(top.optionalSection("splits")),
            (int) top.whole("rowsPerCall", 1, MOST_ROWS_PER_CALL, 1024),
            rules(top.optionalSection("validation")),
            publishing(top.optionalSection("publish")),
            top.whole("nonce", Long.MIN_VALUE, Long.MAX_VALUE, 0));
    top.end();
    return spec;
  }

  private static ModelSource model(Section model) {
    Optional<String> digest = model.optionalText("digest");
    if (digest.isPresent() && !digest.get().matches("sha256:[0-9a-f]{64}")) {
      model.mistake("digest", "must be sha256: and 64 hexadecimal digits");
    }
    Map<String, Optional<ModelFormat>> formats = new TreeMap<>();
    for (ModelFormat format : ModelFormat.values()) {
      formats.put(format.name(), Optional.of(format));
    }
    ModelSource source =
        new ModelSource(
            model.text("name"),
            model.optionalText("version"),
            model.text("uri"),
            digest,
            model.optionalChoice("format", formats, Optional.empty()));
    model.end();
    return source;
  }

  private static Source input(Section input) {
    Optional<InputType> type =
        input.choice(
            "type",
            Map.of(
                "Csv",
                Optional.of(InputType.CSV),
                "JsonLines",
                Optional.of(InputType.JSON_LINES),
                "Parquet",
                Optional.of(InputType.PARQUET),
                "Jdbc",
                Optional.empty()),
            Optional.of(InputType.CSV));
    RowKey.Type keyType =
        input.optionalChoice(
            "keyType",
            Map.of("Text", RowKey.Type.TEXT, "Integer", RowKey.Type.INTEGER),
            RowKey.Type.TEXT);
    RowKey key = new RowKey(input.text("keyColumn"), keyType);
    Source source =
        type.isPresent()
            ? new Source.Files(type.get(), place(input, "uri"), key)
            : new Source.Query(input.text("query"), cut(input), input.text("reading"), key);
    input.end();
    return source;
  }

  private static Optional<Source.Cut> cut(Section input) {
    Optional<String> column = input.optionalText("partitionColumn");
    int ranges = (int) input.whole("partitions", 1, MOST_SPLITS, 0);
    if (column.isPresent() != ranges > 0) {
      input.mistake("partitions", "and partitionColumn must be there both, or neither");
    }
    return column.map(name -> new Source.Cut(name, ranges));
  }

  private static StagingArea staging(Section staging) {
    StagingArea area =
        new StagingArea(
            place(staging, "uri"),
            staging.optionalChoice(
                "removeWhen",
                Map.of("Never", Removal.NEVER, "Published", Removal.PUBLISHED),
                Removal.NEVER));
    staging.end();
    return area;
  }

  private static Destination output(Section output) {
    OutputType type =
        output.choice(
            "type",
            Map.of(
                "PostgreSql",
                OutputType.POSTGRESQL,
                "DuckDb",
                OutputType.DUCKDB,
                "Parquet",
                OutputType.PARQUET,
                "Jdbc",
                OutputType.JDBC),
            OutputType.POSTGRESQL);
    Optional<URI> uri =
        switch (type) {
          case POSTGRESQL, JDBC -> Optional.empty();
          case DUCKDB, PARQUET -> Optional.of(place(output, "uri"));
        };
    String set = output.text("set");
    SetName name = ANY_SET;
    try {
      name = set.isEmpty() ? ANY_SET : new SetName(set);
    } catch (WarehouseException e) {
      output.mistake("set", "is no name of a prediction set: " + e.next());
    }
    Destination destination = new Destination(type, uri, name, output.texts("columns"));
    output.end();
    return destination;
  }

  private static Planner splits(Section splits) {
    Planner planner =
        new Planner(
            splits.whole("bytes", 1, Long.MAX_VALUE, 64L << 20),
            (int) splits.whole("most", 1, MOST_SPLITS, 1000));
    splits.end();
    return planner;
  }

  private static Rules rules(Section validation) {
    Rules rules =
        new Rules(
            validation.number("maxErrorRate", 1).orElse(0),
            validation.whole("minRows", 0, Long.MAX_VALUE, 0),
            validation.number("maxRowDelta", Double.MAX_VALUE),
            validation.number("maxDrift", Double.MAX_VALUE));
    validation.end();
    return rules;
  }

  private static Publishing publishing(Section publish) {
    Publishing publishing =
        new Publishing(
            publish.optionalChoice(
                "mode",
                Map.of("OnSuccess", Publisher.ON_SUCCESS, "Manual", Publisher.MANUAL),
                Publisher.ON_SUCCESS),
            (int) publish.whole("retainSets", 1, MOST_SETS, 5));
    publish.end();
    return publishing;
  }

  /** A folder or object on a volume or in a store. */
  private static URI place(Section section, String name) {
    String text = section.text(name);
    try {
      URI uri = new URI(text);
      boolean file = "file".equals(uri.getScheme()) && uri.getPath() != null;
      boolean stored = "s3".equals(uri.getScheme()) && uri.getAuthority() != null;
      if (text.isEmpty() || file || stored) {
        return uri;
      }
    } catch (URISyntaxException _) {
      section.mistake(name, "is no URI; percent-encode what is no letter or digit");
      return ANY_PLACE;
    }
    section.mistake(name, "must be file:///path or s3://bucket/prefix");
    return ANY_PLACE;
  }
}
