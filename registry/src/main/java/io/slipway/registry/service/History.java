package io.slipway.registry.service;

import io.slipway.registry.model.Alias;
import io.slipway.registry.model.AliasEvent;
import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.DeploymentLog;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was, and what happened. */
public final class History {
  private final Database database;
  private final Clock clock;

  public History(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What was at a time.
   *
   * @param serving what was told to use a version then
   */
  public record Snapshot(
      ModelName model, Instant at, List<Alias> aliases, List<DeploymentEvent> serving) {}

  /** What happened, the last first. */
  public record Timeline(
      ModelName model, List<AliasEvent> aliases, List<DeploymentEvent> deployments) {}

  /** Where aliases point and what serves. */
  public Snapshot now(ModelName model) throws Refusal {
    return at(model, clock.instant());
  }

  /** Where aliases pointed and what served at that time. */
  public Snapshot at(ModelName model, Instant time) throws Refusal {
    return database.read(
        session -> {
          Lookup.model(session, model);
          return new Snapshot(
              model,
              time,
              new AliasLog(session).at(model, time),
              new DeploymentLog(session).servingAt(model, time));
        });
  }

  /** What happened, and of which kind. */
  public enum Kind {
    ALIAS,
    DEPLOYMENT
  }

  /**
   * What is asked for.
   *
   * @param to before which
   * @param version that it is about, or any
   */
  public record Wanted(
      Set<Kind> kinds, Optional<VersionNumber> version, Instant from, Instant to) {}

  /** What happened from one time to before another. */
  public Timeline between(ModelName model, Wanted wanted, int most) throws Refusal {
    return database.read(
        session -> {
          Lookup.model(session, model);
          return new Timeline(
              model,
              wanted.kinds().contains(Kind.ALIAS)
                  ? new AliasLog(session)
                      .between(model, wanted.from(), wanted.to(), wanted.version(), most)
                  : List.of(),
              wanted.kinds().contains(Kind.DEPLOYMENT)
                  ? new DeploymentLog(session)
                      .between(model, wanted.from(), wanted.to(), wanted.version(), most)
                  : List.of());
        });
  }
}
