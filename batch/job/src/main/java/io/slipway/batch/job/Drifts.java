package io.slipway.batch.job;

import io.slipway.batch.summary.SetDrift;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.summary.SummaryDocument;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds predictions against those of a set version, by the summaries of both. */
record Drifts(SetName set, Warehouse warehouse) {
  private static final Logger log = LoggerFactory.getLogger(Drifts.class);

  /** What came of it. */
  sealed interface Judged {

    /** How far they are from that set version. */
    record Against(long setId, SetDrift drift) implements Judged {}

    /** There is nothing that they could be held against. */
    record Not(String why) implements Judged {}

    /** Empty where there is none. */
    default Optional<SetDrift> measured() {
      return this instanceof Against(long _, SetDrift drift)
          ? Optional.of(drift)
          : Optional.empty();
    }
  }

  /**
   * @param previous the set version that readers have, or had
   */
  Judged against(OptionalLong previous, Summary now) {
    if (previous.isEmpty()) {
      return new Judged.Not("no set was published before");
    }
    long setId = previous.getAsLong();
    return summary(setId)
        .<Judged>map(before -> new Judged.Against(setId, SetDrift.of(before, now)))
        .orElseGet(() -> none(setId));
  }

  /** Of a set version that is loaded. */
  Judged of(OptionalLong previous, long setId) {
    return summary(setId).map(now -> against(previous, now)).orElseGet(() -> none(setId));
  }

  private static Judged none(long setId) {
    return new Judged.Not("set version %d has no summary".formatted(setId));
  }

  private Optional<Summary> summary(long setId) {
    try {
      return warehouse.summary(set, setId).flatMap(SummaryDocument::read);
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("setId", setId).setCause(e).log("the summary cannot be read");
      return Optional.empty();
    }
  }
}
