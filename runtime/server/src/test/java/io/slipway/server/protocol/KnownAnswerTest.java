package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import io.slipway.server.protocol.InferWriter.Form;
import io.slipway.server.protocol.InferWriter.RequestedOutput;
import io.slipway.server.protocol.InferWriter.Tensor;
import io.slipway.server.protocol.ScoringRequest.EncodedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An answer is written as if no other had been written before. */
class KnownAnswerTest {
  private static final int MAX_BYTES = 1 << 20;

  private final Kept<KnownAnswer> known = new Kept<>();

  private static InferWriter writer(
      Kept<KnownAnswer> known, Optional<String> id, List<RequestedOutput> outputs) {
    return new InferWriter("m", "1", known, id, outputs, Form.JSON);
  }

  private static String text(EncodedAnswer answer) {
    return answer.mediaType()
        + answer.jsonLength()
        + new String(answer.bytes(), StandardCharsets.ISO_8859_1);
  }

  /** An output, and whether it is asked for in JSON, where alone a value may be missing. */
  private record Output(String name, DataType type, Shape shape, Form form) {
    static Output random(String name, Random random) {
      List<DataType> types = List.of(DataType.FP64, DataType.INT32, DataType.BYTES);
      List<Shape> shapes = List.of(Shape.of(0), Shape.of(1), Shape.of(3), Shape.of(1, 2));
      return new Output(
          name,
          types.get(random.nextInt(types.size())),
          shapes.get(random.nextInt(shapes.size())),
          random.nextBoolean() ? Form.BINARY : Form.JSON);
    }

    Column column(Random random) {
      Column column = Columns.random(name, type, shape, random);
      BitSet missing = new BitSet();
      for (int i = 0; i < column.length(); i++) {
        missing.set(i, form == Form.JSON && random.nextInt(4) == 0);
      }
      return Column.of(name, type, shape, column.values(), Validity.allBut(missing));
    }

    RequestedOutput asked() {
      return new RequestedOutput(name, Optional.of(form));
    }
  }

