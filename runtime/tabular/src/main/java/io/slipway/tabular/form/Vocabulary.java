package io.slipway.tabular.form;

import io.slipway.tabular.form.CountTerms.Case;
import java.util.List;

/** Words with numbers, which are found in a text without being copied out of it. */
final class Vocabulary {
  static final int UNKNOWN = -1;

  private final Case letters;
  private final List<String> words;

  /** A word's number and 1 where its hash leads, or at the next place that is free; else 0. */
  private final int[] places;

  /**
   * @param words whose numbers are their places in the list
   */
  Vocabulary(Case letters, List<String> words) {
    this.letters = letters;
    this.words = List.copyOf(words);
    this.places = new int[4 * Integer.highestOneBit(Math.max(1, words.size()))];
    for (int number = 0; number < words.size(); number++) {
      String word = words.get(number);
      places[place(word, 0, word.length())] = number + 1;
    }
  }

  List<String> words() {
    return words;
  }

  /** The number of the word that lies in a text; {@link #UNKNOWN} if it is none of these. */
  int number(String text, int from, int to) {
    return places[place(text, from, to)] - 1;
  }

  /** Where a word is, or would be. */
  private int place(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + letter(text, i);
    }
    int at = (hash ^ (hash >>> 16)) & (places.length - 1);
    while (places[at] != 0 && !isSame(words.get(places[at] - 1), text, from, to)) {
      at = (at + 1) & (places.length - 1);
    }
    return at;
  }

  private boolean isSame(String word, String text, int from, int to) {
    if (word.length() != to - from) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (letter(word, i) != letter(text, from + i)) {
        return false;
      }
    }
    return true;
  }

  private char letter(String text, int at) {
    return letters == Case.MATTERS ? text.charAt(at) : folded(text.charAt(at));
  }

  /** One of all words that are one where case does not matter. */
  static String folded(String word) {
    char[] folded = word.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = folded(folded[i]);
    }
    return new String(folded);
  }

  /** As {@link String#equalsIgnoreCase} has it. */
  private static char folded(char letter) {
    return Character.toLowerCase(Character.toUpperCase(letter));
  }
}
