package io.slipway.batch.run;

import io.slipway.batch.plan.Planner;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.rows.RowKey;
import io.slipway.batch.validation.Rules;
import io.slipway.batch.warehouse.SetName;
import io.slipway.scoring.ModelFormat;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run as {@code run.json} has it: what is scored by what, where it goes and when it counts.
 *
 * @param namespace of the resource that asks for it
 * @param name of that resource
 * @param staging where pods leave what they have done for the next ones
 * @param splits how the input is cut
 * @param rowsPerCall of the model at most
 * @param rules that its counts are held to before anything is loaded
 * @param nonce raised by somebody who wants the same thing done once more
 */
public record RunSpec(
    String namespace,
    String name,
    ModelSource model,
    Source input,
    StagingArea staging,
    Destination output,
    Planner splits,
    int rowsPerCall,
    Rules rules,
    Publishing publishing,
    long nonce) {

  /**
   * The model, as far as it is decided.
   *
   * @param version as people know it; empty where they know the model by its URI alone
   * @param uri as a {@code ModelDeployment} may have it
   * @param digest what its bytes must hash to; empty where the plan finds it out
   */
  public record ModelSource(
      String name,
      Optional<String> version,
      String uri,
      Optional<String> digest,
      Optional<ModelFormat> format) {
    private static final int SHORT = "sha256:".length() + 12;

    /** The version of certain bytes; the beginning of their digest where there is no other word. */
    public String versionOf(String found) {
      return version.orElseGet(() -> found.substring("sha256:".length(), SHORT));
    }
  }

  /** What input files hold. */
  public enum InputType {
    CSV,
    JSON_LINES,
    PARQUET
  }

  /** Where rows are. */
  public sealed interface Source {
    RowKey key();

    /** The same rows, for a warehouse that keeps no longer keys. */
    Source withKeysOf(int mostBytes);

    /**
     * Files of rows.
     *
     * @param uri of the folder that they are in, or of the only one
     */
    record Files(InputType type, URI uri, RowKey key) implements Source {
      @Override
      public Source withKeysOf(int mostBytes) {
        return new Files(type, uri, key.atMost(mostBytes));
      }
    }

    /**
     * The rows of a query.
     *
     * @param sql a SELECT
     * @param cut into ranges of a column; without it, all rows are one split
     * @param reading what tells this reading of the query from others: rows of a table have no mark
     *     that changes with them, as files do
     */
    record Query(String sql, Optional<Cut> cut, String reading, RowKey key) implements Source {
      @Override
      public Source withKeysOf(int mostBytes) {
        return new Query(sql, cut, reading, key.atMost(mostBytes));
      }
    }

    /**
     * How a query is cut.
     *
     * @param column of whole numbers
     * @param ranges how many at most
     */
    record Cut(String column, int ranges) {}
  }

  /** When parts are given up. */
  public enum Removal {
    NEVER,
    /** Once the set version is published. */
    PUBLISHED
  }

  /** The folder of all runs. */
  public record StagingArea(URI uri, Removal removal) {}

  /** What keeps predictions. */
  public enum OutputType {
    POSTGRESQL,
    DUCKDB,
    PARQUET,
    /** Another database, by its driver. */
    JDBC
  }

  /**
   * Where predictions go.
   *
   * @param uri of the folder, where it is one
   * @param columns the outputs that are kept; none to keep all
   */
  public record Destination(OutputType type, Optional<URI> uri, SetName set, List<String> columns) {
    public Destination {
      columns = List.copyOf(columns);
    }
  }

  /** Who makes a loaded set version the current one. */
  public enum Publisher {
    /** The run itself, when its rules hold. */
    ON_SUCCESS,
    /** Somebody who has looked at it. */
    MANUAL
  }

  /**
   * What becomes of a loaded set version.
   *
   * @param retainSets how many that were published are kept
   */
  public record Publishing(Publisher publisher, int retainSets) {}

  /**
   * The identity of this run of a model over a plan. Rules and publishing are not in it: they
   * change nothing about a prediction, so that a run whose rules were loosened goes on with what it
   * has.
   */
  public RunId id(String modelDigest, String planDigest) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("model.name", model.name());
    settings.put("model.version", model.versionOf(modelDigest));
    switch (input) {
      case Source.Files files -> {
        settings.put("input.type", files.type().name());
        settings.put("input.uri", files.uri().toString());
      }
      case Source.Query query -> {
        settings.put("input.query", query.sql());
        query.cut().ifPresent(cut -> settings.put("input.cut", cut.ranges() + " " + cut.column()));
        settings.put("input.reading", query.reading());
      }
    }
    settings.put("input.key", input.key().identity());
    settings.put("output.set", output.set().text());
    settings.put("output.columns", String.join("\n", output.columns()));
    settings.put("rowsPerCall", Integer.toString(rowsPerCall));
    settings.put("nonce", Long.toString(nonce));
    return RunId.of(modelDigest, planDigest, settings);
  }
}
