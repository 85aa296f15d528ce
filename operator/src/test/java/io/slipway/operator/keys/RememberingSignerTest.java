package io.slipway.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberingSignerTest {

  private static final SignedDocument OURS = new SignedDocument("b3Vycw==", "c2ln", "ours");
  private static final SignedDocument FORGED = new SignedDocument("b3Vycw==", "Zm9y", "ours");

  /** Believes {@link #OURS} alone, and counts how often it was asked. */
  private static final class CountingSigner implements Signer {
    private int asked;

    @Override
    public SignedDocument sign(TrafficPayload payload) {
      return OURS;
    }

    @Override
    public boolean signed(SignedDocument document) {
      asked++;
      return document.equals(OURS);
    }

    @Override
    public List<TrustedKey> trusted() {
      return List.of(new TrustedKey("ours", "a2V5"));
    }
  }

  @Test
  void aDocumentIsCheckedOnceWhateverTheVerdict() {
    CountingSigner signer = new CountingSigner();
    RememberingSigner remembering = new RememberingSigner(signer);

    for (int i = 0; i < 3; i++) {
      assertThat(remembering.signed(OURS)).isTrue();
      assertThat(remembering.signed(FORGED)).as("the same text, signed otherwise").isFalse();
    }

    assertThat(signer.asked).isEqualTo(2);
    assertThat(remembering.keysJson()).isEqualTo(signer.keysJson());
  }

  @Test
  void whatIsRememberedIsBounded() {
    CountingSigner signer = new CountingSigner();
    RememberingSigner remembering = new RememberingSigner(signer);
    remembering.signed(OURS);
    for (int i = 0; i < RememberingSigner.CAPACITY; i++) {
      remembering.signed(new SignedDocument("b3Vycw==", "c2ln", "key" + i));
    }
    int before = signer.asked;

    assertThat(remembering.signed(OURS)).isTrue();

    assertThat(signer.asked).as("the eldest was forgotten").isEqualTo(before + 1);
  }
}
