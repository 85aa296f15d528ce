package io.slipway.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningKeyTest {

  private static final TrafficPayload PAYLOAD =
      new TrafficPayload(
          new TrafficPayload.DeploymentId("fraud", "churn", "uid"),
          1,
          1,
          "",
          0,
          0,
          TrafficPayload.Assignment.REQUEST,
          "");

  @Test
  void whatAKeySignsItRecognises() {
    Signer signer = SigningKey.signer(SigningKey.generate());

    assertThat(signer.signed(signer.sign(PAYLOAD))).isTrue();
  }

  @Test
  void aKeyThatWasReplacedIsStillTrusted() {
    Map<String, String> before = SigningKey.generate();
    Map<String, String> after = new HashMap<>(SigningKey.generate());
    after.put(SigningKey.PREVIOUS, String.valueOf(before.get(SigningKey.PUBLIC)));

    Signer signer = SigningKey.signer(after);

    assertThat(signer.trusted()).hasSize(2).containsAll(SigningKey.signer(before).trusted());
    assertThat(signer.signed(SigningKey.signer(before).sign(PAYLOAD))).isFalse();
  }

  @Test
  void aValueThatIsNoKeyIsNamed() {
    Map<String, String> data = new HashMap<>(SigningKey.generate());
    data.put(
        SigningKey.PRIVATE,
        Base64.getEncoder().encodeToString("!".getBytes(StandardCharsets.US_ASCII)));

    assertThatThrownBy(() -> SigningKey.signer(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Ed25519 key");
  }
}
