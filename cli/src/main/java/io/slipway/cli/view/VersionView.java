package io.slipway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One version in a registry.
 *
 * @param version as the registry's API has it
 * @param manifest what it was published as
 */
public record VersionView(JsonNode version, JsonNode manifest) {

  /** The lines, without line ends. */
  public List<String> lines(Palette palette) {
    List<String> lines = new ArrayList<>();
    String name = text(version, "model") + " " + text(version, "version");
    lines.add(Cell.of(Tone.STRONG, name).painted(palette) + "  " + text(version, "state"));
    add(lines, "digest", text(version, "digest"));
    add(lines, "format", text(version, "format"));
    add(lines, "parent", text(version, "parent"));
    add(
        lines,
        "registered",
        text(version, "registeredAt") + " by " + text(version, "registeredBy"));
    for (JsonNode reason : version.path("reasons")) {
      add(lines, "reason", reason.asText());
    }
    if (version.has("deprecated")) {
      add(lines, "deprecated", said(version.path("deprecated")));
    }
    for (JsonNode file : version.path("files")) {
      add(
          lines,
          "file",
          "%s  %s  %s"
              .formatted(
                  text(file, "path"),
                  Sizes.text(file.path("size").asLong()),
                  text(file, "digest")));
    }
    for (JsonNode form : version.path("renditions")) {
      add(
          lines,
          "rendition",
          "%s  %s  %s"
              .formatted(
                  text(form, "name"),
                  Sizes.text(form.path("size").asLong()),
                  text(form, "digest")));
    }
    add(lines, "inputs", fields(version.path("signature").path("inputs")));
    add(lines, "outputs", fields(version.path("signature").path("outputs")));
    lineage(lines, manifest.path("lineage"));
    for (Map.Entry<String, JsonNode> entry : manifest.path("metadata").properties()) {
      add(lines, entry.getKey(), entry.getValue().asText());
    }
    return lines;
  }

  private static void lineage(List<String> lines, JsonNode lineage) {
    add(lines, "run", text(lineage, "trainingRun"));
    add(lines, "producer", text(lineage, "producer"));
    add(lines, "cycle", text(lineage, "cycle"));
    add(
        lines,
        "code",
        (text(lineage.path("code"), "repository") + " " + text(lineage.path("code"), "commit"))
            .strip());
    for (JsonNode data : lineage.path("datasets")) {
      add(lines, "data", (text(data, "uri") + " " + text(data, "snapshot")).strip());
    }
    for (Map.Entry<String, JsonNode> metric : lineage.path("metrics").properties()) {
      add(lines, "metric", metric.getKey() + " = " + metric.getValue().asText());
    }
  }

  private static String fields(JsonNode fields) {
    List<String> words = new ArrayList<>();
    for (JsonNode field : fields) {
      words.add(text(field, "name") + " " + text(field, "type"));
    }
    return words.stream().collect(Collectors.joining(", "));
  }

  private static String said(JsonNode remark) {
    return (text(remark, "at") + " by " + text(remark, "by") + " " + text(remark, "reason"))
        .strip();
  }

  private static String text(JsonNode json, String field) {
    return OneLine.of(json.path(field).asText());
  }

  private static void add(List<String> lines, String label, String text) {
    if (!text.isEmpty()) {
      lines.add("  %-10s  %s".formatted(OneLine.of(label), OneLine.of(text)));
    }
  }
}
