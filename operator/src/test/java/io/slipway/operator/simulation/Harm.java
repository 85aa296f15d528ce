package io.slipway.operator.simulation;

/** What happens to a pod. */
enum Harm {
  /** It fails its readiness probe once or twice. */
  UNREADY("is not ready for a moment"),
  /** Its container ends and starts again, without a document and with counters at zero. */
  RESTART("starts again"),
  /** Somebody deletes it. */
  DELETED("is deleted"),
  /** Its node is gone: nobody answers any more, and the cluster notices much later. */
  NODE_LOST("loses its node");

  private final String text;

  Harm(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
