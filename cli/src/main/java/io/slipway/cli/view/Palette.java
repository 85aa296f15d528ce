package io.slipway.cli.view;

/** How tones look. */
public enum Palette {
  /** Not at all: for files, pipes and those who want no colours. */
  NONE {
    @Override
    String paint(Tone tone, String text) {
      return text;
    }
  },
  /** As a terminal's colours. */
  TERMINAL {
    @Override
    String paint(Tone tone, String text) {
      return tone == Tone.PLAIN || text.isEmpty()
          ? text
          : ESCAPE + tone.code() + "m" + text + ESCAPE + "0m";
    }
  };

  private static final String ESCAPE = "\u001b[";

  /** The text in that tone. */
  abstract String paint(Tone tone, String text);
}