  /** Runs of answers that are alike, and every now and then one that is nearly. */
  @Property(tries = 300)
  void whateverWasWrittenBefore(@ForAll long seed) throws RequestException {
    Random random = new Random(seed);
    List<Output> outputs = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      outputs.add(Output.random("y" + i, random));
    }
    for (int i = 0; i < 40; i++) {
      List<Output> now = new ArrayList<>(outputs);
      if (random.nextInt(4) == 0) {
        int changed = random.nextInt(outputs.size());
        now.set(changed, Output.random(outputs.get(changed).name(), random));
      }
      if (random.nextInt(8) == 0) {
        outputs = now;
      }
      Batch batch = Batch.of(now.stream().map(output -> output.column(random)).toList());
      List<RequestedOutput> asked = now.stream().map(Output::asked).toList();
      Optional<String> id = random.nextInt(5) == 0 ? Optional.of("id" + i) : Optional.empty();

      EncodedAnswer again = writer(known, id, asked).write(batch, MAX_BYTES);

      assertThat(text(again))
          .isEqualTo(text(writer(new Kept<>(), id, asked).write(batch, MAX_BYTES)));
    }
  }

  @Test
  void elementsGoWhereTheyBelong() throws RequestException {
    List<RequestedOutput> asked =
        List.of(
            new RequestedOutput("a", Optional.empty()),
            new RequestedOutput("b", Optional.of(Form.BINARY)),
            new RequestedOutput("c", Optional.empty()));
    InferWriter writer = writer(known, Optional.empty(), asked);
    writer.write(
        Batch.of(
            Column.ofDoubles("a", 1, 2),
            Column.ofLongs("b", 3),
            Column.ofStrings("c", "first", "second")),
        MAX_BYTES);

    EncodedAnswer next =
        writer.write(
            Batch.of(
                Column.ofDoubles("a", -0.5, 1e300),
                Column.ofLongs("b", 7),
                Column.ofStrings("c", "", "a \"longer\" one")),
            MAX_BYTES);

    int length = next.jsonLength().orElseThrow();
    assertThat(new String(next.bytes(), 0, length, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"model_name":"m","model_version":"1","outputs":[\
            {"name":"a","datatype":"FP64","shape":[2],"data":[-0.5,1.0E300]},\
            {"name":"b","datatype":"INT64","shape":[1],"parameters":{"binary_data_size":8}},\
            {"name":"c","datatype":"BYTES","shape":[2],"data":["","a \\"longer\\" one"]}]}""");
    assertThat(Arrays.copyOfRange(next.bytes(), length, next.bytes().length))
        .containsExactly(7, 0, 0, 0, 0, 0, 0, 0);
  }

  private static KnownAnswer known(Tensor... tensors) {
    int[] spans = new int[2 * tensors.length];
    return KnownAnswer.of(new AnswerBytes(2, 2), spans, List.of(tensors)).orElseThrow();
  }

  private static Tensor inJson(Column column) {
    return new Tensor(column, Optional.empty());
  }

  private static Tensor behindJson(Column column, int bytes) {
    return new Tensor(column, Optional.of(new byte[bytes]));
  }

  @Test
  void itIsOfTensorsThatAreCalledAlikeAndNoOthers() {
    Column column = Column.ofDoubles("y", 1, 2);
    KnownAnswer answer = known(inJson(column));

    assertThat(answer.isOf(List.of(inJson(Column.ofDoubles("y", 3, 4))))).isTrue();
    assertThat(answer.isOf(List.of())).isFalse();
    assertThat(answer.isOf(List.of(inJson(column), inJson(Column.ofDoubles("x", 1, 2))))).isFalse();
    assertThat(answer.isOf(List.of(inJson(Column.ofDoubles("x", 1, 2))))).isFalse();
    assertThat(answer.isOf(List.of(inJson(Column.ofDoubles("y", 1, 2, 3))))).isFalse();
    assertThat(answer.isOf(List.of(inJson(Column.ofLongs("y", 1, 2))))).isFalse();
    assertThat(answer.isOf(List.of(behindJson(column, 16)))).isFalse();
    KnownAnswer binary = known(behindJson(column, 16));
    assertThat(binary.isOf(List.of(behindJson(column, 16)))).isTrue();
    assertThat(binary.isOf(List.of(behindJson(column, 17)))).isFalse();
    assertThat(binary.isOf(List.of(inJson(column)))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void oneIsKeptAndServesTheNext(Form form) throws RequestException {
    InferWriter writer =
        writer(known, Optional.empty(), List.of(new RequestedOutput("y", Optional.of(form))));
    writer.write(Batch.of(Column.ofDoubles("y", 1)), MAX_BYTES);
    KnownAnswer first = known.get().orElseThrow();
    for (int i = 0; i < 100; i++) {
      writer.write(Batch.of(Column.ofDoubles("y", i)), MAX_BYTES);
    }
    assertThat(known.get()).containsSame(first);
  }

  @Test
  void oneWithAnIdIsNotKept() throws RequestException {
    writer(known, Optional.of("7"), List.of()).write(Batch.of(Column.ofDoubles("y", 1)), MAX_BYTES);
    assertThat(known.get()).isEmpty();
  }

  @Test
  void whoTakeTurnsDoNotReplaceEachOthersEachTime() throws RequestException {
    InferWriter writer = writer(known, Optional.empty(), List.of());
    List<KnownAnswer> kept = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      writer.write(Batch.of(Column.ofDoubles("y", new double[1 + i % 2])), MAX_BYTES);
      KnownAnswer now = known.get().orElseThrow();
      if (kept.isEmpty() || kept.getLast() != now) {
        kept.add(now);
      }
    }
    assertThat(kept).hasSizeBetween(2, 9);
  }

  @Test
  void theLimitIsThatOfAnyAnswer() throws RequestException {
    InferWriter writer = writer(known, Optional.empty(), List.of());
    Batch batch = Batch.of(Column.ofDoubles("y", 1));
    int size = writer.write(batch, MAX_BYTES).bytes().length;

    assertThat(writer.write(batch, size).bytes()).hasSize(size);
    assertThatThrownBy(() -> writer.write(batch, size - 1))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(String.valueOf(size - 1));
  }

  @Test
  void aLongOneIsNotKept() throws RequestException {
    Batch batch = Batch.of(Column.ofDoubles("y".repeat(1 << 16), 1));
    writer(known, Optional.empty(), List.of()).write(batch, MAX_BYTES);
    assertThat(known.get()).isEmpty();
  }
}
