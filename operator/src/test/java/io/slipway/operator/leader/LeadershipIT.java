package io.slipway.operator.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.slipway.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@WithApiServer
class LeadershipIT {

  private static final LeaseTiming QUICK =
      new LeaseTiming(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofMillis(200));
  private static final LeaseTiming LONG =
      new LeaseTiming(Duration.ofMinutes(5), Duration.ofMinutes(4), Duration.ofMillis(200));

  private final KubernetesClient client;
  private final AtomicInteger gained = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  LeadershipIT(KubernetesClient client) {
    this.client = client;
  }

  @Test
  void aLeaseThatIsGivenBackIsTakenLongBeforeItWouldLapse() {
    var first = replica("given-back", "first", LONG);
    first.start();
    await().untilAsserted(() -> assertThat(first.holds()).isTrue());
    try (var second = replica("given-back", "second", LONG)) {
      second.start();

      first.close();

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(second.holds()).isTrue());
      assertThat(first.holds()).isFalse();
      assertThat(lost).as("closing is no loss").hasValue(0);
    }
  }

  @Test
  void onlyOneLeads() {
    try (var first = replica("one", "first", LONG);
        var second = replica("one", "second", LONG)) {
      first.start();
      await().untilAsserted(() -> assertThat(first.holds()).isTrue());
      second.start();

      await().during(Duration.ofSeconds(1)).until(() -> gained.get() == 1);
      assertThatThrownBy(second::check).hasMessageContaining("does not hold the lease");
    }
  }

  @Test
  void aLeaderWhoseLeaseSomebodyTookIsToldAndWritesNothingMore() {
    try (var leader = replica("stolen", "first", QUICK)) {
      leader.start();
      await().untilAsserted(() -> assertThat(leader.holds()).isTrue());

      client
          .leases()
          .inNamespace("default")
          .withName("stolen")
          .edit(
              lease -> {
                lease.getSpec().setHolderIdentity("thief");
                return lease;
              });

      await().untilAsserted(() -> assertThat(lost).hasPositiveValue());
      assertThat(leader.holds()).isFalse();
    }
  }

  private Leadership replica(String lease, String identity, LeaseTiming timing) {
    return new Leadership(
        client, "default", lease, identity, timing, gained::incrementAndGet, lost::incrementAndGet);
  }
}
