package io.slipway.tabular.model;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Dictionary;
import java.util.ArrayList;
import java.util.List;

/** The dictionaries of a model, each kept once, however many of its fields share it. */
final class Dictionaries {
  private final List<Dictionary> all;

  private Dictionaries(List<Dictionary> all) {
    this.all = all;
  }

  /** Those of fields, which may be the same. */
  static Dictionaries of(List<Dictionary> used) {
    List<Dictionary> all = new ArrayList<>();
    for (Dictionary dictionary : used) {
      if (number(dictionary, all) < 0) {
        all.add(dictionary);
      }
    }
    return new Dictionaries(all);
  }

  private static int number(Dictionary dictionary, List<Dictionary> all) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) == dictionary) {
        return i;
      }
    }
    return -1;
  }

  void write(FlatWriter out) {
    out.whole(all.size());
    all.forEach(dictionary -> dictionary.write(out));
  }

  static Dictionaries read(FlatReader in) {
    return new Dictionaries(in.list(Integer.BYTES, () -> Dictionary.read(in)));
  }

  /** Writes which of them it is. */
  void write(Dictionary dictionary, FlatWriter out) {
    out.whole(number(dictionary, all));
  }

  Dictionary of(FlatReader in) {
    return all.get(in.within(0, all.size()));
  }
}
