package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitterTest {

  @Property
  void anyStretchIsSplitExactlyToWithinAFew(
      @ForAll @IntRange(max = 10_000) int weightBp,
      @ForAll @IntRange(min = 1, max = 20_000) int requests,
      @ForAll long start) {
    Splitter splitter = new Splitter(start);
    long forwarded =
        IntStream.range(0, requests).filter(i -> splitter.forwardsNext(weightBp)).count();

    assertThat((double) forwarded).isCloseTo(requests * (weightBp / 10_000.0), within(5));
  }

  private static org.assertj.core.data.Offset<Double> within(double few) {
    return org.assertj.core.data.Offset.offset(few);
  }

  @Property
  void ofAnyThousandRequestsOnePerCentIsNineToEleven(@ForAll long start) {
    Splitter splitter = new Splitter(start);
    assertThat(IntStream.range(0, 1000).filter(i -> splitter.forwardsNext(100)).count())
        .isBetween(9L, 11L);
  }

  @Property
  void nothingAndEverythingAreExact(
      @ForAll @IntRange(min = 1, max = 5000) int requests, @ForAll long start) {
    Splitter splitter = new Splitter(start);
    for (int i = 0; i < requests; i++) {
      assertThat(splitter.forwardsNext(0)).isFalse();
      assertThat(splitter.forwardsNext(10_000)).isTrue();
    }
  }

  @Test
  void theSplitIsAsExactWhenManyThreadsAsk() {
    Splitter splitter = new Splitter(7);
    AtomicInteger forwarded = new AtomicInteger();
    IntStream.range(0, 100_000)
        .parallel()
        .filter(i -> splitter.forwardsNext(100))
        .forEach(i -> forwarded.incrementAndGet());
    assertThat(forwarded.get()).isBetween(998, 1002);
  }
}
