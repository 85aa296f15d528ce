package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    Pattern pattern() {
      return pattern;
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
  private final Vocabulary vocabulary;
  private final int[][] slotsOfWord;
  private final int[][] phrases;
  private final int[] slotsOfPhrases;
  private final int[] results;

  private CountTerms(Builder builder) {
    word = builder.word;
    letters = builder.letters;
    slot = builder.slot;
    text = builder.text;
    vocabulary = new Vocabulary(letters, List.copyOf(builder.slotsOfWord.keySet()));
    slotsOfWord =
        builder.slotsOfWord.values().stream().map(CountTerms::array).toArray(int[][]::new);
    phrases = builder.phrases.stream().map(this::numbers).toArray(int[][]::new);
    slotsOfPhrases = array(builder.slotsOfPhrases);
    results = array(builder.results);
  }

  private CountTerms(FlatReader in) {
    word = in.choice(Word.values());
    letters = in.choice(Case.values());
    slot = in.slot();
    text = in.textSlot();
    vocabulary = new Vocabulary(letters, in.texts());
    slotsOfWord = in.list(Integer.BYTES, () -> in.slotArray(1)).toArray(int[][]::new);
    phrases = in.list(Integer.BYTES, in::wholes).toArray(int[][]::new);
    slotsOfPhrases = in.slotArray(1);
    results = in.slotArray(1);
    if (slotsOfWord.length != vocabulary.words().size()
        || slotsOfPhrases.length != phrases.length) {
      throw FlatReader.malformed("as many slots as words and phrases");
    }
  }

  private static int[] array(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] numbers(List<String> words) {
    return words.stream().mapToInt(each -> vocabulary.number(each, 0, each.length())).toArray();
  }

  /** Terms to count in one text. */
  public static final class Builder {
    private final Word word;
    private final Case letters;
    private final int slot;
    private final int text;
    private final Map<String, List<Integer>> slotsOfWord = new LinkedHashMap<>();
    private final List<List<String>> phrases = new ArrayList<>();
    private final List<Integer> slotsOfPhrases = new ArrayList<>();
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
      List<String> words = words(term);
      results.add(result);
      for (String each : words) {
        slotsOfWord.computeIfAbsent(each, unseen -> new ArrayList<>());
      }
      if (words.size() == 1) {
        Objects.requireNonNull(slotsOfWord.get(words.get(0))).add(result);
      } else if (!words.isEmpty()) {
        phrases.add(words);
        slotsOfPhrases.add(result);
      }
    }

    private List<String> words(String term) {
      List<String> words = new ArrayList<>();
      Matcher matcher = word.pattern.matcher(term);
      while (matcher.find()) {
        words.add(letters == Case.MATTERS ? matcher.group() : Vocabulary.folded(matcher.group()));
      }
      return words;
    }

    public CountTerms build() {
      return new CountTerms(this);
    }
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    WordNumbers words = frame.words();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double code = v[at + slot];
      double none = !Double.isNaN(code) ? 0 : code;
      for (int result : results) {
        v[at + result] = none;
      }
      if (!Double.isNaN(code)) {
        words.read(frame.text(row, text), word, vocabulary);
        count(words, v, at);
      }
    }
  }

  private void count(WordNumbers words, double[] v, int row) {
    for (int i = 0; i < words.size(); i++) {
      if (words.at(i) != Vocabulary.UNKNOWN) {
        for (int result : slotsOfWord[words.at(i)]) {
          v[row + result]++;
        }
      }
    }
    for (int phrase = 0; phrase < phrases.length; phrase++) {
      for (int from = 0; from + phrases[phrase].length <= words.size(); from++) {
        if (words.continueWith(phrases[phrase], from)) {
          v[row + slotsOfPhrases[phrase]]++;
        }
      }
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(word);
    out.choice(letters);
    out.whole(slot);
    out.whole(text);
    out.texts(vocabulary.words());
    writeAll(slotsOfWord, out);
    writeAll(phrases, out);
    out.wholes(slotsOfPhrases);
    out.wholes(results);
  }

  private static void writeAll(int[][] arrays, FlatWriter out) {
    out.whole(arrays.length);
    for (int[] array : arrays) {
      out.wholes(array);
    }
  }

  public static CountTerms read(FlatReader in) {
    return new CountTerms(in);
  }
}
