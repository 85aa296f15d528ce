package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.Field.Interval.Bound;
import io.slipway.scoring.Field.Interval.Kind;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.server.FunctionModel;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The served description is OpenAPI 3.1, and says of rows what the server does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREDICT = "/v1/models/churn:predict";

  /** A column of each type, and whatever else a field may say of itself. */
  private static final FunctionModel EVERYTHING = FunctionModel.echo(fields());

  private static final FunctionModel PICKY =
      FunctionModel.echo(
          Field.column("age", DataType.FP64, Presence.REQUIRED),
          Field.column("visits", DataType.INT32, Presence.OPTIONAL),
          Field.column("city", DataType.BYTES, Presence.OPTIONAL),
          Field.column("member", DataType.BOOL, Presence.OPTIONAL));

  private RunningServer server;

  private static Field[] fields() {
    return Stream.concat(
            Stream.of(DataType.values())
                .map(type -> Field.column("a " + type, type, Presence.OPTIONAL)),
            Stream.of(
                Field.tensor("image", DataType.FP32, Shape.of(Shape.DYNAMIC, 2, 3)),
                Field.tensor("words", DataType.BYTES, Shape.of(Shape.DYNAMIC, Shape.DYNAMIC)),
                new Field(
                    "city",
                    DataType.BYTES,
                    Shape.of(Shape.DYNAMIC),
                    Presence.OPTIONAL,
                    List.of("Oslo", "Rome"),
                    List.of(),
                    Optional.of("Oslo")),
                new Field(
                    "share",
                    DataType.FP64,
                    Shape.of(Shape.DYNAMIC),
                    Presence.REQUIRED,
                    List.of(),
                    List.of(
                        new Interval(
                            new Bound(0, Kind.INCLUSIVE),
                            new Bound(Double.POSITIVE_INFINITY, Kind.EXCLUSIVE))),
                    Optional.empty())))
        .toArray(Field[]::new);
  }

  @BeforeAll
  void start() {
    server = RunningServer.of(PICKY);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void itIsOpenApiForFieldsOfEveryKind() {
    try (RunningServer everything = RunningServer.of(EVERYTHING)) {
      assertThat(description(everything).faults()).isEmpty();
    }
  }

  /** Otherwise the validator sees nothing at all. */
  @Test
  void aMistakeInItIsFound() {
    ObjectNode document = description(server).document().deepCopy();
    ObjectNode age =
        (ObjectNode) document.at("/components/schemas/Instance/properties").required("age");
    age.put("type", "figure");
    assertThat(new OpenApiDescription(document).faults()).isNotEmpty();

    age.put("type", "number");
    assertThat(new OpenApiDescription(document).faults()).isEmpty();
    ((ObjectNode) document.at("/paths").required(PREDICT).required("post")).remove("responses");
    document.putObject("info").put("title", "without a version");
    assertThat(new OpenApiDescription(document).faults()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"age\": 41, \"visits\": 3, \"city\": \"Oslo\", \"member\": true}",
        "{\"age\": 41.5}",
        "{\"age\": \"41.5\", \"visits\": \"3\"}",
        "{\"age\": 1e2, \"visits\": 3.0}",
        "{\"age\": \"-Infinity\"}",
        "{\"age\": \"NaN\", \"visits\": null, \"city\": null, \"member\": null}"
      })
  void whatIsScoredItAllowsAndTheAnswerToo(String row) throws Exception {
    String body = "{\"instances\": [" + row + "]}";
    HttpResponse<String> answer = server.predict(body);
    OpenApiDescription description = description(server);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(description.faultsOfRequest(PREDICT, JSON.readTree(body))).isEmpty();
    assertThat(description.faultsOfAnswer(PREDICT, JSON.readTree(answer.body()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instances\": [{}]}",
        "{\"instances\": [{\"age\": null}]}",
        "{\"instances\": [{\"age\": 41, \"visits\": 1.5}]}",
        "{\"instances\": [{\"age\": 41, \"visits\": \"three\"}]}",
        "{\"instances\": [{\"age\": 41, \"visits\": \"NaN\"}]}",
        "{\"instances\": [{\"age\": \"old\"}]}",
        "{\"instances\": [{\"age\": 41, \"city\": 7}]}",
        "{\"instances\": [{\"age\": 41, \"member\": 1}]}",
        "{\"instances\": [{\"age\": [41]}]}",
        "{\"instances\": [{\"agee\": 41, \"age\": 41}]}",
        "{\"instances\": {\"age\": 41}}",
        "{}"
      })
  void whatItForbidsIsRefused(String body) throws Exception {
    JsonNode request = JSON.readTree(body);

    assertThat(description(server).faultsOfRequest(PREDICT, request)).isNotEmpty();
    assertThat(server.predict(body).statusCode()).isEqualTo(400);
  }

  private static OpenApiDescription description(RunningServer server) {
    HttpResponse<String> answer = server.get("/openapi.json");
    assertThat(answer.statusCode()).isEqualTo(200);
    return OpenApiDescription.of(answer.body());
  }
}
