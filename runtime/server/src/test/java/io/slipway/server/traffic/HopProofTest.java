package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.Position;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.contract.TrafficDocument;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody but pods of the same deployment is believed to be one. */
@Timeout(60)
class HopProofTest extends BlueAndGreen {
  private SignedDocument document(long sequence, int weightBp) {
    return operator.document(sequence, "green", weightBp, 0, BY_REQUEST, "r");
  }

  @Test
  void whoSaysHopWithoutAProofIsACallerLikeAnyOther() {
    publish(document(7, 10_000));
    for (String[] headers :
        new String[][] {
          {"Slipway-Hop", "1"},
          {"Slipway-Hop", "1", "Slipway-Document", "1.7"},
          {"Slipway-Hop", "1", "Slipway-Document", "0.1"},
          {"Slipway-Hop", "1", "Slipway-Document", "9.9", "Slipway-Proof", "1.2.3"},
          {"Slipway-Shadow", "1"},
          {"Slipway-Hop", "1", "Slipway-Shadow", "1"},
          {"Slipway-Took", "1", "Slipway-Faults", "9"},
        }) {
      HttpResponse<String> answer = blue.predict(1, headers);
      assertThat(SplitPod.by(answer)).as(String.join(" ", headers)).isEqualTo("green");
      assertThat(answer.headers().map()).doesNotContainKey("slipway-took");
    }
    assertThat(blue.counts.callers()).isEqualTo(7);
    assertThat(blue.counts.hops()).isZero();
    assertThat(blue.window().at("/candidate/requests").intValue()).isEqualTo(7);
    assertThat(green.counts.hops()).as("all that blue sent on").isEqualTo(7);
    assertThat(green.counts.callers()).isZero();
  }

  @Test
  void aForgedProofIsNone() throws Exception {
    publish(document(7, 10_000));
    SignedDocument genuine = document(7, 10_000);
    SignedDocument later = document(8, 0);
    DeploymentId another = new DeploymentId("fraud", "churn", "uid-2");
    for (String forged :
        List.of(
            "",
            "..",
            "a.b.c.d",
            new TestOperator().document(1, 9, "green", 0).toHeader(),
            operator.document(another, 1, 9, "green", 0).toHeader(),
            new SignedDocument(later.payload(), genuine.signature(), genuine.keyId()).toHeader())) {
      assertThat(SplitPod.by(blue.predict(1, "Slipway-Hop", "1", "Slipway-Proof", forged)))
          .as(forged)
          .isEqualTo("green");
    }
    assertThat(blue.counts.hops()).isZero();
    assertThat(blue.current.document().map(TrafficDocument::position)).contains(new Position(1, 7));
  }

  @Test
  void noDocumentIsGivenToWhoeverHoldsNone() {
    publish(document(7, 0));
    HttpResponse<String> answer =
        green.predict(1, "Slipway-Hop", "1", "Slipway-Document", "0.0", "Slipway-Proof", "x.y.z");
    assertThat(SplitPod.by(answer)).isEqualTo("green");
    assertThat(answer.body()).doesNotContain("payload");
  }

  @Test
  void aSenderWithAnOlderDocumentIsToldTheNewerOneAgainAndAgain() throws Exception {
    SignedDocument old = document(6, 10_000);
    publish(document(7, 0));
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer =
          green.predict(
              1, "Slipway-Hop", "1", "Slipway-Document", "1.6", "Slipway-Proof", old.toHeader());
      assertThat(answer.statusCode()).isEqualTo(421);
      assertThat(
              SignedDocument.parse(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .isEqualTo(document(7, 0));
    }
    assertThat(green.scored).hasValue(0);
  }

  @Test
  void aProofOfANewerDocumentIsAWayToLearnIt() {
    publish(document(7, 0));
    SignedDocument newer = document(8, 10_000);
    blue.current.offer(newer);

    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("green");
    assertThat(green.counts.hops()).isOne();
    assertThat(green.current.document().map(TrafficDocument::position))
        .contains(new Position(1, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "3", "99999999999999999999", "-1", "yes"})
  void whoSaysItWasSentOnTwiceIsRefused(String hops) {
    publish(document(7, 5000));
    assertThat(blue.predict(1, "Slipway-Hop", hops).statusCode()).isEqualTo(508);
    assertThat(blue.counts.callers()).isOne();
  }

  @Test
  void podsThatTrustDifferentKeysDoNotSendARequestRound() throws Exception {
    TestOperator another = new TestOperator();
    try (SplitPod red = new SplitPod("red", another.trusting(), directory)) {
      directory.set("red", red.address());
      blue.current.offer(operator.document(1, "red", 10_000, 0, BY_REQUEST, "r"));
      red.current.offer(another.document(1, "blue", 10_000, 0, BY_REQUEST, "r"));

      assertThat(SplitPod.by(blue.predict(1))).isEqualTo("red");
      assertThat(red.scored).hasValue(1);
      assertThat(red.counts.callers()).as("blue is not believed").isOne();
      assertThat(blue.counts.callers()).isEqualTo(2);
      assertThat(red.window().at("/candidate/requests").intValue()).as("nobody is blamed").isZero();
    }
  }

  @Test
  void aPodOfTheReleaseBeforeIsAnsweredAsACaller() {
    publish(document(7, 10_000));
    assertThat(SplitPod.by(green.predict(1, "Slipway-Hop", "1", "Slipway-Document", "1.7")))
        .isEqualTo("green");
    assertThat(green.counts.callers()).isOne();
  }

  @Test
  void headersThatAreTooLongWithTheProofAreScoredHere() {
    publish(document(7, 10_000));
    assertThat(SplitPod.by(blue.predict(1, "X-Long", "x".repeat(15_900)))).isEqualTo("blue");
    assertThat(blue.window().at("/candidate/failures").intValue()).isZero();
  }
}
