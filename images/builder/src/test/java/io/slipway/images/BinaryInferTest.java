package io.slipway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Requests with their tensors behind the JSON. */
class BinaryInferTest {
  @Test
  void elementsFollowTheJsonWhichSaysHowManyBytesTheyAre() throws Exception {
    BinaryInfer request =
        BinaryInfer.of(
            """
            {"inputs": [
              {"name": "x", "datatype": "INT32", "shape": [1, 2], "data": [[258, -1]]},
              {"name": "f", "datatype": "FP32", "shape": [1], "data": [1.5]},
              {"name": "b", "datatype": "BOOL", "shape": [1], "data": [true]},
              {"name": "t", "datatype": "BYTES", "shape": [1], "data": ["né"]}]}
            """);

    assertThat(new String(request.body(), 0, request.jsonLength(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"inputs\":["
                + "{\"name\":\"x\",\"datatype\":\"INT32\",\"shape\":[1,2],\"parameters\":{\"binary_data_size\":8}},"
                + "{\"name\":\"f\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"binary_data_size\":4}},"
                + "{\"name\":\"b\",\"datatype\":\"BOOL\",\"shape\":[1],\"parameters\":{\"binary_data_size\":1}},"
                + "{\"name\":\"t\",\"datatype\":\"BYTES\",\"shape\":[1],\"parameters\":{\"binary_data_size\":7}}],"
                + "\"parameters\":{\"binary_data_output\":true}}");
    assertThat(Arrays.copyOfRange(request.body(), request.jsonLength(), request.body().length))
        .containsExactly(
            2,
            1,
            0,
            0,
            -1,
            -1,
            -1,
            -1,
            0,
            0,
            -64,
            63,
            1,
            3,
            0,
            0,
            0,
            'n',
            (byte) 0xc3,
            (byte) 0xa9);
  }

  @Test
  void aTypeThatNoExampleHasIsRefused() {
    assertThatThrownBy(
            () -> BinaryInfer.of("{\"inputs\": [{\"datatype\": \"UINT8\", \"data\": [1]}]}"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("UINT8");
  }
}
