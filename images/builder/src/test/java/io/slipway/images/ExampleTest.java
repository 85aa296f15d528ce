package io.slipway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleTest {

  @TempDir private Path folder;

  @Test
  void rowsWithMissingValuesAreLeftOut() throws Exception {
    Example example =
        example("{\"instances\": [{\"x\": 1, \"s\": \"a\"}, {\"x\": null, \"s\": \"b\"}]}");

    assertThat(example.records()).isEqualTo("{\"instances\":[{\"x\":1,\"s\":\"a\"}]}");
    assertThat(example.csv()).isEqualTo("x,s\n1,a\n");
  }

  @Test
  void tensorsHaveTheNamesAndTypesOfTheMetadata() throws Exception {
    Example example = example("{\"instances\": [{\"x\": 1}, {\"x\": 2}]}");
    String metadata =
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP64\", \"shape\": [-1, 1]}]}";

    assertThat(example.tensors(metadata))
        .isEqualTo(
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[2,1],\"data\":[1,2]}]}");
  }

  @Test
  void oneRowIsAnEvaluation() throws Exception {
    assertThat(example("{\"instances\": [{\"x\": 1}, {\"x\": 2}]}").evaluation())
        .isEqualTo("{\"id\":\"1\",\"arguments\":{\"x\":1}}");
  }

  @Test
  void valuesThatAreListsHaveNoCsv() throws Exception {
    assertThat(example("{\"instances\": [{\"x\": [1, 2]}]}").csv()).isEmpty();
  }

  @Test
  void anExampleWithoutACompleteRowIsRefused() {
    assertThatThrownBy(() -> example("{\"instances\": [{\"x\": null}]}"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no complete row");
  }

  private Example example(String requests) throws IOException {
    Files.writeString(folder.resolve("requests.json"), requests);
    return Example.read(folder, "v1.pmml");
  }
}
