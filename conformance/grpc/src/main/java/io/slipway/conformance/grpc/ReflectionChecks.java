package io.slipway.conformance.grpc;

import static io.slipway.conformance.check.Probe.require;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status.Code;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reflection, by which {@code grpcurl} and its like find out how to call, where the server has it:
 * v1, or v1alpha, whose messages are the same.
 */
final class ReflectionChecks {
  private static final String METHOD = "grpc.reflection.%s.ServerReflection/ServerReflectionInfo";

  private ReflectionChecks() {}

  static List<GrpcCheck> all() {
    return List.of(
        check(
            "grpc.reflection.services",
            "ServerReflectionRequest",
            "// List the full names of registered services. string list_services = 7;",
            ReflectionChecks::services),
        check(
            "grpc.reflection.described",
            "ServerReflectionRequest",
            "// Find the proto file that declares the given fully-qualified symbol name. string"
                + " file_containing_symbol = 4; [With the methods of the protocol in it.]",
            ReflectionChecks::described),
        check(
            "grpc.reflection.unknown-symbol",
            "ServerReflectionResponse",
            "// This message is used when an error occurs. ErrorResponse error_response = 7; //"
                + " This field uses the error codes defined in grpc::StatusCode. [So NOT_FOUND,"
                + " and the stream goes on.]",
            ReflectionChecks::unknownSymbol));
  }

  private static GrpcCheck check(
      String name, String heading, String sentence, GrpcCheck.Body body) {
    return new GrpcCheck(
        name,
        Section.GRPC_REFLECTION,
        Level.EXTENSION,
        new Rule(Rule.Source.GRPC_REFLECTION, heading, sentence),
        body);
  }

  private static ServerReflectionResponse ask(GrpcProbe probe, ServerReflectionRequest request)
      throws Deviation, NotApplicable {
    Outcome outcome = probe.first(METHOD.formatted("v1"), request);
    if (isMissing(outcome)) {
      outcome = probe.first(METHOD.formatted("v1alpha"), request);
    }
    if (isMissing(outcome)) {
      throw new NotApplicable("the server does not answer grpc.reflection");
    }
    return switch (outcome) {
      case Outcome.Answered answered -> parsed(answered.message());
      case Outcome.Ended ended ->
          throw new Deviation(
              "expected an answer to reflection, found " + Outcome.text(ended.status()));
      case Outcome.Lost lost -> throw GrpcProbe.lost(lost);
    };
  }

  private static boolean isMissing(Outcome outcome) {
    return outcome instanceof Outcome.Ended ended && ended.status().getCode() == Code.UNIMPLEMENTED;
  }

  private static ServerReflectionResponse parsed(byte[] answer) throws Deviation {
    try {
      return ServerReflectionResponse.parseFrom(answer);
    } catch (InvalidProtocolBufferException e) {
      throw new Deviation("the answer is no ServerReflectionResponse: " + e.getMessage());
    }
  }

  private static ServerReflectionRequest symbol(String name) {
    return ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build();
  }

  private static void services(GrpcProbe probe) throws Deviation, NotApplicable {
    List<String> names =
        ask(probe, ServerReflectionRequest.newBuilder().setListServices("").build())
            .getListServicesResponse()
            .getServiceList()
            .stream()
            .map(ServiceResponse::getName)
            .toList();
    require(
        names.contains(InferenceProtocol.SERVICE),
        "expected %s among the services, found %s".formatted(InferenceProtocol.SERVICE, names));
  }

  private static void described(GrpcProbe probe) throws Deviation, NotApplicable {
    Set<String> missing = new TreeSet<>();
    InferenceProtocol.FILE.getServices().getFirst().getMethods().stream()
        .map(MethodDescriptor::getName)
        .forEach(missing::add);
    ServerReflectionResponse answer = ask(probe, symbol(InferenceProtocol.SERVICE));
    for (FileDescriptorProto file : files(answer)) {
      for (ServiceDescriptorProto service : file.getServiceList()) {
        if ((file.getPackage() + "." + service.getName()).equals(InferenceProtocol.SERVICE)) {
          service.getMethodList().stream()
              .map(MethodDescriptorProto::getName)
              .forEach(missing::remove);
        }
      }
    }
    require(
        missing.isEmpty(),
        "expected a file with all methods of %s, found none of %s"
            .formatted(InferenceProtocol.SERVICE, missing));
  }

  private static List<FileDescriptorProto> files(ServerReflectionResponse answer) throws Deviation {
    List<FileDescriptorProto> files = new ArrayList<>();
    for (ByteString file : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
      try {
        files.add(FileDescriptorProto.parseFrom(file));
      } catch (InvalidProtocolBufferException e) {
        throw new Deviation("a file is no FileDescriptorProto: " + e.getMessage());
      }
    }
    return files;
  }

  private static void unknownSymbol(GrpcProbe probe) throws Deviation, NotApplicable {
    ServerReflectionResponse answer = ask(probe, symbol(Versions.UNKNOWN));
    require(
        answer.getErrorResponse().getErrorCode() == Code.NOT_FOUND.value(),
        "expected an error_response with %d, found %d"
            .formatted(Code.NOT_FOUND.value(), answer.getErrorResponse().getErrorCode()));
  }
}
