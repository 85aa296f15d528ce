package io.slipway.batch.warehouse;

/** Text of others within a sentence: short, and in one line. */
public final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  public static String of(String text) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
