package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Formula;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Op;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Program;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.model.Temporal;
import io.slipway.tabular.text.ReadText;
import io.slipway.tabular.xml.Element;
import io.slipway.tabular.xml.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A program in the making: hands out slots and takes ops, in the order in which they will run. */
final class Assembler {
  private static final int MOST_SLOTS = 1 << 20;
  private static final int MOST_STEPS = 1 << 22;

  private final Dictionary dictionary = new Dictionary();
  private final List<Double> initial = new ArrayList<>();
  private final Map<Long, Integer> constants = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private Formula.Builder formula = new Formula.Builder();
  private final List<Integer> checks = new ArrayList<>();
  private final Set<Integer> unchecked = new HashSet<>();
  private final Map<List<Object>, Variable> read = new HashMap<>();
  private final Texts texts = new Texts(this);
  private int textSlots;
  private int size;

  /** An op, which may still be growing, and the tree that it is. */
  private record Step(Supplier<Op> op, Optional<Pick> tree) {}

  Dictionary dictionary() {
    return dictionary;
  }

  Texts texts() {
    return texts;
  }

  int slot() {
    initial.add(Values.MISSING);
    return initial.size() - 1;
  }

  /** The first of {@code count} slots behind one another. */
  int slots(int count) {
    int first = initial.size();
    for (int i = 0; i < count; i++) {
      slot();
    }
    return first;
  }

  int textSlot() {
    return textSlots++;
  }

  int constant(double value) {
    return constants.computeIfAbsent(
        Double.doubleToRawLongBits(value),
        bits -> {
          initial.add(value);
          return initial.size() - 1;
        });
  }

  void add(Op op) {
    endFormula();
    steps.add(new Step(() -> op, Optional.empty()));
    size++;
  }

  /** A tree, which may become part of a forest. */
  void add(Pick tree) {
    endFormula();
    steps.add(new Step(() -> tree, Optional.of(tree)));
    size++;
  }

  /** A place among the ops, for {@link #takeTrees}. */
  int mark() {
    endFormula();
    return steps.size();
  }

  /**
   * Takes out the trees added since a mark if they are those that fill these slots, one each and in
   * this order; else nothing.
   */
  Optional<List<Pick>> takeTrees(int mark, int[] results) {
    endFormula();
    List<Step> since = steps.subList(mark, steps.size());
    List<Pick> trees = since.stream().flatMap(step -> step.tree.stream()).toList();
    int[] filled = trees.stream().mapToInt(Pick::result).toArray();
    if (!java.util.Arrays.equals(filled, results)) {
      return Optional.empty();
    }
    since.removeIf(step -> step.tree.isPresent());
    return Optional.of(trees);
  }

  /** An op that goes on growing until the program is built, and runs where it was added. */
  void addLater(Supplier<Op> op) {
    endFormula();
    steps.add(new Step(op, Optional.empty()));
    size++;
  }

  /** A step of a formula whose result is a new slot. */
  int step(Operator operator, int... operands) {
    int result = slot();
    formula.add(operator, result, operands);
    size++;
    return result;
  }

  /** A step of a formula whose result is a slot that is there already. */
  void copy(int source, int result) {
    formula.add(Operator.COPY, result, source);
    size++;
  }

  /** Tells of a slot that may hold what its field does not accept. */
  void keepsInvalid(int slot) {
    unchecked.add(slot);
  }

  boolean mayBeInvalid(Variable variable) {
    return unchecked.contains(variable.slot());
  }

  /** Fails the row where this slot failed, whether or not an answer depends on it. */
  void check(int slot) {
    checks.add(slot);
  }

  List<Integer> checks() {
    return List.copyOf(checks);
  }

  private void endFormula() {
    if (!formula.isEmpty()) {
      Formula built = formula.build();
      steps.add(new Step(() -> built, Optional.empty()));
      formula = new Formula.Builder();
    }
  }

  /** Refuses a document that unfolds to more than it should, as functions of functions do. */
  void checkSize(Element at) throws ModelLoadException {
    checkRoom(at, 0);
  }

