package io.slipway.batch.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.lookup.Freshness.OnStale;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupConfigTest {

  @Test
  void withoutAnythingItReadsAFolderAndServesWhateverAge() {
    LookupConfig config = LookupConfig.read(Map.of());
    assertThat(config.database()).isEmpty();
    assertThat(config.folder()).hasToString("/var/lib/slipway/predictions");
    assertThat(config.freshness()).isEqualTo(new Freshness(Optional.empty(), OnStale.SERVE));
    assertThat(config.anonymousRead()).isTrue();
  }

  @Test
  void aFileOfTokensClosesTheDoorUnlessItIsHeldOpen() {
    assertThat(LookupConfig.read(Map.of("SLIPWAY_LOOKUP_TOKENS_FILE", "t")).anonymousRead())
        .isFalse();
    assertThat(
            LookupConfig.read(
                    Map.of(
                        "SLIPWAY_LOOKUP_TOKENS_FILE", "t", "SLIPWAY_LOOKUP_ANONYMOUS_READ", "true"))
                .anonymousRead())
        .isTrue();
  }

  @Test
  void timesAreAsPeopleWriteThem() {
    assertThat(
            LookupConfig.read(Map.of("SLIPWAY_LOOKUP_MAX_STALENESS", "26h"))
                .freshness()
                .maxStaleness())
        .contains(Duration.ofHours(26));
  }

  @ParameterizedTest
  @CsvSource({
    "ON_STALE, serve, 'write Serve, Reject or FallbackOnline'",
    "ON_STALE, FallbackOnline, MODEL_URL too",
    "MAX_STALENESS, 26, 26h",
    "MODEL_URL, churn, http://HOST/v1/models/NAME:predict",
    "DATABASE_URL, mysql://db/x, postgresql://host:port/database",
    "DATABASE_URL, postgresql://me:secret@db/x, DATABASE_PASSWORD_FILE",
    "PORT, http, write a whole number up to 65535",
    "ANONYMOUS_READ, yes, write true or false"
  })
  void whatMakesNoSenseIsRefusedByNameWithWhatToWrite(String name, String value, String words) {
    assertThatThrownBy(() -> LookupConfig.read(Map.of("SLIPWAY_LOOKUP_" + name, value)))
        .isInstanceOf(LookupConfig.InvalidException.class)
        .hasMessageStartingWith("SLIPWAY_LOOKUP_" + name)
        .hasMessageContaining(words);
  }
}
