package io.slipway.conformance.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.slipway.conformance.check.GrpcChecks.Target;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/** A client of one server that sends bytes and gets bytes, so that a message may be wrong. */
final class Caller implements AutoCloseable {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private static final Metadata.Key<String> CONTENT_TYPE =
      Metadata.Key.of("content-type", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final Duration timeout;

  /**
   * Connects with the first call.
   *
   * @param timeout for an answer
   */
  Caller(Target target, Duration timeout) {
    this.timeout = timeout;
    this.channel =
        ManagedChannelBuilder.forAddress(target.host(), target.port())
            .usePlaintext()
            // What a model answers may be large; the default is 4 MiB.
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
  }

  /** Sends one message and gets one. */
  Outcome call(String method, byte[] message) {
    return outcome(
        channel ->
            ClientCalls.blockingUnaryCall(
                channel, method(method, MethodType.UNARY), options(), message));
  }

  /** Sends one message and gets the first of those that are answered, then cancels the call. */
  Outcome first(String method, byte[] message) {
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      Context outer = context.attach();
      try {
        return outcome(
            channel ->
                ClientCalls.blockingServerStreamingCall(
                        channel, method(method, MethodType.SERVER_STREAMING), options(), message)
                    .next());
      } finally {
        context.detach(outer);
      }
    }
  }

  private Outcome outcome(Function<Channel, byte[]> call) {
    AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
    AtomicReference<Metadata> trailers = new AtomicReference<>(new Metadata());
    ClientInterceptor captured = MetadataUtils.newCaptureMetadataInterceptor(headers, trailers);
    try {
      return new Outcome.Answered(call.apply(ClientInterceptors.intercept(channel, captured)));
    } catch (NoSuchElementException e) {
      return new Outcome.Ended(Status.OK.withDescription("no message came"));
    } catch (StatusRuntimeException e) {
      return Stream.of(headers, trailers).anyMatch(Caller::areOfGrpc)
          ? new Outcome.Ended(e.getStatus())
          : new Outcome.Lost(e.getStatus());
    }
  }

  /** The client makes a status of whatever happens; only gRPC says that it is gRPC. */
  private static boolean areOfGrpc(AtomicReference<Metadata> fields) {
    Metadata found = fields.get();
    String type = found == null ? null : found.get(CONTENT_TYPE);
    return type != null && type.startsWith("application/grpc");
  }

  private CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(BYTES)
        .setResponseMarshaller(BYTES)
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
