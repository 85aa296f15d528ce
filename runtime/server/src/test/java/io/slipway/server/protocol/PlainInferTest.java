package io.slipway.server.protocol;

import static io.slipway.server.protocol.InferRequests.assertSame;
import static io.slipway.server.protocol.InferRequests.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader takes a request just as the thorough one does, or not at all. */
class PlainInferTest {
  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              Field.column("age", DataType.FP64, Presence.OPTIONAL),
              Field.column("weight", DataType.FP32, Presence.REQUIRED),
              Field.column("city", DataType.BYTES, Presence.OPTIONAL),
              Field.column("count", DataType.INT64, Presence.OPTIONAL),
              Field.column("small", DataType.INT32, Presence.OPTIONAL),
              Field.column("flag", DataType.BOOL, Presence.OPTIONAL),
              Field.tensor("image", DataType.FP32, Shape.of(-1, 2, 2))),
          List.of(Field.column("y", DataType.FP64, Presence.REQUIRED)));
  private static final InferCodec CODEC = new InferCodec(SIGNATURE, "m", "1", 100);

  private static final String PLAIN =
      """
      {"id": "a 1", "inputs": [
        {"name": "age", "shape": [2, 1], "datatype": "FP64", "data": [41.5, -0.0]},
        {"name": "weight", "datatype": "FP32", "shape": [2], "data": [ 0.1 ,16777217 ]},
        {"shape": [2], "name": "city", "datatype": "BYTES", "data": ["Oslo", ""]},
        {"name": "count", "shape": [2], "datatype": "INT64", "data": [-9, 999999999999999999]},
        {"name": "small", "shape": [2], "datatype": "INT32", "data": [2147483647, -0]},
        {"name": "image", "shape": [1, 2, 2], "datatype": "FP32", "parameters": {"binary_data_size": 16}}],
       "outputs": [{"name": "y", "parameters": {"binary_data": true}}, {"name": "z"}],
       "parameters": {"binary_data_output": false}}
      """;
  private static final byte[] TENSOR = {0, 0, -128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, -128, 64};

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "null",
          "true",
          "NaN",
          "\"NaN\"",
          "1e400",
          "-0",
          "-0.0",
          "1e-7",
          "0.30000000000000004",
          "9223372036854775808",
          "3.0",
          "\u00e9",
          "\0",
          "\t",
          "\"name\"",
          "\"data\"",
          "\"shape\"",
          "\"FP32\"",
          "\"flag\"",
          "\"BOOL\"",
          "[[1],[2]]",
          "1.5",
          "16777217",
          "\\u0041",
          "2147483648",
          "00",
          " ",
          "\n",
          "\"x\": 1,");

  @Test
  void aRequestOfEveryPlainPartIsTaken() throws Exception {
    byte[] body = body(PLAIN, TENSOR);
    int length = body.length - TENSOR.length;

    Optional<InferReader.Infer> plain =
        PlainInfer.read(body, length, CODEC).map(PlainInfer.Plain::infer);

    assertThat(plain).isPresent();
    assertSame(plain.get(), InferReader.read(body, length, CODEC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"inputs\": []}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [null]}]}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [\"NaN\"]}]}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1, 2]}]}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [2], \"datatype\": \"FP64\", \"data\": [1]}]}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP32\", \"data\": [1]}]}",
        "{\"inputs\": [{\"name\": \"nose\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}]}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}]} x",
        "{\"inputs\": [{\"name\": \"city\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"Zo\\u00eb\"]}]}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [999999999,999999999,9,9], \"datatype\": \"FP64\", \"data\": [1]}]}",
        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}",
      })
  void whatIsNotPlainIsLeftToTheOtherReader(String json) {
    byte[] body = body(json, new byte[0]);
    assertThat(PlainInfer.read(body, body.length, CODEC)).isEmpty();
  }

  @Property(tries = 20_000)
  void mutatedRequestsAreReadAlikeOrNotAtAll(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    StringBuilder json = new StringBuilder(PLAIN);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(json.length() + 1);
      int to = Math.min(json.length(), at + random.nextInt(6));
      json.replace(at, to, random.nextInt(3) == 0 ? "" : TOKENS.get(random.nextInt(TOKENS.size())));
    }
    byte[] tensor = random.nextInt(8) == 0 ? new byte[random.nextInt(20)] : TENSOR;
    byte[] body = body(json.toString(), tensor);
    int length = body.length - tensor.length;

    Optional<InferReader.Infer> plain =
        PlainInfer.read(body, length, CODEC).map(PlainInfer.Plain::infer);

    if (plain.isPresent()) {
      assertSame(plain.get(), InferReader.read(body, length, CODEC));
    }
  }

  @Property(tries = 2000)
  void madeUpRequestsAreTakenAndReadAlike(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int rows = 1 + random.nextInt(5);
    List<String> inputs = new ArrayList<>();
    for (Field field : SIGNATURE.inputs()) {
      if (field.type() == DataType.BOOL || (random.nextInt(4) == 0 && !inputs.isEmpty())) {
        continue;
      }
      boolean image = field.name().equals("image");
      List<String> data = new ArrayList<>();
      for (int i = 0; i < (image ? 4 * rows : rows); i++) {
        data.add(value(field.type(), random));
      }
      inputs.add(
          "{\"name\":\"%s\",\"shape\":%s,\"datatype\":\"%s\",\"data\":[%s]}"
              .formatted(
                  field.name(),
                  image ? "[" + rows + ",2,2]" : "[" + rows + "]",
                  field.type(),
                  String.join(random.nextBoolean() ? "," : " , ", data)));
    }
    byte[] body = body("{\"inputs\":[" + String.join(",", inputs) + "]}", new byte[0]);

    Optional<InferReader.Infer> plain =
        PlainInfer.read(body, body.length, CODEC).map(PlainInfer.Plain::infer);

    assertThat(plain).isPresent();
    assertSame(plain.get(), InferReader.read(body, body.length, CODEC));
  }

  private static String value(DataType type, Random random) {
    return switch (type) {
      case FP64 -> Double.toString(Math.scalb(random.nextGaussian(), random.nextInt(200) - 100));
      case FP32 -> Float.toString((float) random.nextGaussian());
      case INT64 -> Long.toString(random.nextLong() >> (5 + random.nextInt(59)));
      case INT32 -> Integer.toString(random.nextInt());
      default -> "\"" + "x y".repeat(random.nextInt(4)) + "\"";
    };
  }
}
