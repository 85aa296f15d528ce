package io.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.json.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "[1,-0.5e+10,true,false,null,\"a\"]",
        "{\"a\":{\"b\":[[\"\\\"\\\\\\n\\u0001\\ud83d\\ude80\"]]}}"
      })
  void whatIsWrittenIsWhatWasRead(String text) throws Exception {
    assertThat(JsonReader.read(text).text()).isEqualTo(text);
  }

  @Test
  void aNumberKeepsItsDigits() throws Exception {
    assertThat(JsonReader.read(" 18446744073709551615 "))
        .isEqualTo(new Json.Num("18446744073709551615"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nul",
        "NaN",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        "+1",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"",
        "[1",
        "{\"a\"}",
        "1 2",
        "{\"a\":1,\"a\":2}"
      })
  void lessThanJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(JsonException.class);
  }
}
