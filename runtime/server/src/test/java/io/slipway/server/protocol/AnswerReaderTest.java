package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.protocol.ScoringRequest.EncodedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a writer here writes is read back, bit for bit. */
class AnswerReaderTest {
  private static final int MAX_BYTES = 1 << 24;

  private static final AnswerReader CHURN =
      new AnswerReader(
          new Signature(
              List.of(),
              List.of(
                  Field.column("p", DataType.FP64, Presence.REQUIRED),
                  Field.column("label", DataType.BYTES, Presence.REQUIRED))));

  @Provide
  Arbitrary<Column> columns() {
    return Columns.any("y");
  }

  @Provide
  Arbitrary<Column> columnsWithMissing() {
    return Columns.anyWithMissing("y");
  }

  private static String readBack(Column column, EncodedAnswer answer) throws RequestException {
    Field field = Field.column("y", column.type(), Presence.REQUIRED);
    List<Column> read = new AnswerReader(new Signature(List.of(), List.of(field))).read(answer);
    // A column of which every value is missing is left out where rows are written.
    return Columns.content(
        read.isEmpty() ? Column.ofMissing("y", column.type(), column.rows()) : read.getFirst());
  }

  @Property
  void records(@ForAll("columnsWithMissing") Column column) throws RequestException {
    assertThat(readBack(column, RecordsWriter.write(Batch.of(column), column.rows(), MAX_BYTES)))
        .isEqualTo(Columns.content(column));
  }

  @Property
  void csv(@ForAll("columnsWithMissing") Column column) throws RequestException {
    assertThat(readBack(column, CsvWriter.write(Batch.of(column), column.rows(), MAX_BYTES)))
        .isEqualTo(Columns.content(column));
  }

  @Property
  void tensorsAsJson(@ForAll("columnsWithMissing") Column column) throws RequestException {
    assertThat(readBack(column, tensors(column, InferWriter.Form.JSON)))
        .isEqualTo(Columns.content(column));
  }

  @Property
  void tensorsAsBytes(@ForAll("columns") Column column) throws RequestException {
    assertThat(readBack(column, tensors(column, InferWriter.Form.BINARY)))
        .isEqualTo(Columns.content(column));
  }

  private static EncodedAnswer tensors(Column column, InferWriter.Form form)
      throws RequestException {
    return new InferWriter("m", "1", new Kept<>(), Optional.of("id"), List.of(), form)
        .write(Batch.of(column), MAX_BYTES);
  }

  @Property(tries = 100)
  void tensorsOfAnyRank(@ForAll long seed) throws RequestException {
    Random random = new Random(seed);
    List<DataType> types = List.of(DataType.values());
    DataType type = types.get(random.nextInt(types.size()));
    Column column = Columns.random("y", type, Shape.of(2, 1 + random.nextInt(3), 2), random);
    Field field = Field.tensor("y", type, Shape.of(-1, -1, 2));
    AnswerReader reader = new AnswerReader(new Signature(List.of(), List.of(field)));

    for (EncodedAnswer answer :
        List.of(
            RecordsWriter.write(Batch.of(column), 2, MAX_BYTES),
            tensors(column, InferWriter.Form.JSON),
            tensors(column, InferWriter.Form.BINARY))) {
      assertThat(Columns.content(reader.read(answer).getFirst()))
          .isEqualTo(Columns.content(column));
    }
  }

  private static EncodedAnswer json(String text) {
    return new EncodedAnswer(
        "application/json", OptionalInt.empty(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatTheModelDoesNotHaveIsPassedOver() throws Exception {
    List<String> answers =
        List.of(
            "{\"predictions\": [{\"new\": [1, {}], \"p\": 0.5, \"label\": \"yes\"}]}",
            "{\"model_name\": \"m\", \"outputs\": [{\"data\": [[1]], \"name\": \"new\", \"shape\": [1, 1]}, {\"data\": [0.5], \"shape\": [1], \"name\": \"p\", \"datatype\": \"FP64\"}, {\"name\": \"label\", \"datatype\": \"BYTES\", \"shape\": [1], \"data\": [\"yes\"]}]}");
    for (String answer : answers) {
      assertThat(CHURN.read(json(answer)))
          .map(Columns::content)
          .containsExactly(
              Columns.content(Column.ofDoubles("p", 0.5)),
              Columns.content(Column.ofStrings("label", "yes")));
    }
  }

  @Test
  void binaryTensorsThatTheModelDoesNotHaveAreSteppedOver() throws Exception {
    EncodedAnswer answer =
        new InferWriter(
                "m", "1", new Kept<>(), Optional.empty(), List.of(), InferWriter.Form.BINARY)
            .write(
                Batch.of(Column.ofLongs("new", 1, 2), Column.ofDoubles("p", 0.5, 0.25)), MAX_BYTES);
    assertThat(CHURN.read(answer))
        .map(Columns::content)
        .containsExactly(Columns.content(Column.ofDoubles("p", 0.5, 0.25)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"error\": \"no\"}",
        "{\"predictions\": {}}",
        "{\"predictions\": [{\"p\": \"high\", \"label\": \"yes\"}]}",
        "{\"predictions\": [{\"p\": 1, \"label\": 7}]}",
        "{\"predictions\": [{\"p\": [1], \"label\": \"yes\"}]}",
        "{\"outputs\": [{\"name\": \"p\", \"datatype\": \"FP32\", \"shape\": [1], \"data\": [1]}]}",
        "{\"outputs\": [{\"name\": \"p\", \"datatype\": \"FP64\", \"shape\": [2], \"data\": [1]}]}",
        "{\"outputs\": [{\"name\": \"p\", \"datatype\": \"FP64\", \"shape\": [1, 2], \"data\": [1, 2]}]}",
        "{\"outputs\": [{\"name\": \"p\", \"datatype\": \"FP64\", \"shape\": [1], \"parameters\": {\"binary_data_size\": 8}}]}",
      })
  void whatIsNoAnswerOfTheModelIsNone(String answer) {
    assertThatThrownBy(() -> assertThat(CHURN.read(json(answer))).isNotEmpty())
        .isInstanceOfAny(RequestException.class, AssertionError.class);
  }

  @Property
  void noBytesBringItDown(@ForAll byte[] bytes, @ForAll boolean csv) {
    try {
      assertThat(CHURN.read(new EncodedAnswer(csv ? "text/csv" : "x", OptionalInt.empty(), bytes)))
          .isNotNull();
    } catch (RequestException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
