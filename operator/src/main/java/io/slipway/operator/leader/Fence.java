package io.slipway.operator.leader;

/** Keeps a process that no longer leads from changing anything. */
public interface Fence {

  /** Whether this process leads, for certain. */
  boolean holds();

  /**
   * To be called before everything that changes the world.
   *
   * @throws IllegalStateException when this process does not lead, or is no longer sure of it
   */
  default void check() {
    if (!holds()) {
      throw new IllegalStateException("this replica does not hold the lease: nothing is written");
    }
  }
}
