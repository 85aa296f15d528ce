package io.slipway.batch.warehouse.duckdb;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * All that is known of a set, in one file: which set versions there are and which is current.
 *
 * @param last the last number that was given out
 * @param current 0 for none
 */
record Catalogue(long last, long current, List<Entry> entries) {
  static final Catalogue EMPTY = new Catalogue(0, 0, List.of());

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A set version.
   *
   * @param file its rows, in the folder of the set
   * @param types of its outputs, by name, as the database calls them
   * @param publishedAt empty for never
   */
  record Entry(
      long setId,
      String runId,
      String modelName,
      String modelVersion,
      String modelDigest,
      String scoredAt,
      State state,
      String file,
      long rows,
      long errors,
      Map<String, String> types,
      String begunAt,
      String publishedAt) {

    Entry with(State newState) {
      return with(newState, file, new Counts(rows, errors), types, publishedAt);
    }

    Entry loaded(String newFile, Counts counts, Map<String, String> newTypes) {
      return with(State.LOADED, newFile, counts, newTypes, publishedAt);
    }

    Entry published(Instant now) {
      return with(
          State.PUBLISHED,
          file,
          new Counts(rows, errors),
          types,
          publishedAt.isEmpty() ? now.toString() : publishedAt);
    }

    private Entry with(
        State newState,
        String newFile,
        Counts counts,
        Map<String, String> newTypes,
        String newPublishedAt) {
      return new Entry(
          setId,
          runId,
          modelName,
          modelVersion,
          modelDigest,
          scoredAt,
          newState,
          newFile,
          counts.rows(),
          counts.errors(),
          newTypes,
          begunAt,
          newPublishedAt);
    }

    Run run() {
      return new Run(
          runId, new ModelRef(modelName, modelVersion, modelDigest), Instant.parse(scoredAt));
    }
  }

  static Catalogue parse(byte[] json) throws IOException {
    return JSON.readValue(json, Catalogue.class);
  }

  byte[] json() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  Optional<Entry> find(long setId) {
    return entries.stream().filter(entry -> entry.setId() == setId).findFirst();
  }

  Optional<Entry> ofRun(String runId) {
    return entries.stream()
        .filter(entry -> entry.runId().equals(runId) && entry.state() != State.RETIRED)
        .findFirst();
  }

  /** With one more, or in place of the one of its number. */
  Catalogue with(Entry changed) {
    return new Catalogue(
        Math.max(last, changed.setId()),
        current,
        Stream.concat(
                entries.stream().filter(entry -> entry.setId() != changed.setId()),
                Stream.of(changed))
            .sorted(Comparator.comparingLong(Entry::setId).reversed())
            .toList());
  }

  Catalogue pointingTo(long setId) {
    return new Catalogue(last, setId, entries);
  }

  OptionalLong pointer() {
    return current == 0 ? OptionalLong.empty() : OptionalLong.of(current);
  }

  SetVersion version(SetName set, Entry entry) {
    return new SetVersion(
        set,
        entry.setId(),
        entry.run(),
        entry.state(),
        new Counts(entry.rows(), entry.errors()),
        entry.publishedAt().isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.parse(entry.publishedAt())),
        entry.setId() == current);
  }

  /** Newest first. */
  List<SetVersion> versions(SetName set) {
    return entries.stream().map(entry -> version(set, entry)).toList();
  }
}
