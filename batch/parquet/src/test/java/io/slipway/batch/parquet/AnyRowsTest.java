package io.slipway.batch.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AnyRowsTest {
  /** Values that are alike, so that a dictionary is worth its while and may take two for one. */
  private static final double[] FEW = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, 1};

  @Property(tries = 60)
  void whateverIsWrittenIsRead(
      @ForAll @Size(max = 6) List<DataType> types,
      @ForAll @Size(max = 4) List<@IntRange(max = 3000) Integer> sizes,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    List<Output> outputs = new ArrayList<>();
    for (DataType type : types) {
      outputs.add(new Output("output %d".formatted(outputs.size()), type));
    }
    List<Rows> batches = sizes.stream().map(size -> rows(outputs, size, random)).toList();
    Path folder = Files.createTempDirectory("parts");
    Path file = folder.resolve("part.parquet");

    try (PartWriter writer = PartWriter.create(file, outputs)) {
      for (Rows rows : batches) {
        writer.write(rows);
      }
    }

    List<String> back = new ArrayList<>();
    try (PartReader reader = PartReader.open(file, outputs)) {
      for (Optional<Rows> rows = reader.next(); rows.isPresent(); rows = reader.next()) {
        back.addAll(RowText.of(rows.get()));
      }
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
    assertThat(back)
        .isEqualTo(batches.stream().flatMap(rows -> RowText.of(rows).stream()).toList());
  }

  private static Rows rows(List<Output> outputs, int size, Random random) {
    List<Column> values = new ArrayList<>();
    for (Output output : outputs) {
      values.add(column(output.name(), output.type(), size, anyMissing(size, random), random));
    }
    return new Rows(
        column("key", DataType.BYTES, size, new BitSet(), random),
        Batch.of(values),
        column("error", DataType.BYTES, size, anyMissing(size, random), random));
  }

  private static BitSet anyMissing(int size, Random random) {
    BitSet missing = new BitSet();
    int oneIn = 1 + random.nextInt(10);
    for (int row = 0; row < size; row++) {
      missing.set(row, random.nextInt(10) % oneIn == 0);
    }
    return missing;
  }

  private static Column column(
      String name, DataType type, int size, BitSet missing, Random random) {
    Object values = Array.newInstance(type.arrayType().componentType(), size);
    boolean few = random.nextBoolean();
    for (int row = 0; row < size; row++) {
      double one = few ? FEW[random.nextInt(FEW.length)] : anyDouble(random);
      switch (type) {
        case BOOL -> ((boolean[]) values)[row] = random.nextBoolean();
        case INT8, UINT8 -> ((byte[]) values)[row] = (byte) random.nextInt();
        case INT16, UINT16 -> ((short[]) values)[row] = (short) random.nextInt();
        case INT32, UINT32 -> ((int[]) values)[row] = random.nextInt();
        case INT64, UINT64 -> ((long[]) values)[row] = few ? (long) one : random.nextLong();
        case FP16 ->
            ((short[]) values)[row] =
                Float.floatToFloat16(Float.float16ToFloat((short) random.nextInt()));
        case FP32 -> ((float[]) values)[row] = (float) one;
        case FP64 -> ((double[]) values)[row] = one;
        case BYTES -> ((String[]) values)[row] = few ? "class " + one : anyText(random);
      }
    }
    return Column.of(name, type, Shape.of(size), values, Validity.allBut(missing));
  }

  private static double anyDouble(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return random.nextBoolean() ? any : random.nextGaussian();
  }

  /** Of all that Unicode has, its control characters and unassigned code points included. */
  private static String anyText(Random random) {
    return random
        .ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
