package io.slipway.cli.view;

import io.slipway.cli.resource.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pods, those in trouble first; of many that are ready only some. */
record PodsTable(PodsSeen pods, Instant now) {

  private static final int SHOWN = 12;

  List<String> lines(Palette palette) {
    if (pods instanceof PodsSeen.Unreadable unreadable) {
      return List.of(
          palette.paint(Tone.WARNING, "PODS  cannot be read: " + OneLine.of(unreadable.why())));
    }
    List<Pod> all = pods.all().stream().sorted(Comparator.comparing(Pod::ready)).toList();
    long troubled = all.stream().filter(pod -> !pod.ready()).count();
    int shown = (int) Math.min(all.size(), Math.max(SHOWN, troubled));
    Table table =
        new Table("POD", "REVISION", "READY", "STATE", "RESTARTS", "NODE", "AGE", "DETAIL");
    all.stream().limit(shown).forEach(pod -> add(table, pod));
    List<String> lines = new ArrayList<>(table.lines(palette));
    if (shown < all.size()) {
      lines.add("and " + (all.size() - shown) + " more that are ready");
    }
    return lines;
  }

  private void add(Table table, Pod pod) {
    table.row(
        Cell.of(pod.name()),
        Cell.of(pod.revision()),
        Cell.of(pod.ready() ? Tone.GOOD : Tone.WARNING, pod.ready() ? "yes" : "no"),
        Cell.of(pod.ready() ? Tone.PLAIN : Tone.WARNING, pod.state()),
        Cell.of(pod.restarts()),
        Cell.of(pod.node()),
        Cell.of(Ages.since(pod.created(), now)),
        Cell.of(pod.detail()));
  }
}
