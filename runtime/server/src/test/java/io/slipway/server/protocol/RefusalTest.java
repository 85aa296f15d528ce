package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.protocol.PredictCodec.Form;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake has a message that names the place, what was expected and what was found. */
class RefusalTest {
  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              Field.column("age", DataType.FP64, Presence.REQUIRED),
              Field.column("city", DataType.BYTES, Presence.OPTIONAL),
              Field.column("n", DataType.INT8, Presence.OPTIONAL)),
          List.of(Field.column("y", DataType.FP64, Presence.REQUIRED)));
  private static final Signature TENSORS =
      new Signature(
          List.of(Field.tensor("x", DataType.FP32, Shape.of(-1, 2))),
          List.of(Field.tensor("y", DataType.FP32, Shape.of(-1, 2))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"instances": [{"age": "old"}]}   | instances[0], field "age": expected a number (FP64), found the text "old"
          {"instances": [{"age": 1}, {"age": true}]} | instances[1], field "age": expected a number (FP64), found true
          {"instances": [{"age": {"v": 1}}]} | instances[0], field "age": expected a number (FP64), found an object
          {"instances": [{"age": [1]}]}     | instances[0], field "age": expected a number (FP64), found an array
          {"instances": [{"age": 1e999}]}   | instances[0], field "age": expected a number within the range of FP64, found 1e999
          {"instances": [{"age": null}]}    | instances[0], field "age": expected a value, for the model needs one, found null
          {"instances": [{"city": "Oslo"}]} | instances[0], field "age": expected a value, for the model needs one, found no such field
          {"instances": [{"age": 1, "city": 7}]} | instances[0], field "city": expected text, found 7
          {"instances": [{"age": 1, "n": 128}]} | instances[0], field "n": expected a whole number from -128 to 127 (INT8), found 128
          {"instances": [{"age": 1, "n": 1.5}]} | instances[0], field "n": expected a whole number from -128 to 127 (INT8), found 1.5
          {"instances": [{"age": 1, "n": 1e999999999}]} | instances[0], field "n": expected a whole number from -128 to 127 (INT8), found 1e999999999
          {"instances": [{"age": 1, "age": 2}]} | instances[0]: expected each field once, found "age" twice
          {"instances": [{"age": 1, "Age": 2}]} | instances[0]: expected an input of the model ("age", "city", "n"), found "Age"
          {"instances": [{"age": 1, "city": "\\ud800"}]} | the text "\\ud800" has half of a surrogate pair
          {"instances": [1]}                | instances[0]: expected an object, found 1
          {"instances": {"age": 1}}         | instances: expected an array, found an object
          {"age": 1}                        | the body: expected the key "instances" alone, as in {"instances": [{...}]}, found "age"
          {}                                | the body: expected {"instances": [{...}]}, found no "instances"
          [{"age": 1}]                      | the body: expected {"instances": [{...}]}, found an array
          42                                | the body: expected {"instances": [{...}]}, found 42
          null                              | the body: expected {"instances": [{...}]}, found null
          {"instances": []} x               | the body: expected JSON, but Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (line 1, column 20)
          {"instances": []} {}              | the body: expected JSON, but there is more after its end (line 1, column 20)
          {"instances": [{"age": NaN}]}     | the body: expected JSON, but NaN and the infinities are no JSON numbers: write "NaN", "Infinity" or "-Infinity" (line 1, column 27)
          {"instances": [{"age":            | the body: expected JSON, but it ends too soon
          ``                                | the body: expected JSON, but it ends too soon (line 1, column 1)
          """)
  void inNamedRecords(String body, String message) {
    assertThat(refusal(body, Form.RECORDS)).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                  | line 1: expected a header that names the columns "age", "city", "n", found nothing
          1;2                 | line 1, column 1: expected a header of the model's inputs "age", "city", "n", separated by commas, found "1;2"
          age;city            | line 1, column 1: expected a header of the model's inputs "age", "city", "n", separated by commas, found "age;city"
          city;Oslo           | line 1, column 1: expected a header of the model's inputs "age", "city", "n", separated by commas, found "city;Oslo"
          city~Oslo~          | line 1: expected the column "age", for the model needs it, found no such column
          age,age~1,2         | line 1: expected each column once, found "age" twice
          age,city~1,2~3      | line 3: expected 2 cells as in the header, found 1
          age,city~1,2~3,4,5  | line 3: expected 2 cells as in the header, found 3
          age~1~abc           | line 3, column "age": expected a number (FP64), found the text "abc"
          age~"1,5"           | line 2, column "age": expected a number (FP64), found the text "1,5"
          age,city~,Oslo      | line 2, column "age": expected a value, for the model needs one, found an empty cell
          age,n~1,1e3         | line 2, column "n": expected a whole number from -128 to 127 (INT8), found 1e3
          age~1~~2            | line 3: expected a row, found an empty line; write "" for a missing value
          age,city~1,"a~b     | line 3: expected CSV (RFC 4180), found a double quote that is never closed
          age,city~1,a"b      | line 2: expected CSV (RFC 4180), found a double quote inside a cell that does not begin with one; write it twice in a quoted cell
          age,city~1,"a"b     | line 2: expected CSV (RFC 4180), found text after the closing double quote of a cell
          age,city~1,"a~b"~x,y | line 4, column "age": expected a number (FP64), found the text "x"
          """)
  void inCsv(String body, String message) {
    assertThat(refusal(body.replace('~', '\n'), Form.CSV)).isEqualTo(message);
  }

  @Test
  void inCsvOfOddBytes() {
    assertThat(refusal("age\n1\0\n", Form.CSV))
        .isEqualTo("line 2: expected CSV (RFC 4180), found a NUL character");
    assertThat(refusal("age\r1\r", Form.CSV))
        .isEqualTo("line 1: expected CSV (RFC 4180), found a carriage return without a line feed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"model_name": "n", "inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]} | model_name: expected "m", as in the path, or none, found another
          {"model_version": 1, "inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]} | model_version: expected text, found 1
          {"inputs": [{"name": "zzz", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]} | inputs[0]: expected an input of the model ("x"), found "zzz"
          {"inputs": [{"name": "x", "shape": [2], "datatype": "FP32", "data": [1, 2]}]}    | input "x": expected shape [-1, 2], found [2]
          {"inputs": [{"name": "x", "shape": [-1, 2], "datatype": "FP32", "data": [1, 2]}]} | input "x".shape: expected whole numbers from 0 to 2147483647, found -1
          {"inputs": [{"name": "x", "shape": "1,2", "datatype": "FP32", "data": [1, 2]}]}  | input "x".shape: expected an array, found the text "1,2"
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "INT64", "data": [1, 2]}]} | input "x": expected datatype FP32, found INT64
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP7", "data": [1, 2]}]}  | input "x": expected datatype FP32, found "FP7"
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": ["a", 2]}]} | input "x".data, element 0: expected a number (FP32), found the text "a"
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": ["1", 2]}]} | input "x".data, element 0: expected a number (FP32), found the text "1"
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, null]}]} | input "x".data, element 1: expected a number (FP32), found null
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 1e39]}]} | input "x".data, element 1: expected a number within the range of FP32, found 1e39
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1]}]}    | input "x": expected 2 elements for shape [1, 2], found 1
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [[1], [2]]}]} | input "x": expected data nested as shape [1, 2] or flat, found arrays of shape [2, 1]
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [[1], [2, 3]]}]} | input "x".data: expected nested arrays of equal length and depth, found a ragged one at element 3
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [[1, 2], 3]}]} | input "x".data: expected nested arrays of equal length and depth, found a ragged one at element 2
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": 1}]}      | input "x".data: expected an array, found 1
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32"}]}                 | input "x": expected data, or parameters.binary_data_size, found neither
          {"inputs": [{"name": "x", "datatype": "FP32", "data": [1, 2]}]}                  | input "x": expected a shape, found none
          {"inputs": [{"name": "x", "shape": [1, 2], "data": [1, 2]}]}                     | input "x": expected a datatype, found none
          {"inputs": [{"shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]}              | inputs[0]: expected a name, found none
          {"inputs": []}                                                                   | inputs: expected a tensor for each input that the model needs, found none for "x"
          {"input": []}                                                                    | the body: expected the keys id, parameters, inputs and outputs, found "input"
          {"id": 7}                                                                        | id: expected text, found 7
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "parameters": {"binary_data_size": 8}}]} | input "x": expected 8 bytes of binary data after the JSON, found 0; is the header Inference-Header-Content-Length right?
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "parameters": {"shared_memory_region": "r"}}]} | inputs[0].parameters: expected no shared_memory_region, which is not supported here
          {"inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}], "outputs": [{"name": "nope"}]} | outputs: expected outputs of the model ("y"), found "nope"
          """)
  void inTensors(String body, String message) {
    assertThat(inferRefusal(body)).startsWith(message);
  }

  @Test
  void anInputGivenTwice() {
    String x = "{\"name\": \"x\", \"shape\": [1, 2], \"datatype\": \"FP32\", \"data\": [1, 2]}";

    assertThat(inferRefusal("{\"inputs\": [" + x + ", " + x + "]}"))
        .isEqualTo("inputs[1]: expected each input once, found \"x\" twice");
  }

  @Test
  void aShapeThatClaimsMoreThanThereIsTakesNoMemory() {
    assertThat(
            inferRefusal(
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [1000, 2], \"datatype\": \"FP32\","
                    + " \"data\": []}]}"))
        .isEqualTo("input \"x\": expected 2000 elements for shape [1000, 2], found 0");
    assertThat(
            inferRefusal(
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [1000000000, 2], \"datatype\":"
                    + " \"FP32\", \"data\": []}]}"))
        .isEqualTo(
            "input \"x\": expected at most 1000 rows a request, found 1000000000; send them in"
                + " several requests");
  }

  @Test
  void moreRowsThanAllowed() {
    String rows = "{\"age\": 1},".repeat(1000);

    assertThat(refusal("{\"instances\": [" + rows + "{\"age\": 1}]}", Form.RECORDS))
        .isEqualTo(
            "instances: expected at most 1000 rows a request, found more than 1000; send them in"
                + " several requests");
    assertThat(refusal("age\n" + "1\n".repeat(1001), Form.CSV))
        .startsWith("line 1002: expected at most 1000 rows a request");
  }

  @Test
  void jsonThatIsTooDeep() {
    assertThat(refusal("{\"instances\": " + "[".repeat(100_000), Form.RECORDS))
        .startsWith("instances[0]: expected an object, found an array");
    assertThat(inferRefusal("{\"parameters\": {\"p\": " + "[".repeat(100_000)))
        .startsWith("the body: expected JSON, but it is nested deeper than 40 levels");
  }

  @Test
  void jsonInAnotherEncoding() {
    byte[] utf16 = "{\"instances\": []}".getBytes(StandardCharsets.UTF_16LE);

    RequestException refusal =
        catchThrowableOfType(
            RequestException.class,
            () ->
                new PredictCodec(SIGNATURE, 10)
                    .decode(utf16, Form.RECORDS, Form.RECORDS, UnknownFields.REFUSE));

    assertThat(refusal).hasMessage("the body: expected JSON in UTF-8, found another encoding");
  }

  private static String refusal(String body, Form form) {
    return catchThrowableOfType(
            RequestException.class,
            () ->
                new PredictCodec(SIGNATURE, 1000)
                    .decode(
                        body.getBytes(StandardCharsets.UTF_8),
                        form,
                        Form.RECORDS,
                        UnknownFields.REFUSE))
        .getMessage();
  }

  private static String inferRefusal(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return catchThrowableOfType(
            RequestException.class,
            () -> new InferCodec(TENSORS, "m", "1", 1000).decode(bytes, bytes.length))
        .getMessage();
  }

  @Test
  void whatThePathSaysMayBeSaidAgain() throws RequestException {
    byte[] body =
        """
        {"model_name": "m", "model_version": null,
         "inputs": [{"name": "x", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(new InferCodec(TENSORS, "m", "1", 1000).decode(body, body.length).rows()).isOne();
  }
}
