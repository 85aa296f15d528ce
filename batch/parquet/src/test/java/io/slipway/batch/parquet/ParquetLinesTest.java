package io.slipway.batch.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.input.FolderInput;
import io.slipway.batch.input.Input;
import io.slipway.batch.input.InputChangedException;
import io.slipway.batch.input.Line;
import io.slipway.batch.parquet.ParquetLines.Wanted;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Planner;
import io.slipway.batch.plan.Planner.Division;
import io.slipway.batch.plan.Split;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of Parquet are what somebody would ask the pod with, each in one split. */
class ParquetLinesTest {
  private static final Wanted ID = new Wanted(Set.of("id"), Set.of());

  @TempDir Path data;
  @TempDir Path work;

  private Input input;

  @BeforeEach
  void input() {
    input = new FolderInput(data);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_000, 77_777, 10_000_000})
  void eachRowIsInOneSplitWhereverFilesAreCut(long splitBytes) throws Exception {
    write("a.parquet", "SELECT i AS id, random() AS x FROM range(10000) t(i)", 2048);
    write("b/c.parquet", "SELECT i AS id, random() AS x FROM range(10000, 15000) t(i)", 4096);
    Plan plan = new Planner(splitBytes, 40).plan(input.list(), Division.BETWEEN_LINES);

    List<String> rows = new ArrayList<>();
    for (Split split : plan.splits()) {
      rows.addAll(texts(plan, split, ID));
    }

    assertThat(rows)
        .isEqualTo(LongStream.range(0, 15_000).mapToObj("{\"id\":%d}"::formatted).toList());
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void numbersAreExactAndWhatJsonHasNoNumberForIsText() throws Exception {
    write(
        "a.parquet",
        """
        SELECT * FROM (VALUES
          (0.1::FLOAT, 0.1::DOUBLE, -0.0::DOUBLE, 255::UTINYINT, 18446744073709551615::UBIGINT, 1.50::DECIMAL(9,2), true),
          ('NaN'::FLOAT, 'Infinity'::DOUBLE, '-Infinity'::DOUBLE, 0, 0, -0.01, false),
          (NULL, NULL, NULL, NULL, NULL, NULL, NULL)) t(f, d, z, u, b, e, t)
        """,
        2048);

    assertThat(rows(new Wanted(Set.of("f", "d", "z", "u", "b", "e", "t"), Set.of())))
        .containsExactly(
            "{\"f\":0.10000000149011612,\"d\":0.1,\"z\":-0.0,\"u\":255,\"b\":18446744073709551615,\"e\":1.50,\"t\":true}",
            "{\"f\":\"NaN\",\"d\":\"Infinity\",\"z\":\"-Infinity\",\"u\":0,\"b\":0,\"e\":-0.01,\"t\":false}",
            "{\"f\":null,\"d\":null,\"z\":null,\"u\":null,\"b\":null,\"e\":null,\"t\":null}");
  }

  @Test
  void textsTimesAndListsAreAsARequestHasThem() throws Exception {
    write(
        "a.parquet",
        """
        SELECT 'a"' || chr(10) || chr(128674) AS s, DATE '2026-11-26' AS d,
          TIMESTAMP '2026-11-26 06:00:00' AS t, TIMESTAMPTZ '2026-11-26 06:00:00.5Z' AS z,
          TIME '06:00' AS m, [1.5::FLOAT, 'NaN'::FLOAT, '-Infinity'::FLOAT] AS l, [[1, 2], [3, NULL]] AS n
        """,
        2048);

    assertThat(rows(new Wanted(Set.of("s", "d", "t", "z", "m", "l", "n"), Set.of())))
        .containsExactly(
            "{\"s\":\"a\\\"\\n"
                + "\\uD83D\\uDEA2\",\"d\":\"2026-11-26\",\"t\":\"2026-11-26T06:00:00\",\"z\":\"2026-11-26T06:00:00.500Z\",\"m\":\"06:00:00\",\"l\":[1.5,\"NaN\",\"-Infinity\"],\"n\":[[1,2],[3,null]]}");
  }

  @Test
  void aColumnThatHasTheNameOfAnotherButForCaseIsRefusedWhereItIsWanted() throws Exception {
    write("a.parquet", "SELECT 1 AS colx, {'coly': 5} AS s, 2 AS coly", 2048);
    Path file = data.resolve("a.parquet");
    // DuckDB writes no such file; others do.
    Files.writeString(file, Files.readString(file, ISO_8859_1).replace("coly", "COLX"), ISO_8859_1);

    assertThatThrownBy(() -> rows(new Wanted(Set.of("colx", "COLX"), Set.of())))
        .isInstanceOf(InvalidParquetException.class)
        .hasMessage(
            "a.parquet: the column COLX has the name of another but for upper and lower case, so it"
                + " cannot be read by its name; rename one of them, or write lines of JSON");
    assertThat(rows(new Wanted(Set.of("colx"), Set.of()))).containsExactly("{\"colx\":1}");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aKeyOfNumbersCanBeText() throws Exception {
    write("a.parquet", "SELECT 9007199254740993 AS id, 7 AS age", 2048);

    assertThat(rows(new Wanted(Set.of("id", "age"), Set.of("id"))))
        .containsExactly("{\"id\":\"9007199254740993\",\"age\":7}");
  }

  @Test
  void aColumnIsTheOneOfThatVeryName() throws Exception {
    write("a.parquet", "SELECT 1 AS \"Age\", 2 AS \"a, b\"", 2048);

    assertThat(rows(new Wanted(Set.of("age", "a, b", "more"), Set.of())))
        .containsExactly("{\"a, b\":2}");
  }

  @Test
  void onlyColumnsThatAreWantedAreFetched() throws Exception {
    write(
        "a.parquet",
        "SELECT i AS id, repeat(md5(i::VARCHAR), 20) AS wide FROM range(20000) t(i)",
        20_480);
    AtomicLong fetched = new AtomicLong();
    input = counting(input, fetched);

    assertThat(rows(ID)).hasSize(20_000);

    assertThat(fetched.get()).isLessThan(Files.size(data.resolve("a.parquet")) / 2);
  }

  @Test
  void aRowSaysWhereItIs() throws Exception {
    write("a.parquet", "SELECT i AS id FROM range(5000) t(i)", 2048);
    Plan plan = new Planner(1, 5).plan(input.list(), Division.BETWEEN_LINES);
    List<Line> lines = new ArrayList<>();
    for (Split split : plan.splits()) {
      lines.addAll(lines(plan, split, ID));
    }

    assertThat(lines.get(4321).place()).isEqualTo("a.parquet, row 4321");
  }

  @Test
  void whatIsNoParquetIsSaidToBeNone() throws Exception {
    Files.writeString(data.resolve("a.csv"), "id,age\n1,2\n");

    assertThatThrownBy(() -> rows(ID))
        .isInstanceOf(InvalidParquetException.class)
        .hasMessageContaining("a.csv is no Parquet file");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aColumnThatNoRequestCanSayIsRefusedOnlyIfItIsWanted() throws Exception {
    write("a.parquet", "SELECT 1 AS id, {'x': 1} AS s", 2048);

    assertThat(rows(ID)).containsExactly("{\"id\":1}");
    assertThatThrownBy(() -> rows(new Wanted(Set.of("id", "s"), Set.of())))
        .isInstanceOf(InvalidParquetException.class)
        .hasMessageContaining("a.parquet: the column s is of type STRUCT(x INTEGER)");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aDamagedFileIsNotReadAsAShorterOne() throws Exception {
    write("a.parquet", "SELECT i AS id, i * random() AS x FROM range(200000) t(i)", 20_480);
    byte[] bytes = Files.readAllBytes(data.resolve("a.parquet"));
    java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 100_000, (byte) 0x55);
    Files.write(data.resolve("a.parquet"), bytes);

    assertThatThrownBy(() -> rows(new Wanted(Set.of("id", "x"), Set.of())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.parquet");
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aFileThatWasReplacedIsNotRead() throws Exception {
    write("a.parquet", "SELECT 1 AS id", 2048);
    Plan plan = new Planner(100, 10).plan(input.list(), Division.BETWEEN_LINES);
    write("a.parquet", "SELECT 22 AS id, 3 AS x", 2048);

    assertThatThrownBy(() -> texts(plan, plan.splits().getFirst(), ID))
        .isInstanceOf(InputChangedException.class);
  }

  @Test
  void rowsOfAMegabyteAreReadWhereFewAreTogetherAndElseRefusedForGood() throws Exception {
    String wide =
        "SELECT i AS id, list_transform(range(150_000), lambda x: random()::FLOAT) AS pixels"
            + " FROM range(%d, %d) t(i)";
    Wanted all = new Wanted(Set.of("id", "pixels"), Set.of());
    write("a.parquet", wide.formatted(0, 40), 2048);

    assertThatThrownBy(() -> rows(all))
        .isInstanceOf(InvalidParquetException.class)
        .hasMessageContaining("a.parquet: its rows are so wide")
        .hasMessageContaining("write row groups of fewer rows");
    assertThat(rows(ID)).hasSize(40);
    assertThat(work).isEmptyDirectory();

    String apart =
        IntStream.range(0, 10)
            .mapToObj(group -> wide.formatted(4 * group, 4 * group + 4))
            .collect(Collectors.joining(" UNION ALL "));
    write("a.parquet", apart, 4);
    assertThat(rows(all)).hasSize(40).allMatch(row -> row.length() > 1_000_000);
  }

  private List<String> rows(Wanted wanted) throws IOException {
    Plan plan = new Planner(Long.MAX_VALUE / 2, 1).plan(input.list(), Division.BETWEEN_LINES);
    return texts(plan, plan.splits().getFirst(), wanted);
  }

  private List<String> texts(Plan plan, Split split, Wanted wanted) throws IOException {
    return lines(plan, split, wanted).stream()
        .map(line -> new String(line.bytes(), UTF_8))
        .toList();
  }

  private List<Line> lines(Plan plan, Split split, Wanted wanted) throws IOException {
    List<Line> all = new ArrayList<>();
    try (ParquetLines lines = new ParquetLines(input, plan, split, wanted, work)) {
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        all.add(line.get());
      }
    }
    return all;
  }

  private void write(String name, String query, int rowsTogether) throws Exception {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE %d)"
              .formatted(query, file, rowsTogether));
    }
  }

  private static Input counting(Input input, AtomicLong bytes) {
    return new Input() {
      @Override
      public List<InputFile> list() throws IOException {
        return input.list();
      }

      @Override
      public InputStream open(InputFile file, long from) throws IOException {
        return new FilterInputStream(input.open(file, from)) {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            int count = super.read(to, offset, length);
            bytes.addAndGet(Math.max(0, count));
            return count;
          }
        };
      }
    };
  }
}
