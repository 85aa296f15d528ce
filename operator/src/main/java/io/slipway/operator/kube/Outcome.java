package io.slipway.operator.kube;

/** How a write, or a plan's writes, ended. */
public enum Outcome {
  /** All of it was carried out. */
  DONE,
  /** What was observed has changed: observe again. */
  CONFLICT,
  /** A write was refused for a reason that was not known: plan again, so that the status tells. */
  REFUSED,
  /** A write is refused as it was before; the status tells already. */
  STILL_REFUSED
}
