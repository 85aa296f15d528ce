package io.slipway.operator.keys;

import io.slipway.operator.document.Ed25519Signer;
import io.slipway.operator.document.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of the Secret's data: an Ed25519 key pair in use, and at most one public key that was in
 * use before it and that pods go on trusting. Values are base64, as in every Secret.
 *
 * <ul>
 *   <li>{@code current.key}: the private key, PKCS#8 in PEM
 *   <li>{@code current.pub}: its public half, X.509 SubjectPublicKeyInfo in PEM
 *   <li>{@code previous.pub}: the public key before, optional
 * </ul>
 */
final class SigningKey {

  static final String PRIVATE = "current.key";
  static final String PUBLIC = "current.pub";
  static final String PREVIOUS = "previous.pub";

  private static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE_TYPE = "PRIVATE KEY";
  private static final String PUBLIC_TYPE = "PUBLIC KEY";

  private SigningKey() {}

  /** A new pair, as Secret data. */
  static Map<String, String> generate() {
    try {
      var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      Map<String, String> data = new LinkedHashMap<>();
      data.put(PRIVATE, base64(pem(PRIVATE_TYPE, pair.getPrivate().getEncoded())));
      data.put(PUBLIC, base64(pem(PUBLIC_TYPE, pair.getPublic().getEncoded())));
      return data;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
    }
  }

  /** Whether the data has a pair in use. */
  static boolean isComplete(Map<String, String> data) {
    return data.containsKey(PRIVATE) && data.containsKey(PUBLIC);
  }

  /**
   * The signer that the data describes.
   *
   * @throws IllegalArgumentException when a value is not such a key; the message names it
   */
  static Signer signer(Map<String, String> data) {
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      var privateKey =
          keys.generatePrivate(new PKCS8EncodedKeySpec(der(data, PRIVATE, PRIVATE_TYPE)));
      Optional<PublicKey> previous =
          data.containsKey(PREVIOUS)
              ? Optional.of(publicKey(keys, data, PREVIOUS))
              : Optional.empty();
      return new Ed25519Signer(
          privateKey, publicKey(keys, data, PUBLIC), previous.map(List::of).orElseGet(List::of));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a value is not an " + ALGORITHM + " key", e);
    }
  }

  private static PublicKey publicKey(KeyFactory keys, Map<String, String> data, String name)
      throws GeneralSecurityException {
    return keys.generatePublic(new X509EncodedKeySpec(der(data, name, PUBLIC_TYPE)));
  }

  private static byte[] der(Map<String, String> data, String name, String type) {
    String text =
        new String(
            Base64.getDecoder().decode(data.getOrDefault(name, "")), StandardCharsets.US_ASCII);
    String body =
        text.replace("-----BEGIN " + type + "-----", "").replace("-----END " + type + "-----", "");
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " is not PEM", e);
    }
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
