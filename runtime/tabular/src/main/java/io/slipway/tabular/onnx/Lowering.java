package io.slipway.tabular.onnx;

import io.slipway.onnx.file.ElementType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Op;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.model.TensorModel;
import io.slipway.tabular.onnx.Value.Constant;
import io.slipway.tabular.onnx.Value.Rows;
import io.slipway.tabular.tensor.Copy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A graph while it is lowered: its values so far, the slots and ops of the program. */
final class Lowering {
  /** What a row may take: 8 MiB. */
  private static final int MOST_SLOTS = 1 << 20;

  private static final int MOST_LANDMARKS = 2000;

  private final Map<String, Value> values = new HashMap<>();
  private final List<Double> initial = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final List<TensorModel.Check> checks = new ArrayList<>();
  private final Dictionary dictionary = new Dictionary();

  /** The slots that hold an input's elements as they came, and that input. */
  private final Map<Integer, String> inputOf = new HashMap<>();

  private final Map<String, Set<String>> landmarks = new HashMap<>();

  Dictionary dictionary() {
    return dictionary;
  }

  double[] initial() {
    return initial.stream().mapToDouble(Double::doubleValue).toArray();
  }

  List<Op> ops() {
    return ops;
  }

  Map<String, List<String>> landmarks() {
    Map<String, List<String>> lists = new HashMap<>();
    landmarks.forEach((input, texts) -> lists.put(input, List.copyOf(texts)));
    return lists;
  }

  int newSlot() {
    initial.add(0.0);
    return initial.size() - 1;
  }

  /** New slots for the rows of a tensor. */
  Rows rows(Node node, ElementType type, List<Integer> rest) throws ModelLoadException {
    requireRoom(node, rest);
    return slots(type, rest);
  }

  /** Refuses what does not fit before anything is made for it. */
  void requireRoom(Node node, List<Integer> rest) throws ModelLoadException {
    long width = 1;
    for (int dim : rest) {
      width = Math.min(MOST_SLOTS + 1L, width * dim);
    }
    if (width > MOST_SLOTS - initial.size()) {
      throw node.refuse("a row takes more than " + MOST_SLOTS + " numbers");
    }
  }

  private Rows slots(ElementType type, List<Integer> rest) {
    Rows rows = new Rows(type, initial.size(), rest);
    initial.addAll(Collections.nCopies(rows.width(), 0.0));
    return rows;
  }

  Rows matrix(Node node, ElementType type, int width) throws ModelLoadException {
    return rows(node, type, List.of(width));
  }

  /** Slots for a constant, which no op writes to. */
  int constants(Node node, double[] numbers) throws ModelLoadException {
    Rows rows = matrix(node, ElementType.DOUBLE, numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      initial.set(rows.slot() + i, Double.isNaN(numbers[i]) ? Values.MISSING : numbers[i]);
    }
    return rows.slot();
  }

  void add(Op op) {
    ops.add(op);
  }

  /**
   * A slot that fails a batch where it failed.
   *
   * @param why as the end of a sentence
   */
  int newCheck(String why) {
    int slot = newSlot();
    checks.add(new TensorModel.Check(slot, why));
    return slot;
  }

  List<TensorModel.Check> checks() {
    return checks;
  }

  void define(String name, Value value) {
    if (!name.isEmpty()) {
      values.put(name, value);
    }
  }

  /** Gives a node's output its value; an output that is left out is nobody's. */
  void define(Node node, int place, Value value) {
    if (place < node.proto().outputs().size()) {
      define(node.proto().outputs().get(place), value);
    }
  }

  /** New slots for the rows of an input. */
  Rows input(String name, ElementType type, List<Integer> rest) throws ModelLoadException {
    if (Rows.product(rest) > MOST_SLOTS - initial.size()) {
      throw new ModelLoadException(
          Reason.MODEL_UNSUPPORTED,
          "a row of the inputs takes more than " + MOST_SLOTS + " numbers");
    }
    Rows rows = slots(type, rest);
    define(name, rows);
    for (int i = 0; i < rows.width(); i++) {
      inputOf.put(rows.slot() + i, name);
    }
    return rows;
  }

