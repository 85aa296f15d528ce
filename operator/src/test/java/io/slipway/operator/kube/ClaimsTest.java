package io.slipway.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.slipway.operator.document.Ed25519Signer;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.OwnedObjects;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.PodReports;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private final Signer ours = signer();

  @Test
  void aPodThatClaimsTheLastEpochThereIsIsNotBelieved() {
    Claims claims = new Claims(stored(ours, 3, 17), ours);

    Map<String, PodReport> credible =
        claims.credible(Map.of("mad", report(Long.MAX_VALUE, 1), "sane", report(3, 17)));

    assertThat(traffic(credible, "mad")).isEmpty();
    assertThat(credible).containsKey("mad");
    assertThat(traffic(credible, "sane")).isPresent();
    assertThat(claims.highestEpoch(credible)).isEqualTo(3);
  }

  @Test
  void norIsOneThatClaimsTheLastSequenceOfOurEpochOrOneBelowNothing() {
    Claims claims = new Claims(stored(ours, 3, 17), ours);

    assertThat(traffic(claims.credible(Map.of("mad", report(3, Long.MAX_VALUE))), "mad")).isEmpty();
    assertThat(traffic(claims.credible(Map.of("mad", report(-1, 1))), "mad")).isEmpty();
  }

  @Test
  void whoeverClaimsTheHighestThatIsBelievedIsOutbiddenAndThatIsTheEndOfIt() {
    Claims before = new Claims(stored(ours, 3, 17), ours);
    long epoch =
        new Session()
            .epoch(
                before.highestEpoch(before.credible(Map.of("mad", report(Claims.PLAUSIBLE, 1)))));
    assertThat(epoch).isEqualTo(Claims.PLAUSIBLE + 1);

    Claims after = new Claims(stored(ours, epoch, 1), ours);
    Map<String, PodReport> credible =
        after.credible(Map.of("mad", report(epoch + 1, 1), "sane", report(epoch, 1)));
    assertThat(traffic(credible, "sane")).isPresent();
    assertThat(after.highestEpoch(credible)).isEqualTo(epoch);
  }

  @Test
  void aDocumentThatWeDidNotSignIsBelievedWithinReason() {
    Signer lost = signer();

    assertThat(new Claims(stored(lost, 7, 3), ours).highestEpoch(Map.of())).isEqualTo(7);
    assertThat(new Claims(stored(lost, Long.MAX_VALUE, 3), ours).highestEpoch(Map.of())).isZero();
    assertThat(new Claims(OwnedObjects.NONE, ours).highestEpoch(Map.of())).isZero();
  }

  private static Optional<PodReport.Traffic> traffic(Map<String, PodReport> reports, String uid) {
    return Optional.ofNullable(reports.get(uid)).flatMap(PodReport::traffic);
  }

  private static OwnedObjects stored(Signer signer, long epoch, long sequence) {
    var payload =
        new TrafficPayload(
            new TrafficPayload.DeploymentId("fraud", "churn", "u"),
            epoch,
            sequence,
            "churn-1",
            0,
            0,
            TrafficPayload.Assignment.REQUEST,
            "churn-1");
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("churn-traffic")
            .endMetadata()
            .addToData("traffic.json", signer.sign(payload).json())
            .build();
    OwnedObjects none = OwnedObjects.NONE;
    return new OwnedObjects(
        none.revisions(),
        none.deployments(),
        none.pods(),
        none.services(),
        none.endpointSlices(),
        List.of(map),
        none.budgets(),
        none.serviceAccounts(),
        none.autoscalers());
  }

  private static PodReport report(long epoch, long sequence) {
    return PodReports.goingBy(new PodReport.Traffic(epoch, sequence, "churn-1", 0));
  }

  private static Signer signer() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Ed25519Signer(pair.getPrivate(), pair.getPublic(), List.of());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
