package io.slipway.cli.view;

import io.slipway.cli.resource.BatchPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The newest attempts that are in trouble or under way; of many some, and none that are done. */
record BatchPodsTable(BatchPodsSeen pods, Instant now) {

  private static final int SHOWN = 12;

  List<String> lines(Palette palette) {
    if (pods instanceof BatchPodsSeen.Unreadable unreadable) {
      return List.of(
          palette.paint(Tone.WARNING, "PODS  cannot be read: " + OneLine.of(unreadable.why())));
    }
    List<BatchPod> all =
        BatchPod.newest(pods.all()).stream()
            .filter(pod -> !isDone(pod))
            .sorted(Comparator.comparing(BatchPod::isRunning))
            .toList();
    Table table = new Table("POD", "FOR", "SPLIT", "STATE", "AGE", "DETAIL");
    all.stream().limit(SHOWN).forEach(pod -> add(table, pod));
    List<String> lines = new ArrayList<>(table.lines(palette));
    if (all.size() > SHOWN) {
      lines.add("and " + (all.size() - SHOWN) + " more that are not done");
    }
    return lines;
  }

  private static boolean isDone(BatchPod pod) {
    return pod.ended().filter(BatchPod.Ended::isSuccess).isPresent();
  }

  private void add(Table table, BatchPod pod) {
    Tone tone = pod.isRunning() ? Tone.PLAIN : pod.ended().isPresent() ? Tone.BAD : Tone.WARNING;
    table.row(
        Cell.of(pod.name()),
        Cell.of(pod.role()),
        Cell.of(pod.split().isPresent() ? Integer.toString(pod.split().getAsInt()) : ""),
        Cell.of(tone, pod.state()),
        Cell.of(Ages.since(pod.created(), now)),
        Cell.of(pod.ended().map(LastWords::of).orElse(pod.detail())));
  }
}
