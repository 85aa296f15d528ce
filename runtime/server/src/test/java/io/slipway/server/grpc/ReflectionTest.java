package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.health.v1.HealthProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionProto;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tool is told that asks what there is. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReflectionTest {
  private final GrpcServer server =
      new GrpcServer(FunctionModel.echo(Field.column("x", DataType.FP64, Presence.REQUIRED)));

  @AfterAll
  void close() {
    server.close();
  }

  /** The answers to several requests in one call. */
  private List<ServerReflectionResponse> ask(ServerReflectionRequest... requests) throws Exception {
    List<ServerReflectionResponse> answers = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> asking =
        ServerReflectionGrpc.newStub(server.caller.channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse next) {
                    answers.add(next);
                  }

                  @Override
                  public void onError(Throwable e) {
                    end.completeExceptionally(e);
                  }

                  @Override
                  public void onCompleted() {
                    end.complete(null);
                  }
                });
    for (ServerReflectionRequest request : requests) {
      asking.onNext(request);
    }
    asking.onCompleted();
    end.get(20, TimeUnit.SECONDS);
    return answers;
  }

  private static ServerReflectionRequest symbol(String name) {
    return ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build();
  }

  @Test
  void everyServiceIsListed() throws Exception {
    ServerReflectionRequest list =
        ServerReflectionRequest.newBuilder().setListServices("*").build();
    ServerReflectionResponse answer = ask(list).getFirst();
    assertThat(answer.getOriginalRequest()).isEqualTo(list);
    assertThat(answer.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .containsExactly(
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
            "inference.GRPCInferenceService");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inference.GRPCInferenceService",
        "inference.GRPCInferenceService.ModelInfer",
        "inference.ModelInferRequest.InferInputTensor"
      })
  void aServiceAMethodAndAMessageLeadToTheirFile(String name) throws Exception {
    ByteString file =
        ask(symbol(name)).getFirst().getFileDescriptorResponse().getFileDescriptorProto(0);
    assertThat(FileDescriptor.buildFrom(FileDescriptorProto.parseFrom(file), new FileDescriptor[0]))
        .extracting(FileDescriptor::getPackage)
        .isEqualTo("inference");
  }

  @Test
  void oneCallMayAskSeveralTimesAndWhatIsNotThereIsNotFound() throws Exception {
    List<ServerReflectionResponse> answers =
        ask(
            symbol("nothing.Here"),
            ServerReflectionRequest.newBuilder().setFileByFilename("inference.proto").build());
    assertThat(answers.getFirst().getErrorResponse().getErrorCode()).isEqualTo(5);
    assertThat(answers.get(1).getFileDescriptorResponse().getFileDescriptorProtoCount())
        .isEqualTo(1);
  }

  @Test
  @SuppressWarnings("deprecation") // v1alpha, which tools still ask for
  void healthAndReflectionHaveTheMessagesThatGrpcHas() throws Exception {
    assertSameMessages("grpc.health.v1.Health", HealthProto.getDescriptor());
    assertSameMessages(
        "grpc.reflection.v1.ServerReflection", ServerReflectionProto.getDescriptor());
    assertSameMessages(
        "grpc.reflection.v1alpha.ServerReflection",
        io.grpc.reflection.v1alpha.ServerReflectionProto.getDescriptor());
  }

  private void assertSameMessages(String service, FileDescriptor published) throws Exception {
    FileDescriptorProto ours =
        FileDescriptorProto.parseFrom(
            ask(symbol(service)).getFirst().getFileDescriptorResponse().getFileDescriptorProto(0));
    for (DescriptorProto message : ours.getMessageTypeList()) {
      DescriptorProto theirs = published.findMessageTypeByName(message.getName()).toProto();
      for (int i = 0; i < message.getFieldCount(); i++) {
        assertThat(message.getField(i).getName()).isEqualTo(theirs.getField(i).getName());
        assertThat(message.getField(i).getNumber()).isEqualTo(theirs.getField(i).getNumber());
        assertThat(message.getField(i).getType()).isEqualTo(theirs.getField(i).getType());
      }
    }
  }

  /** The description is compiled by hand, so it is held against the text that people read. */
  @Test
  void theDescriptionSaysWhatTheTextSays() throws IOException {
    String text = Files.readString(Path.of("src/main/proto/inference.proto"));
    Matcher fields =
        Pattern.compile("(?m)^\\s+(repeated )?([\\w.<>, ]+?) (\\w+) = (\\d+);").matcher(text);
    List<String> written =
        fields.results().map(found -> found.group(3) + " " + found.group(4)).toList();
    List<String> described = new java.util.ArrayList<>();
    GrpcCaller.INFERENCE
        .toProto()
        .getMessageTypeList()
        .forEach(message -> addFields(message, described));
    assertThat(described).containsExactlyInAnyOrderElementsOf(written);
    assertThat(
            Pattern.compile("(?m)^  rpc (\\w+)").matcher(text).results().map(rpc -> rpc.group(1)))
        .containsExactlyElementsOf(
            GrpcCaller.INFERENCE.getServices().getFirst().getMethods().stream()
                .map(method -> method.getName())
                .toList());
  }

  private static void addFields(DescriptorProto message, List<String> to) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    message.getFieldList().forEach(field -> to.add(field.getName() + " " + field.getNumber()));
    message.getNestedTypeList().forEach(nested -> addFields(nested, to));
  }
}
