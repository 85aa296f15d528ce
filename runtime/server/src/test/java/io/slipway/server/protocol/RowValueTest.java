package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowValueTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"instances\": [{\"id\": \"Zo\u00eb\"}, {\"id\": \"other\"}]} | Zo\u00eb",
        "{\"instances\": [{\"x\": {\"id\": 1}, \"y\": [1, 2], \"id\": 17}]} | 17",
        "{\"other\": [{\"id\": 1}], \"instances\": [{\"id\": 1.50}]} | 1.50",
        "{\"instances\": [{\"id\": true}]} | true",
        "{\"instances\": [{\"id\": null}]} | ``",
        "{\"instances\": [{\"id\": [1]}]} | ``",
        "{\"instances\": [{\"x\": 1}, {\"id\": 1}]} | ``",
        "{\"instances\": []} | ``",
        "{\"instances\": {\"id\": 1}} | ``",
        "[{\"id\": 1}] | ``",
        "{} | ``",
      })
  void theFirstRecordSaysIt(String body, String value) throws Exception {
    assertThat(RowValue.ofRecords(bytes(body), "id").orElse("")).isEqualTo(value);
  }

  @Test
  void nothingBehindTheValueIsRead() throws Exception {
    assertThat(RowValue.ofRecords(bytes("{\"instances\": [{\"id\": 1, oh dear"), "id"))
        .contains("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x,id;1,a;2,b | a",
        "id,x;\"a, b\",1 | a, b",
        "x,id;1, | ``",
        "x;1 | ``",
        "x,id;1 | ``",
        "id | ``",
      })
  void theFirstLineBelowTheHeaderSaysIt(String body, String value) throws Exception {
    assertThat(RowValue.ofCsv(bytes(body.replace(';', '\n')), "id").orElse("")).isEqualTo(value);
  }

  @Test
  void ofALongFileOnlyTheBeginningIsRead() throws Exception {
    byte[] body = bytes("id,x\na,1\n" + "\u00e9,2\n".repeat(400_000));
    assertThat(RowValue.ofCsv(body, "id")).contains("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": \"id\", \"datatype\": \"INT64\", \"shape\": [2], \"data\": [7, 8]} | 7",
        "{\"data\": [[\"a\"], [\"b\"]], \"shape\": [2, 1], \"datatype\": \"BYTES\", \"name\": \"id\"} | a",
        "{\"name\": \"x\", \"data\": [[1, 2], [3, 4]]}, {\"name\": \"id\", \"data\": [9]} | 9",
        "{\"name\": \"id\", \"data\": []} | ``",
        "{\"name\": \"id\", \"data\": [[], [1]]} | ``",
        "{\"name\": \"id\", \"data\": [null, 1]} | ``",
        "{\"name\": \"id\"} | ``",
        "{\"name\": \"x\", \"data\": [1]} | ``",
      })
  void theFirstElementOfTheTensorSaysIt(String tensors, String value) throws Exception {
    byte[] body = bytes("{\"id\": \"r1\", \"inputs\": [%s]}".formatted(tensors));
    assertThat(RowValue.ofInfer(body, body.length, "id").orElse("")).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "INT64, 0700000000000000, 7",
    "FP64, 000000000000F83F, 1.5",
    "FP32, 0000C03F, 1.5",
    "UINT8, FF, 255",
    "BOOL, 01, true",
    "BYTES, 020000006162, ab",
    "BYTES, 0300000061, ''",
    "BYTES, FFFFFFFF61, ''",
    "INT64, 07, ''",
    "COMPLEX, 07, ''",
  })
  void soDoBinaryTensors(String datatype, String hex, String value) throws Exception {
    byte[] element = java.util.HexFormat.of().parseHex(hex);
    String json =
        """
        {"inputs": [
          {"name": "x", "datatype": "FP64", "shape": [1], "parameters": {"binary_data_size": 8}},
          {"name": "id", "datatype": "%s", "shape": [1], "parameters": {"binary_data_size": %d}}]}
        """
            .formatted(datatype, element.length);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(bytes(json));
    body.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(3).array());
    body.writeBytes(element);

    assertThat(RowValue.ofInfer(body.toByteArray(), bytes(json).length, "id").orElse(""))
        .isEqualTo(value);
  }

  @Test
  void aTensorOutsideTheBodyHasNoValue() throws Exception {
    byte[] json =
        bytes(
            "{\"inputs\": [{\"name\": \"x\", \"parameters\": {\"binary_data_size\": 2147483647}}, {\"name\": \"id\", \"datatype\": \"UINT8\", \"parameters\": {\"binary_data_size\": 1}}]}");
    assertThat(RowValue.ofInfer(json, json.length, "id")).isEmpty();
    assertThat(RowValue.ofInfer(json, json.length + 1, "id")).isEmpty();
    assertThat(RowValue.ofInfer(json, 0, "id")).isEmpty();
  }

  @Property
  void noBytesBringItDown(@ForAll byte[] body) {
    for (Reader reader :
        new Reader[] {
          RowValue::ofRecords,
          RowValue::ofCsv,
          (bytes, field) -> RowValue.ofInfer(bytes, bytes.length, field)
        }) {
      try {
        assertThat(reader.value(body, "id")).isNotNull();
      } catch (RequestException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private interface Reader {
    Optional<String> value(byte[] body, String field) throws RequestException;
  }
}
