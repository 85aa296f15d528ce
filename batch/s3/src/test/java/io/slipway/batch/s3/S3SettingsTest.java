package io.slipway.batch.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

class S3SettingsTest {
  private static final Map<String, String> KEYS =
      Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret");

  private final Properties before = new Properties();

  /** The SDK would look for a region in the developer's files, and ask AWS's machines for it. */
  @BeforeEach
  void nobodyElseKnowsARegion() {
    before.putAll(System.getProperties());
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("aws.configFile", "/nowhere");
    System.setProperty("aws.sharedCredentialsFile", "/nowhere");
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  @DisabledIfEnvironmentVariable(
      named = "AWS_REGION",
      matches = ".+",
      disabledReason = "the SDK finds the region there")
  void withoutARegionAndAnEndpointItSaysWhatToSet() {
    assertThatThrownBy(() -> new S3Settings(KEYS).client(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the S3 store's region is not known")
        .hasMessageContaining("set AWS_REGION, or AWS_ENDPOINT_URL_S3");
  }

  @Test
  void anEndpointNeedsNone() {
    Map<String, String> settings = new HashMap<>(KEYS);
    settings.put("AWS_ENDPOINT_URL_S3", "https://store:9000");

    new S3Settings(settings).client(1).close();
  }
}
