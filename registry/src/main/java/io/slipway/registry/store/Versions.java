package io.slipway.registry.store;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Findings;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.ManifestFile;
import io.slipway.registry.model.ModelName;
import io.slipway.registry.model.Notes;
import io.slipway.registry.model.Remark;
import io.slipway.registry.model.Rendition;
import io.slipway.registry.model.Verdict;
import io.slipway.registry.model.Version;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionState;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables of versions, their files and their renditions. */
public final class Versions {
  private final Session session;

  public Versions(Session session) {
    this.session = session;
  }

  /** The version of that number, deleted or not. */
  public Optional<Version> find(ModelName model, VersionNumber number) {
    return session.first(
        "SELECT * FROM model_version WHERE model = ? AND number = ?",
        this::read,
        model,
        number.value());
  }

  /** The version with that manifest; of those that were deleted the last. */
  public Optional<Version> find(ModelName model, Digest manifest) {
    return session.first(
        """
        SELECT * FROM model_version WHERE model = ? AND digest = ?
        ORDER BY CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END, number DESC LIMIT 1
        """,
        this::read,
        model,
        manifest);
  }

  /** The newest version that is not deleted and whose model file has these bytes. */
  public Optional<Version> findByModelFile(ModelName model, Digest file) {
    return session
        .list(
            """
            SELECT v.* FROM model_file f
            JOIN model_version v ON v.model = f.model AND v.number = f.number
            WHERE f.digest = ? AND v.model = ? AND v.deleted_at IS NULL ORDER BY v.number DESC
            """,
            this::read,
            file,
            model)
        .stream()
        .filter(version -> version.manifest().modelFile().digest().equals(file))
        .findFirst();
  }

  /** The number that the model's next version gets. */
  public VersionNumber next(ModelName model) {
    return session
        .first(
            "SELECT MAX(number) AS last FROM model_version WHERE model = ?",
            row -> new VersionNumber(row.integer("last") + 1),
            model)
        .orElseThrow();
  }

  /**
   * Some versions, newest first, that are not deleted.
   *
   * @param state of that state, or of any
   * @param before beginning with the one before it
   */
  public List<Version> list(
      ModelName model, Optional<VersionState> state, Optional<VersionNumber> before, int most) {
    return session.list(
        """
        SELECT * FROM model_version WHERE model = ? AND number < ? AND deleted_at IS NULL
        AND (? = '' OR state = ?) ORDER BY number DESC LIMIT ?
        """,
        this::read,
        model,
        before.map(VersionNumber::value).orElse(Integer.MAX_VALUE),
        state.map(VersionState::name).orElse(""),
        state.map(VersionState::name).orElse(""),
        most);
  }

  /** Adds a version, pending, with its files. */
  public void add(Version version) {
    Manifest manifest = version.manifest();
    session.change(
        """
        INSERT INTO model_version (model, number, digest, parent, manifest, size, description,
            labels, registered_at, registered_by, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING')
        """,
        version.model(),
        version.number().value(),
        version.digest(),
        manifest.parent(),
        new String(manifest.canonical(), StandardCharsets.UTF_8),
        manifest.size(),
        version.notes().description(),
        Json.write(version.notes().labels()),
        version.registered().at(),
        version.registered().by());
    for (ManifestFile file : manifest.files()) {
      session.change(
          "INSERT INTO model_file (model, number, path, digest, size) VALUES (?, ?, ?, ?, ?)",
          version.model(),
          version.number().value(),
          file.path(),
          file.digest(),
          file.size());
    }
  }

  /** Lets it be validated by one who has until then; false when somebody else does. */
  public boolean claim(Version version, Instant now, Instant until) {
    return session.change(
            """
            UPDATE model_version SET state = 'VALIDATING', lease_until = ?
            WHERE model = ? AND number = ? AND deleted_at IS NULL AND (state = 'PENDING'
                OR state = 'VALIDATING' AND (lease_until IS NULL OR lease_until <= ?))
            """,
            until,
            version.model(),
            version.number().value(),
            now)
        == 1;
  }

