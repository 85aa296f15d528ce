package io.slipway.conformance.grpc;

import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.slipway.conformance.check.GrpcChecks.Target;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers each call with what it is told to, whatever its method is, on a free port. */
final class ScriptedGrpc implements AutoCloseable {

  /** What it is told. */
  @FunctionalInterface
  interface Script {
    /**
     * @param path service and method
     */
    Outcome answer(String path, byte[] message);
  }

  private final Server server;

  ScriptedGrpc(Script script) throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .fallbackHandlerRegistry(new EveryMethod(script))
            .build()
            .start();
  }

  Target target() {
    return new Target("localhost", server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static final class EveryMethod extends HandlerRegistry {
    private final Script script;

    EveryMethod(Script script) {
      this.script = script;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      MethodDescriptor<byte[], byte[]> method =
          Caller.method(name, MethodDescriptor.MethodType.BIDI_STREAMING);
      return ServerMethodDefinition.create(method, new OneMessage(script, name));
    }
  }

  /** Answers the one message of a call. */
  private record OneMessage(Script script, String path)
      implements ServerCallHandler<byte[], byte[]> {
    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> call, Metadata headers) {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          switch (script.answer(path, message)) {
            case Outcome.Answered answered -> {
              call.sendHeaders(new Metadata());
              call.sendMessage(answered.message());
              call.close(Status.OK, new Metadata());
            }
            case Outcome.Ended ended -> call.close(ended.status(), new Metadata());
            case Outcome.Lost lost -> throw new IllegalArgumentException("no script loses a call");
          }
        }
      };
    }
  }
}
