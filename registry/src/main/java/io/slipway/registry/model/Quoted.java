package io.slipway.registry.model;

/** Somebody's text within a sentence of ours: short, and without characters that act. */
public final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  /** In single quotes, cut, and with a full stop's width for each control character. */
  public static String of(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return "'" + cut.replaceAll("[\\p{Cntrl}\\p{Cs}]", ".") + "'";
  }
}
