package io.slipway.cli.view;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a version change is, for how long, and what it waits for. */
record RolloutLines(Deployed resource, Instant now) {

  private static final String INDENT = "  ";

  List<String> lines(Palette palette) {
    RolloutStatus rollout = resource.status().rollout();
    if (rollout == null || rollout.state() == RolloutState.STABLE) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(palette.paint(Tone.STRONG, "ROLLOUT") + "  " + headline(rollout, palette));
    Track track = Track.of(resource);
    if (track.isOfUse()) {
      lines.add(INDENT + track.line(palette));
    }
    String told =
        resource.status().condition(ConditionType.READY).map(Condition::message).orElse("");
    if (!told.equals(rollout.message())) {
      add(lines, "", rollout.message());
    }
    add(lines, "because of: ", rollout.cause());
    add(lines, "on the word of: ", rollout.basis());
    if (resource.status().traffic() != null) {
      add(lines, "copies scored by the candidate: ", resource.status().traffic().shadow());
    }
    return lines;
  }

  private String headline(RolloutStatus rollout, Palette palette) {
    var line =
        new StringBuilder(Cell.of(tone(rollout.state()), resource.stateWord()).painted(palette));
    if (Track.number(resource).isPresent()) {
      line.append(", step ")
          .append(Track.number(resource).getAsInt())
          .append(" of ")
          .append(resource.rollout().steps().size());
    } else {
      resource.step().ifPresent(step -> line.append(", ").append(OneLine.of(step)));
    }
    String age = Ages.since(Json.time(rollout.startedAt()), now);
    return age.isEmpty() ? line.toString() : line.append(", for ").append(age).toString();
  }

  static Tone tone(RolloutState state) {
    return switch (state) {
      case STABLE -> Tone.GOOD;
      case PAUSED, REVERTING, ROLLING_BACK -> Tone.WARNING;
      case ROLLED_BACK -> Tone.BAD;
      default -> Tone.STRONG;
    };
  }

  private static void add(List<String> lines, String label, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      lines.add(INDENT + label + OneLine.of(text));
    }
  }
}
