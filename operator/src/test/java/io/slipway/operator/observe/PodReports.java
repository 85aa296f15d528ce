package io.slipway.operator.observe;

import io.slipway.operator.document.Comparison;
import io.slipway.operator.observe.PodReport.Model;
import io.slipway.operator.observe.PodReport.Traffic;
import io.slipway.operator.observe.PodReport.Windows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What ready pods of the revision {@code churn-1} say that have one thing to say. */
public final class PodReports {

  private PodReports() {}

  /** That it goes by a document. */
  public static PodReport goingBy(Traffic traffic) {
    return report(Optional.empty(), Optional.empty(), Optional.of(traffic), Windows.NONE);
  }

  /** That it counted. */
  public static PodReport counting(Windows windows) {
    return report(Optional.empty(), Optional.empty(), Optional.empty(), windows);
  }

  /** That it serves a model. */
  public static PodReport serving(Model model, Optional<Comparison> comparison) {
    return report(Optional.of(model), comparison, Optional.empty(), Windows.NONE);
  }

  private static PodReport report(
      Optional<Model> model,
      Optional<Comparison> comparison,
      Optional<Traffic> traffic,
      Windows windows) {
    return new PodReport(
        Instant.EPOCH,
        Optional.empty(),
        "churn-1",
        PodReport.State.READY,
        "",
        "",
        model,
        comparison,
        Optional.empty(),
        Set.of(),
        traffic,
        false,
        Optional.empty(),
        windows);
  }
}
