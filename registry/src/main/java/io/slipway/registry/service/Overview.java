package io.slipway.registry.service;

import io.slipway.registry.model.Alias;
import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.Model;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Version;
import io.slipway.registry.store.AliasLog;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.DeploymentLog;
import io.slipway.registry.store.Models;
import io.slipway.registry.store.Session;
import io.slipway.registry.store.Versions;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Models with what one wants to know of each at a glance. */
public final class Overview {
  private final Database database;
  private final Clock clock;

  public Overview(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A model at a glance.
   *
   * @param versions how many there are
   * @param serving what uses one of them now
   * @param changed when a version was last registered or decided upon, an alias moved, or something
   *     told about a deployment
   */
  public record Glance(
      Model model,
      int versions,
      Optional<Version> newest,
      List<Alias> aliases,
      List<DeploymentEvent> serving,
      Instant changed) {}

  /** Some models by name, after one of them, whose name or description has a text in it. */
  public List<Glance> models(String search, String after, int most) {
    return database.read(
        session ->
            new Models(session)
                .search(search, after, most).stream()
                    .map(model -> glance(session, model))
                    .toList());
  }

  private Glance glance(Session session, Model model) {
    ModelName name = model.name();
    Versions versions = new Versions(session);
    Optional<Version> newest =
        versions.list(name, Optional.empty(), Optional.empty(), 1).stream().findFirst();
    AliasLog aliases = new AliasLog(session);
    DeploymentLog deployments = new DeploymentLog(session);
    Instant changed =
        Stream.of(
                Optional.of(model.created().at()),
                newest.map(version -> version.registered().at()),
                newest.flatMap(version -> version.course().outcome()).map(Version.Outcome::at),
                aliases.lastMoved(name),
                deployments.lastTold(name))
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return new Glance(
        model,
        versions.count(name),
        newest,
        aliases.list(name),
        deployments.servingAt(name, clock.instant()),
        changed);
  }
}
