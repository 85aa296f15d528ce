package io.slipway.tabular;

import io.slipway.onnx.OnnxEngine;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ONNX Runtime, and comparisons with it. */
final class OnnxReference {
  private static final int MOST_SHOWN = 3;

  private OnnxReference() {}

  static Model load(Path file) throws ModelLoadException {
    return new OnnxEngine().load(file, LoadOptions.cpu());
  }

  /**
   * How two answers differ; nothing where they are the same.
   *
   * @param ulps how many floats may lie between two numbers and one that is exact
   */
  static List<String> differences(Model expected, Model actual, Batch rows, int ulps)
      throws ScoringException {
    List<String> differences = new ArrayList<>();
    Batch wanted = expected.score(rows);
    Batch got = actual.score(rows);
    if (!wanted.columns().stream()
        .map(Column::toString)
        .toList()
        .equals(got.columns().stream().map(Column::toString).toList())) {
      return List.of(got + ", not " + wanted);
    }
    for (Column column : wanted.columns()) {
      Column other = got.column(column.name()).orElseThrow();
      for (int i = 0; i < column.length() && differences.size() < MOST_SHOWN; i++) {
        Object left = Array.get(column.values(), i);
        Object right = Array.get(other.values(), i);
        if (!left.equals(right) && !isNear(left, right, ulps)) {
          int perRow = Math.max(1, column.length() / column.rows());
          differences.add(
              "%s[%d] is %s, not %s, for %s"
                  .formatted(column.name(), i % perRow, right, left, show(rows, i / perRow)));
        }
      }
    }
    return differences;
  }

  static boolean isNear(Object left, Object right, int ulps) {
    if (left instanceof Float x && right instanceof Float y) {
      return x + 0f == y + 0f || Math.abs(x - y) <= ulps * Math.ulp(x);
    }
    return left instanceof Double x
        && right instanceof Double y
        && (x + 0.0 == y + 0.0 || Math.abs(x - y) <= 4 * Math.ulp(x));
  }

  private static String show(Batch rows, int row) {
    StringBuilder shown = new StringBuilder();
    for (Column column : rows.columns()) {
      int perRow = column.length() / column.rows();
      shown.append(column.name()).append('=');
      for (int i = row * perRow; i < (row + 1) * perRow; i++) {
        shown.append(Array.get(column.values(), i)).append(' ');
      }
    }
    return shown.toString();
  }
}
