package io.slipway.cli.view;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of text and its tone.
 *
 * @param text on one line, without anything that a terminal would obey: it comes from pods and from
 *     whoever may write a resource
 */
record Cell(Tone tone, String text) {

  /** {@code sha256:} and twelve hex digits. */
  private static final int DIGEST_LENGTH = 19;

  Cell {
    text = OneLine.of(text);
  }

  static Cell of(@Nullable String text) {
    return of(Tone.PLAIN, text);
  }

  /** A text that may be absent. */
  static Cell of(Tone tone, @Nullable String text) {
    return new Cell(tone, Objects.requireNonNullElse(text, ""));
  }

  /** A digest, shortened to what people compare. */
  static Cell digest(@Nullable String digest) {
    String text = Objects.requireNonNullElse(digest, "");
    return of(text.substring(0, Math.min(text.length(), DIGEST_LENGTH)));
  }

  static Cell of(long number) {
    return of(Long.toString(number));
  }

  String painted(Palette palette) {
    return palette.paint(tone, text);
  }
}
