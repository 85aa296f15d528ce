package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThisMachineTest {

  @ParameterizedTest
  @CsvSource({
    "172.30.0.1, 24, 172.30.0.12, true",
    "172.30.0.1, 24, 172.30.1.12, false",
    "172.30.0.1, 23, 172.30.1.12, true",
    "10.0.0.1, 8, 10.255.3.4, true",
    "192.168.1.9, 32, 192.168.1.8, false",
    "10.0.0.1, 8, fe80::1, false"
  })
  void addressesAreInOneNetworkWhoseLeadingBitsAreAlike(
      String one, int prefix, String other, boolean isInOne) {
    assertThat(ThisMachine.isInNetwork(one, prefix, other)).isEqualTo(isInOne);
  }
}
