package io.slipway.operator.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.operator.document.TrafficPayload.Assignment;
import io.slipway.operator.document.TrafficPayload.DeploymentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficDocumentTest {

  private static final Path CONTRACT = Path.of("../docs/reference/contract");

  private static final TrafficPayload PAYLOAD =
      new TrafficPayload(
          new DeploymentId("fraud", "churn", "5b0c1c52-6c8e-4c53-9f0a-0a5a3a1d7a11"),
          3,
          17,
          "churn-77ab31c0de",
          10_000,
          0,
          Assignment.REQUEST,
          "churn-77ab31c0de");

  @Test
  void thePayloadIsTheContracts() throws IOException {
    JsonNode example =
        Json.read(Files.readString(CONTRACT.resolve("traffic-payload.json")), JsonNode.class)
            .orElseThrow();
    assertThat(Json.read(Json.write(PAYLOAD), JsonNode.class)).contains(example);
    assertThat(Json.read(Json.write(PAYLOAD), TrafficPayload.class)).contains(PAYLOAD);
  }

  @Test
  void aSignedDocumentIsKnownAgainAndAChangedOneIsNot() throws GeneralSecurityException {
    Ed25519Signer signer = signer();
    SignedDocument document = signer.sign(PAYLOAD);
    assertThat(SignedDocument.parse(document.json())).contains(document);
    assertThat(TrafficPayload.of(document)).contains(PAYLOAD);
    assertThat(signer.signed(document)).isTrue();
    SignedDocument other = signer.sign(withWeight(1));
    assertThat(
            signer.signed(
                new SignedDocument(other.payload(), document.signature(), document.keyId())))
        .isFalse();
    assertThat(signer.signed(new SignedDocument("no base64!", "neither", document.keyId())))
        .isFalse();
    assertThat(signer().signed(document)).as("signed by another key").isFalse();
  }

  @Test
  void theKeysAreNamedByTheirHash() throws GeneralSecurityException {
    Ed25519Signer signer = signer();
    assertThat(signer.trusted())
        .singleElement()
        .satisfies(key -> assertThat(key.keyId()).matches("[0-9a-f]{16}"));
    assertThat(signer.sign(PAYLOAD).keyId()).isEqualTo(signer.trusted().get(0).keyId());
    assertThat(signer.keysJson()).startsWith("{\"keys\":[{\"keyId\":\"");
  }

  @Test
  void theHigherNumberWinsEpochFirst() {
    assertThat(PAYLOAD.isOlderThan(3, 18)).isTrue();
    assertThat(PAYLOAD.isOlderThan(4, 1)).isTrue();
    assertThat(PAYLOAD.isOlderThan(3, 17)).isFalse();
    assertThat(PAYLOAD.isOlderThan(2, 99)).isFalse();
  }

  private static TrafficPayload withWeight(int weightBp) {
    return new TrafficPayload(
        PAYLOAD.deployment(),
        PAYLOAD.epoch(),
        PAYLOAD.sequence(),
        PAYLOAD.target(),
        weightBp,
        0,
        PAYLOAD.assignment(),
        PAYLOAD.rollout());
  }

  private static Ed25519Signer signer() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return new Ed25519Signer(pair.getPrivate(), pair.getPublic(), List.of());
  }
}
