package io.slipway.cli.view;

import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.TrafficStatus;
import io.slipway.api.v1alpha1.Weight;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Pod;
import io.slipway.cli.rollback.History.Role;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The revisions that have pods, and what share of callers each has. */
record RevisionsTable(Deployed resource, PodsSeen pods) {

  private static final int ALL = 10_000;

  List<String> lines(Palette palette) {
    Table table =
        new Table(
            "REVISION",
            "ROLE",
            "VERSION",
            "DIGEST",
            "PODS",
            "RUNS ON",
            "WEIGHT",
            "OBSERVED",
            "ACKNOWLEDGED");
    add(table, Role.STABLE, resource.status().stable(), resource.status().candidate());
    add(table, Role.CANDIDATE, resource.status().candidate(), resource.status().stable());
    return table.lines(palette);
  }

  private void add(
      Table table, Role role, @Nullable RevisionStatus revision, @Nullable RevisionStatus other) {
    if (revision == null) {
      return;
    }
    Share share = Share.of(revision, other, resource.status().traffic(), role);
    table.row(
        Cell.of(Tone.STRONG, revision.revision()),
        Cell.of(role.word()),
        Cell.of(revision.version()),
        Cell.digest(revision.digest()),
        ready(revision),
        Cell.of(revision.executionProvider()),
        Cell.of(share.desired()),
        Cell.of(share.observed()),
        Cell.of(share.acknowledged()));
  }

  /** How many are ready, of how many there are. */
  private Cell ready(RevisionStatus revision) {
    List<Pod> known = pods.of(revision.revision());
    if (known.isEmpty()) {
      return Cell.of(
          revision.readyReplicas() > 0 ? Tone.PLAIN : Tone.WARNING,
          Integer.toString(revision.readyReplicas()));
    }
    long ready = known.stream().filter(Pod::ready).count();
    return Cell.of(ready == known.size() ? Tone.GOOD : Tone.WARNING, ready + "/" + known.size());
  }

  /** A revision's share of callers: what the pods were told, and what they counted. */
  private record Share(String desired, String observed, String acknowledged) {

    static Share of(
        RevisionStatus revision,
        @Nullable RevisionStatus other,
        @Nullable TrafficStatus traffic,
        Role role) {
      String target = traffic == null ? null : traffic.target();
      if (traffic == null || target == null || traffic.desired() == null) {
        // Without a split callers are where the entry Service sends them: with the stable one.
        return new Share(
            Weight.text(role == Role.STABLE ? ALL : 0),
            "",
            traffic == null ? "" : text(traffic.acknowledged()));
      }
      if (target.equals(revision.revision())) {
        return new Share(
            text(traffic.desired()), text(traffic.observed()), text(traffic.acknowledged()));
      }
      return other != null && target.equals(other.revision())
          ? new Share(rest(traffic.desired()), rest(traffic.observed()), "")
          : new Share("", "", "");
    }

    private static String text(@Nullable String text) {
      return text == null ? "" : text;
    }

    /** What remains of the whole; empty for a text that is no weight. */
    private static String rest(@Nullable String weight) {
      return Optional.ofNullable(weight)
          .filter(text -> text.matches("[0-9]{1,3}([.][0-9]{1,2})?%"))
          .map(text -> Weight.text(ALL - Weight.basisPoints(text)))
          .orElse("");
    }
  }
}
