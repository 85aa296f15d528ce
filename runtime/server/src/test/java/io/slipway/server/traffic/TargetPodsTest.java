package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The pods of a revision, looked up again and again. */
class TargetPodsTest {
  private static final PodAddress ONE = PodAddress.of(InetAddress.getLoopbackAddress(), 8081);
  private static final PodAddress OTHER = PodAddress.of(InetAddress.getLoopbackAddress(), 8082);

  @Test
  void aLookUpThatWaitsHoldsNoThreadThatForwardsNeed() throws Exception {
    CompletableFuture<Boolean> virtual = new CompletableFuture<>();

    try (TargetPods pods =
        new TargetPods(
            "green",
            () -> {
              virtual.complete(Thread.currentThread().isVirtual());
              return List.of(ONE);
            })) {
      assertThat(pods.next(Set.of())).contains(ONE);
      assertThat(virtual.get(5, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void podsTakeTurnsAndOneThatCouldNotBeReachedIsPassedOver() throws Exception {
    try (TargetPods pods = new TargetPods("green", () -> List.of(ONE, OTHER))) {
      assertThat(List.of(next(pods), next(pods))).containsExactlyInAnyOrder(ONE, OTHER);

      pods.setAside(ONE);

      assertThat(List.of(next(pods), next(pods))).containsOnly(OTHER);
      assertThat(pods.next(Set.of(OTHER))).as("the last one there is").contains(ONE);
    }
  }

  private static PodAddress next(TargetPods pods) throws InterruptedException {
    return pods.next(Set.of()).orElseThrow();
  }
}
