package io.slipway.operator.plan;

import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.ComparedModels;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.observe.PodReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What pods found out about models, kept for those that are yet to start. */
final class Comparisons {
  /** Of one model: more than there are while an image is replaced, and not without end. */
  private static final int MOST_BUILDS = 4;

  private Comparisons() {}

  /** Of the models of all revisions that have pods, or are to have some. */
  static ComparedModels of(Facts facts) {
    // What is in a team's own image nobody knows, whatever build it says it is.
    Collection<RevisionFacts> revisions =
        facts.revisions().values().stream().filter(Comparisons::isSlipways).toList();
    return of(
        facts.traffic().configMap().map(TrafficConfigMap::compared).orElse(ComparedModels.NONE),
        revisions.stream()
            .flatMap(revision -> revision.stored().stream())
            .map(StoredRevision::resolved)
            .toList(),
        revisions.stream()
            .flatMap(revision -> revision.pods().stream())
            .flatMap(pod -> pod.report().stream())
            .toList());
  }

  private static boolean isSlipways(RevisionFacts revision) {
    return revision
        .stored()
        .filter(stored -> stored.server() == StoredRevision.Server.SLIPWAY)
        .isPresent();
  }

  /**
   * @param known what was kept before; it stays though no pod says so any more
   * @param models that it is kept of, with what their resolvers found
   */
  static ComparedModels of(
      ComparedModels known, List<ResolvedModel> models, List<PodReport> reports) {
    Map<String, List<Comparison>> kept = new HashMap<>();
    for (ResolvedModel model : models) {
      List<Comparison> comparisons =
          new ArrayList<>(kept.getOrDefault(model.digest(), known.of(model.digest())));
      said(model, reports).forEach(said -> add(said, comparisons));
      if (!comparisons.isEmpty()) {
        kept.put(model.digest(), comparisons.stream().limit(MOST_BUILDS).toList());
      }
    }
    return new ComparedModels(kept);
  }

  private static Stream<Comparison> said(ResolvedModel model, List<PodReport> reports) {
    return Stream.concat(
        Optional.ofNullable(model.compared()).stream(),
        reports.stream()
            .filter(
                report ->
                    report.model().filter(it -> it.digest().equals(model.digest())).isPresent())
            .flatMap(report -> report.comparison().stream()));
  }

  /** In front, in the place of what its build said before, unless that was the same. */
  private static void add(Comparison said, List<Comparison> comparisons) {
    if (comparisons.stream().noneMatch(said::isKnownBy)) {
      comparisons.removeIf(before -> before.build().equals(said.build()));
      comparisons.addFirst(said);
    }
  }
}
