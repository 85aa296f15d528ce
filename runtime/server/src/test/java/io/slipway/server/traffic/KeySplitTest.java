package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of one key stay together, on real sockets. */
@Timeout(60)
class KeySplitTest extends BlueAndGreen {
  private static final String BY_HEADER = "{\"type\": \"Key\", \"header\": \"X-Customer\"}";
  private static final String BY_FIELD = "{\"type\": \"Key\", \"field\": \"customer\"}";
  private static final int CUSTOMERS = 400;

  private Set<String> customersOfGreen() {
    Set<String> ofGreen = new HashSet<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      String customer = "customer-" + i;
      if (SplitPod.by(blue.predict(1, "X-Customer", customer)).equals("green")) {
        ofGreen.add(customer);
      }
    }
    return ofGreen;
  }

  @Test
  void whoIsInStaysInAsTheWeightGrowsAndAnotherRolloutChoosesOthers() {
    publish(1000, BY_HEADER, "r");
    Set<String> atTen = customersOfGreen();
    assertThat(customersOfGreen()).as("nobody drifts").isEqualTo(atTen);
    publish(2500, BY_HEADER, "r");
    Set<String> atTwentyFive = customersOfGreen();
    publish(1000, BY_HEADER, "s");
    Set<String> ofAnother = customersOfGreen();

    assertThat(atTen).hasSizeBetween(20, 60);
    assertThat(atTwentyFive).hasSizeBetween(70, 130).containsAll(atTen);
    assertThat(ofAnother).isNotEqualTo(atTen);
    for (String customer : atTen) {
      assertThat(KeyBucket.of("r", customer)).isLessThan(1000);
    }
  }

  @Test
  void aRequestWithoutTheKeyIsScoredHereAndCountedApart() {
    publish(9999, BY_HEADER, "r");
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    assertThat(SplitPod.by(blue.predict(1, "X-Customer", ""))).isEqualTo("blue");
    assertThat(SplitPod.by(blue.predict(1, "X-Customer", "c"))).isEqualTo("green");

    assertThat(blue.window().path("unkeyed").intValue()).isEqualTo(2);
    assertThat(blue.window().at("/stable/requests").intValue()).isZero();
    assertThat(blue.window().at("/candidate/requests").intValue()).isOne();
    assertThat(blue.window().at("/scored/requests").intValue()).isEqualTo(2);
  }

  @Test
  void atEverythingNobodyNeedsAKey() {
    publish(10_000, BY_HEADER, "r");
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("green");
    publish(0, BY_FIELD, "r");
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    assertThat(blue.window().path("unkeyed").intValue()).isZero();
  }

  @Test
  void theKeyMayBeInTheFirstRowWhateverTheProtocol() throws Exception {
    publish(5000, BY_FIELD, "r");
    Map<String, String> answeredBy = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      String customer = "c" + i;
      String expected = KeyBucket.of("r", customer) < 5000 ? "green" : "blue";
      String records =
          "{\"instances\": [{\"x\": 1, \"customer\": \"%s\"}, {\"x\": 1, \"customer\": \"other\"}]}"
              .formatted(customer);
      String csv = "x,customer\n1,%s\n1,other\n".formatted(customer);
      String infer =
          """
          {"inputs": [{"name": "x", "shape": [1], "datatype": "FP64", "data": [1]},
                      {"name": "customer", "shape": [1], "datatype": "BYTES", "data": ["%s"]}]}
          """
              .formatted(customer);
      assertThat(SplitPod.by(blue.post(records))).as(customer).isEqualTo(expected);
      assertThat(SplitPod.by(blue.post(csv, "Content-Type", "text/csv"))).isEqualTo(expected);
      assertThat(
              SplitPod.by(
                  blue.send("/v2/models/churn/infer", infer.getBytes(StandardCharsets.UTF_8))))
          .isEqualTo(expected);
      assertThat(
              SplitPod.by(blue.send(SplitPod.PREDICT, zipped(records), "Content-Encoding", "gzip")))
          .isEqualTo(expected);
      answeredBy.put(customer, expected);
    }
    assertThat(answeredBy).containsValues("green", "blue");
    assertThat(blue.window().path("unkeyed").intValue()).isZero();
  }

  @Test
  void aBodyThatMakesNoSenseIsRefusedHere() {
    publish(9999, BY_FIELD, "r");
    assertThat(blue.post("{\"instances\": oh").statusCode()).isEqualTo(400);
    assertThat(blue.window().path("unkeyed").intValue()).isOne();
    assertThat(green.scored).hasValue(0);
  }

  private static byte[] zipped(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
