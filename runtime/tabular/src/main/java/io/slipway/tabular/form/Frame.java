package io.slipway.tabular.form;

import java.util.Optional;

/** The rows that a program works on: numbers row by row, and texts. For one thread at a time. */
public final class Frame {
  private final int capacity;
  private final int width;
  private final int textWidth;
  private final double[] numbers;
  private final String[] texts;
  private final int[] found = new int[LinkedTrees.AT_ONCE];
  private final int[] chosen;
  private Optional<WordNumbers> words = Optional.empty();

  Frame(Program program, int capacity) {
    this.capacity = capacity;
    this.width = program.width();
    this.textWidth = program.textWidth();
    this.numbers = new double[capacity * width];
    this.chosen = new int[capacity];
    this.texts = new String[capacity * textWidth];
    for (int row = 0; row < capacity; row++) {
      program.fill(numbers, row * width);
    }
    java.util.Arrays.fill(texts, "");
  }

  /** How many rows fit. */
  public int capacity() {
    return capacity;
  }

  public int width() {
    return width;
  }

  /** Slot s of row r is at {@code r * width() + s}. */
  public double[] numbers() {
    return numbers;
  }

  /** Room for the leaves that trees are walked to. */
  int[] found() {
    return found;
  }

  /** Room for a choice of rows. */
  int[] chosen() {
    return chosen;
  }

  /** Room for the words of a text. */
  WordNumbers words() {
    if (words.isEmpty()) {
      words = Optional.of(new WordNumbers());
    }
    return words.get();
  }

  public double number(int row, int slot) {
    return numbers[row * width + slot];
  }

  public void number(int row, int slot, double value) {
    numbers[row * width + slot] = value;
  }

  public String text(int row, int slot) {
    return texts[row * textWidth + slot];
  }

  /** A text slot is read only where its number slot is not missing. */
  public void text(int row, int slot, String value) {
    texts[row * textWidth + slot] = value;
  }

  /** Lets go of the rows' texts, so that a frame that waits for its next use keeps none alive. */
  void forgetTexts() {
    java.util.Arrays.fill(texts, "");
    words.ifPresent(WordNumbers::forget);
  }
}
