package io.slipway.tabular.xml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.util.Arrays;

/**
 * A JSON text as a tape: its objects, arrays, keys and values in order, each with where it begins
 * and, for objects and arrays, the number after all that they hold. Strict: what RFC 8259 does not
 * allow is refused, with line and column.
 */
final class JsonTokens {
  private static final int TOKENS_PER_LOOK_AT_THE_CLOCK = 1024;

  /** What a token is. */
  enum Kind {
    OBJECT,
    ARRAY,
    TEXT,
    NUMBER,
    TRUE,
    FALSE,
    NULL
  }

  private final String json;
  private final ReadLimits limits;
  private final long deadline;
  private int count;
  private Kind[] kind = new Kind[256];
  private int[] start = new int[256];

  /** After the last token of an object or array; after the last character of another. */
  private int[] end = new int[256];

  private int at;
  private int depth;

  /** How far lines are counted, which number has that one, and where it begins. */
  private int counted;

  private int line = 1;
  private int lineStart;

  /**
   * @param deadline by {@link System#nanoTime}
   */
  JsonTokens(String json, ReadLimits limits, long deadline) throws ModelLoadException {
    this.json = json;
    this.limits = limits;
    this.deadline = deadline;
    blank();
    value();
    blank();
    if (at < json.length()) {
      throw malformed("something stands after its end");
    }
  }

  Kind kind(int token) {
    return kind[token];
  }

  /** The token after this one and all that it holds. */
  int next(int token) {
    return isStructure(token) ? end[token] : token + 1;
  }

  boolean isStructure(int token) {
    return kind(token) == Kind.OBJECT || kind(token) == Kind.ARRAY;
  }

  int line(int token) {
    countLines(start[token]);
    return line;
  }

  int column(int token) {
    countLines(start[token]);
    return start[token] - lineStart + 1;
  }

  /** A text without its quotes, or a number or word as it is written. */
  String text(int token) {
    if (kind(token) != Kind.TEXT) {
      return json.substring(start[token], end[token]);
    }
    String quoted = json.substring(start[token] + 1, end[token] - 1);
    return quoted.indexOf('\\') < 0 ? quoted : unescaped(quoted);
  }

  private static String unescaped(String quoted) {
    StringBuilder text = new StringBuilder(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = quoted.charAt(++i);
      switch (escaped) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(quoted, i + 1, i + 5, 16));
          i += 4;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }

  private int begin(Kind of) throws ModelLoadException {
    if (count == kind.length) {
      int larger = count + (count >> 1);
      kind = Arrays.copyOf(kind, larger);
      start = Arrays.copyOf(start, larger);
      end = Arrays.copyOf(end, larger);
    }
    if (count >= limits.items()) {
      throw tooLarge("more than %d values".formatted(limits.items()));
    }
    if (count % TOKENS_PER_LOOK_AT_THE_CLOCK == 0) {
      keepTime();
    }
    kind[count] = of;
    start[count] = at;
    return count++;
  }

  private void value() throws ModelLoadException {
    switch (peek()) {
      case '{' -> structure(begin(Kind.OBJECT), '}');
      case '[' -> structure(begin(Kind.ARRAY), ']');
      case '"' -> string();
      case 't' -> word(Kind.TRUE, "true");
      case 'f' -> word(Kind.FALSE, "false");
      case 'n' -> word(Kind.NULL, "null");
      default -> number();
    }
  }

  private void structure(int token, char close) throws ModelLoadException {
    if (++depth > limits.depth()) {
      throw tooLarge(
          "more than %d objects and arrays inside one another".formatted(limits.depth()));
    }
    at++;
    blank();
    while (peek() != close) {
      if (close == '}') {
        if (peek() != '"') {
          throw malformed("a key in quotes is missing");
        }
        string();
        blank();
        if (peek() != ':') {
          throw malformed("a colon is missing");
        }
        at++;
        blank();
      }
      value();
      blank();
      if (peek() == ',') {
        at++;
        blank();
        if (peek() == close) {
          throw malformed("nothing stands after a comma");
        }
      } else if (peek() != close) {
        throw malformed("a comma or a " + close + " is missing");
      }
    }
    at++;
    depth--;
    end[token] = count;
  }

  private void string() throws ModelLoadException {
    int token = begin(Kind.TEXT);
    at++;
    while (peek() != '"') {
      char c = peek();
      if (c < ' ') {
        throw malformed("a text holds a control character");
      }
      at++;
      if (c == '\\') {
        escape();
      }
    }
    at++;
    end[token] = at;
  }

  private void escape() throws ModelLoadException {
    char escaped = peek();
    if ("\"\\/bfnrtu".indexOf(escaped) < 0) {
      throw malformed("a text holds an escape that there is not");
    }
    at++;
    if (escaped == 'u') {
      for (int digit = 0; digit < 4; digit++, at++) {
        char c = peek();
        if (!isDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) {
          throw malformed("a text holds an escape that there is not");
        }
      }
    }
  }

  private void word(Kind of, String word) throws ModelLoadException {
    int token = begin(of);
    if (!json.startsWith(word, at)) {
      throw malformed("a value is none");
    }
    at += word.length();
    end[token] = at;
  }

  private void number() throws ModelLoadException {
    int token = begin(Kind.NUMBER);
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < json.length() && json.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < json.length() && (json.charAt(at) == 'e' || json.charAt(at) == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    end[token] = at;
  }

  private void digits() throws ModelLoadException {
    if (!isDigit(peek())) {
      throw malformed("a value is none");
    }
    while (at < json.length() && isDigit(json.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private char peek() throws ModelLoadException {
    if (at >= json.length()) {
      throw malformed("it ends too early");
    }
    return json.charAt(at);
  }

  private void blank() {
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  /** Who asks goes through the document from its beginning, so that none is counted twice. */
  private void countLines(int offset) {
    if (offset < counted) {
      counted = 0;
      line = 1;
      lineStart = 0;
    }
    for (; counted < offset; counted++) {
      if (json.charAt(counted) == '\n') {
        line++;
        lineStart = counted + 1;
      }
    }
  }

  /** Refuses to go on where time is up, or nobody waits any longer. */
  void keepTime() throws ModelLoadException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ModelLoadException(
          Reason.LOAD_TIMEOUT, place() + "reading the document was interrupted");
    }
    if (System.nanoTime() - deadline > 0) {
      throw new ModelLoadException(
          Reason.LOAD_TIMEOUT,
          place() + "reading took longer than %d s".formatted(limits.time().toSeconds()));
    }
  }

  private String place() {
    countLines(at);
    return "line %d, column %d: ".formatted(line, at - lineStart + 1);
  }

  private ModelLoadException malformed(String what) {
    return new ModelLoadException(Reason.MODEL_INVALID, place() + "the file is not JSON: " + what);
  }

  private ModelLoadException tooLarge(String what) {
    return new ModelLoadException(Reason.MODEL_TOO_LARGE, place() + what);
  }
}
