package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls with a few bytes changed, cut or put in: no answer blames the server, and none hangs. */
@Timeout(120)
class MutatedCallTest {
  private static final int CALLS = 1500;
  private static final Set<Code> CALLERS_OWN =
      EnumSet.of(
          Code.OK,
          Code.INVALID_ARGUMENT,
          Code.NOT_FOUND,
          Code.RESOURCE_EXHAUSTED,
          // An output without a value: which the echo of an optional input may be.
          Code.FAILED_PRECONDITION);

  private static final MethodDescriptor<byte[], byte[]> INFER =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private static final class Bytes implements Marshaller<byte[]> {
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
  }

  private static byte[] message(String text) throws TextFormat.ParseException {
    DynamicMessage.Builder message =
        DynamicMessage.newBuilder(GrpcCaller.INFERENCE.findMessageTypeByName("ModelInferRequest"));
    TextFormat.merge(text, message);
    return message.build().toByteArray();
  }

  @Test
  void areRefusedOrAnswered() throws Exception {
    byte[][] messages = {
      message(
          """
          model_name: "churn" model_version: "7" id: "a" parameters {key: "k" value {double_param: 1}}
          inputs {name: "x" datatype: "FP64" shape: [2] contents {fp64_contents: [1, 2]}}
          inputs {name: "s" datatype: "BYTES" shape: [2] contents {bytes_contents: ["a", "bc"]}}
          inputs {name: "i" datatype: "INT16" shape: [2] contents {int_contents: [-1, 300]}}
          outputs {name: "x"} outputs {name: "s" parameters {key: "p" value {bool_param: true}}}
          """),
      message(
          """
          model_name: "churn"
          inputs {name: "x" datatype: "FP64" shape: [1]} inputs {name: "s" datatype: "BYTES" shape: [1]}
          raw_input_contents: "12345678" raw_input_contents: "\\001\\000\\000\\000a"
          """)
    };
    FunctionModel echo =
        FunctionModel.echo(
            Field.column("x", DataType.FP64, Presence.OPTIONAL),
            Field.column("s", DataType.BYTES, Presence.OPTIONAL),
            Field.column("i", DataType.INT16, Presence.OPTIONAL));
    Set<Code> seen = EnumSet.noneOf(Code.class);
    try (GrpcServer server = new GrpcServer(echo)) {
      for (int seed = 0; seed < CALLS; seed++) {
        byte[] mutated = mutated(messages[seed % messages.length], new Random(seed));
        Code code = call(server, mutated);
        assertThat(code).as("seed %d", seed).isIn(CALLERS_OWN);
        seen.add(code);
      }
    }
    assertThat(seen).contains(Code.OK, Code.INVALID_ARGUMENT, Code.NOT_FOUND);
  }

  private static Code call(GrpcServer server, byte[] message) {
    try {
      var _ =
          ClientCalls.blockingUnaryCall(server.caller.channel, INFER, CallOptions.DEFAULT, message);
      return Status.OK.getCode();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static byte[] mutated(byte[] message, Random random) {
    byte[] changed = message.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt();
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        default -> {
          byte[] longer = Arrays.copyOf(changed, changed.length + 1);
          System.arraycopy(changed, at, longer, at + 1, changed.length - at);
          longer[at] = (byte) random.nextInt();
          changed = longer;
        }
      }
    }
    return changed;
  }
}
