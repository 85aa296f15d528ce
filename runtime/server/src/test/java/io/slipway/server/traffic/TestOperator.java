package io.slipway.server.traffic;

import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.SignedDocument;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** Signs traffic documents as the operator does. */
public final class TestOperator {
  public static final DeploymentId CHURN = new DeploymentId("fraud", "churn", "uid-1");

  private final KeyPair keys;

  public TestOperator() {
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String keysJson() {
    byte[] der = keys.getPublic().getEncoded();
    try {
      return "{\"keys\": [{\"keyId\": \"%s\", \"publicKey\": \"%s\"}]}"
          .formatted(TrustedKeys.idOf(der), Base64.getEncoder().encodeToString(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public SignedDocument document(long epoch, long sequence, String target, int weightBp) {
    return document(CHURN, epoch, sequence, target, weightBp);
  }

  public SignedDocument document(
      DeploymentId deployment, long epoch, long sequence, String target, int weightBp) {
    return signed(
        """
        {"deployment": {"namespace": "%s", "name": "%s", "uid": "%s"}, "epoch": %d,
         "sequence": %d, "target": "%s", "weightBp": %d, "shadowBp": 0,
         "assignment": {"type": "Request"}, "rollout": ""}
        """
            .formatted(
                deployment.namespace(),
                deployment.name(),
                deployment.uid(),
                epoch,
                sequence,
                target,
                weightBp));
  }

  /** Of a version change with steps. */
  public SignedDocument document(
      long sequence, String target, int weightBp, int shadowBp, String assignment, String rollout) {
    return signed(
        """
        {"deployment": {"namespace": "%s", "name": "%s", "uid": "%s"}, "epoch": 1,
         "sequence": %d, "target": "%s", "weightBp": %d, "shadowBp": %d,
         "assignment": %s, "rollout": "%s"}
        """
            .formatted(
                CHURN.namespace(),
                CHURN.name(),
                CHURN.uid(),
                sequence,
                target,
                weightBp,
                shadowBp,
                assignment,
                rollout));
  }

  public SignedDocument signed(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(bytes);
      return new SignedDocument(
          Base64.getEncoder().encodeToString(bytes),
          Base64.getEncoder().encodeToString(signature.sign()),
          TrustedKeys.idOf(keys.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A pod's holder of documents that trusts this operator. */
  public CurrentDocument trusting() throws Exception {
    CurrentDocument current = new CurrentDocument(CHURN);
    current.trust(TrustedKeys.parse(keysJson().getBytes(StandardCharsets.UTF_8)));
    return current;
  }
}
