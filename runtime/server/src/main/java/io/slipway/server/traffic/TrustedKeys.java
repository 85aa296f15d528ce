package io.slipway.server.traffic;

import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.Fields;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.contract.TrafficDocument;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The operator's public keys, by their ids: {@code keys.json}. Immutable.
 *
 * @param keys Ed25519
 */
public record TrustedKeys(Map<String, PublicKey> keys) {
  /** Nobody is trusted. */
  public static final TrustedKeys NONE = new TrustedKeys(Map.of());

  private static final String ALGORITHM = "Ed25519";

  public TrustedKeys {
    keys = Map.copyOf(keys);
  }

  public static TrustedKeys parse(byte[] json) throws DocumentException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (Fields key : Fields.parse("keys.json", json).objects("keys")) {
      String id = key.text("keyId");
      try {
        byte[] der = Base64.getDecoder().decode(key.text("publicKey"));
        if (!id.equals(idOf(der))) {
          throw new DocumentException("keys.json: the key %s has another id".formatted(id));
        }
        keys.put(id, KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der)));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new DocumentException("keys.json: %s is not an Ed25519 key".formatted(id), e);
      }
    }
    return new TrustedKeys(keys);
  }

  /** The first 16 hex digits of the sha256 of the key's DER encoding. */
  static String idOf(byte[] der) throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
    return HexFormat.of().formatHex(hash).substring(0, 16);
  }

  /**
   * What a document says, once its signature fits.
   *
   * @throws DocumentException if it does not, or the payload makes no sense
   */
  TrafficDocument verify(SignedDocument signed) throws DocumentException {
    PublicKey key = keys.get(signed.keyId());
    if (key == null) {
      throw new DocumentException(
          "the traffic document is signed with a key that keys.json does not have");
    }
    byte[] payload = signed.payloadBytes();
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(payload);
      if (!signature.verify(signed.signatureBytes())) {
        throw new DocumentException("the traffic document's signature does not fit");
      }
    } catch (GeneralSecurityException e) {
      throw new DocumentException("the traffic document's signature does not fit", e);
    }
    return TrafficDocument.parse(payload);
  }
}
