package io.slipway.tabular.pmml;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.scoring.Validity;
import io.slipway.tabular.xml.Element;
import io.slipway.tabular.xml.Numbers;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows that a document verifies itself with: what goes in, and what has to come out.
 *
 * @param cells of each row, by field
 * @param fields the elements that describe them, by field
 */
record VerificationTable(List<Map<String, String>> cells, Map<String, Element> fields) {
  private static final double PRECISION = 1e-6;
  private static final double ZERO_THRESHOLD = 1e-16;

  /** An empty table where the document has none. */
  static VerificationTable of(Element model) throws ModelLoadException {
    Optional<Element> verification = model.child("ModelVerification");
    if (verification.isEmpty()) {
      return new VerificationTable(List.of(), Map.of());
    }
    Map<String, Element> fields = new HashMap<>();
    Map<String, String> fieldOfColumn = new HashMap<>();
    for (Element field :
        verification.get().requireChild("VerificationFields").children("VerificationField")) {
      String name = field.require("field");
      fields.put(name, field);
      fieldOfColumn.put(local(field.attribute("column", name)), name);
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (Element row : verification.get().requireChild("InlineTable").children("row")) {
      Map<String, String> cells = new HashMap<>();
      for (Element cell : row.children()) {
        String field = fieldOfColumn.get(local(cell.name()));
        if (field != null && !cell.text().isBlank()) {
          cells.put(field, cell.text().strip());
        }
      }
      rows.add(cells);
    }
    return new VerificationTable(rows, fields);
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  /** Whether its rows have a cell for a field. */
  boolean holds(String field) {
    return fields.containsKey(field);
  }

  /** The rows as a batch; none where there are no rows, or cells of another type. */
  Optional<Batch> batch(Signature signature) {
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    for (Field field : signature.inputs()) {
      Object values = Array.newInstance(field.type().arrayType().componentType(), cells.size());
      BitSet missing = new BitSet();
      for (int row = 0; row < cells.size(); row++) {
        String text = cells.get(row).get(field.name());
        if (text == null) {
          missing.set(row);
          continue;
        }
        Optional<Object> value = value(field.type(), text);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        Array.set(values, row, value.get());
      }
      columns.add(
          Column.of(
              field.name(),
              field.type(),
              Shape.of(cells.size()),
              values,
              Validity.allBut(missing)));
    }
    return Optional.of(Batch.of(columns));
  }

  /** Refuses a model that does not answer its document's rows as the document says. */
  void check(Model model, Element document) throws ModelLoadException {
    Optional<Batch> rows = batch(model.signature());
    if (rows.isEmpty()) {
      return;
    }
    Batch answers;
    try {
      answers = model.score(rows.get());
    } catch (ScoringException e) {
      throw document.invalid(
          "the model does not reproduce the verification rows in its document: " + e.getMessage());
    }
    for (Column answer : answers.columns()) {
      Element field = fields.get(answer.name());
      for (int row = 0; field != null && row < cells.size(); row++) {
        String expected = cells.get(row).get(answer.name());
        // A constant answers once, whatever it is asked.
        int answered = Math.min(row, answer.length() - 1);
        if (expected != null && !agrees(expected, answer, answered, field)) {
          throw document.invalid(
              "the model does not reproduce the verification rows in its document: in row %d %s is %s, not %s"
                  .formatted(row, answer.name(), shown(answer, answered), expected));
        }
      }
    }
  }

  private static boolean agrees(String expected, Column answer, int row, Element field)
      throws ModelLoadException {
    if (!answer.isValid(row)) {
      return false;
    }
    Optional<Object> wanted = value(answer.type(), expected);
    Object got = Array.get(answer.values(), row);
    if (wanted.isPresent() && wanted.get() instanceof Number x && got instanceof Number y) {
      double zero = field.number("zeroThreshold", ZERO_THRESHOLD);
      double precision = field.number("precision", PRECISION);
      double left = x.doubleValue();
      double right = y.doubleValue();
      return (Math.abs(left) <= zero && Math.abs(right) <= zero)
          || Math.abs(left - right) <= precision * Math.abs(left)
          || left == right;
    }
    return wanted.isPresent() && wanted.get().equals(got);
  }

  private static String shown(Column answer, int row) {
    return answer.isValid(row) ? String.valueOf(Array.get(answer.values(), row)) : "missing";
  }

  private static Optional<Object> value(DataType type, String text) {
    return switch (type) {
      case FP64 -> Numbers.parse(text).map(number -> (Object) number);
      case FP32 -> Numbers.parseFloat(text).map(number -> (Object) number);
      case INT64 ->
          Numbers.parse(text)
              .filter(number -> number == number.longValue())
              .map(number -> (Object) number.longValue());
      case BOOL ->
          text.equalsIgnoreCase("true") || text.equals("1")
              ? Optional.of((Object) true)
              : text.equalsIgnoreCase("false") || text.equals("0")
                  ? Optional.of((Object) false)
                  : Optional.empty();
      default -> Optional.of(text);
    };
  }
}
