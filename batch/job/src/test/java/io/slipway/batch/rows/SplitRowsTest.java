package io.slipway.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.input.FolderInput;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Planner;
import io.slipway.batch.plan.Planner.Division;
import io.slipway.batch.plan.Split;
import io.slipway.batch.scoring.KeyedRows;
import io.slipway.batch.scoring.RowError;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of rows, cut anywhere, are the rows that they hold. */
class SplitRowsTest {
  private static final Signature MODEL =
      new Signature(List.of(Field.column("x", DataType.FP64, Presence.REQUIRED)), List.of());
  private static final int MAX_LINE_BYTES = 50;

  @TempDir Path folder;

  @Test
  void csvWithAHeaderInEachFileIsTheSameHoweverItIsCut() throws IOException {
    write("a.csv", "id,x\na1,1\na2,2\na3,x\na4,4\n");
    write("b.csv", "x,other,id\r\n5,,b5\r\n6,,b6\r\n");
    write("c.csv", "id,x\n");
    for (int splitBytes = 1; splitBytes < 60; splitBytes++) {
      Heard heard = read(FileFormat.CSV, splitBytes, 1 + splitBytes % 3);
      assertThat(heard.rows).containsExactly("a1=1.0", "a2=2.0", "a4=4.0", "b5=5.0", "b6=6.0");
      assertThat(heard.errors)
          .containsExactly(
              "a3: a.csv, byte 15, column \"x\": expected a number (FP64), found the text \"x\"");
    }
  }

  @Test
  void linesOfJsonAreTheSameHoweverTheyAreCut() throws IOException {
    write("part-0.jsonl", "{\"id\":\"a\",\"x\":1}\n{\"id\":\"b\"\n{\"id\":\"c\",\"x\":3}");
    for (int splitBytes = 1; splitBytes < 60; splitBytes++) {
      Heard heard = read(FileFormat.JSON_LINES, splitBytes, 1 + splitBytes % 3);
      assertThat(heard.rows).containsExactly("a=1.0", "c=3.0");
      assertThat(heard.errors)
          .containsExactly(
              "?: part-0.jsonl, byte 17: expected one JSON object in a line, found something else");
    }
  }

  @Test
  void aFileThatCannotBeReadAtAllEndsTheSplitWithItsName() throws IOException {
    write("a.csv", "\nid,x\n");
    assertThatThrownBy(() -> read(FileFormat.CSV, 100, 10))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "a.csv: expected a header that names the columns in the first line, of at most 50 bytes");
    write("a.csv", "id,y\na,1\n");
    assertThatThrownBy(() -> read(FileFormat.CSV, 100, 10))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("a.csv: line 1: expected the column \"x\"");
  }

  /** What came, in words. */
  private static final class Heard {
    private final List<String> rows = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    void add(DecodedLines decoded) {
      for (KeyedRows piece : decoded.rows()) {
        for (int row = 0; row < piece.count(); row++) {
          double x = piece.inputs().column("x").orElseThrow().doubles()[row];
          rows.add(piece.keys().get(row) + "=" + x);
        }
      }
      for (RowError error : decoded.errors()) {
        errors.add(error.key().orElse("?") + ": " + error.reason());
      }
    }
  }

  private Heard read(FileFormat format, int splitBytes, int rowsAtOnce) throws IOException {
    FolderInput input = new FolderInput(folder);
    Plan plan = new Planner(splitBytes, 1000).plan(input.list(), Division.BETWEEN_LINES);
    SplitRows.Settings settings =
        new SplitRows.Settings(
            format, MODEL, new RowKey("id", RowKey.Type.TEXT), rowsAtOnce, MAX_LINE_BYTES);
    Heard heard = new Heard();
    for (Split split : plan.splits()) {
      try (SplitRows rows = new SplitRows(input, plan, split, settings)) {
        for (var decoded = rows.next(); decoded.isPresent(); decoded = rows.next()) {
          heard.add(decoded.get());
        }
      }
    }
    return heard;
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
