package io.slipway.registry.store;

import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.DeploymentEvent.Phase;
import io.slipway.registry.model.DeploymentEvent.Place;
import io.slipway.registry.model.DeploymentEvent.Track;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was told about versions in use. */
public final class DeploymentLog {
  private static final String EVENT =
      """
      SELECT e.*, v.digest FROM deployment_event e
      JOIN model_version v ON v.model = e.model AND v.number = e.number
      """;

  private final Session session;

  public DeploymentLog(Session session) {
    this.session = session;
  }

  /** Adds an event and returns its number. */
  public long add(DeploymentEvent event) {
    Place place = event.place();
    return session
        .first(
            """
            INSERT INTO deployment_event (model, number, cluster, namespace, name, uid, track,
                phase, at, recorded_at, actor, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """,
            row -> row.number("id"),
            event.model(),
            event.version().value(),
            place.cluster(),
            place.namespace(),
            place.name(),
            place.uid(),
            place.track().text(),
            event.phase().text(),
            event.at(),
            event.recorded().at(),
            event.recorded().by(),
            event.recorded().reason())
        .orElseThrow();
  }

  /** The event of that number. */
  public Optional<DeploymentEvent> find(long id) {
    return session.first(EVENT + " WHERE e.id = ?", DeploymentLog::read, id);
  }

  /** What used the model's versions at that time: of each place the last event, if it serves. */
  public List<DeploymentEvent> servingAt(ModelName model, Instant time) {
    return session.list(
        EVENT
            + """
            WHERE e.phase = 'serving' AND e.id IN (
              SELECT id FROM (
                SELECT id, ROW_NUMBER() OVER (PARTITION BY cluster, namespace, name, uid, track
                    ORDER BY at DESC, id DESC) AS back
                FROM deployment_event WHERE model = ? AND at <= ?) latest
              WHERE back = 1)
            ORDER BY e.cluster, e.namespace, e.name, e.uid, e.track
            """,
        DeploymentLog::read,
        model,
        time);
  }

  /** When a version was last told to be in use, or to be so no longer. */
  public Optional<Instant> lastTold(Version version) {
    return session
        .first(
            "SELECT MAX(at) AS at FROM deployment_event WHERE model = ? AND number = ?",
            row -> row.optionalInstant("at"),
            version.model(),
            version.number().value())
        .flatMap(at -> at);
  }

  /** When something was last told about a version of the model. */
  public Optional<Instant> lastTold(ModelName model) {
    return session
        .first(
            "SELECT MAX(at) AS at FROM deployment_event WHERE model = ?",
            row -> row.optionalInstant("at"),
            model)
        .flatMap(at -> at);
  }

  /**
   * What happened from one time to before another, the last first.
   *
   * @param version that was used, or any
   */
  public List<DeploymentEvent> between(
      ModelName model, Instant from, Instant to, Optional<VersionNumber> version, int most) {
    int number = version.map(VersionNumber::value).orElse(0);
    return session.list(
        EVENT
            + """
            WHERE e.model = ? AND e.at >= ? AND e.at < ? AND (? = 0 OR e.number = ?)
            ORDER BY e.at DESC, e.id DESC LIMIT ?
            """,
        DeploymentLog::read,
        model,
        from,
        to,
        number,
        number,
        most);
  }

  private static DeploymentEvent read(Row row) throws SQLException {
    return new DeploymentEvent(
        row.number("id"),
        new ModelName(row.text("model")),
        new VersionNumber(row.integer("number")),
        Digest.parse(row.text("digest")),
        new Place(
            row.text("cluster"),
            row.text("namespace"),
            row.text("name"),
            row.text("uid"),
            Track.parse(row.text("track"))),
        Phase.parse(row.text("phase")),
        row.instant("at"),
        new Remark(row.instant("recorded_at"), row.text("actor"), row.optionalText("reason")));
  }
}
