package io.slipway.operator.document;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A traffic document as it travels.
 *
 * @param payload base64 of the payload's UTF-8 JSON
 * @param signature base64 of the Ed25519 signature over the payload's bytes
 * @param keyId the first 16 hex digits of the sha256 of the public key's DER encoding
 */
public record SignedDocument(String payload, String signature, String keyId) {

  /** The document in a JSON text; empty when the text is not one. */
  public static Optional<SignedDocument> parse(String json) {
    return Json.read(json, SignedDocument.class).filter(SignedDocument::isComplete);
  }

  /** The JSON text of the document: what is mounted, and the body of {@code PUT /traffic}. */
  public String json() {
    return Json.write(this);
  }

  /** The payload's JSON, unverified; empty when it is not base64. */
  Optional<String> payloadText() {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // Jackson fills what a text leaves out with null.
  @SuppressWarnings({"ConstantValue", "UnnecessaryNullCheck"})
  private boolean isComplete() {
    return payload != null && signature != null && keyId != null;
  }
}
