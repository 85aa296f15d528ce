package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.protocol.PredictCodec.Form;
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

/** What is written can be read again, bit for bit: for every protocol and every type. */
class RoundTripTest {
  private static final int MAX_ROWS = 1000;
  private static final int MAX_BYTES = 1 << 24;

  @Provide
  Arbitrary<Column> columns() {
    return Columns.any("x");
  }

  @Provide
  Arbitrary<Column> columnsWithMissing() {
    return Columns.anyWithMissing("x");
  }

  @Property
  void tensorsAsJson(@ForAll("columnsWithMissing") Column column) throws RequestException {
    byte[] answer = inferAnswer(column, InferWriter.Form.JSON).bytes();

    assertThat(read(column, asRequest(answer), OptionalInt.empty()))
        .isEqualTo(Columns.content(column));
  }

  @Property
  void tensorsAsBytes(@ForAll("columns") Column column) throws RequestException {
    EncodedAnswer answer = inferAnswer(column, InferWriter.Form.BINARY);
    int jsonLength = answer.jsonLength().orElseThrow();
    byte[] json = asRequest(java.util.Arrays.copyOf(answer.bytes(), jsonLength));
    byte[] body = java.util.Arrays.copyOf(json, json.length + answer.bytes().length - jsonLength);
    System.arraycopy(
        answer.bytes(), jsonLength, body, json.length, answer.bytes().length - jsonLength);

    assertThat(read(column, body, OptionalInt.of(json.length))).isEqualTo(Columns.content(column));
  }

  @Property
  void rawTensors(@ForAll("columns") Column column) throws RequestException {
    byte[] body = BinaryTensors.write(column, MAX_BYTES);

    Batch batch = codec(column).decodeRaw(body).inputs();

    assertThat(Columns.content(batch.column("x").orElseThrow())).isEqualTo(Columns.content(column));
  }

  @Property
  void namedRecords(@ForAll("columnsWithMissing") Column column) throws RequestException {
    assertThat(predictRoundTrip(column, Form.RECORDS)).isEqualTo(Columns.content(column));
  }

  @Property
  void csv(@ForAll("columnsWithMissing") Column column) throws RequestException {
    assertThat(predictRoundTrip(column, Form.CSV)).isEqualTo(Columns.content(column));
  }

  @Property(tries = 200)
  void recordsOfTensors(@ForAll long seed) throws RequestException {
    Random random = new Random(seed);
    List<DataType> types = List.of(DataType.values());
    DataType type = types.get(random.nextInt(types.size()));
    Shape shape = Shape.of(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3));
    Column column = Columns.random("x", type, shape, random);
    Field field = Field.tensor("x", type, Shape.of(-1, shape.dimension(1), -1));

    byte[] answer = RecordsWriter.write(Batch.of(column), column.rows(), MAX_BYTES).bytes();
    byte[] request =
        text(answer).replace("predictions", "instances").getBytes(StandardCharsets.UTF_8);
    Batch read =
        RecordsReader.read(request, signature(field), UnknownFields.REFUSE, MAX_ROWS).inputs();

    assertThat(Columns.content(read.column("x").orElseThrow())).isEqualTo(Columns.content(column));
  }

  private static String predictRoundTrip(Column column, Form form) throws RequestException {
    Field field = Field.column("x", column.type(), Presence.OPTIONAL);
    PredictCodec codec = new PredictCodec(signature(field), MAX_ROWS);
    byte[] answer =
        switch (form) {
          case RECORDS -> RecordsWriter.write(Batch.of(column), column.rows(), MAX_BYTES).bytes();
          case CSV -> CsvWriter.write(Batch.of(column), column.rows(), MAX_BYTES).bytes();
        };
    byte[] request =
        form == Form.CSV
            ? answer
            : text(answer)
                .replaceFirst("predictions", "instances")
                .getBytes(StandardCharsets.UTF_8);
    Batch batch = codec.decode(request, form, form, UnknownFields.REFUSE).inputs();
    // A column of which every value is missing is left out, which means the same.
    Column read =
        batch.column("x").orElseGet(() -> Column.ofMissing("x", column.type(), column.rows()));
    return Columns.content(read);
  }

  private static EncodedAnswer inferAnswer(Column column, InferWriter.Form form)
      throws RequestException {
    return new InferWriter("m", "1", new Kept<>(), Optional.empty(), List.of(), form)
        .write(Batch.of(column), MAX_BYTES);
  }

  /** An answer turned into the request that would send the same tensors. */
  private static byte[] asRequest(byte[] answer) {
    return text(answer)
        .replaceFirst("\"model_name\":\"m\",\"model_version\":\"1\",\"outputs\"", "\"inputs\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String read(Column like, byte[] body, OptionalInt jsonLength)
      throws RequestException {
    Batch batch = codec(like).decode(body, jsonLength.orElse(body.length)).inputs();
    return Columns.content(batch.column("x").orElseThrow());
  }

  private static InferCodec codec(Column column) {
    Field field = Field.column("x", column.type(), Presence.OPTIONAL);
    return new InferCodec(signature(field), "m", "1", MAX_ROWS);
  }

  private static Signature signature(Field field) {
    return new Signature(List.of(field), List.of(field));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
