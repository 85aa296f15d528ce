package io.slipway.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.slipway.operator.observe.ObjectKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnWritesTest {

  private static final Instant NOW = Instant.EPOCH;
  private static final ObjectKey CHURN = new ObjectKey("Service", "churn");

  private final OwnWrites writes = new OwnWrites();

  @Test
  void aCacheIsBehindUntilItShowsTheWrittenVersionOrALaterOne() {
    writes.wrote(service("a", "100"), NOW);

    assertThat(isBehind(Optional.empty())).isTrue();
    assertThat(isBehind(Optional.of(service("a", "99")))).isTrue();
    assertThat(isBehind(Optional.of(service("a", "101")))).isFalse();
  }

  @Test
  void whatWasSeenOnceIsNotAskedForAgain() {
    writes.wrote(service("a", "100"), NOW);

    assertThat(isBehind(Optional.of(service("a", "100")))).isFalse();
    assertThat(isBehind(Optional.empty())).isFalse();
  }

  @Test
  void versionsAreNumbersNotTexts() {
    writes.wrote(service("a", "1000"), NOW);

    assertThat(isBehind(Optional.of(service("a", "999")))).isTrue();
  }

  @Test
  void aCacheIsBehindWhileItShowsWhatWasDeleted() {
    writes.deleted(CHURN, "a", NOW);

    assertThat(isBehind(Optional.of(service("a", "100")))).isTrue();
    assertThat(isBehind(Optional.empty())).isFalse();
  }

  @Test
  void anObjectThatIsGoingCountsAsGone() {
    writes.deleted(CHURN, "a", NOW);
    Service going = service("a", "101");
    going.getMetadata().setDeletionTimestamp("2026-11-01T08:00:00Z");

    assertThat(isBehind(Optional.of(going))).isFalse();
  }

  @Test
  void anotherObjectOfTheNameIsNotTheDeletedOne() {
    writes.deleted(CHURN, "a", NOW);

    assertThat(isBehind(Optional.of(service("b", "102")))).isFalse();
  }

  @Test
  void thatTheObjectIsGoneEndsTheWaitForAWriteAndNotForItsDeletion() {
    writes.wrote(service("a", "100"), NOW);
    assertThat(writes.unseen(key -> Optional.empty()).get(CHURN))
        .matches(OwnWrites.Expectation::isVoidOnceGone);

    writes.deleted(CHURN, "a", NOW);
    assertThat(writes.unseen(key -> Optional.of(service("a", "100"))).get(CHURN))
        .matches(expectation -> !expectation.isVoidOnceGone());
  }

  private boolean isBehind(Optional<HasMetadata> cached) {
    return !writes.unseen(key -> cached).isEmpty();
  }

  private static Service service(String uid, String version) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("churn")
        .withUid(uid)
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }
}
