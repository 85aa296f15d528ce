package io.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.ProtoMessage.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages as the format's documentation writes them. */
class ProtoMessageTest {
  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  @Test
  void theExamplesOfTheDocumentationAreRead() {
    ProtoMessage number = ProtoMessage.read(bytes("089601")).orElseThrow();
    ProtoMessage text = ProtoMessage.read(bytes("120774657374696e67")).orElseThrow();
    ProtoMessage nested = ProtoMessage.read(bytes("1a03089601")).orElseThrow();
    ProtoMessage packed = ProtoMessage.read(bytes("3206038e029ea705")).orElseThrow();

    assertThat(number.fields(1).get(0).varint()).isEqualTo(150);
    assertThat(new String(text.fields(2).get(0).bytes(), StandardCharsets.UTF_8))
        .isEqualTo("testing");
    assertThat(nested.fields(3).get(0).message()).contains(number);
    assertThat(packed.fields(6).get(0).varints()).containsExactly(3L, 270L, 86942L);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    ProtoMessage message =
        new ProtoMessage(List.of(Field.of(1, -1L), Field.of(7, new byte[] {1, 2, 3})));

    assertThat(ProtoMessage.read(ByteBuffer.wrap(message.toByteArray()))).contains(message);
  }

  @Test
  void whatIsCutOffOrOfNoKindIsNoMessage() {
    for (String hex : List.of("08", "0896", "1207746573", "0b", "0001", "0d000000")) {
      assertThat(ProtoMessage.read(bytes(hex))).as(hex).isEmpty();
    }
  }
}
