package io.slipway.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What may become of a body on its way from a careless or ill-meaning caller. */
final class Mutation {
  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          "\"",
          "-1",
          "1e999",
          "1e-999",
          "99999999999999999999",
          "\\ud800",
          "NaN",
          "\"NaN\"",
          "[[",
          "]]",
          "\0",
          "\n",
          "\uFEFF",
          "{\"a\":",
          "2147483648",
          "-9223372036854775808",
          "\"data\"",
          "\"shape\"",
          "\"age\"",
          "\"t\"",
          "0",
          "[]",
          "{}",
          "1.5",
          "\"\"");

  private Mutation() {}

  /** With up to four places changed. */
  static byte[] of(byte[] body, Random random) {
    byte[] bytes = body;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, at + random.nextInt(8));
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> spliced(bytes, at, at, token(random));
            case 1 -> spliced(bytes, at, to, new byte[0]);
            case 2 -> spliced(bytes, at, to, token(random));
            default -> spliced(bytes, at, to, new byte[] {(byte) random.nextInt()});
          };
    }
    return bytes;
  }

  private static byte[] token(Random random) {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(Arrays.copyOf(bytes, from));
    parts.add(middle);
    parts.add(Arrays.copyOfRange(bytes, to, bytes.length));
    byte[] joined = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
