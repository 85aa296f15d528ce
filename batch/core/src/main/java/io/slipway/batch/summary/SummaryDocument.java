package io.slipway.batch.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.summary.Distribution.Labels;
import io.slipway.batch.summary.Distribution.Numbers;
import io.slipway.batch.summary.Distribution.Range;
import io.slipway.batch.summary.Distribution.Texts;
import io.slipway.batch.summary.Errors.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A summary as JSON: the same bytes for the same summary, and the same summary for the bytes. */
public final class SummaryDocument {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int FORM = 1;

  private SummaryDocument() {}

  /** As one line of JSON. */
  public static String write(Summary summary) {
    ObjectNode document = JSON.createObjectNode().put("form", FORM);
    document.put("predictions", summary.predictions());
    ObjectNode errors = document.putObject("errors").put("count", summary.errors().count());
    ArrayNode reasons = errors.putArray("reasons");
    for (Reason reason : summary.errors().reasons()) {
      reasons
          .addObject()
          .put("shape", reason.shape())
          .put("count", reason.count())
          .put("key", reason.key())
          .put("example", reason.example());
    }
    errors.put("others", summary.errors().others());
    ArrayNode outputs = document.putArray("outputs");
    for (OutputSummary output : summary.outputs()) {
      write(outputs.addObject(), output);
    }
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is always JSON", e);
    }
  }

  private static void write(ObjectNode into, OutputSummary output) {
    into.put("name", output.name()).put("missing", output.missing());
    if (output.distribution() instanceof Numbers numbers) {
      write(into.putObject("numbers"), numbers);
    } else if (output.distribution() instanceof Labels labels) {
      ArrayNode counts = into.putArray("labels");
      labels.counts().forEach((label, count) -> counts.addArray().add(label).add(count));
      into.put("others", labels.others());
    } else if (output.distribution() instanceof Texts texts) {
      into.put("texts", texts.count());
    }
  }

  private static void write(ObjectNode into, Numbers numbers) {
    into.put("notNumbers", numbers.notNumbers()).put("infinite", numbers.infinite());
    numbers
        .range()
        .ifPresent(
            range ->
                into.put("min", range.min()).put("max", range.max()).put("mean", range.mean()));
    Histogram histogram = numbers.histogram();
    into.put("fold", histogram.fold());
    ArrayNode bins = into.putArray("bins");
    histogram.counts().forEach((bin, count) -> bins.addArray().add(histogram.from(bin)).add(count));
  }

  /**
   * What was written.
   *
   * @return empty where a newer program wrote it, in another form
   * @throws IllegalArgumentException if it is no summary
   */
  public static Optional<Summary> read(String json) {
    try {
      JsonNode document = JSON.readTree(json);
      if (document.required("form").asInt() != FORM) {
        return Optional.empty();
      }
      List<OutputSummary> outputs = new ArrayList<>();
      for (JsonNode output : document.required("outputs")) {
        outputs.add(output(output));
      }
      return Optional.of(
          new Summary(
              document.required("predictions").asLong(),
              errors(document.required("errors")),
              outputs));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Errors errors(JsonNode errors) {
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode reason : errors.required("reasons")) {
      reasons.add(
          new Reason(
              reason.required("shape").asText(),
              reason.required("count").asLong(),
              reason.required("key").asText(),
              reason.required("example").asText()));
    }
    return new Errors(
        errors.required("count").asLong(), reasons, errors.required("others").asLong());
  }

  private static OutputSummary output(JsonNode output) {
    return new OutputSummary(
        output.required("name").asText(),
        output.required("missing").asLong(),
        distribution(output));
  }

  private static Distribution distribution(JsonNode output) {
    if (output.has("numbers")) {
      return numbers(output.get("numbers"));
    }
    if (output.has("labels")) {
      Map<String, Long> counts = new LinkedHashMap<>();
      for (JsonNode label : output.get("labels")) {
        counts.put(label.required(0).asText(), label.required(1).asLong());
      }
      return new Labels(counts, output.required("others").asLong());
    }
    return new Texts(output.required("texts").asLong());
  }

  private static Numbers numbers(JsonNode numbers) {
    int fold = numbers.required("fold").asInt();
    TreeMap<Long, Long> counts = new TreeMap<>();
    for (JsonNode bin : numbers.required("bins")) {
      counts.put(Histogram.place(bin.required(0).asDouble()) >> fold, bin.required(1).asLong());
    }
    Optional<Range> range =
        numbers.has("mean")
            ? Optional.of(
                new Range(
                    numbers.required("min").asDouble(),
                    numbers.required("max").asDouble(),
                    numbers.required("mean").asDouble()))
            : Optional.empty();
    return new Numbers(
        numbers.required("notNumbers").asLong(),
        numbers.required("infinite").asLong(),
        range,
        new Histogram(fold, counts));
  }
}