  /** Asks for a validation, by whoever has time for it; false when it is not pending. */
  public boolean submit(Version version) {
    return session.change(
            """
            UPDATE model_version SET state = 'VALIDATING', lease_until = NULL
            WHERE model = ? AND number = ? AND deleted_at IS NULL AND state = 'PENDING'
            """,
            version.model(),
            version.number().value())
        == 1;
  }

  /** Takes all validations back that are going on, for one who knows that none does. */
  public int releaseAll() {
    return session.change("UPDATE model_version SET lease_until = NULL WHERE state = 'VALIDATING'");
  }

  /** Goes back to where bytes are missing. */
  public void reopen(Version version) {
    session.change(
        """
        UPDATE model_version SET state = 'PENDING', lease_until = NULL
        WHERE model = ? AND number = ? AND deleted_at IS NULL AND state = 'VALIDATING'
        """,
        version.model(),
        version.number().value());
  }

  /** Those that wait for a validation, or whose validation was cut off. */
  public List<Version> waiting(Instant now, int most) {
    return session.list(
        """
        SELECT * FROM model_version WHERE state = 'VALIDATING' AND deleted_at IS NULL
        AND (lease_until IS NULL OR lease_until <= ?) ORDER BY registered_at LIMIT ?
        """,
        this::read,
        now,
        most);
  }

  /** Those that nobody went on with since then. */
  public List<Version> pendingSince(Instant before) {
    return session.list(
        """
        SELECT * FROM model_version WHERE state = 'PENDING' AND deleted_at IS NULL
        AND registered_at < ?
        """,
        this::read,
        before);
  }

  /** Keeps what a validation said; false when it is not being validated any more. */
  public boolean decide(Version version, Verdict verdict, Instant at) {
    return switch (verdict) {
      case Verdict.Accepted(Findings findings) -> accept(version, findings, at);
      case Verdict.Rejected(List<String> reasons) ->
          session.change(
                  """
                  UPDATE model_version SET state = 'REJECTED', lease_until = NULL,
                      decided_at = ?, reasons = ?
                  WHERE model = ? AND number = ? AND state = 'VALIDATING' AND deleted_at IS NULL
                  """,
                  at,
                  Json.write(reasons),
                  version.model(),
                  version.number().value())
              == 1;
    };
  }

