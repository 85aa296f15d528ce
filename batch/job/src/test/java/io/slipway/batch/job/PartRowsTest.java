package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.parquet.PartReader;
import io.slipway.batch.parquet.PartWriter;
import io.slipway.batch.scoring.RowError;
import io.slipway.batch.validation.RowCounts;
import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a part says of rows without a prediction. */
class PartRowsTest {

  @Test
  void aReasonIsASentenceOfBoundedLengthInOneLineThatAnyWarehouseKeeps(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("part.parquet");
    OutputColumns nothing = OutputColumns.of(new Signature(List.of(), List.of()), List.of());
    try (PartWriter part = PartWriter.create(file, List.of())) {
      PartRows rows = new PartRows(3, nothing, part);
      rows.refused(refusal("\"a\0b\nc\" is no number"));
      rows.refused(refusal("\"%s\" is no number".formatted("v".repeat(1_000_000))));
      rows.refused(refusal("v".repeat(999) + "🚢"));
      rows.flush();
    }
    try (PartReader reader = PartReader.open(file, List.of())) {
      Rows rows = reader.next().orElseThrow();
      assertThat(rows.keys().strings()).containsExactly("k", "k", "k");
      assertThat(rows.errors().strings())
          .containsExactly(
              "\"a?b?c\" is no number", "\"" + "v".repeat(999) + "…", "v".repeat(999) + "?…");
    }
  }

  @Test
  void aTextThatDatabasesCannotKeepCostsItsRowAlone(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("part.parquet");
    Field word = Field.tensor("word", DataType.BYTES, Shape.of(Shape.DYNAMIC));
    OutputColumns outputs = OutputColumns.of(new Signature(List.of(), List.of(word)), List.of());
    RowCounts counts;
    try (PartWriter part = PartWriter.create(file, outputs.columns())) {
      PartRows rows = new PartRows(3, outputs, part);
      rows.scored(
          List.of("first", "bad", "mid", "worse", "last"),
          Batch.of(Column.ofStrings("word", "a", "\0", "c", "d\0d", "e")));
      rows.scored(List.of("alone"), Batch.of(Column.ofStrings("word", "\0")));
      rows.flush();
      counts = rows.counts();
    }
    assertThat(counts).isEqualTo(new RowCounts(3, 3));
    try (PartReader reader = PartReader.open(file, outputs.columns())) {
      Rows rows = reader.next().orElseThrow();
      assertThat(rows.keys().strings())
          .containsExactly("first", "mid", "last", "bad", "worse", "alone");
      assertThat(rows.values().column("word").orElseThrow().strings()).startsWith("a", "c", "e");
      assertThat(rows.errors().strings())
          .endsWith(
              "output \"word\": its text has a character of code 0, which databases cannot keep");
    }
  }

  private static RowError refusal(String reason) {
    return new RowError(Optional.of("k"), Optional.empty(), reason);
  }
}
