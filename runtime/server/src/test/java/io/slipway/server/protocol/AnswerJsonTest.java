package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is, byte by byte, what Jackson writes. */
class AnswerJsonTest {
  private static final int MAX_BYTES = 1 << 20;

  /** The same document by both. */
  private record Both(AnswerJson own, JsonGenerator reference) {
    void value(Random random, int depth) throws IOException {
      switch (random.nextInt(depth > 0 ? 7 : 5)) {
        case 0 -> {
          String text = text(random);
          own.text(text);
          reference.writeString(text);
        }
        case 1 -> {
          long number = random.nextLong() >> random.nextInt(64);
          own.number(number);
          reference.writeNumber(number);
        }
        case 2 -> {
          double number = Double.longBitsToDouble(random.nextLong());
          own.number(number);
          if (Double.isFinite(number)) {
            reference.writeNumber(number);
          } else {
            reference.writeString(Double.toString(number));
          }
        }
        case 3 -> {
          float number = Float.intBitsToFloat(random.nextInt());
          own.number(number);
          if (Float.isFinite(number)) {
            reference.writeNumber(number);
          } else {
            reference.writeString(Float.toString(number));
          }
        }
        case 4 -> {
          own.literal("null");
          reference.writeNull();
        }
        case 5 -> {
          own.begin('[');
          reference.writeStartArray();
          for (int i = random.nextInt(4); i > 0; i--) {
            value(random, depth - 1);
          }
          own.end(']');
          reference.writeEndArray();
        }
        default -> {
          own.begin('{');
          reference.writeStartObject();
          for (int i = random.nextInt(4); i > 0; i--) {
            String name = text(random);
            own.name(name);
            reference.writeFieldName(name);
            value(random, depth - 1);
          }
          own.end('}');
          reference.writeEndObject();
        }
      }
    }
  }

  /** Of whole characters of every length, and of those that are escaped. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int character =
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> random.nextInt(0x80);
            case 2 -> random.nextInt(0x800);
            case 3 -> random.nextInt(0xd800);
            default -> 0xe000 + random.nextInt(0x110000 - 0xe000);
          };
      text.appendCodePoint(character);
    }
    return text.toString();
  }

  @Property(tries = 5000)
  void documentsAreJacksonsToTheByte(@ForAll long seed) throws Exception {
    AnswerBytes bytes = new AnswerBytes(8, MAX_BYTES);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (JsonGenerator reference = new JsonFactory().createGenerator(expected)) {
      bytes.add(out -> new Both(new AnswerJson(out), reference).value(new Random(seed), 4));
    }
    assertThat(new String(bytes.toByteArray(), StandardCharsets.UTF_8))
        .isEqualTo(expected.toString(StandardCharsets.UTF_8));
    assertThat(bytes.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udc00", "\udc00\ud800", "a\ud800b", "\ud83d"})
  void halfACharacterIsNotLost(String half) throws Exception {
    AnswerBytes bytes = new AnswerBytes(8, MAX_BYTES);

    bytes.add(out -> new AnswerJson(out).text(half));

    assertThat(new ObjectMapper().readTree(bytes.toByteArray()).textValue()).isEqualTo(half);
  }

  @Test
  void anAnswerIsAsLongAsItMayBeAndNoLonger() throws Exception {
    AnswerBytes bytes = new AnswerBytes(1, 12);
    bytes.add(out -> new AnswerJson(out).begin('[').text("12345678").end(']'));
    assertThat(bytes.toByteArray()).asString().isEqualTo("[\"12345678\"]");

    assertThatThrownBy(() -> bytes.add(out -> new AnswerJson(out).number(1)))
        .isInstanceOf(RequestException.class);
    assertThatThrownBy(
            () ->
                new AnswerBytes(1, 12)
                    .add(out -> new AnswerJson(out).begin('[').text("123456789").end(']')))
        .isInstanceOf(RequestException.class);
  }
}
