package io.slipway.operator.simulation;

import io.slipway.operator.document.Json;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Signs without the cost of it: the simulation is not about cryptography. */
final class ToySigner implements Signer {

  private static final List<TrustedKey> TRUSTED = List.of(new TrustedKey("toy", "a2V5"));
  private static final String KEYS = Json.write(new KeysDocument(TRUSTED));

  @Override
  public SignedDocument sign(TrafficPayload payload) {
    byte[] bytes = Json.write(payload).getBytes(StandardCharsets.UTF_8);
    return new SignedDocument(Base64.getEncoder().encodeToString(bytes), "c2lnbmVk", "toy");
  }

  @Override
  public boolean signed(SignedDocument document) {
    return document.keyId().equals("toy");
  }

  @Override
  public List<TrustedKey> trusted() {
    return TRUSTED;
  }

  @Override
  public String keysJson() {
    return KEYS;
  }
}