  private boolean accept(Version version, Findings findings, Instant at) {
    boolean validating =
        find(version.model(), version.number())
            .map(Version::course)
            .filter(course -> course.state() == VersionState.VALIDATING)
            .filter(course -> course.deleted().isEmpty())
            .isPresent();
    if (!validating) {
      return false;
    }
    for (Rendition rendition : findings.renditions()) {
      session.change(
          """
          INSERT INTO rendition (model, number, name, media_type, digest, size)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
          version.model(),
          version.number().value(),
          rendition.name(),
          rendition.mediaType(),
          rendition.digest(),
          rendition.size());
    }
    return session.change(
            """
            UPDATE model_version SET state = 'READY', lease_until = NULL, decided_at = ?,
                format = ?, signature = ?
            WHERE model = ? AND number = ? AND state = 'VALIDATING'
            """,
            at,
            findings.format(),
            Json.write(findings.signature()),
            version.model(),
            version.number().value())
        == 1;
  }

  /** Says anew what is said about it. */
  public void describe(Version version, Notes notes) {
    session.change(
        "UPDATE model_version SET description = ?, labels = ? WHERE model = ? AND number = ?",
        notes.description(),
        Json.write(notes.labels()),
        version.model(),
        version.number().value());
  }

  /** Advises against it, or no longer. */
  public void deprecate(Version version, Optional<Remark> remark) {
    session.change(
        """
        UPDATE model_version SET deprecated_at = ?, deprecated_by = ?, deprecated_reason = ?
        WHERE model = ? AND number = ?
        """,
        remark.map(Remark::at),
        remark.map(Remark::by),
        remark.flatMap(Remark::reason),
        version.model(),
        version.number().value());
  }

  /** Marks it as deleted. */
  public void delete(Version version, Remark remark) {
    session.change(
        """
        UPDATE model_version SET deleted_at = ?, deleted_by = ?, deleted_reason = ?
        WHERE model = ? AND number = ? AND deleted_at IS NULL
        """,
        remark.at(),
        remark.by(),
        remark.reason(),
        version.model(),
        version.number().value());
  }

  /** The versions that were learnt from it and are not deleted. */
  public List<VersionNumber> children(Version version) {
    return session.list(
        """
        SELECT number FROM model_version
        WHERE model = ? AND parent = ? AND number <> ? AND deleted_at IS NULL ORDER BY number
        """,
        row -> new VersionNumber(row.integer("number")),
        version.model(),
        version.digest(),
        version.number().value());
  }

  /** The same, newest first, beginning with the one before one of them. */
  public List<Version> children(Version version, Optional<VersionNumber> before, int most) {
    return session.list(
        """
        SELECT * FROM model_version
        WHERE model = ? AND parent = ? AND number <> ? AND number < ? AND deleted_at IS NULL
        ORDER BY number DESC LIMIT ?
        """,
        this::read,
        version.model(),
        version.digest(),
        version.number().value(),
        before.map(VersionNumber::value).orElse(Integer.MAX_VALUE),
        most);
  }

  /** How many there are that are not deleted. */
  public int count(ModelName model) {
    return session
        .first(
            "SELECT COUNT(*) AS versions FROM model_version WHERE model = ? AND deleted_at IS NULL",
            row -> row.integer("versions"),
            model)
        .orElseThrow();
  }

  private Version read(Row row) throws SQLException {
    ModelName model = new ModelName(row.text("model"));
    VersionNumber number = new VersionNumber(row.integer("number"));
    Manifest manifest = Manifest.parse(row.text("manifest").getBytes(StandardCharsets.UTF_8));
    VersionState state = VersionState.valueOf(row.text("state"));
    return new Version(
        model,
        number,
        Digest.parse(row.text("digest")),
        manifest,
        new Notes(row.optionalText("description"), Json.textMap(row.text("labels"))),
        new Remark(row.instant("registered_at"), row.text("registered_by"), Optional.empty()),
        new Version.Course(
            state, outcome(row, state), remark(row, "deprecated"), remark(row, "deleted")));
  }

  private Optional<Version.Outcome> outcome(Row row, VersionState state) throws SQLException {
    return switch (state) {
      case PENDING, VALIDATING -> Optional.empty();
      case REJECTED ->
          Optional.of(
              new Version.Outcome(
                  new Verdict.Rejected(Json.texts(row.text("reasons"))),
                  row.instant("decided_at")));
      case READY ->
          Optional.of(
              new Version.Outcome(
                  new Verdict.Accepted(
                      new Findings(
                          row.text("format"),
                          Json.signature(row.text("signature")),
                          renditions(row.text("model"), row.integer("number")))),
                  row.instant("decided_at")));
    };
  }

  private List<Rendition> renditions(String model, int number) {
    return session.list(
        "SELECT * FROM rendition WHERE model = ? AND number = ? ORDER BY name",
        row ->
            new Rendition(
                row.text("name"),
                row.text("media_type"),
                Digest.parse(row.text("digest")),
                row.number("size")),
        model,
        number);
  }

  private static Optional<Remark> remark(Row row, String what) throws SQLException {
    Optional<String> by = row.optionalText(what + "_by");
    Optional<String> reason = row.optionalText(what + "_reason");
    return row.optionalInstant(what + "_at")
        .map(at -> new Remark(at, by.orElse("unknown"), reason));
  }
}
