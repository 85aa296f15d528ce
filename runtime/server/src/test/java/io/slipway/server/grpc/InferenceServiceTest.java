package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import io.slipway.server.http.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Open Inference Protocol as grpc-java speaks it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferenceServiceTest {
  /** A model with an input of each type. */
  private static final FunctionModel OF_ALL_TYPES = FunctionModel.echo(fields());

  private static final String X =
      """
      model_name: "churn" inputs {name: "FP64" datatype: "FP64" shape: [2]
        contents {fp64_contents: [1.5, -2]}}
      """;

  private final GrpcServer server = new GrpcServer(OF_ALL_TYPES);
  private final GrpcCaller caller = server.caller;

  private static Field[] fields() {
    List<Field> fields = new ArrayList<>();
    for (DataType type : DataType.values()) {
      fields.add(Field.column(type.name(), type, Presence.OPTIONAL));
    }
    return fields.toArray(Field[]::new);
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void theServerLivesIsReadyAndSaysWhatItIs() {
    assertThat(caller.text("ServerLive", "")).isEqualTo("live: true");
    assertThat(caller.text("ServerReady", "")).isEqualTo("ready: true");
    assertThat(caller.text("ServerMetadata", ""))
        .contains("name: \"slipway\"", "extensions: \"binary_tensor_data\"");
  }

  @Test
  void soDoesTheModelByItsNameAndVersion() {
    assertThat(caller.text("ModelReady", "name: \"churn\"")).isEqualTo("ready: true");
    assertThat(caller.text("ModelReady", "name: \"churn\" version: \"7\""))
        .isEqualTo("ready: true");
    assertThat(caller.text("ModelMetadata", "name: \"churn\" version: \"7\""))
        .startsWith("name: \"churn\" versions: \"7\" platform: \"pmml_pmml\" inputs {")
        .contains("inputs { name: \"FP64\" datatype: \"FP64\" shape: -1 }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOL   | bool_contents: [true, false]",
        "INT8   | int_contents: [-128, 127]",
        "INT16  | int_contents: [-32768, 32767]",
        "INT32  | int_contents: [-2147483648, 2147483647]",
        "INT64  | int64_contents: [-9223372036854775808, 9223372036854775807]",
        "UINT8  | uint_contents: [0, 255]",
        "UINT16 | uint_contents: [0, 65535]",
        "UINT32 | uint_contents: [0, 4294967295]",
        "UINT64 | uint64_contents: [0, 18446744073709551615]",
        "FP32   | fp32_contents: [1.17549435E-38, -3.4028235E38]",
        "FP64   | fp64_contents: [4.9E-324, -1.7976931348623157E308]",
        "BYTES  | bytes_contents: ['', 'Zo\\303\\253']"
      })
  void elementsComeBackAsTheyWereSent(String type, String contents) throws Exception {
    DynamicMessage answer =
        caller.infer(
            """
            model_name: "churn" id: "a-1"
            inputs {name: "%1$s" datatype: "%1$s" shape: [2] contents {%2$s}}
            outputs {name: "%1$s"}
            """
                .formatted(type, contents));
    assertThat(answer).isEqualTo(response(type, "[2]", "contents {" + contents + "}", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOL   | \\001\\000",
        "INT16  | \\000\\200\\377\\177",
        "FP16   | \\000\\074\\000\\100",
        "UINT64 | \\000\\000\\000\\000\\000\\000\\000\\000\\377\\377\\377\\377\\377\\377\\377\\377",
        "BYTES  | \\000\\000\\000\\000\\002\\000\\000\\000hi"
      })
  void rawTensorsAreAnsweredRaw(String type, String raw) throws Exception {
    DynamicMessage answer =
        caller.infer(
            """
            model_name: "churn" id: "a-1"
            inputs {name: "%1$s" datatype: "%1$s" shape: [2]} outputs {name: "%1$s"}
            raw_input_contents: "%2$s"
            """
                .formatted(type, raw));
    assertThat(answer).isEqualTo(response(type, "[2]", "", "raw_output_contents: \"" + raw + "\""));
  }

  private static DynamicMessage response(String type, String shape, String contents, String raw)
      throws TextFormat.ParseException {
    DynamicMessage.Builder response =
        DynamicMessage.newBuilder(GrpcCaller.INFERENCE.findMessageTypeByName("ModelInferResponse"));
    TextFormat.merge(
        """
        model_name: "churn" model_version: "7" id: "a-1"
        outputs {name: "%1$s" datatype: "%1$s" shape: %2$s %3$s} %4$s
        """
            .formatted(type, shape, contents, raw),
        response);
    return response.build();
  }

  @Test
  void aCallerMayAskForTheOtherForm() {
    assertThat(
            caller.text(
                "ModelInfer",
                X
                    + "outputs {name: \"FP64\"}"
                    + "parameters {key: \"binary_data_output\" value {bool_param: true}}"))
        .contains("raw_output_contents: ")
        .doesNotContain("fp64_contents");
    assertThat(
            caller.text(
                "ModelInfer",
                """
                model_name: "churn" inputs {name: "INT8" datatype: "INT8" shape: [1]}
                outputs {name: "INT8"} raw_input_contents: "\\377"
                parameters {key: "binary_data_output" value {bool_param: false}}
                """))
        .contains("int_contents: -1")
        .doesNotContain("raw_output_contents");
  }

  @Test
  void whatTypedContentsCannotHoldIsAnsweredRaw() {
    FunctionModel half = FunctionModel.echo(Field.column("h", DataType.FP16, Presence.OPTIONAL));
    try (GrpcServer other =
        new GrpcServer(
            new FunctionModel(
                new Signature(
                    List.of(Field.column("x", DataType.FP32, Presence.REQUIRED)),
                    half.signature().outputs()),
                inputs ->
                    Batch.of(Column.of("h", DataType.FP16, Shape.of(1), new short[] {0x3c00}))))) {
      assertThat(
              other.caller.text(
                  "ModelInfer",
                  """
                  model_name: "churn"
                  inputs {name: "x" datatype: "FP32" shape: [1] contents {fp32_contents: 1}}
                  """))
          .contains("outputs { name: \"h\" datatype: \"FP16\" shape: 1 }")
          .contains("raw_output_contents: \"\\000<\"");
    }
  }

  @Test
  void anAnswerNamesWhatScored() {
    caller.infer(X + "outputs {name: \"FP64\"}");
    assertThat(caller.header("slipway-revision")).isEqualTo("churn-5c9f7d2b1a");
    assertThat(caller.header("slipway-version")).isEqualTo("7");
    assertThat(caller.header("slipway-digest")).startsWith("sha256:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: 'q' datatype: 'FP64' shape: 1 contents {fp64_contents: 1}                  | \"q\"",
        "name: 'FP64' datatype: 'FP32' shape: 1 contents {fp32_contents: 1}               | input \"FP64\": expected datatype FP64, found FP32",
        "name: 'FP64' datatype: 'FP65' shape: 1                                           | \"FP65\"",
        "name: 'FP64' shape: 1 contents {fp64_contents: 1}                                | input \"FP64\": expected datatype FP64, found \"\"",
        "name: 'FP64' datatype: 'FP64' shape: 2 contents {fp64_contents: 1}               | input \"FP64\": expected 2 elements for its shape, found 1 in fp64_contents",
        "name: 'FP64' datatype: 'FP64' shape: [2, 2] contents {fp64_contents: [1,1,1,1]}  | input \"FP64\": expected shape [-1], found [2, 2]",
        "name: 'FP64' datatype: 'FP64' shape: -1 contents {fp64_contents: 1}              | input \"FP64\", shape: expected whole numbers",
        "name: 'FP64' datatype: 'FP64' shape: 1 contents {fp32_contents: 1}               | input \"FP64\": expected its elements in fp64_contents, for its datatype is FP64, found fp32_contents",
        "name: 'INT8' datatype: 'INT8' shape: 1 contents {int_contents: 128}              | input \"INT8\", element 0: expected INT8, found 128",
        "name: 'UINT16' datatype: 'UINT16' shape: 2 contents {uint_contents: [0, 65536]}  | input \"UINT16\", element 1: expected UINT16, found 65536",
        "name: 'FP16' datatype: 'FP16' shape: 1 contents {fp32_contents: 1}               | input \"FP16\": expected FP16 in raw_input_contents",
        "name: 'BYTES' datatype: 'BYTES' shape: 1 contents {bytes_contents: '\\377'}      | input \"BYTES\", element 0: expected text in UTF-8"
      })
  void aMistakeInATensorIsInvalidAndNamed(String tensor, String why) {
    StatusRuntimeException refused =
        caller.refusal("ModelInfer", "model_name: 'churn' inputs {" + tensor + "}");
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription()).contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "raw_input_contents: ['1', '2']                       | raw_input_contents: expected one for each of the inputs (1), found 2",
        "raw_input_contents: '12345678'                       | expected no contents beside raw_input_contents",
        "outputs {name: 'z'}                                  | outputs: expected outputs of the model",
        "parameters {key: 'binary_data_output' value {int64_param: 1}} | parameters.binary_data_output: expected a bool_param",
        "outputs {name: 'FP64' parameters {key: 'classification' value {int64_param: 3}}} | expected no classification"
      })
  void soIsOneInTheRequest(String more, String why) {
    StatusRuntimeException refused = caller.refusal("ModelInfer", X + more);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription()).contains(why);
  }

  @Test
  void anotherModelOrVersionIsNotFound() {
    for (String method : new String[] {"ModelReady", "ModelMetadata"}) {
      assertThat(caller.refusal(method, "name: 'other'").getStatus().getCode())
          .isEqualTo(Code.NOT_FOUND);
      assertThat(caller.refusal(method, "name: 'churn' version: '8'").getStatus().getCode())
          .isEqualTo(Code.NOT_FOUND);
      assertThat(caller.refusal(method, "name: 'stats'").getStatus().getCode())
          .isEqualTo(Code.NOT_FOUND);
      assertThat(caller.refusal(method, "name: '../stats'").getStatus().getCode())
          .isEqualTo(Code.NOT_FOUND);
    }
    StatusRuntimeException refused = caller.refusal("ModelInfer", X.replace("churn", "Zoë/%"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
    assertThat(refused.getStatus().getDescription()).startsWith("the model: expected");
  }

  @Test
  void aCallThatNamesNoModelIsInvalid() {
    StatusRuntimeException refused = caller.refusal("ModelInfer", "");
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription()).startsWith("model_name: expected");
  }

  @Test
  void moreThanTheLimitsIsTooMuch() {
    String many = "fp64_contents: 1 ".repeat(1001);
    StatusRuntimeException rows =
        caller.refusal(
            "ModelInfer",
            "model_name: 'churn' inputs {name: 'FP64' datatype: 'FP64' shape: 1001 contents {%s}}"
                .formatted(many));
    assertThat(rows.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(rows.getStatus().getDescription()).contains("1001");

    StatusRuntimeException bytes =
        caller.refusal("ModelInfer", "id: '" + "x".repeat(GrpcServer.LIMITS.maxBodyBytes()) + "'");
    assertThat(bytes.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void aModelThatFailsIsOursToMend() {
    FunctionModel failing =
        new FunctionModel(
            OF_ALL_TYPES.signature(),
            inputs -> {
              throw new IllegalStateException("no");
            });
    try (GrpcServer other = new GrpcServer(failing)) {
      assertThat(other.caller.refusal("ModelInfer", X).getStatus().getCode())
          .isEqualTo(Code.INTERNAL);
    }
  }

  @Test
  void aValueThatIsMissingCannotBeSaidInATensor() {
    StatusRuntimeException refused = caller.refusal("ModelInfer", X);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(refused.getStatus().getDescription())
        .startsWith("output \"BOOL\" misses the value of element 0");
  }

  @Test
  void beforeTheModelIsThereCallsCanBeTriedAgain() {
    try (GrpcServer loading = new GrpcServer(Optional.empty(), GrpcServer.LIMITS)) {
      StatusRuntimeException refused = loading.caller.refusal("ModelInfer", X);
      assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
      assertThat(refused.getStatus().getDescription()).isEqualTo("the model is being fetched");
      assertThat(loading.caller.trailer("grpc-retry-pushback-ms")).isEqualTo("1000");
      assertThat(loading.caller.text("ServerLive", "")).isEqualTo("live: true");
      assertThat(loading.caller.text("ServerReady", "")).isEmpty();
      assertThat(loading.caller.text("ModelReady", "name: 'churn'")).isEmpty();
    }
  }

  @Test
  void aCallEndsWhenItsCallerSaysOrTheServer() {
    FunctionModel slow =
        new FunctionModel(
            OF_ALL_TYPES.signature(),
            inputs -> {
              try {
                Thread.sleep(Duration.ofSeconds(30));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return inputs;
            });
    try (GrpcServer other =
            new GrpcServer(
                Optional.of(slow),
                new Limits(1 << 20, 1 << 20, 1000, Duration.ofMillis(700), 32, 4));
        // The header alone: grpc-java would end the call by itself.
        GrpcCaller hasty = new GrpcCaller(other.port()).with("grpc-timeout", "50m");
        GrpcCaller patient =
            new GrpcCaller(other.port(), with -> with.withDeadlineAfter(20, TimeUnit.SECONDS))) {
      assertThat(hasty.refusal("ModelInfer", X).getStatus().getCode())
          .isEqualTo(Code.DEADLINE_EXCEEDED);
      StatusRuntimeException refused = patient.refusal("ModelInfer", X);
      assertThat(refused.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
      assertThat(refused.getStatus().getDescription()).contains("0.7S");
    }
  }

  @Test
  void compressedCallsAreRead() {
    try (GrpcCaller compressing =
        new GrpcCaller(server.port(), with -> with.withCompression("gzip"))) {
      assertThat(compressing.text("ModelInfer", X + "outputs {name: \"FP64\"}"))
          .contains("fp64_contents: 1.5 fp64_contents: -2.0");
    }
  }

  @Test
  void thousandsOfCallsInARowKeepTheirConnection() {
    for (int i = 0; i < 3000; i++) {
      caller.call("ServerLive", "");
    }
    assertThat(caller.text("ServerLive", "")).isEqualTo("live: true");
  }

  @Test
  void callsAreCountedByMethodAndStatus() {
    try (GrpcServer counting = new GrpcServer(OF_ALL_TYPES)) {
      counting.caller.infer(X + "outputs {name: 'FP64'}");
      counting.caller.refusal("ModelInfer", "");
      assertThat(count(counting, "OK")).isEqualTo(1);
      assertThat(count(counting, "INVALID_ARGUMENT")).isEqualTo(1);
    }
  }

  private static double count(GrpcServer counting, String code) {
    return counting
        .meters
        .get("slipway.grpc.calls")
        .tags("method", "inference.GRPCInferenceService/ModelInfer", "code", code)
        .counter()
        .count();
  }
}
