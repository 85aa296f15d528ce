package io.slipway.operator.document;

import java.util.List;

/**
 * Signs traffic documents. A pure function of key and text: the same payload, the same document.
 */
public interface Signer {

  /** The payload, signed with the key in use. */
  SignedDocument sign(TrafficPayload payload);

  /** Whether the key in use signed this document. */
  boolean signed(SignedDocument document);

  /** The keys that pods are to trust, the one in use first. */
  List<TrustedKey> trusted();

  /** The text of {@code keys.json}. */
  default String keysJson() {
    return Json.write(new KeysDocument(trusted()));
  }

  /**
   * A public key that pods trust.
   *
   * @param keyId the first 16 hex digits of the sha256 of the key's DER encoding
   * @param publicKey base64 of the X.509 SubjectPublicKeyInfo
   */
  record TrustedKey(String keyId, String publicKey) {}

  /** The form of {@code keys.json}. */
  record KeysDocument(List<TrustedKey> keys) {}
}
