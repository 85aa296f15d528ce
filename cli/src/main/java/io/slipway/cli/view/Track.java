package io.slipway.cli.view;

import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.cli.resource.Deployed;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A rollout's stages in a line, and how far it is: {@code shadow ==== [1%] ---- 25% ---- 100%}.
 * What is passed is joined by {@code ====}.
 *
 * @param stages what each is called
 * @param ahead whether all of them are still to come
 * @param current the index of the one that it is in; none where it is in none of them
 */
record Track(List<String> stages, OptionalInt current, boolean ahead) {

  static Track of(Deployed resource) {
    Rollout rollout = resource.rollout();
    List<String> stages = new ArrayList<>();
    int shadow = rollout.shadow() == null ? -1 : stages.size();
    if (shadow >= 0) {
      stages.add("shadow");
    }
    int first = stages.size();
    for (RolloutStep step : rollout.steps()) {
      stages.add(step.weight() + (step.pause() == PauseType.APPROVAL ? " (approval)" : ""));
    }
    int all = stages.size();
    stages.add("100%");
    if (rollout.bake() != null) {
      stages.add("bake");
    }
    int current =
        switch (resource.state()) {
          case SHADOWING -> shadow;
          case STEPPING -> index(resource, first, -1);
          // A pause without a number is one in the stage that has none.
          case PAUSED -> index(resource, first, shadow);
          case PROMOTING -> all;
          case BAKING -> stages.size() - 1;
          default -> -1;
        };
    boolean ahead =
        resource.state() == RolloutState.RESOLVING || resource.state() == RolloutState.PREPARING;
    return new Track(
        stages,
        current < 0 || current >= stages.size() ? OptionalInt.empty() : OptionalInt.of(current),
        ahead);
  }

  private static int index(Deployed resource, int first, int otherwise) {
    OptionalInt number = number(resource);
    return number.isPresent() ? first + number.getAsInt() - 1 : otherwise;
  }

  /** The number of the spec's step that it is in, from 1, where it is in one. */
  static OptionalInt number(Deployed resource) {
    boolean counted =
        resource.state() == RolloutState.STEPPING || resource.state() == RolloutState.PAUSED;
    return resource
        .step()
        .filter(step -> counted && step.matches("[1-9][0-9]{0,3}"))
        .map(step -> OptionalInt.of(Integer.parseInt(step)))
        .orElse(OptionalInt.empty());
  }

  /** Whether the line tells anything: a rollout that goes back is in none of its stages. */
  boolean isOfUse() {
    return stages.size() > 1 && (ahead || current.isPresent());
  }

  /** The line. */
  String line(Palette palette) {
    var line = new StringBuilder();
    int here = current.orElse(-1);
    for (int i = 0; i < stages.size(); i++) {
      if (i > 0) {
        line.append(i <= here ? " ==== " : " ---- ");
      }
      line.append(
          i == here
              ? palette.paint(Tone.STRONG, "[" + stages.get(i) + "]")
              : palette.paint(i < here ? Tone.GOOD : Tone.PLAIN, stages.get(i)));
    }
    return line.toString();
  }
}
