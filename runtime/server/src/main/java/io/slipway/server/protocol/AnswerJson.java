package io.slipway.server.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON into an answer, value by value, commas and colons by itself; that it is well-formed
 * is its caller's to see to. Characters of two halves are escaped, so that a half alone, which a
 * model can give, is not lost. Of one thread.
 */
final class AnswerJson {
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private final AnswerBytes out;

  /** Whether what comes next is the second of its array or object, or a later one. */
  private boolean follows;

  AnswerJson(AnswerBytes out) {
    this.out = out;
  }

  AnswerJson begin(char bracket) throws IOException {
    separate();
    out.write(bracket);
    follows = false;
    return this;
  }

  AnswerJson end(char bracket) throws IOException {
    out.write(bracket);
    follows = true;
    return this;
  }

  /** The name of what comes next. */
  AnswerJson name(String name) throws IOException {
    separate();
    writeText(name);
    out.write(':');
    follows = false;
    return this;
  }

  AnswerJson text(String value) throws IOException {
    separate();
    writeText(value);
    follows = true;
    return this;
  }

  AnswerJson number(long value) throws IOException {
    return literal(Long.toString(value));
  }

  /** In the fewest digits that give it back; as text if JSON has no number for it. */
  AnswerJson number(double value) throws IOException {
    String digits = Double.toString(value);
    return Double.isFinite(value) ? literal(digits) : text(digits);
  }

  /** In the fewest digits that give it back; as text if JSON has no number for it. */
  AnswerJson number(float value) throws IOException {
    String digits = Float.toString(value);
    return Float.isFinite(value) ? literal(digits) : text(digits);
  }

  /** A number, or one of JSON's words, as it stands. */
  AnswerJson literal(String value) throws IOException {
    separate();
    for (int i = 0; i < value.length(); i++) {
      out.write(value.charAt(i));
    }
    follows = true;
    return this;
  }

  private void separate() throws IOException {
    if (follows) {
      out.write(',');
    }
  }

  private void writeText(String value) throws IOException {
    out.write('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        writeEscaped(c);
      } else if (c < 0x80) {
        out.write(c);
      } else {
        writeUtf8(c);
      }
    }
    out.write('"');
  }

  private void writeEscaped(char c) throws IOException {
    out.write('\\');
    switch (c) {
      case '"', '\\' -> out.write(c);
      case '\b' -> out.write('b');
      case '\f' -> out.write('f');
      case '\n' -> out.write('n');
      case '\r' -> out.write('r');
      case '\t' -> out.write('t');
      default -> {
        out.write('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.write(HEX[(c >> shift) & 0xf]);
        }
      }
    }
  }

  private void writeUtf8(char c) throws IOException {
    if (c < 0x800) {
      out.write(0xc0 | (c >> 6));
    } else {
      out.write(0xe0 | (c >> 12));
      out.write(0x80 | ((c >> 6) & 0x3f));
    }
    out.write(0x80 | (c & 0x3f));
  }
}
