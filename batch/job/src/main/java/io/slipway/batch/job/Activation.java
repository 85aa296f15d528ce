package io.slipway.batch.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.staging.Documents;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a set version the current one because somebody says so: a loaded one, or an earlier one.
 *
 * <p>A pod that is started again does what the first one was to do: it goes back from the set
 * version that was current then. What was published since stays.
 *
 * @param asked where it is kept, once for each thing asked for, what was current when a pod first
 *     looked
 * @param retainSets how many that were published are kept
 */
record Activation(SetName set, Warehouse warehouse, Documents asked, int retainSets) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CURRENT = "current";

  /**
   * What was done.
   *
   * @param previous the set version that was current before, if one was and it was another
   * @param by the set version that came after somebody asked, and stays; empty where none did
   */
  record Activated(long setId, OptionalLong previous, OptionalLong by) {}

  /**
   * @param ask names what somebody asked for; the same for each pod that is to do it
   */
  Activated run(long setId, String ask) throws IOException {
    Optional<SetVersion> current =
        warehouse.versions(set).stream().filter(SetVersion::current).findFirst();
    OptionalLong now = number(current);
    OptionalLong then = then(ask, now);
    if (!now.equals(then) && !now.equals(OptionalLong.of(setId))) {
      return new Activated(setId, other(then, setId), now);
    }
    warehouse.publish(set, setId, Publication.expected(current));
    new Retirement(set, warehouse).keep(retainSets);
    return new Activated(setId, other(then, setId), OptionalLong.empty());
  }

  /** What was current when somebody asked: what the first pod to look saw. */
  private OptionalLong then(String ask, OptionalLong now) throws IOException {
    ObjectNode seen = JSON.createObjectNode().put("set", set.text());
    now.ifPresent(setId -> seen.put(CURRENT, setId));
    byte[] kept = asked.keep(ask + ".json", JSON.writeValueAsBytes(seen));
    return JSON.readTree(kept).path(CURRENT).isIntegralNumber()
        ? OptionalLong.of(JSON.readTree(kept).path(CURRENT).longValue())
        : OptionalLong.empty();
  }

  private static OptionalLong number(Optional<SetVersion> version) {
    return version.stream().mapToLong(SetVersion::setId).findFirst();
  }

  private static OptionalLong other(OptionalLong version, long setId) {
    return version.stream().filter(id -> id != setId).findFirst();
  }
}
