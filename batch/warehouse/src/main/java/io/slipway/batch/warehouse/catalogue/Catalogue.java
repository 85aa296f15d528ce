package io.slipway.batch.warehouse.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a set, in one file: which set versions there are and which is current. What
 * a later program notes beside that is passed over, and kept by nobody who writes it anew.
 *
 * @param last the last number that was given out
 * @param current 0 for none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Catalogue(long last, long current, List<Entry> entries) {
  public static final Catalogue EMPTY = new Catalogue(0, 0, List.of());

  private static final JsonMapper JSON = new JsonMapper();

  /** In place of a number: no set version. */
  private static final long NONE = 0;

  /**
   * A set version.
   *
   * @param file its rows, in the folder of the set; where rows are in tables, the table
   * @param types of its outputs, by name, as the database calls them
   * @param publishedAt empty for never
   * @param replaced which one was current when it was published, 0 for none; absent where it was
   *     not published, or by a program that kept no note of it
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Entry(
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
      String publishedAt,
      @JsonInclude(Include.NON_NULL) @Nullable Long replaced) {

    /** One whose rows are on their way. */
    public static Entry begun(long setId, Run run, Instant now) {
      return new Entry(
          setId,
          run.id(),
          run.model().name(),
          run.model().version(),
          run.model().digest(),
          run.scoredAt().toString(),
          State.LOADING,
          "",
          0,
          0,
          Map.of(),
          now.truncatedTo(ChronoUnit.MICROS).toString(),
          "",
          null);
    }

    /** The same, with the place that its loader puts them. */
    public Entry into(String newFile) {
      return with(state, newFile, new Counts(rows, errors), types);
    }

    public Entry with(State newState) {
      return with(newState, file, new Counts(rows, errors), types);
    }

    public Entry loaded(String newFile, Counts counts, Map<String, String> newTypes) {
      return with(State.LOADED, newFile, counts, newTypes);
    }

    /** When it becomes current once more, it was published before all the same. */
    Entry published(long current, Instant now) {
      return publishedAt.isEmpty()
          ? with(State.PUBLISHED, file, new Counts(rows, errors), types, now.toString(), current)
          : with(State.PUBLISHED);
    }

    /** What was current when it was published, as far as that is known. */
    public Optional<Expected> before() {
      return Optional.ofNullable(replaced)
          .map(setId -> setId == NONE ? new Expected.Nothing() : new Expected.At(setId));
    }

    private Entry with(
        State newState, String newFile, Counts counts, Map<String, String> newTypes) {
      return with(newState, newFile, counts, newTypes, publishedAt, replaced);
    }

    private Entry with(
        State newState,
        String newFile,
        Counts counts,
        Map<String, String> newTypes,
        String newPublishedAt,
        @Nullable Long newReplaced) {
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
          newPublishedAt,
          newReplaced);
    }

    Run run() {
      return new Run(
          runId, new ModelRef(modelName, modelVersion, modelDigest), Instant.parse(scoredAt));
    }
  }

  public static Catalogue parse(byte[] json) throws IOException {
    return JSON.readValue(json, Catalogue.class);
  }

  public byte[] json() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  public Optional<Entry> find(long setId) {
    return entries.stream().filter(entry -> entry.setId() == setId).findFirst();
  }

  public Optional<Entry> ofRun(String runId) {
    return entries.stream()
        .filter(entry -> entry.runId().equals(runId) && entry.state() != State.RETIRED)
        .findFirst();
  }

  /** As a table of all set versions would require it, which can be in another database. */
  public void requireSameTypes(List<Output> outputs) {
    for (Entry entry : entries) {
      for (Output output : entry.state().isWhole() ? outputs : List.<Output>of()) {
        String wanted = StoredType.of(output.type()).sql();
        String is = entry.types().getOrDefault(output.name(), wanted);
        if (!is.equals(wanted)) {
          throw WarehouseException.invalid(
              "the output " + Quoted.of(output.name()),
              "it would be %s, and is %s in set version %d".formatted(wanted, is, entry.setId()),
              "give the output another name, or these predictions a prediction set of their own");
        }
      }
    }
  }

  /** What outputs are stored as, by name. */
  public static Map<String, String> types(List<Output> outputs) {
    Map<String, String> types = new LinkedHashMap<>();
    outputs.forEach(output -> types.put(output.name(), StoredType.of(output.type()).sql()));
    return types;
  }

  /** With one more, or in place of the one of its number. */
  public Catalogue with(Entry changed) {
    return new Catalogue(
        Math.max(last, changed.setId()),
        current,
        Stream.concat(
                entries.stream().filter(entry -> entry.setId() != changed.setId()),
                Stream.of(changed))
            .sorted(Comparator.comparingLong(Entry::setId).reversed())
            .toList());
  }

  public Catalogue pointingTo(long setId) {
    return new Catalogue(last, setId, entries);
  }

  /**
   * With the pointer at another set version.
   *
   * @throws WarehouseException {@code CONFLICT} if it is neither where it is expected nor there
   *     already
   */
  public Catalogue moved(SetName set, long setId, Expected expected, Instant now) {
    if (current == setId) {
      return this;
    }
    Entry entry = entry(set, setId);
    if (!entry.state().isWhole()) {
      throw new WarehouseException(
          entry.state() == State.LOADING ? Kind.BUSY : Kind.INVALID,
          "%s, set version %d".formatted(set, setId),
          "it is " + entry.state(),
          "publish one that is LOADED or PUBLISHED");
    }
    long believed =
        switch (expected) {
          case Expected.Nothing() -> NONE;
          case Expected.At(long at) -> at;
        };
    if (current != believed) {
      throw new WarehouseException(
          Kind.CONFLICT,
          set.text(),
          "the current set version is %s, not %s".formatted(text(current), text(believed)),
          "see who published it, and decide again");
    }
    return with(entry.published(current, now.truncatedTo(ChronoUnit.MICROS))).pointingTo(setId);
  }

  /**
   * With a set version given up.
   *
   * @throws WarehouseException {@code BUSY} for the current one
   */
  public Catalogue retired(SetName set, long setId) {
    if (current == setId) {
      throw new WarehouseException(
          Kind.BUSY,
          "%s, set version %d".formatted(set, setId),
          "it is the current one",
          "publish another one first");
    }
    return with(entry(set, setId).with(State.RETIRED));
  }

  /** With these given up, of which none may be the current one. */
  public Catalogue retired(SetName set, List<SetVersion> versions) {
    Catalogue after = this;
    for (SetVersion version : versions) {
      after = after.retired(set, version.setId());
    }
    return after;
  }

  /** Loads that began no later and have not ended. */
  public List<Entry> unfinished(Instant before) {
    return entries.stream()
        .filter(entry -> entry.state() == State.LOADING)
        .filter(entry -> !Instant.parse(entry.begunAt()).isAfter(before))
        .toList();
  }

  private static String text(long setId) {
    return setId == NONE ? "none" : Long.toString(setId);
  }

  /** The set version of a number, which must be known. */
  public Entry entry(SetName set, long setId) {
    return find(setId)
        .orElseThrow(
            () ->
                new WarehouseException(
                    Kind.NOT_FOUND,
                    "%s, set version %d".formatted(set, setId),
                    "there is nothing of this name",
                    "see which set versions there are"));
  }

  public SetVersion version(SetName set, Entry entry) {
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
  public List<SetVersion> versions(SetName set) {
    return entries.stream().map(entry -> version(set, entry)).toList();
  }
}
