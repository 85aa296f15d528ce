package io.slipway.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.batch.input.FolderInput;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Planner;
import io.slipway.batch.plan.Planner.Division;
import io.slipway.batch.plan.Split;
import io.slipway.batch.scoring.KeyedRows;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row of a Parquet file means what the same row means to the pod. */
class ParquetRowsTest {
  private static final Signature MODEL =
      new Signature(
          List.of(
              Field.column("double", DataType.FP64, Presence.REQUIRED),
              Field.column("float", DataType.FP32, Presence.OPTIONAL),
              Field.column("single as double", DataType.FP64, Presence.OPTIONAL),
              Field.column("long as int", DataType.INT32, Presence.OPTIONAL),
              Field.column("double as int", DataType.INT64, Presence.OPTIONAL),
              Field.column("text as double", DataType.FP64, Presence.OPTIONAL),
              Field.column("text", DataType.BYTES, Presence.OPTIONAL),
              Field.column("number as text", DataType.BYTES, Presence.OPTIONAL),
              Field.column("boolean", DataType.BOOL, Presence.OPTIONAL),
              Field.column("nowhere", DataType.FP64, Presence.OPTIONAL)),
          List.of());
  private static final Map<String, String> TYPES =
      Map.of(
          "id", "VARCHAR",
          "double", "DOUBLE",
          "float", "FLOAT",
          "single as double", "FLOAT",
          "long as int", "BIGINT",
          "double as int", "DOUBLE",
          "text as double", "VARCHAR",
          "text", "VARCHAR",
          "number as text", "INTEGER",
          "boolean", "BOOLEAN");
  private static final List<String> NAMES = TYPES.keySet().stream().sorted().toList();
  private static final RowKey KEY = new RowKey("id", RowKey.Type.TEXT);

  @TempDir Path folder;

  @Test
  void rowsOfBothFormsAreTheSameBitForBitAndWrongForTheSameReasons() throws Exception {
    Random random = new Random(7);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < 5_000; row++) {
      rows.add(row(row, random));
    }
    Path parquet = Files.createDirectory(folder.resolve("parquet"));
    writeParquet(parquet.resolve("rows"), rows);
    Path json = Files.createDirectory(folder.resolve("json"));
    writeJson(json.resolve("rows"), rows);

    Heard offline = read(parquet, FileFormat.PARQUET, KEY);
    Heard online = read(json, FileFormat.JSON_LINES, KEY);

    assertThat(offline.rows).isEqualTo(online.rows).hasSizeGreaterThan(1_000);
    assertThat(offline.errors).isEqualTo(online.errors).hasSizeGreaterThan(1_000);
  }

  @Test
  void keysMayBeNumbersAndARowWithoutOneIsAnError() throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES (7, 1.5::DOUBLE), (NULL, 2), (9, NULL)) t(id, \"double\")) TO '%s' (FORMAT parquet)"
              .formatted(folder.resolve("rows")));
    }
    for (RowKey.Type type : RowKey.Type.values()) {
      Heard heard = read(folder, FileFormat.PARQUET, new RowKey("id", type));
      assertThat(heard.rows).hasSize(1).first().asString().startsWith("7 double=");
      assertThat(heard.errors)
          .containsExactly(
              "?: field \"id\": expected a value, for the model needs one, found null",
              "9: field \"double\": expected a value, for the model needs one, found null");
    }
  }

  private static Map<String, Object> row(int row, Random random) {
    Map<String, Object> cells = new LinkedHashMap<>();
    double any = Double.longBitsToDouble(random.nextLong());
    put(cells, "double", random, 0.02, random.nextInt(4) == 0 ? any : random.nextGaussian());
    put(cells, "float", random, 0.2, random.nextFloat());
    put(cells, "single as double", random, 0.2, (float) random.nextGaussian());
    put(cells, "long as int", random, 0.2, random.nextInt(20) == 0 ? 1L << 40 : row - 100L);
    put(cells, "double as int", random, 0.2, random.nextInt(20) == 0 ? 1.5 : (double) row);
    put(cells, "text as double", random, 0.2, random.nextInt(20) == 0 ? "1,5" : "-1.5e3");
    put(cells, "text", random, 0.2, "é\"\n\u0000\uD83D\uDEA2".substring(random.nextInt(4)));
    put(cells, "number as text", random, 0.9, row);
    put(cells, "boolean", random, 0.2, random.nextBoolean());
    put(cells, "id", random, 0.01, "row-" + row);
    return cells;
  }

  private static void put(
      Map<String, Object> cells, String name, Random random, double missing, Object value) {
    if (random.nextDouble() >= missing) {
      cells.put(name, value);
    }
  }

  private static void writeParquet(Path file, List<Map<String, Object>> rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      String columns =
          String.join(
              ", ", NAMES.stream().map(name -> "\"" + name + "\" " + TYPES.get(name)).toList());
      statement.execute("CREATE TABLE rows (%s)".formatted(columns));
      String places = String.join(", ", NAMES.stream().map(name -> "?").toList());
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO rows VALUES (%s)".formatted(places))) {
        for (Map<String, Object> row : rows) {
          for (int i = 0; i < NAMES.size(); i++) {
            @Nullable Object value = row.get(NAMES.get(i));
            insert.setObject(i + 1, value);
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("COPY rows TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)".formatted(file));
    }
  }

  private static void writeJson(Path file, List<Map<String, Object>> rows) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, @Nullable Object> exact = new LinkedHashMap<>();
      for (String name : NAMES) {
        // The number that a float is; its own text has fewer digits.
        exact.put(name, row.get(name) instanceof Float f ? (Object) (double) f : row.get(name));
      }
      lines.add(mapper.writeValueAsString(exact));
    }
    Files.write(file, lines);
  }

  private Heard read(Path data, FileFormat format, RowKey key) throws IOException {
    FolderInput input = new FolderInput(data);
    Plan plan = new Planner(50_000, 100).plan(input.list(), Division.BETWEEN_LINES);
    Heard heard = new Heard();
    for (Split split : plan.splits()) {
      try (SplitRows rows =
          new SplitRows(
              input, plan, split, new SplitRows.Settings(format, MODEL, key, 100, 100_000))) {
        Optional<DecodedLines> next = rows.next();
        while (next.isPresent()) {
          heard.add(next.get());
          next = rows.next();
        }
      }
    }
    return heard;
  }

  /** What came, in words that tell apart what is not the same. */
  private static final class Heard {
    private final List<String> rows = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    void add(DecodedLines decoded) {
      for (KeyedRows piece : decoded.rows()) {
        for (int row = 0; row < piece.count(); row++) {
          rows.add(text(piece, row));
        }
      }
      decoded.errors().stream()
          .map(
              error ->
                  error.key().orElse("?")
                      + ": "
                      + error.reason().replaceFirst("^[^,]*, \\w+ \\d+, ", ""))
          .forEach(errors::add);
    }

    private static String text(KeyedRows piece, int row) {
      StringBuilder text = new StringBuilder(piece.keys().get(row));
      for (Field field : MODEL.inputs()) {
        // A column without a value in any of its rows need not be there.
        Object value =
            piece
                .inputs()
                .column(field.name())
                .filter(column -> column.isValid(row))
                .map(column -> Array.get(column.values(), row))
                .orElse("missing");
        text.append(' ')
            .append(field.name())
            .append('=')
            .append(
                value instanceof Double d
                    ? Long.toHexString(Double.doubleToRawLongBits(d))
                    : value);
      }
      return text.toString();
    }
  }
}
