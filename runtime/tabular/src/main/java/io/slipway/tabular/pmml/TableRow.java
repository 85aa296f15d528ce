package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A row of a table, whose cells are found by the names of their columns. */
final class TableRow {
  private final Element row;
  private final Map<String, Element> cells = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();

  TableRow(Element row) {
    this.row = row;
    for (Element cell : row.children()) {
      if (cells.putIfAbsent(cell.name(), cell) != null) {
        repeated.add(cell.name());
      }
    }
  }

  Element element() {
    return row;
  }

  /** How many columns it has cells of. */
  int size() {
    return cells.size();
  }

  /** The cell of the name that the document gives its column, or else of it without its prefix. */
  Element cell(String column) throws ModelLoadException {
    String name = cells.containsKey(column) ? column : withoutPrefix(column);
    if (repeated.contains(name)) {
      throw row.unsupported("it has two cells \"" + name + "\"");
    }
    return Optional.ofNullable(cells.get(name))
        .orElseThrow(() -> row.unsupported("it has no cell \"" + column + "\""));
  }

  static String withoutPrefix(String column) {
    return column.substring(column.indexOf(':') + 1);
  }
}
