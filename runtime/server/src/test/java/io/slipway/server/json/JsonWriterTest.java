package io.slipway.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes are those that Jackson's mapper writes. */
class JsonWriterTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static String text(Map<?, ?> fields) {
    return new String(JsonWriter.bytes(fields), StandardCharsets.UTF_8);
  }

  @Test
  void fieldsAreInTheirOrderOnOneLine() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("z", "1");
    fields.put("a", "two\nlines");

    assertThat(text(fields)).isEqualTo("{\"z\":\"1\",\"a\":\"two\\nlines\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "\\", "\u0000", "\u2028", "é", "𝕊", "\t", "</script>"})
  void aTextIsWrittenAsByTheMapper(String value) throws Exception {
    assertThat(text(Map.of(value, value)))
        .isEqualTo(MAPPER.writeValueAsString(Map.of(value, value)));
  }

  @Test
  void halfACharacterOfACallersIsWrittenAsAQuestionMark() {
    assertThat(text(Map.of("a", "x\ud800y"))).isEqualTo("{\"a\":\"x?y\"}");
  }

  @Test
  void valuesAreWrittenAsByTheMapper() throws Exception {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("list", List.of(1, "a", true, List.of(), Map.of()));
    fields.put("set", Set.of("one"));
    fields.put("numbers by number", Map.of(7, Long.MAX_VALUE));
    fields.put("doubles", List.of(0.1, -0.0, 1e300, Double.MIN_VALUE, Double.NaN));
    fields.put("decimals", List.of(new BigDecimal("1E+5"), new BigDecimal("0.000001")));
    fields.put("big", BigInteger.TEN.pow(30));

    assertThat(text(fields)).isEqualTo(MAPPER.writeValueAsString(fields));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[null,true,false,\"a\\nb\",-1,2147483648,9223372036854775808,0.1,1.0E300]",
        "{\"a\":{\"b\":[{\"c\":[]},[]]},\"d\":\"é\"}"
      })
  void aTreeIsWrittenAsByTheMapper(String json) throws Exception {
    JsonNode tree = MAPPER.readTree(json);

    assertThat(JsonWriter.bytes(tree)).asString(StandardCharsets.UTF_8).isEqualTo(tree.toString());
  }

  @Test
  void whatHasNoFormInADocumentIsRefusedByItsType() {
    assertThatThrownBy(() -> JsonWriter.bytes(Map.of("at", Instant.EPOCH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.time.Instant");
    JsonNode binary = JsonNodeFactory.instance.binaryNode(new byte[1]);
    assertThatThrownBy(() -> JsonWriter.bytes(binary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BINARY");
  }
}
