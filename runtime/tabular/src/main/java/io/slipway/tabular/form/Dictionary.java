package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The categories of a model, numbered: each text that the document mentions has one code, whatever
 * field it stands at. Grows while a document is lowered and never afterwards, so that programs may
 * share it between threads.
 */
public final class Dictionary {
  private final Map<String, Double> codes = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  /** The code of a text, a new one if it has none. */
  public double add(String text) {
    Double known = codes.get(text);
    if (known != null) {
      return known;
    }
    double code = texts.size();
    codes.put(text, code);
    texts.add(text);
    return code;
  }

  /** The code of a text, {@link Values#UNKNOWN_CATEGORY} if it has none. */
  public double code(String text) {
    Double known = codes.get(text);
    return known == null ? Values.UNKNOWN_CATEGORY : known;
  }

  /** All texts so far, by their codes. */
  public List<String> texts() {
    return List.copyOf(texts);
  }

  /** The text of a code that is not unknown. */
  public String text(double code) {
    return texts.get((int) code);
  }

  public void write(FlatWriter out) {
    out.texts(texts);
  }

  public static Dictionary read(FlatReader in) {
    Dictionary dictionary = new Dictionary();
    List<String> texts = in.texts();
    texts.forEach(dictionary::add);
    if (dictionary.texts.size() != texts.size()) {
      throw FlatReader.malformed("a text has two codes");
    }
    return dictionary;
  }
}
