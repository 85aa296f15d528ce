package io.slipway.batch.job;

import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a set version the current one because somebody says so: a loaded one, or an earlier one.
 *
 * @param retainSets how many that were published are kept
 */
record Activation(SetName set, Warehouse warehouse, int retainSets) {

  /**
   * What was done.
   *
   * @param previous the set version that was current before, if one was and it was another
   */
  record Activated(long setId, OptionalLong previous) {}

  Activated run(long setId) {
    Optional<SetVersion> current =
        warehouse.versions(set).stream().filter(SetVersion::current).findFirst();
    warehouse.publish(set, setId, Publication.expected(current));
    new Retirement(set, warehouse).keep(retainSets);
    return new Activated(
        setId, current.stream().mapToLong(SetVersion::setId).filter(id -> id != setId).findFirst());
  }
}
