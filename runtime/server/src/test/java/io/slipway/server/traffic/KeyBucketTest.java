package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyBucketTest {

  @ParameterizedTest
  @CsvSource({
    "churn-77ab31c0de, customer-1, 7424b952f11bdb5c, 5708",
    "churn-77ab31c0de, customer-2, 0f55c3a5de386e7c, 5212",
    "churn-5c9f7d2b1a, customer-1, 6da627e03b7d04e4, 484",
    "churn-77ab31c0de, Zo\u00eb, 4f027a2de5a6e7c2, 6018",
  })
  void theContractsExamplesComeOut(String rollout, String key, String hash, int bucket) {
    assertThat(KeyBucket.hash(rollout, key)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    assertThat(KeyBucket.of(rollout, key)).isEqualTo(bucket);
  }

  @Property
  void aKeyHasOneOfTenThousandBucketsAndAlwaysTheSame(@ForAll String rollout, @ForAll String key) {
    assertThat(KeyBucket.of(rollout, key)).isBetween(0, 9999).isEqualTo(KeyBucket.of(rollout, key));
  }

  @Test
  void keysThatCountUpAreSpreadEvenly() {
    // 100,000 keys over 100 parts: 1,000 each, give or take. Chi-square with 99 degrees of freedom
    // is above 149 once in a thousand.
    long[] parts = new long[100];
    IntStream.range(0, 100_000).forEach(i -> parts[KeyBucket.of("churn-1", "" + i) / 100]++);
    double chiSquare = 0;
    for (long part : parts) {
      chiSquare += (part - 1000.0) * (part - 1000.0) / 1000;
    }
    assertThat(chiSquare).isLessThan(149);
  }

  @Test
  void anotherRolloutChoosesOtherKeys() {
    // At 10 % two rollouts share 1 % of the keys if they choose apart from each other.
    long both =
        IntStream.range(0, 100_000)
            .filter(i -> KeyBucket.of("churn-1", "c" + i) < 1000)
            .filter(i -> KeyBucket.of("churn-2", "c" + i) < 1000)
            .count();
    assertThat(both).isBetween(880L, 1120L);
  }

  @Test
  void rolloutAndKeyAreKeptApart() {
    assertThat(KeyBucket.hash("churn-1", "2")).isNotEqualTo(KeyBucket.hash("churn-", "12"));
  }
}