  Optional<Value> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Value input(Node node, int place) throws ModelLoadException {
    if (!node.hasInput(place)) {
      throw node.refuse("input " + place + " is missing");
    }
    Value value = values.get(node.proto().inputs().get(place));
    if (value == null) {
      throw node.refuse("input " + place + " is made by nothing before it");
    }
    return value;
  }

  Rows rowsIn(Node node, int place) throws ModelLoadException {
    if (input(node, place) instanceof Rows rows) {
      return rows;
    }
    throw node.refuse("input " + place + " is not a tensor with a row for each of the batch");
  }

  /** A matrix with a row for each of the batch. */
  Rows matrixIn(Node node, int place) throws ModelLoadException {
    Rows rows = rowsIn(node, place);
    if (rows.rank() != 2) {
      throw node.refuse("input " + place + " has " + rows.rank() + " dimensions, not 2");
    }
    return rows;
  }

  Constant constantIn(Node node, int place) throws ModelLoadException {
    if (input(node, place) instanceof Constant constant) {
      return constant;
    }
    throw node.refuse("input " + place + " is not a constant");
  }

  /** A value as the label of a class: a whole number that a double keeps, or a text. */
  double label(Node node, long number) throws ModelLoadException {
    if (number != (long) (double) number || Math.abs(number) > 1L << 53) {
      throw node.refuse("the number " + number + " is beyond 2^53");
    }
    return number;
  }

  /** Refuses elements of a tensor that may have been others before they became doubles. */
  void requireExact(Node node, ElementType type, double[] numbers) throws ModelLoadException {
    for (double number : numbers) {
      if (type == ElementType.INT64 && Math.abs(number) >= 0x1p53) {
        throw node.refuse("a number of its tensors is beyond 2^53");
      }
    }
  }

  /** Elements that stand in these slots, behind one another; copied where they do not yet. */
  Rows gathered(Node node, ElementType type, int[] slots, List<Integer> rest)
      throws ModelLoadException {
    boolean inPlace = slots.length > 0;
    for (int i = 1; i < slots.length; i++) {
      inPlace &= slots[i] == slots[0] + i;
    }
    if (inPlace) {
      return new Rows(type, slots[0], rest);
    }
    Rows rows = rows(node, type, rest);
    add(new Copy(slots, rows.slot()));
    for (int i = 0; i < slots.length; i++) {
      copied(slots[i], rows.slot() + i);
    }
    return rows;
  }

  /** That a slot holds what another does. */
  void copied(int from, int to) {
    String input = inputOf.get(from);
    if (input != null) {
      inputOf.put(to, input);
    }
  }

  /** That answers turn where a slot has this value. */
  void landmark(int slot, double value) {
    String input = inputOf.get(slot);
    if (input != null) {
      landmark(input, Double.toString(value));
    }
  }

  /** That these values, as texts, are told from others in each element. */
  void landmarks(Rows rows, Stream<String> texts) {
    // As many as are kept: a wide input and a long list are a product that nobody waits for.
    List<String> most = texts.distinct().limit(MOST_LANDMARKS).toList();
    Set<String> inputs = new LinkedHashSet<>();
    for (int slot = rows.slot(); slot < rows.slot() + rows.width(); slot++) {
      String input = inputOf.get(slot);
      if (input != null && inputs.add(input)) {
        most.forEach(text -> landmark(input, text));
      }
    }
  }

  private void landmark(String input, String text) {
    Set<String> texts = landmarks.computeIfAbsent(input, any -> new LinkedHashSet<>());
    if (texts.size() < MOST_LANDMARKS) {
      texts.add(text);
    }
  }

  /** The code of a text that an element may be. */
  double code(String text) {
    return dictionary.add(text);
  }

  /** Whether any of its elements is an input's, which may be any text. */
  boolean isAsItCame(Rows rows) {
    for (int i = 0; i < rows.width(); i++) {
      if (inputOf.containsKey(rows.slot() + i)) {
        return true;
      }
    }
    return false;
  }
}
