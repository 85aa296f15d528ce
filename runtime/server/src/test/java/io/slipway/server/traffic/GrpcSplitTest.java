package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.slipway.server.grpc.GrpcCaller;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A gRPC call is part of the split, of its counts and of shadowing as a request is: it goes to the
 * candidate as one, on the port that every pod has.
 */
@Timeout(60)
class GrpcSplitTest extends BlueAndGreen {
  private static final String CALL =
      """
      model_name: 'churn'
      inputs {name: 'x' datatype: 'FP64' shape: 1 contents {fp64_contents: 1}}
      inputs {name: 'customer' datatype: 'BYTES' shape: 1 contents {bytes_contents: '%s'}}
      """;

  private GrpcCaller caller;

  @BeforeEach
  void connect() {
    caller = new GrpcCaller(blue.grpcPort());
  }

  @AfterEach
  void disconnect() {
    caller.close();
  }

  /** The revision that answered. */
  private String by(String customer) {
    assertThat(caller.infer(CALL.formatted(customer)).toString()).contains("fp64_contents: 1.0");
    return caller.header("slipway-revision");
  }

  @Test
  void onePerCentOfCallsAndRequestsTogetherIsOnePerCent() {
    publish(100);
    int calls = 0;
    int requests = 0;
    for (int i = 0; i < 500; i++) {
      calls += by("c").equals("green") ? 1 : 0;
      requests += SplitPod.by(blue.predict(1)).equals("green") ? 1 : 0;
    }
    assertThat(calls + requests).isBetween(9, 11);
    assertThat(blue.window().at("/candidate/requests").intValue()).isEqualTo(calls + requests);
    assertThat(blue.window().at("/stable/requests").intValue()).isEqualTo(1000 - calls - requests);
  }

  @Test
  void aCustomerIsOfTheSameArmByCallAndByRequest() {
    publish(3000, "{\"type\": \"Key\", \"field\": \"customer\"}", "r");
    Set<String> byCall = new HashSet<>();
    Set<String> byRequest = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      String customer = "customer-" + i;
      if (by(customer).equals("green")) {
        byCall.add(customer);
      }
      if (SplitPod.by(
              blue.post("{\"instances\": [{\"x\": 1, \"customer\": \"%s\"}]}".formatted(customer)))
          .equals("green")) {
        byRequest.add(customer);
      }
    }
    assertThat(byCall).hasSizeBetween(15, 45).isEqualTo(byRequest);
  }

  @Test
  void aCandidateThatFailsACallCostsItsCallerNothing() {
    publish(10_000);
    green.script =
        x -> {
          throw new IllegalStateException("broken");
        };
    assertThat(by("c")).isEqualTo("blue");
    assertThat(blue.window().at("/candidate/rescued").intValue()).isOne();
  }

  @Test
  void callsAreShadowedToo() {
    publish(0, 10_000);
    by("c");
    await().until(() -> blue.window().at("/shadow/compared").intValue() == 1);
    assertThat(blue.window().at("/shadow/flips").intValue()).isZero();
  }

  @Test
  void aCallerAsksForARevisionByItsName() {
    publish(0, 10_000);
    caller.with("slipway-want", "green");
    assertThat(by("c")).isEqualTo("green");
    try (GrpcCaller other = new GrpcCaller(blue.grpcPort()).with("slipway-want", "red")) {
      other.infer(CALL.formatted("c"));
      throw new AssertionError("a revision answered that is not there");
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
      assertThat(e.getStatus().getDescription()).contains("red");
    }
  }

  @Test
  void nobodyIsTakenForAPodByWhatItSays() {
    publish(10_000);
    caller.with("slipway-hop", "1");
    assertThat(by("c")).isEqualTo("green");
    assertThat(blue.counts.hops()).isZero();
  }
}
