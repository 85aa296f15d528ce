package io.slipway.onnx;

/** Small ONNX files, made here. */
final class Graphs {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int STRING = 8;

  private Graphs() {}

  static byte[] model(long irVersion, String domain, long opset, ProtoWriter graph) {
    ProtoWriter model = new ProtoWriter().number(1, irVersion).message(7, graph);
    model.message(8, new ProtoWriter().text(1, domain).number(2, opset));
    if (!domain.isEmpty()) {
      model.message(8, new ProtoWriter().text(1, "").number(2, 13));
    }
    return model.toByteArray();
  }

  /** x through one operator to y, both of one type and of rank 1. */
  static byte[] unary(String operator, int type) {
    ProtoWriter node = new ProtoWriter().text(1, "x").text(2, "y").text(4, operator);
    return model(
        8,
        "",
        17,
        new ProtoWriter()
            .message(1, node)
            .text(2, "g")
            .message(11, vector("x", type))
            .message(12, vector("y", type)));
  }

  /** A LabelEncoder from text to numbers. */
  static byte[] labelEncoder(String key, long value) {
    ProtoWriter keys = new ProtoWriter().text(1, "keys_strings").text(9, key).number(20, 8);
    ProtoWriter values = new ProtoWriter().text(1, "values_int64s").number(8, value).number(20, 7);
    ProtoWriter node =
        new ProtoWriter()
            .text(1, "x")
            .text(2, "y")
            .text(4, "LabelEncoder")
            .message(5, keys)
            .message(5, values)
            .text(7, "ai.onnx.ml");
    return model(
        8,
        "ai.onnx.ml",
        2,
        new ProtoWriter()
            .message(1, node)
            .text(2, "g")
            .message(11, vector("x", STRING))
            .message(12, vector("y", INT64)));
  }

  /** y = x + w, where w is external data at a location. */
  static byte[] externalWeight(String location) {
    ProtoWriter entry = new ProtoWriter().text(1, "location").text(2, location);
    ProtoWriter weight =
        new ProtoWriter()
            .number(1, 1)
            .number(2, FLOAT)
            .text(8, "w")
            .message(13, entry)
            .number(14, 1);
    ProtoWriter node = new ProtoWriter().text(1, "x").text(1, "w").text(2, "y").text(4, "Add");
    return model(
        8,
        "",
        17,
        new ProtoWriter()
            .message(1, node)
            .text(2, "g")
            .message(5, weight)
            .message(11, vector("x", FLOAT))
            .message(12, vector("y", FLOAT)));
  }

  /**
   * Functions that use each other: f0 uses f1 so often, f1 uses f2, and the last uses f0 or not.
   */
  static byte[] functions(int depth, int uses, String lastUses) {
    ProtoWriter node = new ProtoWriter().text(1, "x").text(2, "y").text(4, "f0").text(7, "local");
    ProtoWriter graph =
        new ProtoWriter()
            .message(1, node)
            .text(2, "g")
            .message(11, vector("x", FLOAT))
            .message(12, vector("y", FLOAT));
    ProtoWriter model = new ProtoWriter().number(1, 8).message(7, graph);
    model.message(8, new ProtoWriter().text(1, "").number(2, 17));
    model.message(8, new ProtoWriter().text(1, "local").number(2, 1));
    for (int i = 0; i < depth; i++) {
      ProtoWriter function = new ProtoWriter().text(1, "f" + i).text(10, "local");
      boolean last = i == depth - 1;
      ProtoWriter use = new ProtoWriter().text(4, last ? lastUses : "f" + (i + 1));
      use.text(7, last && lastUses.equals("Relu") ? "" : "local");
      for (int n = 0; n < uses; n++) {
        function.message(7, use);
      }
      model.message(25, function);
    }
    return model.toByteArray();
  }

  static ProtoWriter vector(String name, int type) {
    ProtoWriter dim = new ProtoWriter().text(2, "n");
    ProtoWriter tensor =
        new ProtoWriter().number(1, type).message(2, new ProtoWriter().message(1, dim));
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }
}
