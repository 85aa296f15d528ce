package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.server.protocol.InferWriter.Form;
import io.slipway.server.protocol.InferWriter.RequestedOutput;
import io.slipway.server.protocol.InferWriter.Tensor;
import io.slipway.server.protocol.ScoringRequest.EncodedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  /** Few names, types and shapes, so that most answers are as one before was, or nearly. */
  private static Batch outputs(Random random) {
    List<Column> columns = new ArrayList<>();
    for (String name : List.of("y", "label", "odds")) {
      if (columns.isEmpty() || random.nextInt(8) > 0) {
        DataType type = random.nextInt(6) == 0 ? DataType.BYTES : DataType.FP64;
        Shape shape =
            random.nextInt(6) == 0 ? Shape.of(1, random.nextInt(3)) : Shape.of(random.nextInt(2));
        columns.add(Columns.random(name, type, shape, random));
      }
    }
    return Batch.of(columns);
  }

  @Property(tries = 300)
  void whateverWasWrittenBefore(@ForAll long seed) throws RequestException {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      Batch batch = outputs(random);
      List<RequestedOutput> asked = new ArrayList<>();
      for (Column column : batch.columns()) {
        Form form = random.nextInt(3) > 0 ? Form.BINARY : Form.JSON;
        asked.add(new RequestedOutput(column.name(), Optional.of(form)));
      }
      Optional<String> id = random.nextInt(5) == 0 ? Optional.of("id" + i) : Optional.empty();

      EncodedAnswer again = writer(known, id, asked).write(batch, MAX_BYTES);

      assertThat(text(again))
          .isEqualTo(text(writer(new Kept<>(), id, asked).write(batch, MAX_BYTES)));
    }
  }

  private static KnownAnswer known(Tensor... tensors) {
    int[] spans = new int[2 * tensors.length];
    return KnownAnswer.of(new byte[] {'{', '}'}, spans, List.of(tensors)).orElseThrow();
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
