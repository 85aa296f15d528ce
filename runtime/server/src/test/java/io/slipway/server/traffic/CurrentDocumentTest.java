package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.Position;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.traffic.CurrentDocument.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CurrentDocumentTest {
  private static final TestOperator OPERATOR = new TestOperator();

  @Property(tries = 60)
  void whateverOrderDocumentsComeInTheHighestIsGoneBy(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 24) Integer> offers) throws Exception {
    CurrentDocument current = OPERATOR.trusting();
    List<Position> followed = new ArrayList<>();
    current.follow(document -> followed.add(document.position()));

    offers.forEach(offer -> current.offer(OPERATOR.document(offer / 5, offer % 5, "b", 0)));

    int highest = offers.stream().max(Integer::compare).orElseThrow();
    assertThat(current.document().map(TrafficDocument::position))
        .contains(new Position(highest / 5, highest % 5));
    assertThat(followed).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aHigherEpochWinsOverAnyHigherSequence() throws Exception {
    CurrentDocument current = OPERATOR.trusting();
    current.offer(OPERATOR.document(1, 900, "b", 10_000));
    assertThat(current.offer(OPERATOR.document(2, 1, "", 0))).isInstanceOf(Outcome.Accepted.class);
    assertThat(current.offer(OPERATOR.document(1, 901, "b", 0)))
        .isInstanceOf(Outcome.Outdated.class);
  }

  @Test
  void theSameDocumentAgainIsFineAndAnotherOfItsPositionIsNot() throws Exception {
    CurrentDocument current = OPERATOR.trusting();
    current.offer(OPERATOR.document(1, 1, "b", 100));

    assertThat(current.offer(OPERATOR.document(1, 1, "b", 100)))
        .isInstanceOf(Outcome.Accepted.class);
    assertThat(current.offer(OPERATOR.document(1, 1, "c", 100)))
        .isInstanceOf(Outcome.Outdated.class);
  }

  @Test
  void aDocumentOfAnotherDeploymentIsRefused() throws Exception {
    CurrentDocument current = OPERATOR.trusting();
    DeploymentId sameNameLater = new DeploymentId("fraud", "churn", "uid-2");

    assertThat(current.offer(OPERATOR.document(sameNameLater, 9, 9, "b", 10_000)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.why()).contains("uid-1").contains("uid-2"));
    assertThat(current.held()).isEmpty();
  }

  @Test
  void aDocumentThatTheOperatorDidNotSignIsRefused() throws Exception {
    CurrentDocument current = OPERATOR.trusting();
    SignedDocument genuine = OPERATOR.document(1, 1, "b", 0);
    SignedDocument other = OPERATOR.document(1, 2, "b", 10_000);

    assertThat(current.offer(new TestOperator().document(1, 1, "b", 0)))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(
            current.offer(
                new SignedDocument(other.payload(), genuine.signature(), genuine.keyId())))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(current.offer(new SignedDocument(genuine.payload(), "AAAA", genuine.keyId())))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(current.offer(new SignedDocument(genuine.payload(), "not base64", genuine.keyId())))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(current.held()).isEmpty();
  }

  @Test
  void whatIsSignedAndMakesNoSenseIsRefusedToo() throws Exception {
    assertThat(OPERATOR.trusting().offer(OPERATOR.signed("{\"epoch\": 1}")))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void aDocumentIsPassedOnAsItCame() throws Exception {
    SignedDocument signed = OPERATOR.document(1, 1, "b", 0);
    assertThat(SignedDocument.parse(signed.toJson())).isEqualTo(signed);
  }

  @Test
  void aKeyUnderAnotherKeysIdIsAMistake() {
    String swapped = OPERATOR.keysJson().replaceFirst("[0-9a-f]{16}", "0123456789abcdef");
    assertThatThrownBy(() -> TrustedKeys.parse(swapped.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("0123456789abcdef");
  }
}
