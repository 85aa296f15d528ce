package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationLimitsTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({"8192, 1024, 8192", "1024, 352, 1024", "500, 90, 500", "100, 64, 384", "-5, 64, 384"})
  void halfOfTheMemoryIsHeapAndThereIsEnoughBesideIt(long memory, long heap, long inAll) {
    ValidationLimits limits = ValidationLimits.of(memory * MIB, Duration.ofSeconds(1));

    assertThat(limits.heapBytes() / MIB).isEqualTo(heap);
    assertThat(limits.memoryBytes() / MIB).isEqualTo(inAll);
  }

  @Test
  void thisProcessLeavesMemoryForIt() {
    ValidationLimits limits = ValidationLimits.ofThisProcess();

    assertThat(limits.memoryBytes()).isBetween(384 * MIB, 8192 * MIB);
    assertThat(limits.time()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void tooLittleIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ValidationLimits(64 * MIB, 100 * MIB, Duration.ofSeconds(1)))
        .withMessageContaining("320 MiB beside it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValidationLimits.of(1024 * MIB, Duration.ofMillis(900)));
  }
}
