package io.slipway.batch.warehouse.parquet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.StoredType;
import java.io.IOException;
import java.util.List;

/**
 * What a set version is, for who reads its folder.
 *
 * @param scoredAt in the form of ISO 8601
 * @param columns outputs, by the types that databases have for them
 * @param parts in the order of their keys
 */
record Manifest(
    long setId,
    String runId,
    String modelName,
    String modelVersion,
    String modelDigest,
    String scoredAt,
    long rows,
    long errors,
    List<Column> columns,
    List<Part> parts) {
  private static final JsonMapper JSON = new JsonMapper();

  Manifest {
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
  }

  record Column(String name, String type) {}

  /** A file beside the manifest. */
  record Part(String file, long rows) {}

  static Manifest of(long setId, Run run, List<Output> outputs, SortedParts.Written written) {
    return new Manifest(
        setId,
        run.id(),
        run.model().name(),
        run.model().version(),
        run.model().digest(),
        run.scoredAt().toString(),
        written.counts().rows(),
        written.counts().errors(),
        outputs.stream()
            .map(output -> new Column(output.name(), StoredType.of(output.type()).sql()))
            .toList(),
        written.parts());
  }

  static Manifest parse(byte[] json) throws IOException {
    return JSON.readValue(json, Manifest.class);
  }

  byte[] json() throws IOException {
    return JSON.writeValueAsBytes(this);
  }
}
