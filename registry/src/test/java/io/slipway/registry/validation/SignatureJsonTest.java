package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.Field.Interval.Bound;
import io.slipway.scoring.Field.Interval.Kind;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              new Field(
                  "age",
                  DataType.FP64,
                  Shape.of(Shape.DYNAMIC),
                  Presence.REQUIRED,
                  List.of(),
                  List.of(
                      new Interval(new Bound(0, Kind.INCLUSIVE), new Bound(18.5, Kind.EXCLUSIVE)),
                      new Interval(
                          new Bound(65, Kind.EXCLUSIVE),
                          new Bound(Double.POSITIVE_INFINITY, Kind.EXCLUSIVE))),
                  Optional.empty()),
              new Field(
                  "plan \"é\"\n",
                  DataType.BYTES,
                  Shape.of(Shape.DYNAMIC),
                  Presence.OPTIONAL,
                  List.of("basic", ""),
                  List.of(),
                  Optional.of("basic")),
              Field.tensor("pixels", DataType.UINT8, Shape.of(Shape.DYNAMIC, 28, 28))),
          List.of(Field.tensor("scalar", DataType.FP16, Shape.of())));

  @Test
  void aSignatureIsReadAsItIsWritten() throws Exception {
    String json = MAPPER.writeValueAsString(SignatureJson.write(SIGNATURE));

    assertThat(SignatureJson.read(MAPPER.readTree(json))).isEqualTo(SIGNATURE);
  }

  @Test
  void itHasTheWordsOfTheInferenceProtocolAndOfPmml() throws Exception {
    String json = MAPPER.writeValueAsString(SignatureJson.write(SIGNATURE));

    assertThat(MAPPER.readTree(json).path("inputs").get(0))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"name": "age", "datatype": "FP64", "shape": [-1], "required": true,
                 "intervals": [{"closure": "closedOpen", "leftMargin": 0.0, "rightMargin": 18.5},
                               {"closure": "openOpen", "leftMargin": 65.0}]}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"inputs\": 1, \"outputs\": []}",
        "{\"inputs\": [{}], \"outputs\": []}",
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"TEXT\", \"shape\": []}], \"outputs\": []}",
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [-2]}], \"outputs\": []}",
      })
  void anythingElseIsRefused(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureJson.read(MAPPER.readTree(json)));
  }
}
