package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Domain;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The training instances that a model holds. */
final class Instances {
  private final Element model;
  private final Element training;
  private final ModelScope scope;
  private final Assembler assembler;
  private final List<TableRow> rows = new ArrayList<>();

  /** The columns of their values, by field. */
  private final Map<String, String> columns = new HashMap<>();

  Instances(Element model, ModelScope scope) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.training = model.requireChild("TrainingInstances");
    training.allow("InstanceFields", "InlineTable");
    for (Element field : training.requireChild("InstanceFields").children("InstanceField")) {
      String name = field.require("field");
      columns.put(name, field.attribute("column", name));
    }
    for (Element row : training.requireChild("InlineTable").children("row")) {
      assembler.checkSize(row);
      rows.add(new TableRow(row));
    }
  }

  int size() {
    return rows.size();
  }

  /** How many cells they have, all together. */
  long cells() {
    return rows.stream().mapToLong(TableRow::size).sum();
  }

  /**
   * A field's value in every instance, held to what the field accepts.
   *
   * @param at the element that refers to the field
   */
  double[] values(String field, FieldType type, Element at) throws ModelLoadException {
    Optional<Element> mining = scope.mining().get(field);
    Optional<Domain.Check> domain =
        mining.isPresent()
            ? Optional.of(
                MiningFields.domain(
                        mining.get(), scope.dictionaries().dataField(field), type, assembler)
                    .compile())
            : Optional.empty();
    double[] values = new double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      TableRow row = rows.get(i);
      double value = assembler.code(type, cell(row, field, at), row.element());
      values[i] = domain.isPresent() ? domain.get().apply(value) : value;
      if (Double.isNaN(values[i])) {
        throw row.element().unsupported("an instance without a value, or one that is not accepted");
      }
    }
    return values;
  }

  /** What each instance is called: all differ. */
  List<Double> ids() throws ModelLoadException {
    Optional<String> field = model.attribute("instanceIdVariable");
    List<Double> ids = new ArrayList<>();
    for (TableRow row : rows) {
      String id =
          field.isPresent() ? cell(row, field.get(), model) : Integer.toString(ids.size() + 1);
      ids.add(assembler.dictionary().add(id));
    }
    if (ids.stream().distinct().count() < ids.size()) {
      throw training.unsupported("two instances have the same id");
    }
    return ids;
  }

  /** The categories that instances have, those of more instances first, of equals the smaller. */
  double[] categories(double[] values, FieldType type) {
    Map<Double, Integer> counts = new LinkedHashMap<>();
    for (double value : values) {
      counts.merge(value, 1, Integer::sum);
    }
    Comparator<Double> natural =
        type == FieldType.STRING
            ? Comparator.comparing(assembler.dictionary()::text)
            : Comparator.naturalOrder();
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<Double, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(natural)))
        .mapToDouble(Map.Entry::getKey)
        .toArray();
  }

  private String cell(TableRow row, String field, Element at) throws ModelLoadException {
    String column = columns.get(field);
    if (column == null) {
      throw at.unsupported("its instances have no field \"" + field + "\"");
    }
    return row.cell(column).text();
  }
}
