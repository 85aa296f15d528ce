package io.slipway.onnx.file;

import io.slipway.onnx.file.ModelProto.Function;
import io.slipway.scoring.ModelLoadException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Functions are written out where they are used, so ten that each use the next ten times are ten
 * thousand million nodes, and one that uses itself has no end.
 */
final class FunctionCheck {
  private static final long MAX_NODES = 1_000_000;
  private static final int MAX_DEPTH = 64;
  private static final long IN_PROGRESS = -1;

  private final Map<String, Function> functions = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();

  private FunctionCheck(List<Function> functions) {
    functions.forEach(f -> this.functions.put(f.domain() + ":" + f.name(), f));
  }

  static void check(ModelProto model) throws ModelLoadException {
    if (!model.functions().isEmpty()) {
      FunctionCheck check = new FunctionCheck(model.functions());
      check.size(model.graph().nodes(), 0);
      for (Function function : model.functions()) {
        check.size(function, 0);
      }
    }
  }

  private long size(Function function, int depth) throws ModelLoadException {
    String key = function.domain() + ":" + function.name();
    long known = sizes.getOrDefault(key, 0L);
    if (known == IN_PROGRESS || depth > MAX_DEPTH) {
      throw Refusals.invalid(
          "the function " + Refusals.quoted(key) + " uses itself, or functions nest too deep");
    }
    if (known > 0) {
      return known;
    }
    sizes.put(key, IN_PROGRESS);
    long size = size(function.nodes(), depth + 1);
    sizes.put(key, size);
    return size;
  }

  private long size(List<NodeProto> nodes, int depth) throws ModelLoadException {
    long[] size = {1};
    Graphs.forEachNode(
        nodes,
        node -> {
          Function used = functions.get(node.domain() + ":" + node.operator());
          size[0] += used == null ? 1 : size(used, depth);
          if (size[0] > MAX_NODES) {
            throw Refusals.tooLarge(
                "its functions written out are more than " + MAX_NODES + " nodes");
          }
        });
    return size[0];
  }
}
