package io.slipway.conformance.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.slipway.conformance.Main;
import io.slipway.conformance.grpc.ScriptedGrpc.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command line of the suite finds the checks of gRPC where their module is. */
@Timeout(60)
class CommandLineTest {
  private static final HonestScript HONEST = new HonestScript();

  private record Run(int exit, String text) {}

  private static Run run(EchoRest rest, String grpc, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(rest.uri().toString(), "--model", EchoModels.TYPED, "--grpc", grpc));
    arguments.addAll(List.of("--large", "200000", "--only", "grpc"));
    arguments.addAll(List.of(options));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
    int exit = Main.run(out, out, arguments.toArray(String[]::new));
    return new Run(exit, text.toString(StandardCharsets.UTF_8));
  }

  private static Run run(Script script, String... options) throws IOException {
    try (EchoRest rest = new EchoRest();
        ScriptedGrpc grpc = new ScriptedGrpc(script)) {
      return run(rest, grpc.target().toString(), options);
    }
  }

  @Test
  void whatPassesEndsWithZero() throws Exception {
    Run run = run(HONEST, "--strict");

    assertThat(run.exit()).as(run.text()).isZero();
    assertThat(run.text())
        .contains("\ngRPC: inference\n")
        .containsPattern("pass +required +grpc.infer.raw-contents\n")
        .containsPattern("pass +extension +grpc.health-v1.watch\n")
        .doesNotContain("not asked for");
  }

  @Test
  void whatFailsIsShownAsGrpcurlTakesIt() throws Exception {
    Run run =
        run(
            (path, message) ->
                path.endsWith("ModelReady")
                    ? new Outcome.Ended(Status.INTERNAL.withDescription("lost it"))
                    : HONEST.answer(path, message));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.text())
        .contains("FAIL  required   grpc.model-ready")
        .contains("expected OK to inference.GRPCInferenceService/ModelReady, found INTERNAL")
        .contains("Open Inference Protocol, inference_grpc.md, \"Model Ready\"")
        .contains("sent       inference.GRPCInferenceService/ModelReady\n")
        .contains("{\"name\":\"typed\"}")
        .contains("answer     INTERNAL: lost it");
  }

  @Test
  void whereNothingAnswersGrpcNothingIsSaidOfTheServer() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (EchoRest rest = new EchoRest()) {
      Run nobody = run(rest, "localhost:" + free);
      assertThat(nobody.exit()).isEqualTo(2);
      assertThat(nobody.text())
          .startsWith("conformance: nothing answers gRPC at localhost:" + free);

      Run http = run(rest, "localhost:" + rest.uri().getPort(), "--timeout", "2");
      assertThat(http.exit()).isEqualTo(2);
      assertThat(http.text()).contains("is it the port of gRPC, without TLS?");
    }
  }
}
