package io.slipway.pmml;

import java.util.List;

/** Keeps values that go into messages short, however long a caller or a document made them. */
final class Abbreviation {
  private static final int CHARACTERS = 80;
  private static final int ITEMS = 20;

  private Abbreviation() {}

  static String of(String text) {
    return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "...";
  }

  static String of(List<String> items) {
    String listed = String.join(", ", items.stream().limit(ITEMS).map(Abbreviation::of).toList());
    return items.size() <= ITEMS ? listed : listed + ", and " + (items.size() - ITEMS) + " more";
  }
}
