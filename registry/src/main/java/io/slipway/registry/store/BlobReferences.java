package io.slipway.registry.store;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which bytes are part of which versions. */
public final class BlobReferences {
  private static final String ALL =
      """
      (SELECT model, number, digest, size FROM model_file
       UNION ALL SELECT model, number, digest, size FROM rendition)
      """;

  private final Session session;

  public BlobReferences(Session session) {
    this.session = session;
  }

  /**
   * What refers to some bytes.
   *
   * @param live by versions that are not deleted
   * @param lastDeleted when the last of the versions was deleted that referred to them
   */
  public record References(int live, Optional<Instant> lastDeleted) {}

  /** How much a model's versions keep. Bytes in several versions are counted once. */
  public record Usage(ModelName model, long versions, long bytes) {}

  /** How much all versions would keep if nothing was shared, and how much they do. */
  public record Totals(long versions, long logicalBytes, long blobs, long bytes) {}

  /** Until the transaction ends, no bytes are removed. */
  public void keep() {
    lock(session.dialect().blobsStay());
  }

  /** Waits for those who rely on bytes, and lets none begin until the transaction ends. */
  public void remove() {
    lock(session.dialect().blobsGo());
  }

  private void lock(String sql) {
    if (!sql.isEmpty()) {
      session.list(sql, row -> 0);
    }
  }

  /** What refers to these bytes. */
  public References to(Digest digest) {
    return session
        .first(
            """
            SELECT SUM(CASE WHEN v.deleted_at IS NULL THEN 1 ELSE 0 END) AS live,
                MAX(v.deleted_at) AS last_deleted
            FROM (SELECT model, number FROM model_file WHERE digest = ?
                  UNION ALL SELECT model, number FROM rendition WHERE digest = ?) r
            JOIN model_version v ON v.model = r.model AND v.number = r.number
            """,
            row -> new References(row.integer("live"), row.optionalInstant("last_deleted")),
            digest,
            digest)
        .orElseThrow();
  }

  /** The bytes that can be asked for: of versions that are ready and not deleted. */
  public List<Digest> ofReadyVersions() {
    return session.list(
        """
        SELECT DISTINCT r.digest FROM %s r
        JOIN model_version v ON v.model = r.model AND v.number = r.number
        WHERE v.state = 'READY' AND v.deleted_at IS NULL
        """
            .formatted(ALL),
        row -> Digest.parse(row.text("digest")));
  }

  /** The figures of each model, the largest first. */
  public List<Usage> byModel(int most) {
    return session.list(
        """
        SELECT d.model, SUM(d.size) AS bytes,
            (SELECT COUNT(*) FROM model_version v
             WHERE v.model = d.model AND v.deleted_at IS NULL) AS versions
        FROM (SELECT DISTINCT r.model, r.digest, r.size FROM %s r
              JOIN model_version v ON v.model = r.model AND v.number = r.number
              WHERE v.deleted_at IS NULL) d
        GROUP BY d.model ORDER BY bytes DESC, d.model LIMIT ?
        """
            .formatted(ALL),
        row ->
            new Usage(
                new ModelName(row.text("model")), row.number("versions"), row.number("bytes")),
        most);
  }

  /** The figures of all. */
  public Totals totals() {
    return session
        .first(
            """
            SELECT
              (SELECT COUNT(*) FROM model_version WHERE deleted_at IS NULL) AS versions,
              (SELECT COALESCE(SUM(r.size), 0) FROM %s r
               JOIN model_version v ON v.model = r.model AND v.number = r.number
               WHERE v.deleted_at IS NULL) AS logical,
              COUNT(*) AS blobs, COALESCE(SUM(d.size), 0) AS bytes
            FROM (SELECT DISTINCT r.digest, r.size FROM %s r
                  JOIN model_version v ON v.model = r.model AND v.number = r.number
                  WHERE v.deleted_at IS NULL) d
            """
                .formatted(ALL, ALL),
            row ->
                new Totals(
                    row.number("versions"),
                    row.number("logical"),
                    row.number("blobs"),
                    row.number("bytes")))
        .orElseThrow();
  }
}
