package io.slipway.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees are those that Jackson's mapper makes. */
class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "[]",
        "{}",
        "[[], {}, [{\"a\": []}]]",
        "{\"a\": {\"b\": [1, -2147483648, 2147483648, 9223372036854775807, 9223372036854775808]}}",
        "[0.1, 1e308, -0.0, 1E-400, 1.0, 123456789012345678901234567890.5]",
        "[\"\", \"\\u00e9\\ud835\\udd4a\", \"\\\"\\\\\", false, null]",
      })
  void whatIsReadIsWhatTheMapperReads(String json) throws IOException {
    byte[] bytes = bytes(json);

    assertThat(JsonReader.foreign(bytes)).isEqualTo(new JsonMapper().readTree(bytes));
    assertThat(JsonReader.own(bytes, 0, bytes.length)).isEqualTo(new JsonMapper().readTree(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[1",
        "{\"a\"}",
        "{\"a\":}",
        "[1,]",
        "}",
        "nul",
        "NaN",
        "01",
        "\"a",
        "{'a':1}"
      })
  void whatIsNoJsonIsRefused(String json) {
    assertThatThrownBy(() -> JsonReader.foreign(bytes(json)))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void onlyOthersAreHeldToOneValueWithEachNameOnce() throws IOException {
    byte[] twice = bytes("{\"a\": 1, \"a\": 2}");
    byte[] followed = bytes("{\"a\": 2} 3");

    assertThatThrownBy(() -> JsonReader.foreign(twice)).hasMessageContaining("Duplicate field 'a'");
    assertThatThrownBy(() -> JsonReader.foreign(followed))
        .hasMessageContaining("something follows the value");
    assertThat(JsonReader.own(twice, 0, twice.length))
        .isEqualTo(JsonReader.own(followed, 0, followed.length));
  }

  @Test
  void aValueAmongOtherBytesIsReadFromWhereItBegins() throws IOException {
    assertThat(JsonReader.own(bytes("xx[7]yy"), 2, 3).get(0).intValue()).isEqualTo(7);
  }

  @Test
  void nobodyNestsDeeperThanCanBeRead() {
    String deep = "[".repeat(1001) + "]".repeat(1001);

    assertThatThrownBy(() -> JsonReader.foreign(bytes(deep))).hasMessageContaining("nesting");
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
