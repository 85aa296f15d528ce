package io.slipway.conformance.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads RFC 8259 and nothing more lenient: a server that answers with less is told so. */
public final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * @throws JsonException if the bytes are not one JSON value in UTF-8
   */
  public static Json read(byte[] bytes) throws JsonException {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new JsonException("it is not UTF-8");
    }
  }

  /**
   * @throws JsonException if the text is not one JSON value
   */
  public static Json read(String text) throws JsonException {
    JsonReader reader = new JsonReader(text);
    Json value = reader.value();
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw reader.unexpected("the end");
    }
    return value;
  }

  private Json value() throws JsonException {
    skipBlanks();
    if (at == text.length()) {
      throw unexpected("a value");
    }
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new Json.Text(string());
      case 't' -> word("true", Json.of(true));
      case 'f' -> word("false", Json.of(false));
      case 'n' -> word("null", Json.NULL);
      default -> number();
    };
  }

  private Json object() throws JsonException {
    enter();
    Map<String, Json> members = new LinkedHashMap<>();
    if (!next('}')) {
      do {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '"') {
          throw unexpected("a key");
        }
        String key = string();
        require(':');
        if (members.put(key, value()) != null) {
          throw new JsonException("the key \"" + key + "\" comes twice");
        }
      } while (next(','));
      require('}');
    }
    depth--;
    return new Json.Obj(members);
  }

  private Json array() throws JsonException {
    enter();
    List<Json> elements = new ArrayList<>();
    if (!next(']')) {
      do {
        elements.add(value());
      } while (next(','));
      require(']');
    }
    depth--;
    return new Json.Arr(elements);
  }

  private void enter() throws JsonException {
    at++;
    if (++depth > MAX_DEPTH) {
      throw new JsonException("it is nested deeper than " + MAX_DEPTH);
    }
  }

  private String string() throws JsonException {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c < ' ') {
        throw new JsonException("a string has a control character in it, at " + (at - 1));
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw unexpected("the end of a string");
  }

  private char escaped() throws JsonException {
    if (at == text.length()) {
      throw unexpected("an escape");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw unexpected("an escape");
    };
  }

  private char hex() throws JsonException {
    if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
      throw unexpected("four hexadecimal digits");
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private Json number() throws JsonException {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw unexpected("a value");
    }
    at = matcher.end();
    return new Json.Num(matcher.group());
  }

  private Json word(String word, Json value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return value;
  }

  private boolean next(char c) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void require(char c) throws JsonException {
    if (!next(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException unexpected(String expected) {
    String found = at >= text.length() ? "its end" : "'" + text.charAt(at) + "'";
    return new JsonException("at %d: expected %s, found %s".formatted(at, expected, found));
  }
}
