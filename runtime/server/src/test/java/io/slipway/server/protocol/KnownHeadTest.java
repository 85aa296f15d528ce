package io.slipway.server.protocol;

import static io.slipway.server.protocol.InferRequests.assertSame;
import static io.slipway.server.protocol.InferRequests.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A head that comes again is not read again, and means what it meant. */
class KnownHeadTest {
  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              Field.column("age", DataType.FP64, Presence.OPTIONAL),
              Field.column("flag", DataType.BOOL, Presence.OPTIONAL),
              Field.column("city", DataType.BYTES, Presence.OPTIONAL),
              Field.tensor("image", DataType.FP32, Shape.of(-1, 2))),
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

  private Optional<KnownHead> known(String head, byte[] tensors) throws RequestException {
    byte[] body = body(head, tensors);
    int length = body.length - tensors.length;
    return KnownHead.of(body, length, InferReader.read(body, length, codec), fields);
  }

  @Test
  void otherTensorsAfterItAreReadAsByTheThoroughReader() throws Exception {
    Random random = new Random(1);
    KnownHead head = known(HEAD, tensors(random)).orElseThrow();
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
    KnownHead head = known(HEAD, tensors).orElseThrow();
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        // An id says that it does not come again.
        "{\"id\": \"1\", \"inputs\": [{\"name\": \"image\", \"shape\": [1, 2], \"datatype\": \"FP32\", \"parameters\": {\"binary_data_size\": 8}}]}",
        // An input's elements are in the JSON.
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
    KnownHead head = known(HEAD, tensors).orElseThrow();
    byte[] body = body(HEAD, wrong);
    assertThat(head.read(body, body.length - 34)).isEmpty();

    codec.decode(body(HEAD, tensors), body.length - 34);
    assertThatThrownBy(() -> codec.decode(body, body.length - 34))
        .isInstanceOf(RequestException.class)
        .hasMessage("input \"flag\", element 1: expected the byte 0 or 1, found 7");
  }
}
