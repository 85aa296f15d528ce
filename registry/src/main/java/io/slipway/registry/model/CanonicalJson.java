package io.slipway.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as RFC 8785 (JSON Canonicalization Scheme) writes it: one document has one form in bytes,
 * whoever writes it, so that a digest of the bytes names the document.
 */
public final class CanonicalJson {
  /** The greatest integer that all of JSON's readers agree about. */
  public static final long LARGEST_INTEGER = (1L << 53) - 1;

  private CanonicalJson() {}

  /**
   * @throws InvalidException when the document holds what has no canonical form
   */
  public static byte[] bytes(JsonNode document) {
    return text(document).getBytes(StandardCharsets.UTF_8);
  }

  /** The same as text. */
  public static String text(JsonNode document) {
    StringBuilder out = new StringBuilder();
    write(document, out);
    return out.toString();
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, out);
      case ARRAY -> writeArray(node, out);
      case STRING -> writeString(node.textValue(), out);
      case NUMBER -> writeNumber(node, out);
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      default -> throw new IllegalArgumentException("no JSON of the type " + node.getNodeType());
    }
  }

  private static void writeObject(JsonNode node, StringBuilder out) {
    // By UTF-16 code units, as Java compares texts.
    Map<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    out.append('{');
    String separator = "";
    for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
      out.append(separator);
      writeString(entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void writeArray(JsonNode node, StringBuilder out) {
    out.append('[');
    for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
      write(elements.next(), out);
      if (elements.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void writeString(String text, StringBuilder out) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidException(
          "the text %s: it holds half of a surrogate pair, which is no character"
              .formatted(Quoted.of(text)));
    }
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(String.format("%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void writeNumber(JsonNode node, StringBuilder out) {
    if (node.isIntegralNumber()) {
      BigInteger value = node.bigIntegerValue();
      if (value.abs().compareTo(BigInteger.valueOf(LARGEST_INTEGER)) > 0) {
        throw new InvalidException(
            "the number %s: readers of JSON disagree about integers beyond 2^53; write it as text"
                .formatted(Quoted.of(value.toString())));
      }
      out.append(value);
    } else {
      out.append(number(node.doubleValue()));
    }
  }

  /** A number as ECMAScript writes it. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidException("a number that is not finite: JSON has none; leave it out");
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (point > 21 || point <= -6) {
      int exponent = point - 1;
      String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
      return sign + digits.charAt(0) + rest + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (digits.length() <= point) {
      return sign + digits + "0".repeat(point - digits.length());
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }

  /** The fewest digits that read back as the value. Java writes two where one would do. */
  private static BigDecimal shortest(double value) {
    BigDecimal written = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal one = written.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return one.doubleValue() == value ? one.stripTrailingZeros() : written;
  }
}
