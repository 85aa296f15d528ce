package io.slipway.server.contract;

import io.slipway.server.json.JsonWriter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A traffic document as it travels. The signature is over the payload's very bytes, so they are
 * kept and passed on as they came and never written anew.
 *
 * @param payload base64 of the payload
 * @param signature base64 of the Ed25519 signature
 * @param keyId of the key that made it
 */
public record SignedDocument(String payload, String signature, String keyId) {
  /** Many times what a document needs. */
  public static final int LARGEST_BYTES = 64 * 1024;

  public static SignedDocument parse(byte[] json) throws DocumentException {
    if (json.length > LARGEST_BYTES) {
      throw new DocumentException("the signed document is longer than 64 KiB");
    }
    Fields fields = Fields.parse("the signed document", json);
    return new SignedDocument(
        fields.text("payload"), fields.text("signature"), fields.text("keyId"));
  }

  public byte[] payloadBytes() throws DocumentException {
    return decode("payload", payload);
  }

  public byte[] signatureBytes() throws DocumentException {
    return decode("signature", signature);
  }

  private static byte[] decode(String field, String base64) throws DocumentException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new DocumentException("the signed document: %s is not base64".formatted(field), e);
    }
  }

  /** The whole document in one header field: {@code <keyId>.<payload>.<signature>}. */
  public String toHeader() {
    return keyId + "." + payload + "." + signature;
  }

  /** Reads what {@link #toHeader} writes. */
  public static Optional<SignedDocument> parseHeader(String value) {
    String[] parts = value.split("\\.", -1);
    return parts.length == 3
        ? Optional.of(new SignedDocument(parts[1], parts[2], parts[0]))
        : Optional.empty();
  }

  public byte[] toJson() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("payload", payload);
    fields.put("signature", signature);
    fields.put("keyId", keyId);
    return JsonWriter.bytes(fields);
  }
}
