package io.slipway.cli.view;

/** What a piece of text is to catch the eye with, or not. */
public enum Tone {
  PLAIN(""),
  /** As it should be. */
  GOOD("32"),
  /** Waits, or may become trouble. */
  WARNING("33"),
  /** Failed. */
  BAD("31"),
  /** Headings and what is current. */
  STRONG("1"),
  /** Past, or by the way. */
  FAINT("2");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** The parameters of the terminal's sequence for it; empty for none. */
  String code() {
    return code;
  }
}
