package io.slipway.benchmarks.tabular;

/** Writes models as PMML, as exporters do. */
final class PmmlWriter {
  private final StringBuilder out = new StringBuilder();

  private PmmlWriter() {}

  static String write(Forest forest) {
    PmmlWriter writer = new PmmlWriter();
    writer.begin(forest.features());
    return writer.forest(forest, "sum").line("</PMML>").out.toString();
  }

  /** As an isolation forest, whose leaves are taken for lengths of paths. */
  static String writeIsolation(Forest forest) {
    PmmlWriter writer = new PmmlWriter();
    writer.begin(forest.features());
    return writer
        .line(
            "<AnomalyDetectionModel functionName=\"regression\" algorithmType=\"iforest\" sampleDataSize=\"256\">")
        .schema(forest.features())
        .forest(forest, "average")
        .line("</AnomalyDetectionModel></PMML>")
        .out
        .toString();
  }

  private PmmlWriter forest(Forest forest, String method) {
    line("<MiningModel functionName=\"regression\">")
        .schema(forest.features())
        .line("<Segmentation multipleModelMethod=\"%s\">".formatted(method));
    for (Forest.Node tree : forest.trees()) {
      line("<Segment><True/><TreeModel functionName=\"regression\">")
          .schema(forest.features())
          .node(tree, "<True/>")
          .line("</TreeModel></Segment>");
    }
    return line("</Segmentation></MiningModel>");
  }

  static String write(float[] coefficients, double intercept) {
    PmmlWriter writer = new PmmlWriter();
    writer.begin(coefficients.length);
    writer
        .line("<RegressionModel functionName=\"regression\">")
        .schema(coefficients.length)
        .line("<RegressionTable intercept=\"" + intercept + "\">");
    for (int i = 0; i < coefficients.length; i++) {
      writer.line(
          "<NumericPredictor name=\"x%d\" coefficient=\"%s\"/>".formatted(i, coefficients[i]));
    }
    return writer.line("</RegressionTable></RegressionModel></PMML>").out.toString();
  }

  private void begin(int features) {
    line("<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/><DataDictionary>");
    field("y");
    for (int i = 0; i < features; i++) {
      field("x" + i);
    }
    line("</DataDictionary>");
  }

  private void field(String name) {
    line("<DataField name=\"%s\" optype=\"continuous\" dataType=\"double\"/>".formatted(name));
  }

  private PmmlWriter schema(int features) {
    line("<MiningSchema><MiningField name=\"y\" usageType=\"target\"/>");
    for (int i = 0; i < features; i++) {
      line("<MiningField name=\"x%d\"/>".formatted(i));
    }
    return line("</MiningSchema>");
  }

  private PmmlWriter node(Forest.Node node, String predicate) {
    switch (node) {
      case Forest.Node.Leaf leaf ->
          line("<Node score=\"%s\">%s</Node>".formatted(leaf.value(), predicate));
      case Forest.Node.Split split -> {
        line("<Node>" + predicate);
        node(split.left(), test(split, "lessOrEqual"));
        node(split.right(), test(split, "greaterThan"));
        line("</Node>");
      }
    }
    return this;
  }

  private static String test(Forest.Node.Split split, String operator) {
    return "<SimplePredicate field=\"x%d\" operator=\"%s\" value=\"%s\"/>"
        .formatted(split.feature(), operator, (double) split.threshold());
  }

  private PmmlWriter line(String text) {
    out.append(text).append('\n');
    return this;
  }
}
