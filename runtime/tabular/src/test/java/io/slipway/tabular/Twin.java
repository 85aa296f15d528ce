package io.slipway.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.UnfitFormException;
import io.slipway.tabular.compiled.CompiledForms;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model and what is restored from its compiled form, which must not be told apart. */
final class Twin {
  private static final CompiledForms FORMS = new CompiledForms();

  private Twin() {}

  /** The restored model; empty where the model has no form. */
  static Optional<Model> of(Model model) {
    return FORMS.compile(model).map(Twin::restored);
  }

  private static Model restored(byte[] form) {
    try {
      return FORMS.restore(ByteBuffer.wrap(form));
    } catch (UnfitFormException e) {
      throw new AssertionError("what was written is not read", e);
    }
  }

  /** What differs between a model and its twin, where it has one; every bit counts. */
  static List<String> differences(Model model, Batch rows) {
    return of(model).map(twin -> differences(model, twin, rows)).orElse(List.of());
  }

  static List<String> differences(Model model, Model twin, Batch rows) {
    if (!twin.signature().equals(model.signature())) {
      return List.of(twin.signature() + ", not " + model.signature());
    }
    String expected = answer(model, rows);
    String actual = answer(twin, rows);
    return expected.equals(actual) ? List.of() : List.of(actual + ", not " + expected);
  }

  /** All that an answer or a refusal says. */
  static String answer(Model model, Batch rows) {
    List<String> said = new ArrayList<>();
    try {
      for (Column column : model.score(rows).columns()) {
        said.add(column.toString());
        for (int i = 0; i < column.length(); i++) {
          said.add(column.isValid(i) ? bits(Array.get(column.values(), i)) : "missing");
        }
      }
    } catch (ScoringException e) {
      said.add(e.fault() + " " + e.field() + " " + e.getMessage());
    }
    return String.join("\n", said);
  }

  private static String bits(Object value) {
    if (value instanceof Double number) {
      return Long.toHexString(Double.doubleToRawLongBits(number));
    }
    return value instanceof Float number
        ? Integer.toHexString(Float.floatToRawIntBits(number))
        : value.toString();
  }
}
