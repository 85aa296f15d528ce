package io.slipway.cli.view;

import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.TrafficStatus;
import io.slipway.cli.resource.Deployed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is new about a rollout in one line, for logs. Two lines are equal unless something has
 * happened: what only counts on (samples, observed shares) is not in it.
 */
public final class ChangeLine {

  private ChangeLine() {}

  /** Like {@code Stepping 2, weight 25% acknowledged 3/3, failures Pass; on its way (...)}. */
  public static String of(Deployed resource) {
    List<String> parts = new ArrayList<>();
    parts.add(resource.stateWord() + resource.step().map(step -> " " + step).orElse(""));
    TrafficStatus traffic = resource.status().traffic();
    if (traffic != null && resource.status().candidate() != null) {
      add(parts, "weight ", traffic.desired());
      add(parts, "acknowledged ", traffic.acknowledged());
    }
    for (CheckStatus check : resource.status().checks()) {
      parts.add(check.name() + " " + check.verdict());
    }
    return OneLine.of(String.join(", ", parts) + "; " + Headline.of(resource).text());
  }

  private static void add(List<String> parts, String label, @Nullable String text) {
    Optional.ofNullable(text).ifPresent(present -> parts.add(label + present));
  }
}
