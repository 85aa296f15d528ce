package io.slipway.server.protocol;

import static io.slipway.server.protocol.InferRequests.assertSame;
import static io.slipway.server.protocol.InferRequests.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes again is not read again, and means what it meant. */
class KnownInferTest {
  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              Field.column("age", DataType.FP64, Presence.OPTIONAL),
              Field.column("flag", DataType.BOOL, Presence.OPTIONAL),
              Field.column("city", DataType.BYTES, Presence.OPTIONAL),
              Field.tensor("image", DataType.FP32, Shape.of(-1, 2))),
          List.of(Field.column("y", DataType.FP64, Presence.REQUIRED)));

  private static final Signature NUMBERS =
      new Signature(
          List.of(
              Field.column("bmi", DataType.FP64, Presence.REQUIRED),
              Field.column("age", DataType.FP64, Presence.REQUIRED),
              Field.column("bp", DataType.FP64, Presence.REQUIRED)),
          List.of(Field.column("y", DataType.FP64, Presence.REQUIRED)));

  private static final String HEAD =
      """
      {"inputs": [
        {"name": "image", "shape": [2, 2], "datatype": "FP32", "parameters": {"binary_data_size": 16}},
        {"name": "age", "shape": [2, 1], "datatype": "FP64", "parameters": {"binary_data_size": 16}},
        {"name": "flag", "shape": [2], "datatype": "BOOL", "parameters": {"binary_data_size": 2}}],
       "outputs": [{"name": "y", "parameters": {"binary_data": true}}]}
      """;

  private final InputFields fields = new InputFields(SIGNATURE);
  private final InferCodec codec = new InferCodec(SIGNATURE, "m", "1", 100);

  private static byte[] tensors(Random random) {
    ByteBuffer bytes = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4; i++) {
      bytes.putFloat(Float.intBitsToFloat(random.nextInt()));
    }
    for (int i = 0; i < 2; i++) {
      bytes.putDouble(Double.longBitsToDouble(random.nextLong()));
    }
    return bytes.put((byte) random.nextInt(2)).put((byte) random.nextInt(2)).array();
  }

  private Optional<KnownInfer> known(String head, byte[] tensors) throws RequestException {
    byte[] body = body(head, tensors);
    int length = body.length - tensors.length;
    return KnownInfer.of(body, length, InferReader.read(body, length, codec), fields);
  }

  @Test
  void otherTensorsAfterItAreReadAsByTheThoroughReader() throws Exception {
    Random random = new Random(1);
    KnownInfer head = known(HEAD, tensors(random)).orElseThrow();
    for (int i = 0; i < 1000; i++) {
      byte[] body = body(HEAD, tensors(random));
      int length = body.length - 34;

      InferReader.Infer again = head.read(body, length).orElseThrow();

      assertSame(again, InferReader.read(body, length, codec));
    }
  }

  @Test
  void everyOtherHeadIsReadForItself() throws Exception {
    byte[] tensors = tensors(new Random(2));
    KnownInfer head = known(HEAD, tensors).orElseThrow();
    byte[] body = body(HEAD, tensors);
    int length = body.length - 34;
    for (int i = 0; i < length; i++) {
      byte[] other = body.clone();
      other[i] ^= 1;
      assertThat(head.read(other, length)).as("byte %d", i).isEmpty();
    }
    assertThat(head.read(body, length - 1)).isEmpty();
    assertThat(head.read(body, length + 1)).isEmpty();
    assertThat(head.read(body, body.length)).isEmpty();
    assertThat(head.read(Arrays.copyOf(body, body.length - 1), length)).isEmpty();
    assertThat(head.read(Arrays.copyOf(body, body.length + 1), length)).isEmpty();
  }

  private static String inJson(Random random, int decimals) {
    return """
        {"inputs": [
          {"name": "age", "shape": [2], "datatype": "FP64", "data": [%s, %s]},
          {"name": "image", "shape": [1, 2], "datatype": "FP32", "parameters": {"binary_data_size": 8}},
          {"name": "city", "shape": [2], "datatype": "BYTES", "data": ["%s","%s"] }]}
        """
        .formatted(
            number(random, decimals),
            number(random, decimals),
            "x".repeat(random.nextInt(4)),
            "a b".repeat(random.nextInt(2)));
  }

  private static String number(Random random, int decimals) {
    return BigDecimal.valueOf(random.nextGaussian() * 1000)
        .setScale(random.nextInt(decimals), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  private KnownInfer plainlyKnown(String json, byte[] tensor) {
    byte[] body = body(json, tensor);
    int length = body.length - tensor.length;
    PlainInfer.Plain plain = PlainInfer.read(body, length, codec).orElseThrow();
    return KnownInfer.of(body, length, plain.infer(), plain.spans(), fields).orElseThrow();
  }

  @Test
  void otherElementsInTheJsonAreReadAsByTheThoroughReader() throws Exception {
    Random random = new Random(4);
    byte[] tensor = new byte[8];
    KnownInfer known = plainlyKnown(inJson(random, 9), tensor);
    for (int i = 0; i < 1000; i++) {
      random.nextBytes(tensor);
      byte[] body = body(inJson(random, 20), tensor);
      int length = body.length - tensor.length;

      InferReader.Infer again = known.read(body, length).orElseThrow();

      assertSame(again, InferReader.read(body, length, codec));
    }
  }

  @Test
  void elementsAreNotWhatTheyWereBecauseTheRestIs() {
    byte[] tensor = new byte[8];
    KnownInfer known = plainlyKnown(inJson(new Random(5), 9), tensor);
    for (String elements :
        List.of(
            "[1]", "[1, 2, 3]", "[1, null]", "[1, \"NaN\"]", "[[1, 2]]", "[1, 2", "1, 2]", "")) {
      byte[] body =
          body(
              inJson(new Random(5), 9).replaceFirst("\"data\": \\[[^]]*]", "\"data\": " + elements),
              tensor);
      assertThat(known.read(body, body.length - tensor.length)).as(elements).isEmpty();
    }
  }

  /** Whatever is changed: it is read as the thorough reader reads it, or not at all. */
  @Property(tries = 20_000)
  void mutatedRequestsAreReadAlikeOrNotAtAll(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] tensor = new byte[8];
    KnownInfer known = plainlyKnown(inJson(random, 9), tensor);
    StringBuilder json = new StringBuilder(inJson(random, 9));
    int at = random.nextInt(json.length());
    String some = "0123456789.-eE+,[]{}\": \n\\x";
    int from = random.nextInt(some.length());
    json.replace(
        at,
        Math.min(json.length(), at + random.nextInt(3)),
        some.substring(from, Math.min(some.length(), from + random.nextInt(3))));
    byte[] body = body(json.toString(), tensor);
    int length = body.length - tensor.length;

    Optional<InferReader.Infer> again = known.read(body, length);

    if (again.isPresent()) {
      assertSame(again.get(), InferReader.read(body, length, codec));
    }
  }

  private static String row(String age, String bmi) {
    return """
        {"inputs": [
          {"name": "age", "shape": [1], "datatype": "FP64", "data": %s},
          {"name": "bp", "shape": [1, 1], "datatype": "FP64", "parameters": {"binary_data_size": 8}},
          {"name": "bmi", "shape": [1], "datatype": "FP64", "data": %s}]}
        """
        .formatted(age, bmi);
  }

  private KnownInfer knownRow(InferCodec numbers) {
    byte[] body = body(row("[1]", "[2]"), new byte[8]);
    PlainInfer.Plain plain = PlainInfer.read(body, body.length - 8, numbers).orElseThrow();
    return KnownInfer.of(
            body, body.length - 8, plain.infer(), plain.spans(), new InputFields(NUMBERS))
        .orElseThrow();
  }

  @Test
  void aRowOfNumbersIsReadAsByTheThoroughReader() throws Exception {
    InferCodec numbers = new InferCodec(NUMBERS, "m", "1", 100);
    KnownInfer known = knownRow(numbers);
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      byte[] tensor = new byte[8];
      random.nextBytes(tensor);
      String age = "[" + number(random, 20) + "]";
      byte[] body = body(row(age, "[ " + number(random, 20) + "\n]"), tensor);
      int length = body.length - 8;

      InferReader.Infer again = known.read(body, length).orElseThrow();

      assertThat(again.inputs().row()).isPresent();
      assertSame(again, InferReader.read(body, length, numbers));
      assertThat(numbers.decode(body, length).rows()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]", "[1, 2]", "[null]", "[\"1\"]", "[[1]]", "[1", "1]", "1", "[1e999]", "[-0]", "[-]", ""
      })
  void whatIsNotOneNumberIsLeftToAnother(String elements) {
    KnownInfer known = knownRow(new InferCodec(NUMBERS, "m", "1", 100));
    for (String json : List.of(row(elements, "[2]"), row("[1]", elements))) {
      byte[] body = body(json, new byte[8]);
      assertThat(known.read(body, body.length - 8)).as(json).isEmpty();
    }
  }

  @Test
  void callersThatTakeTurnsEachGetTheirOwn() throws Exception {
    Random random = new Random(6);
    for (int i = 0; i < 200; i++) {
      boolean first = random.nextBoolean();
      byte[] tensor = new byte[first ? 8 : 34];
      byte[] body = body(first ? inJson(random, 9) : HEAD, tensor);
      int length = body.length - tensor.length;

      Batch inputs = codec.decode(body, length).inputs();

      List<Column> expected = InferReader.read(body, length, codec).inputs().columns();
      assertThat(inputs.columns().stream().map(Column::name))
          .isEqualTo(expected.stream().map(Column::name).toList());
      for (Column column : expected) {
        assertThat(inputs.column(column.name()).orElseThrow().values()).isEqualTo(column.values());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // An id says that it does not come again.
        "{\"id\": \"1\", \"inputs\": [{\"name\": \"image\", \"shape\": [1, 2], \"datatype\": \"FP32\", \"parameters\": {\"binary_data_size\": 8}}]}",
        // An input's elements are in the JSON, and nobody says where.
        "{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 2], \"datatype\": \"FP32\", \"parameters\": {\"binary_data_size\": 8}}, {\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}]}",
        // How long a text is stands beside it.
        "{\"inputs\": [{\"name\": \"city\", \"shape\": [1], \"datatype\": \"BYTES\", \"parameters\": {\"binary_data_size\": 8}}]}",
      })
  void whatMeansMoreThanItsHeadIsNotKept(String head) throws Exception {
    assertThat(known(head, new byte[] {4, 0, 0, 0, 65, 66, 67, 68})).isEmpty();
  }

  @Test
  void aHeadWithoutTensorsIsNotKept() throws Exception {
    assertThat(
            known(
                "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}]}",
                new byte[0]))
        .isEmpty();
  }

  @Test
  void tensorsThatAreWrongAreRefusedInTheWordsOfTheThoroughReader() throws Exception {
    byte[] tensors = tensors(new Random(3));
    byte[] wrong = tensors.clone();
    wrong[33] = 7;
    KnownInfer head = known(HEAD, tensors).orElseThrow();
    byte[] body = body(HEAD, wrong);
    assertThat(head.read(body, body.length - 34)).isEmpty();

    codec.decode(body(HEAD, tensors), body.length - 34);
    assertThatThrownBy(() -> codec.decode(body, body.length - 34))
        .isInstanceOf(RequestException.class)
        .hasMessage("input \"flag\", element 1: expected the byte 0 or 1, found 7");
  }
}
