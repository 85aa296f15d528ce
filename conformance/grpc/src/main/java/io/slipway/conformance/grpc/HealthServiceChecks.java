package io.slipway.conformance.grpc;

import static io.slipway.conformance.check.Probe.require;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status.Code;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import java.util.List;
import java.util.Set;

/** {@code grpc.health.v1}, which kubelets and load balancers ask, where the server has it. */
final class HealthServiceChecks {
  private static final String CHECK = "grpc.health.v1.Health/Check";
  private static final String WATCH = "grpc.health.v1.Health/Watch";

  private HealthServiceChecks() {}

  static List<GrpcCheck> all() {
    return List.of(
        check(
            "grpc.health-v1.serving",
            "The server should use an empty string as the key for server's overall health status,"
                + " so that a client not interested in a specific service can query the server's"
                + " status with an empty request.",
            probe -> requireServing(there(probe.call(CHECK, asked(""))))),
        check(
            "grpc.health-v1.service",
            "The server should register all the services manually and set the individual status,"
                + " including an empty service name and its status. [So the inference service has"
                + " one.]",
            probe -> {
              there(probe.call(CHECK, asked("")));
              requireServing(probe.call(CHECK, asked(InferenceProtocol.SERVICE)));
            }),
        check(
            "grpc.health-v1.unknown-service",
            "If the service name is not registered, the server returns a NOT_FOUND GRPC status.",
            probe -> {
              Outcome outcome = there(probe.call(CHECK, asked(Versions.UNKNOWN)));
              GrpcProbe.requireCode(outcome, Set.of(Code.NOT_FOUND));
            }),
        check(
            "grpc.health-v1.watch",
            "A client can call the Watch method to perform a streaming health-check. The server"
                + " will immediately send back a message indicating the current serving status.",
            probe -> {
              there(probe.call(CHECK, asked("")));
              requireServing(probe.first(WATCH, asked("")));
            }));
  }

  private static GrpcCheck check(String name, String sentence, GrpcCheck.Body body) {
    return new GrpcCheck(
        name,
        Section.GRPC_HEALTH_V1,
        Level.EXTENSION,
        new Rule(Rule.Source.GRPC_HEALTH, "Service Definition", sentence),
        body);
  }

  private static HealthCheckRequest asked(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private static Outcome there(Outcome outcome) throws NotApplicable {
    if (outcome instanceof Outcome.Ended ended && ended.status().getCode() == Code.UNIMPLEMENTED) {
      throw new NotApplicable("the server does not answer grpc.health.v1");
    }
    return outcome;
  }

  private static void requireServing(Outcome outcome) throws Deviation {
    switch (outcome) {
      case Outcome.Ended ended ->
          throw new Deviation("expected SERVING, found " + Outcome.text(ended.status()));
      case Outcome.Lost lost -> throw GrpcProbe.lost(lost);
      case Outcome.Answered answered -> {
        ServingStatus status = status(answered.message());
        require(status == ServingStatus.SERVING, "expected SERVING, found " + status);
      }
    }
  }

  private static ServingStatus status(byte[] answer) throws Deviation {
    try {
      return HealthCheckResponse.parseFrom(answer).getStatus();
    } catch (InvalidProtocolBufferException e) {
      throw new Deviation("the answer is no HealthCheckResponse: " + e.getMessage());
    }
  }
}
