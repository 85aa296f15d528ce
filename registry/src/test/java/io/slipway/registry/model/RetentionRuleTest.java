package io.slipway.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.model.RetentionRule.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
  private static final Instant NOW = Instant.parse("2026-11-03T12:00:00Z");
  private static final Retention RULE = new Retention(2, Duration.ofDays(30));

  private static Use use(int version, Instant last) {
    return new Use(new VersionNumber(version), last);
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  @Test
  void theNewestStayHoweverLongTheyWereOfNoUse() {
    List<Use> uses = List.of(use(1, daysAgo(900)), use(3, daysAgo(500)), use(2, daysAgo(700)));
    assertThat(RetentionRule.expired(RULE, NOW, uses)).containsExactly(new VersionNumber(1));
  }

  @Test
  void whatIsOrWasOfUseOfLateStays() {
    List<Use> uses =
        List.of(
            use(5, daysAgo(99)),
            use(4, daysAgo(99)),
            use(3, Use.NOW),
            use(2, daysAgo(30)),
            use(1, daysAgo(31)));
    assertThat(RetentionRule.expired(RULE, NOW, uses)).containsExactly(new VersionNumber(1));
  }
}