  /** As {@link #checkSize}, with so many slots more, before they are taken. */
  void checkRoom(Element at, long slots) throws ModelLoadException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ModelLoadException(Reason.LOAD_TIMEOUT, "loading the document was interrupted");
    }
    if (initial.size() + slots > MOST_SLOTS || size > MOST_STEPS) {
      throw at.tooLarge(
          "the document unfolds to more than %d values or %d steps"
              .formatted(MOST_SLOTS, MOST_STEPS));
    }
  }

  Program build() {
    endFormula();
    return new Program(
        initial.stream().mapToDouble(Double::doubleValue).toArray(),
        textSlots,
        steps.stream().map(step -> step.op.get()).toList());
  }

  /** What a text of the document is in a slot of this type; nothing where it is no such value. */
  Optional<Double> code(FieldType type, String text) {
    return switch (type) {
      case STRING -> Optional.of(dictionary.add(text));
      case DOUBLE -> Numbers.parse(text);
      case FLOAT -> Numbers.parseFloat(text).map(Float::doubleValue);
      case INTEGER -> Numbers.parse(text).filter(number -> number == number.intValue());
      case BOOLEAN -> truth(text);
      default ->
          type.temporal()
              .map(temporal -> temporal.parse(text))
              // Of a part of a second it is only known that there is one.
              .filter(number -> number == Math.rint(number))
              .filter(number -> Math.abs(number) <= Temporal.MOST_UNITS);
    };
  }

  double code(FieldType type, String text, Element at) throws ModelLoadException {
    Optional<Double> code = code(type, text);
    if (code.isEmpty()) {
      throw at.unsupported("\"" + text + "\" is no value of the type " + type);
    }
    return code.get();
  }

  private static Optional<Double> truth(String text) {
    if (text.equalsIgnoreCase("true")) {
      return Optional.of(Values.TRUE);
    }
    if (text.equalsIgnoreCase("false")) {
      return Optional.of(Values.FALSE);
    }
    return Numbers.parse(text).filter(number -> number == 0 || number == 1);
  }

  /** A value as another type, as the standard casts it. */
  Variable cast(Variable value, FieldType type, Element at) throws ModelLoadException {
    if (value.type() == type) {
      return value;
    }
    boolean isRead = value.type() == FieldType.STRING;
    if (value.type().isDuration() || (type.isDuration() && !isRead)) {
      return new Durations(this).cast(value, type, at);
    }
    if (type == FieldType.STRING) {
      return texts.written(value, at);
    }
    if (isRead && value.literal().isPresent()) {
      return literal(type, value.literal().get(), at);
    }
    boolean isReadable = type.isNumber() || type.temporal().isPresent();
    if (isRead && isReadable) {
      return read(value, type, at);
    }
    if (value.type() == FieldType.DATE_TIME && type.temporal().isPresent()) {
      return new Dates(this).part(value, type);
    }
    if (!(value.type().isNumber() || value.type() == FieldType.BOOLEAN) || !type.isNumber()) {
      throw at.unsupported("casting %s to %s is not supported".formatted(value.type(), type));
    }
    return switch (type) {
      case FLOAT -> Variable.of(type, step(Operator.TO_FLOAT, value.slot()));
      case INTEGER ->
          Variable.of(
              type,
              value.type() == FieldType.BOOLEAN
                  ? value.slot()
                  : step(Operator.TO_INTEGER, value.slot()));
      default -> Variable.of(type, value.slot());
    };
  }

  /** A text read as a number, a date or a time. */
  private Variable read(Variable value, FieldType type, Element at) throws ModelLoadException {
    Variable known = read.get(List.of(value.slot(), type));
    if (known != null) {
      return known;
    }
    int result = slot();
    if (texts.mayBeAny(value)) {
      add(new ReadText(texts.slots(value, at), reading(type), result));
    } else if (texts.isOfDocument(value)) {
      add(lookup(value.slot(), reading(type), result));
    } else {
      throw at.unsupported("casting to %s what is text in some rows".formatted(type));
    }
    Variable made = Variable.of(type, result);
    read.put(List.of(value.slot(), type), made);
    return made;
  }

  /** Of texts that the document has. */
  private Lookup lookup(int slot, Function<String, Optional<Double>> reading, int result) {
    List<double[]> rows = new ArrayList<>();
    List<String> known = dictionary.texts();
    for (int code = 0; code < known.size(); code++) {
      rows.add(new double[] {code, reading.apply(known.get(code)).orElse(Values.FAILED)});
    }
    return new Lookup(new int[] {slot}, rows, Values.MISSING, Values.FAILED, result);
  }

  /** Of a row's text, which is read by other rules than the document's own. */
  private static Function<String, Optional<Double>> reading(FieldType type) {
    if (type.isNumber()) {
      return text -> NumberTexts.read(type, text);
    }
    Temporal temporal = type.temporal().orElseThrow();
    return text -> Optional.of(temporal.parse(text)).filter(number -> !Double.isNaN(number));
  }

  Variable literal(FieldType type, String text, Element at) throws ModelLoadException {
    double code = code(type, text, at);
    return new Variable(
        type,
        type.isQuantity() ? Variable.OpType.CONTINUOUS : Variable.OpType.DISCRETE,
        constant(code),
        -1,
        Optional.of(spelling(type, text, code)));
  }

  /** What a constant is called, however the document spells it. */
  private static String spelling(FieldType type, String text, double code) {
    return switch (type) {
      case INTEGER -> Long.toString((long) code);
      case FLOAT, DOUBLE -> Double.toString(code);
      case BOOLEAN -> Boolean.toString(code != 0);
      default -> text;
    };
  }
}
