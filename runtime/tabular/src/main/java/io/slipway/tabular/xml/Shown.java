package io.slipway.tabular.xml;

/** How much of a document's own words is shown to whoever reads what is wrong with it. */
final class Shown {
  private static final int VALUE = 80;
  private static final int MESSAGE = 400;

  private Shown() {}

  /** A name or a value. */
  static String value(String text) {
    return text.length() <= VALUE ? text : text.substring(0, VALUE) + "...";
  }

  /** A sentence, whatever it quotes. */
  static String message(String text) {
    return text.length() <= MESSAGE ? text : text.substring(0, MESSAGE) + "...";
  }
}
