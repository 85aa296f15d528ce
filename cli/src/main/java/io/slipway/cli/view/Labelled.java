package io.slipway.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines that begin with what they are about, the rest of them below each other. */
final class Labelled {

  private static final int WIDTH = 10;

  private final Palette palette;
  private final List<String> lines = new ArrayList<>();

  Labelled(Palette palette) {
    this.palette = palette;
  }

  /** Adds a line, unless there is nothing to say. */
  void add(String label, Optional<String> text) {
    text.ifPresent(
        words ->
            lines.add(
                palette.paint(Tone.STRONG, label)
                    + " ".repeat(Math.max(1, WIDTH - label.length()))
                    + OneLine.keepingSpaces(words)));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
