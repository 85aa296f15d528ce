package io.slipway.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.http.ByteRange.Asked;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ByteRangeTest {

  private static Asked read(String header) {
    return ByteRange.read(Optional.of(header), 100);
  }

  @Test
  void partsAreWithinTheWhole() {
    assertThat(read("bytes=0-9")).isEqualTo(new Asked.Part(new ByteRange(0, 9)));
    assertThat(read("bytes=90-")).isEqualTo(new Asked.Part(new ByteRange(90, 99)));
    assertThat(read("bytes=90-500")).isEqualTo(new Asked.Part(new ByteRange(90, 99)));
    assertThat(read("bytes=-10")).isEqualTo(new Asked.Part(new ByteRange(90, 99)));
    assertThat(read("bytes=-500")).isEqualTo(new Asked.Part(new ByteRange(0, 99)));
  }

  @Test
  void whatIsOutsideIsSaidToBe() {
    assertThat(read("bytes=100-")).isEqualTo(new Asked.Outside());
    assertThat(read("bytes=-0")).isEqualTo(new Asked.Outside());
    assertThat(ByteRange.read(Optional.of("bytes=0-"), 0)).isEqualTo(new Asked.Outside());
  }

  @Test
  void whatMakesNoSenseOrIsSeveralIsTheWhole() {
    for (String header : new String[] {"", "bytes=-", "bytes=9-1", "bytes=0-1,5-6", "rows=1-2"}) {
      assertThat(read(header)).as(header).isEqualTo(new Asked.All());
    }
    assertThat(ByteRange.read(Optional.empty(), 100)).isEqualTo(new Asked.All());
  }
}
