package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often each of some terms occurs in a text: the text is split into words once for all. */
public final class CountTerms implements Kept {
  /** Whether letters of another case are others. */
  public enum Case {
    MATTERS,
    DOES_NOT
  }

  /** What a word looks like: expressions of exporters that take no longer for a hostile text. */
  public enum Word {
    /** Two letters or more. */
    LONG("(?u)\\b\\w\\w+\\b"),
    ANY("\\w+");

    private final String expression;
    private final Pattern pattern;

    Word(String expression) {
      this.expression = expression;
      this.pattern = Pattern.compile(expression);
    }

    /** The one that is written so; empty for others, which could take exponential time. */
    public static Optional<Word> of(String expression) {
      return Arrays.stream(values()).filter(word -> word.expression.equals(expression)).findFirst();
    }
  }

  private final Word word;
  private final Case letters;
  private final int slot;
  private final int text;
  private final Map<String, int[]> slotsOfWord;
  private final List<Phrase> phrases;
  private final int[] results;

  private record Phrase(List<String> words, int slot) {
    void write(FlatWriter out) {
      out.texts(words);
      out.whole(slot);
    }

    static Phrase read(FlatReader in) {
      return new Phrase(in.texts(), in.slot());
    }
  }

  private CountTerms(Builder builder) {
    word = builder.word;
    letters = builder.letters;
    slot = builder.slot;
    text = builder.text;
    slotsOfWord = Map.copyOf(builder.slotsOfWord);
    phrases = List.copyOf(builder.phrases);
    results = builder.results.stream().mapToInt(Integer::intValue).toArray();
  }

  private CountTerms(FlatReader in) {
    word = in.choice(Word.values());
    letters = in.choice(Case.values());
    slot = in.slot();
    text = in.textSlot();
    Map<String, int[]> slots = new HashMap<>();
    int words = in.count(2 * Integer.BYTES);
    for (int i = 0; i < words; i++) {
      slots.put(in.text(), in.slotArray(1));
    }
    slotsOfWord = Map.copyOf(slots);
    phrases = List.copyOf(in.list(2 * Integer.BYTES, () -> Phrase.read(in)));
    results = in.slotArray(1);
  }

  /** Terms to count in one text. */
  public static final class Builder {
    private final Word word;
    private final Case letters;
    private final int slot;
    private final int text;
    private final Map<String, int[]> slotsOfWord = new HashMap<>();
    private final List<Phrase> phrases = new ArrayList<>();
    private final List<Integer> results = new ArrayList<>();

    /**
     * @param slot says whether there is a text
     * @param text where it is
     */
    public Builder(Word word, Case letters, int slot, int text) {
      this.word = word;
      this.letters = letters;
      this.slot = slot;
      this.text = text;
    }

    public void term(String term, int result) {
      List<String> words = words(word, letters, term);
      results.add(result);
      if (words.size() == 1) {
        slotsOfWord.merge(words.get(0), new int[] {result}, Builder::join);
      } else if (!words.isEmpty()) {
        phrases.add(new Phrase(List.copyOf(words), result));
      }
    }

    private static int[] join(int[] left, int[] right) {
      int[] both = Arrays.copyOf(left, left.length + right.length);
      System.arraycopy(right, 0, both, left.length, right.length);
      return both;
    }

    public CountTerms build() {
      return new CountTerms(this);
    }
  }

  private static List<String> words(Word word, Case letters, String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = word.pattern.matcher(text);
    while (matcher.find()) {
      words.add(letters == Case.MATTERS ? matcher.group() : folded(matcher.group()));
    }
    return words;
  }

  /** Words that {@link String#equalsIgnoreCase} takes for one are one. */
  private static String folded(String word) {
    char[] letters = word.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      letters[i] = Character.toLowerCase(Character.toUpperCase(letters[i]));
    }
    return new String(letters);
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double code = v[at + slot];
      double none = !Double.isNaN(code) ? 0 : code;
      for (int result : results) {
        v[at + result] = none;
      }
      if (!Double.isNaN(code)) {
        count(words(word, letters, frame.text(row, text)), v, at);
      }
    }
  }

  private void count(List<String> words, double[] v, int row) {
    for (String each : words) {
      int[] found = slotsOfWord.get(each);
      if (found != null) {
        for (int result : found) {
          v[row + result]++;
        }
      }
    }
    for (Phrase phrase : phrases) {
      for (int from = 0; from + phrase.words.size() <= words.size(); from++) {
        if (startsWith(words, from, phrase.words)) {
          v[row + phrase.slot]++;
        }
      }
    }
  }

  private static boolean startsWith(List<String> words, int from, List<String> phrase) {
    for (int i = 0; i < phrase.size(); i++) {
      if (!words.get(from + i).equals(phrase.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(word);
    out.choice(letters);
    out.whole(slot);
    out.whole(text);
    out.whole(slotsOfWord.size());
    new TreeMap<>(slotsOfWord)
        .forEach(
            (each, slots) -> {
              out.text(each);
              out.wholes(slots);
            });
    out.whole(phrases.size());
    phrases.forEach(phrase -> phrase.write(out));
    out.wholes(results);
  }

  public static CountTerms read(FlatReader in) {
    return new CountTerms(in);
  }
}
