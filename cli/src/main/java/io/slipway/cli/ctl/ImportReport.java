package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.imports.ForeignVersion;
import io.slipway.cli.imports.Importer.AliasOutcome;
import io.slipway.cli.imports.Importer.Outcome;
import io.slipway.cli.view.OneLine;
import io.slipway.client.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of one model that was imported: in sentences for people, in JSON for programs. */
final class ImportReport {
  private final String name;
  private final ArrayNode versions;
  private final ObjectNode aliases;
  private int imported;
  private int known;
  private int planned;
  private int skipped;
  private int rejected;

  ImportReport(String name, ObjectNode json) {
    this.name = name;
    json.put("model", name);
    this.versions = json.putArray("versions");
    this.aliases = json.putObject("aliases");
  }

  /** What is said of a version by the way. */
  List<String> version(ForeignVersion version, Outcome outcome) {
    ObjectNode json =
        versions.addObject().put("from", version.from()).put("label", version.label());
    List<String> lines = new ArrayList<>();
    switch (outcome) {
      case Outcome.Imported(Version made) -> {
        imported++;
        json.put("outcome", "imported").put("version", made.number()).put("digest", made.digest());
        lines.add("%s is %s %d".formatted(OneLine.of(version.from()), name, made.number()));
      }
      case Outcome.Known(int number) -> {
        known++;
        json.put("outcome", "known").put("version", number);
      }
      case Outcome.Planned(String file) -> {
        planned++;
        json.put("outcome", "planned").put("file", file);
        lines.add(
            "%s would be imported: %s".formatted(OneLine.of(version.from()), OneLine.of(file)));
      }
      case Outcome.Skipped(String why) -> {
        skipped++;
        json.put("outcome", "skipped").put("reason", why);
        lines.add("skipped: " + OneLine.of(why));
      }
      case Outcome.Rejected(Version made) -> {
        rejected++;
        json.put("outcome", "rejected").put("version", made.number());
        made.reasons().forEach(json.putArray("reasons")::add);
        lines.add(
            "%s is %s %d, which is %s: see with slipwayctl versions %s %d"
                .formatted(
                    OneLine.of(version.from()),
                    name,
                    made.number(),
                    OneLine.of(made.state()),
                    name,
                    made.number()));
        made.reasons().forEach(why -> lines.add("  " + OneLine.of(why)));
      }
    }
    return lines;
  }

  /** What is said of an alias by the way. */
  Optional<String> alias(String alias, AliasOutcome outcome) {
    return switch (outcome) {
      case AliasOutcome.Set(int number) -> {
        aliases.put(alias, number);
        yield Optional.of("@%s points to %d".formatted(alias, number));
      }
      case AliasOutcome.AsItWas(int number) -> {
        aliases.put(alias, number);
        yield Optional.empty();
      }
      case AliasOutcome.Left(String why) ->
          Optional.of("@%s is left: %s".formatted(OneLine.of(alias), OneLine.of(why)));
    };
  }

  /** All in one line. */
  String summary() {
    List<String> parts = new ArrayList<>();
    add(parts, planned, "would be imported");
    add(parts, imported, "imported");
    add(parts, known, "there before");
    add(parts, skipped, "skipped");
    add(parts, rejected, "rejected or not validated yet");
    return name + ": " + (parts.isEmpty() ? "no versions" : String.join(", ", parts));
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  boolean rejected() {
    return rejected > 0;
  }
}
