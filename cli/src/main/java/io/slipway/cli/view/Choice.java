package io.slipway.cli.view;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person may do.
 *
 * @param command written out
 * @param effect what it does, in a few words
 */
record Choice(String command, String effect) {

  /** A line for each, the effects below each other. */
  static List<String> lines(List<Choice> choices) {
    int width = choices.stream().mapToInt(choice -> choice.command.length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Choice choice : choices) {
      lines.add(
          "  "
              + choice.command
              + " ".repeat(width - choice.command.length())
              + "   "
              + choice.effect);
    }
    return lines;
  }
}
