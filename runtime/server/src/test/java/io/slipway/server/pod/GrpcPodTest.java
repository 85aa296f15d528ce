package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.slipway.server.grpc.GrpcCaller;
import io.slipway.server.traffic.TestOperator;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole pod, as gRPC callers see it. */
@Timeout(60)
class GrpcPodTest {
  private static final String CALL =
      "model_name: 'churn' inputs {name: 'x' datatype: 'FP64' shape: 1 contents {fp64_contents: 1}}";

  private final TestOperator operator = new TestOperator();
  private final RunningPod.Network network = new RunningPod.Network();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir Path folder;

  private RunningPod pod() throws Exception {
    return RunningPod.start(
        new PodFolder(folder)
            .revision("blue", ScriptedEngine.model("7"))
            .variable("SLIPWAY_REQUEST_TIMEOUT", "3s")
            .traffic(operator, operator.document(1, 1, "", 0)),
        network);
  }

  @Test
  void aCallIsCountedAsARequestAndAProbeIsNot() throws Exception {
    try (RunningPod pod = pod().awaitPrepared();
        GrpcCaller caller = new GrpcCaller(pod.pod.grpcPort())) {
      caller.call("ServerReady", "");
      caller.call("ModelReady", "name: 'churn'");
      assertThat(pod.status().at("/requests/callers").intValue()).isZero();

      caller.infer(CALL);

      assertThat(caller.header("slipway-revision")).isEqualTo("blue");
      assertThat(pod.status().at("/requests/callers").intValue()).isOne();
      assertThat(pod.status().at("/requests/answeredBy/blue").intValue()).isOne();
    }
  }

  @Test
  void whileItLeavesItSaysSoAndAnswersWhoeverStillComes() throws Exception {
    RunningPod pod = pod().awaitPrepared();
    AtomicInteger answered = new AtomicInteger();
    List<CompletableFuture<StatusRuntimeException>> ends = new ArrayList<>();
    try (GrpcCaller prober = new GrpcCaller(pod.pod.grpcPort())) {
      for (int i = 0; i < 4; i++) {
        ends.add(CompletableFuture.supplyAsync(() -> callUntilRefused(pod, answered), threads));
      }
      await().until(() -> answered.get() > 100);
      Thread leaving = pod.leave();
      await().until(() -> !prober.call("ServerReady", "").toString().contains("ready: true"));
      int whenItLeft = answered.get();
      await().until(() -> answered.get() > whenItLeft);

      assertThat(leaving.join(Duration.ofSeconds(40))).isTrue();
      for (CompletableFuture<StatusRuntimeException> end : ends) {
        StatusRuntimeException refused = end.get(20, TimeUnit.SECONDS);
        assertThat(refused)
            .as("the call never reached the pod")
            .hasMessageStartingWith(Code.UNAVAILABLE.name())
            .hasRootCauseInstanceOf(ConnectException.class);
      }
    }
  }

  private static StatusRuntimeException callUntilRefused(RunningPod pod, AtomicInteger answered) {
    try (GrpcCaller caller = new GrpcCaller(pod.pod.grpcPort())) {
      while (true) {
        caller.infer(CALL);
        answered.incrementAndGet();
      }
    } catch (StatusRuntimeException e) {
      return e;
    }
  }
}
