package io.slipway.cli.view;

/** Text of others on one line, without anything that a terminal would obey. */
public final class OneLine {

  private OneLine() {}

  /**
   * Control characters, line ends and invisible characters become a space: what pods say, and what
   * whoever may write a resource writes, is shown and not obeyed.
   */
  public static String of(String text) {
    return text.replaceAll("[\\p{C}\\s]+", " ").strip();
  }

  /** The same for a text that is one line already, in which spaces mean something. */
  public static String keepingSpaces(String line) {
    return line.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
  }
}
