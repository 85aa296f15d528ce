package io.slipway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to a model in a registry, or what was at a time.
 *
 * @param history as the registry's API has it
 */
public record RegistryHistoryView(JsonNode history) {

  /** The lines, without line ends. */
  public List<String> lines(Palette palette) {
    return history.has("at") ? snapshot(palette) : timeline(palette);
  }

  private List<String> timeline(Palette palette) {
    Table table = new Table("TIME", "WHAT", "BY", "REASON");
    for (JsonNode event : history.path("events")) {
      table.row(
          Cell.of(Tone.FAINT, event.path("at").asText()),
          Cell.of(event.path("type").asText().equals("alias") ? moved(event) : deployed(event)),
          Cell.of(event.path("by").asText()),
          Cell.of(event.path("reason").asText()));
    }
    List<String> lines = new ArrayList<>(table.lines(palette));
    if (!history.path("complete").asBoolean(true)) {
      lines.add("There is more: ask with --limit, or with --to and the last time shown.");
    }
    return lines;
  }

  private List<String> snapshot(Palette palette) {
    Table aliases = new Table("ALIAS", "VERSION", "SINCE", "BY");
    for (JsonNode alias : history.path("aliases")) {
      aliases.row(
          Cell.of(Tone.STRONG, "@" + alias.path("alias").asText()),
          Cell.of(alias.path("version").asLong()),
          Cell.of(alias.path("at").asText()),
          Cell.of(alias.path("by").asText()));
    }
    Table serving = new Table("SERVED", "VERSION", "TRACK", "SINCE");
    for (JsonNode event : history.path("serving")) {
      serving.row(
          Cell.of(Tone.STRONG, place(event)),
          Cell.of(event.path("version").asLong()),
          Cell.of(event.path("track").asText()),
          Cell.of(event.path("at").asText()));
    }
    List<String> lines = new ArrayList<>(aliases.lines(palette));
    List<String> second = serving.lines(palette);
    if (!lines.isEmpty() && !second.isEmpty()) {
      lines.add("");
    }
    lines.addAll(second);
    return lines;
  }

  private static String moved(JsonNode event) {
    String alias = "@" + event.path("alias").asText();
    String from = event.path("from").asText();
    String to = event.path("to").asText();
    if (to.isEmpty()) {
      return alias + " was taken away from " + from;
    }
    return from.isEmpty() ? alias + " -> " + to : alias + " " + from + " -> " + to;
  }

  private static String deployed(JsonNode event) {
    return "%s of %s: %s (%s)"
        .formatted(
            event.path("version").asText(),
            place(event),
            event.path("phase").asText(),
            event.path("track").asText());
  }

  private static String place(JsonNode event) {
    String name = event.path("namespace").asText() + "/" + event.path("name").asText();
    String cluster = event.path("cluster").asText();
    return cluster.isEmpty() ? name : cluster + ":" + name;
  }
}
