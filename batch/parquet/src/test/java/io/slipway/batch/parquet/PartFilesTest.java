package io.slipway.batch.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFilesTest {
  private static final List<Output> SCORE = List.of(new Output("score", DataType.FP64));

  @TempDir Path folder;

  @Test
  void everyTypeComesBackBitForBit() throws Exception {
    List<Column> columns =
        List.of(
            Column.ofBooleans("yes or no", true, false, true),
            column(DataType.INT8, new byte[] {-128, 0, 127}),
            column(DataType.UINT8, new byte[] {-128, 0, -1}),
            column(DataType.INT16, new short[] {Short.MIN_VALUE, 0, Short.MAX_VALUE}),
            column(DataType.UINT16, new short[] {Short.MIN_VALUE, 0, -1}),
            column(DataType.INT32, new int[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE}),
            column(DataType.UINT32, new int[] {Integer.MIN_VALUE, 0, -1}),
            column(DataType.INT64, new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}),
            column(DataType.UINT64, new long[] {Long.MIN_VALUE, 0, -1}),
            column(DataType.FP16, new short[] {(short) 0x8000, 0x0001, 0x7bff}),
            column(DataType.FP32, new float[] {-0.0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY}),
            column(DataType.FP64, new double[] {-0.0, Double.MIN_VALUE, Double.NaN}),
            Column.ofStrings("\"text\"", "", "a\0b\r\n\"', \uD83D\uDEA2", "\u0301\uFFFF\u202E"));
    Rows rows = Rows.scored(Column.ofStrings("key", "b", "a", "\uD83D\uDEA2"), Batch.of(columns));
    List<Output> outputs =
        columns.stream().map(column -> new Output(column.name(), column.type())).toList();

    assertThat(texts(through(outputs, List.of(rows)))).isEqualTo(texts(List.of(rows)));
  }

  @Test
  void whatIsMissingIsMissing() throws Exception {
    BitSet second = new BitSet();
    second.set(1);
    Rows rows =
        new Rows(
            Column.ofStrings("key", "a", "b"),
            Batch.of(
                Column.of(
                    "score",
                    DataType.FP64,
                    Shape.of(2),
                    new double[] {1, 2},
                    Validity.allBut(second))),
            Column.of(
                "error",
                DataType.BYTES,
                Shape.of(2),
                new String[] {"no age", ""},
                Validity.allBut(second)));

    List<Rows> back = through(SCORE, List.of(rows));

    assertThat(texts(back)).isEqualTo(texts(List.of(rows)));
    assertThat(back.getFirst().counts()).isEqualTo(rows.counts());
  }

  @Test
  void anOutputThatABatchLacksIsMissingInItsRows() throws Exception {
    Rows without = Rows.scored(Column.ofStrings("key", "a"), Batch.of());
    Rows with = Rows.scored(Column.ofStrings("key", "b"), Batch.of(Column.ofDoubles("score", 2)));

    List<Rows> back = through(SCORE, List.of(without, with));

    assertThat(back.getFirst().values().column("score").orElseThrow().validity().nextMissing(0))
        .isZero();
    assertThat(back.getFirst().values().column("score").orElseThrow().isValid(1)).isTrue();
  }

  @Test
  void aFileOfNoRowsIsOneAllTheSame() throws Exception {
    assertThat(through(SCORE, List.of())).isEmpty();
    assertThat(sql("SELECT count(*) FROM '%s'".formatted(file()))).containsExactly("0");
  }

  @Test
  void manyRowsKeepTheirOrderWithinTheMemoryThatThereIs() throws Exception {
    String wide = "x".repeat(2000);
    int batches = 200;
    int size = 1000;
    try (PartWriter writer = PartWriter.create(file(), List.of(new Output("t", DataType.BYTES)))) {
      for (int batch = 0; batch < batches; batch++) {
        int from = batch * size;
        String[] keys =
            IntStream.range(from, from + size).mapToObj(Integer::toString).toArray(String[]::new);
        String[] texts = Stream.of(keys).map(key -> wide + key).toArray(String[]::new);
        writer.write(
            Rows.scored(Column.ofStrings("key", keys), Batch.of(Column.ofStrings("t", texts))));
      }
    }
    int next = 0;
    try (PartReader reader = PartReader.open(file(), List.of(new Output("t", DataType.BYTES)))) {
      for (Optional<Rows> rows = reader.next(); rows.isPresent(); rows = reader.next()) {
        for (String key : rows.get().keys().strings()) {
          assertThat(key).isEqualTo(Integer.toString(next++));
        }
      }
    }
    assertThat(next).isEqualTo(batches * size);
    assertNothingIsLeft();
  }

  @Test
  void othersReadWhatWasWritten() throws Exception {
    through(
        SCORE,
        List.of(
            Rows.scored(
                Column.ofStrings("key", "a", "b"),
                Batch.of(Column.ofDoubles("score", -0.0, 0.1)))));

    assertThat(sql("SELECT prediction_key, prediction_error, score FROM '%s'".formatted(file())))
        .containsExactly("a|null|-0.0", "b|null|0.1");
    assertThat(sql("SELECT column_type FROM (DESCRIBE FROM '%s')".formatted(file())))
        .containsExactly("VARCHAR", "VARCHAR", "DOUBLE");
  }

  @Test
  void aNameOfAFileIsNoPattern() throws Exception {
    Path file = folder.resolve("it's [1] part*? = 2.parquet");
    Files.writeString(folder.resolve("it's 1 partly so = 2.parquet"), "another");
    PartWriter.create(file, SCORE).close();

    try (PartReader reader = PartReader.open(file, SCORE)) {
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void rowsOfAnotherTypeLeaveNoFile() throws Exception {
    Rows wrong = Rows.scored(Column.ofStrings("key", "a"), Batch.of(Column.ofLongs("score", 1)));

    try (PartWriter writer = PartWriter.create(file(), SCORE)) {
      assertThatThrownBy(() -> writer.write(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("score INT64[1] was announced as FP64");
    }

    assertThat(file()).doesNotExist();
    assertNothingIsLeft();
  }

  @Test
  void aFolderThatIsNotThereIsSaid() throws Exception {
    Path file = folder.resolve("nowhere").resolve("part.parquet");
    PartWriter writer = PartWriter.create(file, SCORE);

    assertThatThrownBy(writer::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> PartReader.open(file, SCORE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("part.parquet cannot be read");
  }

  @Test
  void aDamagedFileIsNotReadAsAShorterOne() throws Exception {
    double[] scores = IntStream.range(0, 300_000).mapToDouble(i -> i * 0.1).toArray();
    String[] keys = IntStream.range(0, 300_000).mapToObj(i -> "k" + i).toArray(String[]::new);
    through(
        SCORE,
        List.of(
            Rows.scored(
                Column.ofStrings("key", keys), Batch.of(Column.ofDoubles("score", scores)))));
    try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
      bytes.seek(bytes.length() / 2);
      bytes.write(new byte[100_000]);
    }

    assertThatThrownBy(() -> read(SCORE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("part.parquet");
    assertNothingIsLeft();
  }

  private static Column column(DataType type, Object values) {
    return Column.of(type.name(), type, Shape.of(3), values);
  }

  private Path file() {
    return folder.resolve("part.parquet");
  }

  private List<Rows> through(List<Output> outputs, List<Rows> batches) throws IOException {
    try (PartWriter writer = PartWriter.create(file(), outputs)) {
      for (Rows rows : batches) {
        writer.write(rows);
      }
    }
    return read(outputs);
  }

  private List<Rows> read(List<Output> outputs) throws IOException {
    List<Rows> back = new ArrayList<>();
    try (PartReader reader = PartReader.open(file(), outputs)) {
      for (Optional<Rows> rows = reader.next(); rows.isPresent(); rows = reader.next()) {
        back.add(rows.get());
      }
    }
    return back;
  }

  private static List<String> texts(List<Rows> batches) {
    return batches.stream().flatMap(rows -> RowText.of(rows).stream()).toList();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> !file.equals(file()))).isEmpty();
    }
  }

  private static List<String> sql(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(result.getString(i));
        }
        rows.add(String.join("|", cells.stream().map(String::valueOf).toList()));
      }
    }
    return rows;
  }
}
