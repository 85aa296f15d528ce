package io.slipway.batch.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import io.slipway.testing.program.PythonEnvironment;
import io.slipway.testing.program.Search;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another reader than ours, Apache Arrow's, finds in a part what was written. */
class ArrowReadsPartsTest {
  private static final PythonEnvironment PYTHON =
      new PythonEnvironment("pyarrow-26.0.1", "SLIPWAY_PYARROW_PYTHON", List.of("pyarrow==26.0.1"));

  /** Numbers by their bits, texts by their code points. */
  private static final String SCRIPT =
      """
      import struct, sys, pyarrow.parquet
      table = pyarrow.parquet.read_table(sys.argv[1])
      print(', '.join(f'{field.name} {field.type}' for field in table.schema))
      for row in table.to_pylist():
          print(' '.join(
              struct.pack('>d', value).hex() if isinstance(value, float) else ascii(value)
              for value in row.values()))
      """;

  @TempDir Path folder;

  @Test
  void everyTypeIsWhatItWas() throws Exception {
    Path python =
        switch (PYTHON.search(System.getenv())) {
          case Search.Found(Path program) -> program;
          case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
        };
    Path file = folder.resolve("part.parquet");
    List<Output> outputs =
        List.of(
            new Output("double", DataType.FP64),
            new Output("float", DataType.FP32),
            new Output("unsigned", DataType.UINT64),
            new Output("byte", DataType.UINT8),
            new Output("boolean", DataType.BOOL));
    BitSet second = new BitSet();
    second.set(1);
    try (PartWriter writer = PartWriter.create(file, outputs)) {
      writer.write(
          new Rows(
              Column.ofStrings("key", "a\0", "\uD83D\uDEA2"),
              Batch.of(
                  Column.ofDoubles("double", -0.0, Double.MIN_VALUE),
                  Column.ofFloats("float", 0.1f, Float.NEGATIVE_INFINITY),
                  Column.of("unsigned", DataType.UINT64, Shape.of(2), new long[] {-1, 7}),
                  Column.of("byte", DataType.UINT8, Shape.of(2), new byte[] {-1, 0}),
                  Column.of(
                      "boolean",
                      DataType.BOOL,
                      Shape.of(2),
                      new boolean[] {true, false},
                      Validity.allBut(second))),
              Column.of(
                  "error",
                  DataType.BYTES,
                  Shape.of(2),
                  new String[] {"no age", ""},
                  Validity.allBut(second))));
    }

    Process process =
        new ProcessBuilder(python.toString(), "-c", SCRIPT, file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).describedAs(output).isZero();
    assertThat(output.lines())
        .containsExactly(
            "prediction_key string, prediction_error string, double double, float float, unsigned"
                + " decimal128(20, 0), byte int16, boolean bool",
            "'a\\x00' 'no age' 8000000000000000 3fb99999a0000000 Decimal('18446744073709551615')"
                + " 255 True",
            "'\\U0001f6a2' None 0000000000000001 fff0000000000000 Decimal('7') 0 None");
  }
}
