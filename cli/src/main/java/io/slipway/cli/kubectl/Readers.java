package io.slipway.cli.kubectl;

/** Threads that read what kubectl prints, for as long as it runs. */
final class Readers {

  private Readers() {}

  /**
   * Starts one. It is no virtual thread: waiting for a pipe holds the carrier, and where there are
   * as many such as processors no other virtual thread gets its turn.
   */
  static Thread start(Runnable reading) {
    return Thread.ofPlatform().daemon().start(reading);
  }
}
