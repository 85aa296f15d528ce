package io.slipway.tabular.form;

import io.slipway.tabular.form.CountTerms.Word;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;

/**
 * The words of one text after the other, as numbers. For one thread, as the frame it belongs to.
 */
final class WordNumbers {
  private final Map<Word, Matcher> matchers = new EnumMap<>(Word.class);
  private int[] numbers = new int[64];
  private int size;

  WordNumbers() {
    for (Word word : Word.values()) {
      matchers.put(word, word.pattern().matcher(""));
    }
  }

  /** Takes the words of a text in the place of those before. */
  void read(String text, Word word, Vocabulary vocabulary) {
    size = 0;
    Matcher matcher = Objects.requireNonNull(matchers.get(word)).reset(text);
    while (matcher.find()) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = vocabulary.number(text, matcher.start(), matcher.end());
    }
  }

  int size() {
    return size;
  }

  /** The number of a word; {@link Vocabulary#UNKNOWN} of most. */
  int at(int place) {
    return numbers[place];
  }

  /** Whether the words from a place on are these. */
  boolean continueWith(int[] words, int from) {
    for (int i = 0; i < words.length; i++) {
      if (numbers[from + i] != words[i]) {
        return false;
      }
    }
    return true;
  }

  /** Lets go of the last text. */
  void forget() {
    matchers.values().forEach(matcher -> matcher.reset(""));
  }
}
