package io.slipway.operator.plan;

import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.ComparedModels;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.observe.PodReport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What pods found out about models, kept for those that are yet to start. */
final class Comparisons {

  private Comparisons() {}

  /** Of the models of all revisions that have pods, or are to have some. */
  static ComparedModels of(Facts facts) {
    Collection<RevisionFacts> revisions = facts.revisions().values();
    return of(
        facts.traffic().configMap().map(TrafficConfigMap::compared).orElse(ComparedModels.NONE),
        revisions.stream()
            .flatMap(revision -> revision.stored().stream())
            .map(stored -> stored.resolved())
            .toList(),
        revisions.stream()
            .flatMap(revision -> revision.pods().stream())
            .flatMap(pod -> pod.report().stream())
            .toList());
  }

  /**
   * @param known what was kept before
   * @param models that it is kept of, with what their resolvers found
   */
  static ComparedModels of(
      ComparedModels known, List<ResolvedModel> models, List<PodReport> reports) {
    Map<String, Comparison> kept = new TreeMap<>();
    for (ResolvedModel model : models) {
      known
          .of(model.digest())
          .or(() -> Optional.ofNullable(model.compared()))
          .map(before -> confirmed(before, reported(model.digest(), reports)))
          .or(() -> reported(model.digest(), reports).stream().findFirst())
          .ifPresent(comparison -> kept.put(model.digest(), comparison));
    }
    return new ComparedModels(kept);
  }

  /** Stays until no pod is of that build any more: two builds must not take turns. */
  private static Comparison confirmed(Comparison before, List<Comparison> reported) {
    return reported.isEmpty()
            || reported.stream().anyMatch(now -> now.build().equals(before.build()))
        ? before
        : reported.getFirst();
  }

  private static List<Comparison> reported(String digest, List<PodReport> reports) {
    return reports.stream()
        .filter(report -> report.model().filter(it -> it.digest().equals(digest)).isPresent())
        .flatMap(report -> report.comparison().stream())
        .toList();
  }
}
