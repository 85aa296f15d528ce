package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Health as grpc-java asks for it. */
@Timeout(60)
class HealthTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.REQUIRED));

  private final GrpcServer server = new GrpcServer(Optional.empty(), GrpcServer.LIMITS);

  @AfterEach
  void close() {
    server.close();
  }

  private ServingStatus check(String service) {
    return HealthGrpc.newBlockingStub(server.caller.channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  /** Watches, and notes what it is told and how it ends. */
  private final class Watcher implements StreamObserver<HealthCheckResponse> {
    final List<ServingStatus> told = new CopyOnWriteArrayList<>();
    final CompletableFuture<Code> end = new CompletableFuture<>();

    Watcher(String service) {
      HealthGrpc.newStub(server.caller.channel)
          .watch(HealthCheckRequest.newBuilder().setService(service).build(), this);
    }

    @Override
    public void onNext(HealthCheckResponse next) {
      told.add(next.getStatus());
    }

    @Override
    public void onError(Throwable e) {
      end.complete(io.grpc.Status.fromThrowable(e).getCode());
    }

    @Override
    public void onCompleted() {
      end.complete(Code.OK);
    }
  }

  @Test
  void nothingServesWhileTheModelIsLoading() {
    assertThat(check("")).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(check("churn")).isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  void thenTheServerItsServiceAndTheModelDo() {
    server.model = Optional.of(ECHO);
    assertThat(check("")).isEqualTo(ServingStatus.SERVING);
    assertThat(check("inference.GRPCInferenceService")).isEqualTo(ServingStatus.SERVING);
    assertThat(check("churn")).isEqualTo(ServingStatus.SERVING);
    assertThatThrownBy(() -> check("other"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Code.NOT_FOUND));
  }

  @Test
  void whatIsObstructedDoesNot() {
    server.model = Optional.of(ECHO);
    server.obstacle = Optional.of("the pod is leaving");
    assertThat(check("")).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(check("churn")).isEqualTo(ServingStatus.NOT_SERVING);
  }

  @Test
  void whoWatchesIsToldOfEachChangeAndOfTheEnd() throws Exception {
    Watcher watcher = new Watcher("churn");
    await().until(() -> watcher.told.equals(List.of(ServingStatus.NOT_SERVING)));
    server.model = Optional.of(ECHO);
    await().until(() -> watcher.told.getLast() == ServingStatus.SERVING);
    server.obstacle = Optional.of("the pod is leaving");
    await().until(() -> watcher.told.getLast() == ServingStatus.NOT_SERVING);

    long start = System.nanoTime();
    server.server.stop(Duration.ofSeconds(20));

    assertThat(watcher.end.get(5, TimeUnit.SECONDS)).isEqualTo(Code.UNAVAILABLE);
    assertThat(watcher.told).hasSize(3);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("nobody waits for those who watch")
        .isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aServiceThatIsNotHereMayBeWatched() {
    server.model = Optional.of(ECHO);
    Watcher watcher = new Watcher("other");
    await().until(() -> watcher.told.equals(List.of(ServingStatus.SERVICE_UNKNOWN)));
  }

  @Test
  void whoStopsWatchingLeavesNothingBehind() {
    Watcher watcher = new Watcher("");
    await().until(() -> !watcher.told.isEmpty());
    server.caller.channel.shutdownNow();
    await()
        .until(
            () ->
                server.meters.find("slipway.grpc.calls").tag("code", "CANCELLED").counter()
                    != null);
  }
}
