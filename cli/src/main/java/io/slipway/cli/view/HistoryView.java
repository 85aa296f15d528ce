package io.slipway.cli.view;

import io.slipway.cli.resource.Revision;
import io.slipway.cli.rollback.History;
import java.time.Instant;
import java.util.List;

/** The revisions that are kept, the oldest first. */
public record HistoryView(History history, Instant now) {

  /** The lines, without line ends. */
  public List<String> lines(Palette palette) {
    Table table =
        new Table("REVISION", "NAME", "VERSION", "DIGEST", "FORMAT", "MODEL", "AGE", "NOW");
    for (Revision revision : history.revisions()) {
      History.Role role = history.role(revision).orElse(null);
      table.row(
          Cell.of(revision.number()),
          Cell.of(revision.name()),
          Cell.of(revision.version()),
          Cell.digest(revision.digest()),
          Cell.of(revision.format()),
          Cell.of(revision.uri()),
          Cell.of(Ages.since(revision.created(), now)),
          role == null ? Cell.of("") : Cell.of(tone(role), role.word()));
    }
    return table.lines(palette);
  }

  private static Tone tone(History.Role role) {
    return switch (role) {
      case STABLE -> Tone.GOOD;
      case CANDIDATE -> Tone.WARNING;
      case FAILED -> Tone.BAD;
    };
  }
}
