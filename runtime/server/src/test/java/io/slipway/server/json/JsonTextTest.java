package io.slipway.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @Test
  void fieldsAreInTheirOrderOnOneLine() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("z", "1");
    fields.put("a", "two\nlines");

    assertThat(text(fields)).isEqualTo("{\"z\":\"1\",\"a\":\"two\\nlines\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "\\", "\u0000", "\u2028", "é", "𝕊", "\t", "</script>"})
  void whatIsWrittenIsReadBack(String value) throws Exception {
    assertThat(new ObjectMapper().readTree(text(Map.of("a", value))).get("a").asText())
        .isEqualTo(value);
  }

  @Test
  void halfACharacterOfACallersIsWrittenAsAQuestionMark() {
    assertThat(text(Map.of("a", "x\ud800y"))).isEqualTo("{\"a\":\"x?y\"}");
  }

  private static String text(Map<String, String> fields) {
    return new String(JsonText.of(fields), StandardCharsets.UTF_8);
  }
}
