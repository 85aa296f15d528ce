package io.slipway.operator.document;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Signs with one Ed25519 key, and names the public keys that pods are to trust: its own, and those
 * of keys that were in use before and are still to be believed. Immutable and thread-safe.
 */
public final class Ed25519Signer implements Signer {

  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_ID_BYTES = 8;

  private final PrivateKey privateKey;
  private final PublicKey publicKey;
  private final TrustedKey own;
  private final List<TrustedKey> trusted;

  /**
   * @param privateKey an Ed25519 key
   * @param publicKey its public half
   * @param previous public keys that pods are to trust as well, newest first
   */
  public Ed25519Signer(PrivateKey privateKey, PublicKey publicKey, List<PublicKey> previous) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
    this.own = trustedKey(publicKey);
    List<TrustedKey> all = new ArrayList<>();
    all.add(own);
    previous.stream()
        .map(Ed25519Signer::trustedKey)
        .filter(key -> !all.contains(key))
        .forEach(all::add);
    this.trusted = List.copyOf(all);
  }

  @Override
  public SignedDocument sign(TrafficPayload payload) {
    byte[] bytes = Json.write(payload).getBytes(StandardCharsets.UTF_8);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(bytes);
      return new SignedDocument(
          Base64.getEncoder().encodeToString(bytes),
          Base64.getEncoder().encodeToString(signature.sign()),
          own.keyId());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signing key is not an Ed25519 key", e);
    }
  }

  @Override
  public boolean signed(SignedDocument document) {
    if (!document.keyId().equals(own.keyId())) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(publicKey);
      signature.update(Base64.getDecoder().decode(document.payload()));
      return signature.verify(Base64.getDecoder().decode(document.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not base64, or not the size of a signature: nothing that this key ever signed.
      return false;
    }
  }

  @Override
  public List<TrustedKey> trusted() {
    return trusted;
  }

  private static TrustedKey trustedKey(PublicKey key) {
    byte[] der = key.getEncoded();
    return new TrustedKey(keyId(der), Base64.getEncoder().encodeToString(der));
  }

  private static String keyId(byte[] der) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
      return HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
