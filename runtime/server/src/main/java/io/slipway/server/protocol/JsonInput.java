package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A caller's JSON, token by token. The parser's complaints become messages for the caller; strings
 * are well-formed Unicode, so that whatever was read can be written again.
 */
final class JsonInput implements AutoCloseable {
  /** Deep enough for a tensor of rank 32 inside an infer request; a bomb is deeper. */
  static final int MAX_DEPTH = 40;

  private static final int MAX_NUMBER_CHARACTERS = 1000;
  private static final int MAX_NAME_CHARACTERS = 4096;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARACTERS)
                  .maxNameLength(MAX_NAME_CHARACTERS)
                  .maxStringLength(Integer.MAX_VALUE) // the body is bounded already
                  .build())
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // Names come from callers: interned they would stay for good.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // A pool by thread would be filled anew by each thread of those that come and go.
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .build();

  private final JsonParser parser;

  private JsonInput(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * @throws RequestException if the bytes are not UTF-8
   */
  static JsonInput open(byte[] bytes, int offset, int length) throws RequestException {
    requireUtf8(bytes, offset, length);
    try {
      return new JsonInput(FACTORY.createParser(bytes, offset, length));
    } catch (IOException e) {
      throw new IllegalStateException("reading an array of bytes failed", e);
    }
  }

  /** The parser would guess UTF-16 and UTF-32, which RFC 8259 does not allow between systems. */
  private static void requireUtf8(byte[] bytes, int offset, int length) throws RequestException {
    int looked = Math.min(length, 4);
    boolean byteOrderMark =
        length >= 2 && (bytes[offset] & 0xff) + (bytes[offset + 1] & 0xff) == 0xff + 0xfe;
    boolean zero = false;
    for (int i = offset; i < offset + looked; i++) {
      zero |= bytes[i] == 0;
    }
    if (zero || (byteOrderMark && (bytes[offset] & 0xff) >= 0xfe)) {
      throw RequestException.invalid("the body: expected JSON in UTF-8, found another encoding");
    }
  }

  /** The next token; past the end an error. */
  JsonToken next() throws RequestException {
    JsonToken token = nextOrEnd();
    if (token == null) {
      throw malformed("it ends too soon");
    }
    return token;
  }

  private @Nullable JsonToken nextOrEnd() throws RequestException {
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw malformed(e);
    } catch (IllegalStateException e) {
      // The table of names gives up on names that were made to collide.
      throw malformed("its names are too many and too alike");
    }
  }

  /** The token last returned by {@link #next}. */
  JsonToken token() {
    return Objects.requireNonNull(parser.currentToken());
  }

  /** Moves on to the value of the field whose name is the current token, and returns the name. */
  String fieldName() throws RequestException {
    try {
      return parser.currentName();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The bytes before the current token. */
  int tokenOffset() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  /** The bytes up to the end of the current token, which is text, a literal or an end. */
  int tokenEnd() throws RequestException {
    try {
      parser.finishToken();
    } catch (IOException e) {
      throw malformed(e);
    }
    return (int) parser.currentLocation().getByteOffset();
  }

  /** Passes over the value that begins at the current token. */
  void skipValue() throws RequestException {
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Fails unless the document is over. */
  void requireEnd() throws RequestException {
    if (nextOrEnd() != null) {
      throw malformed("there is more after its end");
    }
  }

  /** Fails unless the current token is {@code expected}. */
  void require(JsonToken expected, String place) throws RequestException {
    require(expected, () -> place);
  }

  /** The same. */
  void require(JsonToken expected, Place place) throws RequestException {
    if (token() != expected) {
      throw RequestException.invalid(
          place.text() + ": expected " + describe(expected) + ", found " + found());
    }
  }

  /** The current token's text: of a string, or of a number as it was written. */
  String text() throws RequestException {
    try {
      String text = parser.getText();
      if (token() == JsonToken.VALUE_STRING) {
        requireWellFormed(text);
      }
      return text;
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Text with half of a surrogate pair has no UTF-8 form: nobody could be answered with it. */
  private static void requireWellFormed(String text) throws RequestException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw RequestException.invalid(
              "the text " + Quoted.text(text) + " has half of a surrogate pair");
        }
        i++;
      }
    }
  }

  double doubleValue() throws RequestException {
    try {
      return parser.getDoubleValue();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The number rounded once from its decimal digits, which is not the double rounded again. */
  float floatValue() throws RequestException {
    try {
      return parser.getFloatValue();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  boolean isLong() throws RequestException {
    try {
      return token() == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  long longValue() throws RequestException {
    try {
      return parser.getLongValue();
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The current token in words. */
  String found() throws RequestException {
    return switch (token()) {
      case VALUE_STRING -> "the text " + Quoted.text(text());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String number = text();
        yield number.length() > 40 ? number.substring(0, 40) + "..." : number;
      }
      default -> describe(token());
    };
  }

  private static String describe(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      default -> token.toString();
    };
  }

  private RequestException malformed(IOException e) {
    if (e instanceof StreamConstraintsException) {
      return malformed(
          "it is nested deeper than %d levels, has a number of more than %d characters or a name of more than %d"
              .formatted(MAX_DEPTH, MAX_NUMBER_CHARACTERS, MAX_NAME_CHARACTERS));
    }
    if (e instanceof JsonEOFException) {
      return malformed("it ends too soon");
    }
    String message =
        e instanceof JsonProcessingException json
            ? Objects.requireNonNullElse(json.getOriginalMessage(), "")
            : "";
    if (message.startsWith("Non-standard token")) {
      return malformed(
          "NaN and the infinities are no JSON numbers: write \"NaN\", \"Infinity\" or"
              + " \"-Infinity\"");
    }
    // Only the first sentence is about the content; the others name the parser's own settings.
    String first = message.split(" \\(for |: enable |\\n| at \\[Source", 2)[0];
    return malformed(Quoted.plain(first));
  }

  private RequestException malformed(String why) {
    JsonLocation location = parser.currentLocation();
    return RequestException.invalid(
        "the body: expected JSON, but %s (line %d, column %d)"
            .formatted(why, location.getLineNr(), location.getColumnNr()));
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a parser of an array of bytes failed", e);
    }
  }
}
