package io.slipway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Held to the wire format of Protocol Buffers, field by field. */
class GrpcMessageTest {

  @Test
  void aNameIsTheFirstField() {
    assertThat(hex(GrpcMessage.ofModel("iris"))).isEqualTo("00" + "00000006" + "0a0469726973");
  }

  @Test
  void tensorsOfNumbersAndTextsBecomeTypedContents() throws Exception {
    String tensors =
        """
        {"inputs":[{"name":"x","datatype":"FP64","shape":[2,1],"data":[[1.5],[-2]]},
                   {"name":"s","datatype":"BYTES","shape":[1],"data":["ab"]},
                   {"name":"n","datatype":"INT64","shape":[1],"data":[300]}]}
        """;

    assertThat(hex(GrpcMessage.infer("m", tensors)))
        .isEqualTo(
            ("00 0000004f 0a016d"
                    + "2a23 0a0178 12044650 3634 1802 1801 2a14 3a08 000000000000f83f 3a08 00000000000000c0"
                    + "2a12 0a0173 12054259544553 1801 2a04 42026162"
                    + "2a11 0a016e 1205494e543634 1801 2a03 18ac02")
                .replace(" ", ""));
  }

  @Test
  void aTypeThatNoExampleHasIsRefusedByName() {
    assertThatThrownBy(
            () ->
                GrpcMessage.infer(
                    "m",
                    "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP16\",\"shape\":[1],\"data\":[1]}]}"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("FP16");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
