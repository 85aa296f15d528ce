package io.slipway.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {

  private static final String HASH = "0123456789";

  @Test
  void everyNameIsADnsLabelHoweverLongTheResourcesNameIs() {
    for (int length = 1; length <= Names.MAX_LENGTH; length++) {
      String name = "n".repeat(length);
      String revision = Names.revision(name, HASH);
      assertThat(
              List.of(
                  Names.entry(name),
                  revision,
                  Names.fallback(revision),
                  Names.resolver(name, HASH),
                  Names.traffic(name)))
          .allSatisfy(
              made -> assertThat(made).matches("[a-z]([-a-z0-9]*[a-z0-9])?").hasSizeLessThan(64));
    }
  }

  @Test
  void aNameThatIsCutEndsInNoDash() {
    String name = "a".repeat(47) + "-" + "b".repeat(10);
    assertThat(Names.revision(name, HASH)).isEqualTo("a".repeat(47) + "-" + HASH);
  }

  @Test
  void namesThatAreCutAlikeStayApart() {
    String one = "a".repeat(60) + "x";
    String other = "a".repeat(60) + "y";
    assertThat(Names.traffic(one)).isNotEqualTo(Names.traffic(other));
    assertThat(IntStream.of(one.length(), other.length())).allMatch(length -> length < 64);
  }

  @Test
  void shortNamesAreWhatTheDocumentationSays() {
    assertThat(Names.revision("churn", HASH)).isEqualTo("churn-0123456789");
    assertThat(Names.resolver("churn", HASH)).isEqualTo("churn-resolve-0123456789");
    assertThat(Names.traffic("churn")).isEqualTo("churn-traffic");
  }
}
