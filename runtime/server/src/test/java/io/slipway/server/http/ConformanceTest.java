package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.conformance.Main;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The server passes the conformance suite over REST and gRPC, recommendations and extensions
 * included.
 */
@Timeout(120)
class ConformanceTest {
  private static final Limits SMALL =
      new Limits(1 << 20, 1 << 20, 10_000, Duration.ofSeconds(30), 64, 2);

  @Test
  void withEveryDatatypeInColumns() {
    Field[] columns =
        Stream.of(DataType.values())
            .map(type -> Field.column("c " + type, type, Presence.REQUIRED))
            .toArray(Field[]::new);

    String report = passes(FunctionModel.echo(columns));

    for (DataType type : DataType.values()) {
      assertThat(report)
          .containsPattern("pass +required +datatype." + type + "\n")
          .containsPattern("pass +required +grpc.datatype." + type + "\n");
    }
  }

  @Test
  void withEveryDatatypeThatTypedContentsHold() {
    Field[] columns =
        Stream.of(DataType.values())
            .filter(type -> type != DataType.FP16)
            .map(type -> Field.column("c " + type, type, Presence.REQUIRED))
            .toArray(Field[]::new);

    assertThat(passes(FunctionModel.echo(columns)))
        .containsPattern("pass +required +grpc.infer.contents\n")
        .containsPattern("pass +should +grpc.infer.as-rest\n")
        .containsPattern("pass +required +grpc.error.both-forms\n")
        .containsPattern("pass +extension +grpc.health-v1.watch\n")
        .containsPattern("pass +extension +grpc.reflection.described\n");
  }

  @Test
  void withEveryDatatypeInTensors() {
    Field[] tensors =
        Stream.of(DataType.values())
            .map(type -> Field.tensor("t-" + type, type, Shape.of(-1, 2, 3)))
            .toArray(Field[]::new);

    assertThat(passes(FunctionModel.echo(tensors)))
        .containsPattern("pass +required +data.nested\n")
        .containsPattern("pass +required +data.rows-in-order\n");
  }

  @Test
  void withOneInputThatMayComeAsNothingButItsBytes() {
    assertThat(passes(FunctionModel.echo(Field.tensor("x", DataType.FP32, Shape.of(-1, 4)))))
        .containsPattern("pass +extension +binary.raw\n");
  }

  @Test
  void withAFixedNumberOfRows() {
    passes(FunctionModel.echo(Field.tensor("x", DataType.INT64, Shape.of(1, 4))));
  }

  @Test
  void withInputsThatMayBeMissing() {
    passes(
        FunctionModel.echo(
            Field.column("age", DataType.FP64, Presence.OPTIONAL),
            Field.column("city", DataType.BYTES, Presence.OPTIONAL)));
  }

  /** Returns the report, of a run that ends well. */
  private static String passes(FunctionModel model) {
    try (RunningServer server = RunningServer.withGrpc(model, SMALL)) {
      ByteArrayOutputStream report = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8);
      int exit =
          Main.run(
              out,
              out,
              server.uri("").toString(),
              "--model",
              "churn",
              "--grpc",
              "localhost:" + server.server.grpcPort().orElseThrow(),
              "--strict",
              "--large",
              "2000000");
      String text = report.toString(StandardCharsets.UTF_8);
      assertThat(exit).as(text).isZero();
      return text;
    }
  }
}
