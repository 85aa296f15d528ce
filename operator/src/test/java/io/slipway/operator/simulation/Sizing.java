package io.slipway.operator.simulation;

import io.slipway.api.v1alpha1.Autoscaling;
import org.jspecify.annotations.Nullable;

/** Who says how many pods there are. */
enum Sizing {
  FIXED(""),
  AUTOSCALED(", up to four by what they use");

  private final String text;

  Sizing(String text) {
    this.text = text;
  }

  @Nullable Autoscaling autoscaling() {
    return this == AUTOSCALED ? new Autoscaling(1, 4, 80) : null;
  }

  @Override
  public String toString() {
    return text;
  }
}
