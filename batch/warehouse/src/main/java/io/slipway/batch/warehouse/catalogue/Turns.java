package io.slipway.batch.warehouse.catalogue;

import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who changes a catalogue by compare-and-swap, and finds that another was quicker, waits before the
 * next turn: at random, so that two do not meet again, and longer each time.
 *
 * @param set whose catalogue it is
 * @param place where the catalogue is, in words
 */
public record Turns(SetName set, String place) {
  private static final int LONGEST_WAIT_MS = 250;

  /**
   * @param turn that was lost, from 1
   * @throws WarehouseException if the thread is interrupted
   */
  public void pause(int turn) {
    try {
      int most = Math.min(LONGEST_WAIT_MS, 5 * turn);
      Thread.sleep(ThreadLocalRandom.current().nextInt(1, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WarehouseException(
          Kind.UNAVAILABLE, set.text(), "the wait for its " + place + " was ended", "try again", e);
    }
  }
}
