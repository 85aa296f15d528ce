package io.slipway.batch.job;

import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up old set versions once another one is read. That it fails is no failure of a pod. */
record Retirement(SetName set, Warehouse warehouse) {
  private static final Logger log = LoggerFactory.getLogger(Retirement.class);

  /** An unfinished load that is older was given up. */
  private static final Duration GIVEN_UP = Duration.ofDays(1);

  /** Keeps so many that were published, and the current one. */
  void keep(int published) {
    try {
      warehouse.retireAllBut(set, published);
      warehouse.sweep(set, GIVEN_UP);
    } catch (WarehouseException e) {
      log.atWarn().setCause(e).log("old set versions are left for the next run");
    }
  }
}
