package io.slipway.server.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** grpc-java, with messages written and read as text. */
public final class GrpcCaller implements AutoCloseable {
  static final FileDescriptor INFERENCE = inference();

  final ManagedChannel channel;
  private final UnaryOperator<CallOptions> options;
  private final Metadata metadata = new Metadata();

  /** Those of the last answer. */
  final AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());

  final AtomicReference<Metadata> trailers = new AtomicReference<>(new Metadata());

  public GrpcCaller(int port) {
    this(port, UnaryOperator.identity());
  }

  GrpcCaller(int port, UnaryOperator<CallOptions> options) {
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    this.options = options;
  }

  private static FileDescriptor inference() {
    try (InputStream in = GrpcHandler.class.getResourceAsStream("inference.desc")) {
      return FileDescriptor.buildFrom(
          FileDescriptorSet.parseFrom(Objects.requireNonNull(in)).getFile(0),
          new FileDescriptor[0]);
    } catch (IOException | DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends these metadata with every call from now on. */
  public GrpcCaller with(String name, String value) {
    metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    return this;
  }

  /** A header of the last answer. */
  public String header(String name) {
    return String.valueOf(
        Objects.requireNonNull(headers.get())
            .get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
  }

  String trailer(String name) {
    return String.valueOf(
        Objects.requireNonNull(trailers.get())
            .get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
  }

  /**
   * Calls a method of the inference service.
   *
   * @param message in the text format of Protocol Buffers
   * @throws StatusRuntimeException if it ends with another status than OK
   */
  public DynamicMessage call(String method, String message) {
    return call(described(method), message(method, message));
  }

  private static MethodDescriptor described(String method) {
    return INFERENCE.findServiceByName("GRPCInferenceService").findMethodByName(method);
  }

  /** The message of a method, from text. */
  static DynamicMessage message(String method, String text) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(described(method).getInputType());
    try {
      TextFormat.merge(text, message);
    } catch (TextFormat.ParseException e) {
      throw new AssertionError(e);
    }
    return message.build();
  }

  public DynamicMessage infer(String message) {
    return call("ModelInfer", message);
  }

  /** The same, with the answer as text. */
  String text(String method, String message) {
    return TextFormat.printer().shortDebugString(call(method, message));
  }

  /** How a call ends that is refused. */
  StatusRuntimeException refusal(String method, String message) {
    try {
      throw new AssertionError("answered: " + text(method, message));
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  /** A call that is open: sent piece by piece, and what comes of it is not waited for. */
  ClientCall<DynamicMessage, DynamicMessage> open(String method) {
    io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> asAStream =
        method(described(method)).toBuilder()
            .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
            .build();
    ClientCall<DynamicMessage, DynamicMessage> call =
        channel.newCall(asAStream, options.apply(CallOptions.DEFAULT));
    call.start(new ClientCall.Listener<>() {}, metadata);
    call.request(1);
    return call;
  }

  private DynamicMessage call(MethodDescriptor described, DynamicMessage request) {
    ClientInterceptor captured = MetadataUtils.newCaptureMetadataInterceptor(headers, trailers);
    ClientInterceptor sent = MetadataUtils.newAttachHeadersInterceptor(metadata);
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, captured, sent),
        method(described),
        options.apply(CallOptions.DEFAULT),
        request);
  }

  static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> method(
      MethodDescriptor described) {
    return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(
            io.grpc.MethodDescriptor.generateFullMethodName(
                described.getService().getFullName(), described.getName()))
        .setRequestMarshaller(marshaller(described.getInputType()))
        .setResponseMarshaller(marshaller(described.getOutputType()))
        .build();
  }

  private static io.grpc.MethodDescriptor.Marshaller<DynamicMessage> marshaller(
      Descriptor message) {
    return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(message));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
