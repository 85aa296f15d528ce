package io.slipway.cli.command;

/** What the programs end with. */
final class ExitCode {

  /** Done; of a watch: what the spec asks for serves. */
  static final int DONE = 0;

  /** The rollout failed, or the resource is stalled or gone. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** It would make no sense in the present state, or Git owns what would be changed. */
  static final int REFUSED = 3;

  /** It did not come to an end in the time given. */
  static final int TIMED_OUT = 4;

  /** kubectl failed: no cluster, no such object, no right to. */
  static final int KUBECTL = 5;

  private ExitCode() {}
}
