package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Infer requests with tensors after their JSON, and what two readers make of one. */
final class InferRequests {

  private InferRequests() {}

  static byte[] body(String json, byte[] tensor) {
    byte[] head = json.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + tensor.length);
    System.arraycopy(tensor, 0, all, head.length, tensor.length);
    return all;
  }

  static void assertSame(InferReader.Infer plain, InferReader.Infer thorough) {
    assertThat(plain.id()).isEqualTo(thorough.id());
    assertThat(plain.outputs()).isEqualTo(thorough.outputs());
    assertThat(plain.binary()).isEqualTo(thorough.binary());
    assertThat(plain.given()).isEqualTo(thorough.given());
    assertThat(plain.inputs().columns()).hasSameSizeAs(thorough.inputs().columns());
    for (int i = 0; i < plain.inputs().size(); i++) {
      Column one = plain.inputs().columns().get(i);
      Column other = thorough.inputs().columns().get(i);
      assertThat(one.name()).isEqualTo(other.name());
      assertThat(one.type()).isEqualTo(other.type());
      assertThat(one.shape()).isEqualTo(other.shape());
      assertThat(one.validity()).isEqualTo(other.validity());
      assertThat(one.values()).isEqualTo(other.values()); // NaN and -0.0 are each their own
    }
  }
}
