package io.slipway.e2e;

import static io.slipway.e2e.Client.answers;
import static io.slipway.e2e.Trial.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.e2e.Sending.Connections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A share is a share, of any stretch of requests, with any number of pods, over any connection: as
 * the client's own log has it. Numbers are those of the acceptance tests of rollouts.
 */
class SplitIT {
  /**
   * A tenth of the requests, unless {@code -Plong}: how far a count may be from its share does not
   * depend on how many there are.
   */
  private static final int PORTION = Boolean.getBoolean("slipway.long") ? 1 : 10;

  /** How far a pod's count may be from its share, however many requests it has had. */
  private static final int NEAR = 4;

  @RegisterExtension static final Workspace workspace = new Workspace("split");

  /** 1, 3, 4, 5, 7, 9. */
  @Test
  void anyShareOfOnePodIsExact() {
    Trial one = Trial.serving(workspace, "one", 1);
    String first = one.stable();
    one.apply("v2", held("0.25%", "1%", "20%", "100%"));

    one.awaitHeld("0.25%");
    String second = one.candidate();
    theShareIs(25, one, second, one.sending(), 40_000);

    resume(one, "1%");
    // On connections that are kept: a client that opened 40,000 would run out of ports.
    theShareIs(100, one, second, one.sending().over(Connections.KEPT), 100_000);

    resume(one, "20%");
    theShareIs(2_000, one, second, one.sending().over(Connections.HTTP2), 20_000);
    theShareIs(2_000, one, second, one.sending().over(Connections.KEPT), 20_000);
    theShareOfEachOfTwoWhoTakeTurnsIsTheSame(one, second);
    whoeverNamesARevisionGetsItAndIsNotCounted(one, first, second);
    nobodyStepsAroundTheSplitWithHeaders(one, second);

    resume(one, "100%");
    assertThat(answers(send(one, one.sending(), 1_000), second)).as("all").isEqualTo(1_000);
  }

  /** 5. */
  private static void theShareOfEachOfTwoWhoTakeTurnsIsTheSame(Trial one, String second) {
    Sending turns = one.sending().over(Connections.KEPT).keys("X-Client", 2);
    int each = 10_000 / PORTION;
    Client.RunningLoad load = one.atFullSpeed(turns, 2 * each, 1);
    Client.assertNoneFailed(load.stop());
    assertThat(load.keys()).hasSize(2);
    for (JsonNode client : load.keys()) {
      assertThat(client.path(second).asDouble() / each)
          .as("each one's share: %s", load.keys())
          .isCloseTo(0.2, within(0.003));
    }
  }

  /** 9: the answers are those asked for, and the pod's counts stay what they were. */
  private static void whoeverNamesARevisionGetsItAndIsNotCounted(
      Trial one, String first, String second) {
    JsonNode before = counted(one, first);
    for (String wanted : List.of(first, second)) {
      JsonNode asked = send(one, one.sending().header("Slipway-Want", wanted), 600);
      assertThat(answers(asked, wanted)).as(asked.toPrettyString()).isEqualTo(600);
    }
    assertThat(ask(one, Map.of("Slipway-Want", "no-such-revision")).status()).isEqualTo(404);
    assertThat(counted(one, first)).isEqualTo(before);
  }

  /** What the one pod has counted for the split, as long as the weight is the same. */
  private static JsonNode counted(Trial one, String first) {
    JsonNode windows = one.report(one.pods(first).getFirst()).path("windows");
    JsonNode window = windows.get(windows.size() - 1);
    return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
        .arrayNode()
        .add(window.at("/stable/requests"))
        .add(window.at("/candidate/requests"));
  }

  /** 9: a hop that nobody has proven is a caller's, and one that went too far ends. */
  private static void nobodyStepsAroundTheSplitWithHeaders(Trial one, String second) {
    Sending spoofed =
        one.sending().header("Slipway-Hop", "1").header("Slipway-Document", "999.999");
    theShareIs(2_000, one, second, spoofed, 20_000);
    assertThat(ask(one, Map.of("Slipway-Hop", "2")).status()).isEqualTo(508);
  }

  /** 2. */
  @Test
  void ofFivePodsEachDividesExactly() {
    Trial five = Trial.serving(workspace, "five", 5);
    five.apply("v2", held("10%"));
    five.awaitHeld("10%");

    JsonNode report = send(five, five.sending(), 50_000 / PORTION);
    assertThat(answers(report, five.candidate()))
        .as("10%% of %d", 50_000 / PORTION)
        .isCloseTo(5_000L / PORTION, within(5L * NEAR));
  }

  /** 6. */
  @Test
  void whoHasTheSameKeyStaysWithTheSameVersion() {
    Trial keyed = Trial.serving(workspace, "keyed", 2);
    keyed.apply("v2", held("10%", "25%") + BY_CUSTOMER);
    keyed.awaitHeld("10%");
    String second = keyed.candidate();
    Set<String> early = customersOf(keyed, second);
    resume(keyed, "25%");
    Set<String> later = customersOf(keyed, second);

    assertThat(early.size()).as("10%% of 300 keys").isBetween(15, 45);
    assertThat(later.size()).as("25%% of 300 keys").isBetween(50, 100);
    assertThat(later).containsAll(early);

    keyed.apply("v2", held("10%") + BY_CUSTOMER + "podTemplate: {env: [{name: OTHER, value: x}]}");
    keyed.awaitHeld("10%");
    String third = keyed.candidate();
    assertThat(third).isNotEqualTo(second);
    assertThat(customersOf(keyed, third)).as("others begin").isNotEqualTo(early);
  }

  private static final String BY_CUSTOMER = "  assignment: {type: Key, header: X-Customer}\n";

  /** Which of 300 customers, of whom each calls 50 times, a revision answers. */
  private static Set<String> customersOf(Trial trial, String revision) {
    Client.RunningLoad load =
        trial.atFullSpeed(trial.sending().keys("X-Customer", 300), 300 * 50 / PORTION, 4);
    Client.assertNoneFailed(load.stop());
    Set<String> customers = new HashSet<>();
    for (Map.Entry<String, JsonNode> customer : load.keys().properties()) {
      assertThat(customer.getValue()).as("revisions that answered %s", customer).hasSize(1);
      if (customer.getValue().has(revision)) {
        customers.add(customer.getKey());
      }
    }
    return customers;
  }

  /** Of so many requests a share that is given in hundredths of a per cent. */
  private static void theShareIs(
      int basisPoints, Trial one, String second, Sending sending, int requests) {
    int count = requests / PORTION;
    assertThat(answers(send(one, sending, count), second))
        .as("%d of 10,000 of %d requests", basisPoints, count)
        .isCloseTo((long) count * basisPoints / 10_000, within((long) NEAR));
  }

  private static void resume(Trial trial, String nextWeight) {
    trial.act("resume");
    trial.awaitHeld(nextWeight);
  }

  /** What became of so many requests, none of which failed. */
  private static JsonNode send(Trial trial, Sending sending, int count) {
    JsonNode report = trial.atFullSpeed(sending, count, 4).stop();
    Client.assertNoneFailed(report);
    return report;
  }

  private static Client.Answer ask(Trial trial, Map<String, String> headers) {
    Map<String, String> all = new java.util.TreeMap<>(headers);
    all.put("Content-Type", "application/json");
    return workspace.client().send("POST", trial.url(), all, Trial.body());
  }
}
