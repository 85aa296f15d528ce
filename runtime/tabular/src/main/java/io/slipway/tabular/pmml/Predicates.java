package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lowers predicates to tests of a graph: each leads to where the document goes on from it. */
final class Predicates {
  private static final List<String> NAMES =
      List.of("SimplePredicate", "SimpleSetPredicate", "CompoundPredicate", "True", "False");

  /** Predicates joined inside one another double their tests, at worst. */
  private static final int MOST_TESTS = 1 << 22;

  private final Assembler assembler;
  private final Scope scope;
  private final GraphBuilder graph;

  Predicates(Assembler assembler, Scope scope, GraphBuilder graph) {
    this.assembler = assembler;
    this.scope = scope;
    this.graph = graph;
  }

  static boolean isPredicate(Element element) {
    return NAMES.contains(element.name());
  }

  /** The predicate inside an element. */
  static Element of(Element container) throws ModelLoadException {
    for (Element child : container.children()) {
      if (isPredicate(child)) {
        return child;
      }
    }
    throw container.invalid("it holds no predicate");
  }

  /** Where to start in order to go the way of the predicate. */
  int lower(Element predicate, Ways ways) throws ModelLoadException {
    if (graph.size() > MOST_TESTS) {
      throw predicate.tooLarge("predicates unfold to more than %d tests".formatted(MOST_TESTS));
    }
    return switch (predicate.name()) {
      case "True" -> ways.ifTrue();
      case "False" -> ways.ifFalse();
      case "SimplePredicate" -> simple(predicate, ways);
      case "SimpleSetPredicate" -> set(predicate, ways);
      case "CompoundPredicate" -> compound(predicate, ways);
      default -> throw predicate.unsupported("this predicate is not supported");
    };
  }

  private int simple(Element predicate, Ways ways) throws ModelLoadException {
    Variable field = scope.resolve(predicate.require("field"), predicate);
    int slot = field.slot();
    String operator = predicate.require("operator");
    switch (operator) {
      case "isMissing":
        return graph.missing(slot, ways);
      case "isNotMissing":
        return graph.missing(slot, ways.negated());
      case "equal":
        return graph.equal(slot, operand(field, predicate), ways);
      case "notEqual":
        return graph.equal(slot, operand(field, predicate), ways.negated());
      default:
    }
    if (!field.type().isQuantity()) {
      throw predicate.unsupported("the order of %s values".formatted(field.type()));
    }
    double limit = limit(field.requireOrder(predicate), predicate);
    return switch (operator) {
      case "lessThan" -> graph.below(slot, limit, ways);
      case "lessOrEqual" -> graph.atMost(slot, limit, ways);
      case "greaterThan" -> graph.atMost(slot, limit, ways.negated());
      case "greaterOrEqual" -> graph.below(slot, limit, ways.negated());
      default -> throw predicate.unsupportedValue("operator");
    };
  }

  private double operand(Variable field, Element predicate) throws ModelLoadException {
    double operand = assembler.code(field.type(), predicate.require("value"), predicate);
    if (Double.isNaN(operand)) {
      throw predicate.unsupportedValue("value");
    }
    return operand;
  }

  /** Integers may be compared with what is none. */
  private double limit(Variable field, Element predicate) throws ModelLoadException {
    Optional<Double> whole = assembler.code(field.type(), predicate.require("value"));
    double limit = whole.isPresent() ? whole.get() : predicate.number("value");
    if (Double.isNaN(limit)) {
      throw predicate.unsupportedValue("value");
    }
    return limit;
  }

  private int set(Element predicate, Ways ways) throws ModelLoadException {
    Variable field = scope.resolve(predicate.require("field"), predicate);
    Element array = predicate.requireChild("Array");
    List<String> items = Arrays.items(array);
    double[] members = new double[items.size()];
    for (int i = 0; i < members.length; i++) {
      members[i] = assembler.code(field.type(), items.get(i), array);
    }
    return switch (predicate.require("booleanOperator")) {
      case "isIn" -> graph.in(field.slot(), members, ways);
      case "isNotIn" -> graph.in(field.slot(), members, ways.negated());
      default -> throw predicate.unsupportedValue("booleanOperator");
    };
  }

  private int compound(Element compound, Ways ways) throws ModelLoadException {
    List<Element> parts = compound.children();
    if (parts.size() < 2) {
      throw compound.invalid("it joins %d predicates, not two or more".formatted(parts.size()));
    }
    return switch (compound.require("booleanOperator")) {
      case "and" -> guarded(parts, all(parts, ways, UnaryOperator.identity()));
      case "or" -> guarded(parts, all(parts, ways.negated(), Ways::negated));
      case "xor" -> guarded(parts, xor(parts, ways));
      case "surrogate" -> surrogate(parts, ways);
      default -> throw compound.unsupportedValue("booleanOperator");
    };
  }

  /** Whether a field that a predicate asks for may fail, as no input does. */
  boolean mayFail(Element predicate) throws ModelLoadException {
    if (predicate.has("field")) {
      return !assembler
          .texts()
          .isInput(scope.resolve(predicate.require("field"), predicate).slot());
    }
    for (Element part : predicate.children()) {
      if (isPredicate(part) && mayFail(part)) {
        return true;
      }
    }
    return false;
  }

  /** The reference looks at every part, so that one that fails does so whatever the others say. */
  private int guarded(List<Element> parts, int start) throws ModelLoadException {
    int guarded = start;
    for (Element part : parts) {
      if (part.is("CompoundPredicate")) {
        boolean stopsEarly = part.attribute("booleanOperator", "").equals("surrogate");
        List<Element> inner = part.children();
        guarded = guarded(stopsEarly ? inner.subList(0, 1) : inner, guarded);
      } else if (part.has("field")) {
        int slot = scope.resolve(part.require("field"), part).slot();
        if (!assembler.texts().isInput(slot)) {
          guarded = graph.missing(slot, new Ways(guarded, guarded, guarded));
        }
      }
    }
    return guarded;
  }

  /**
   * All hold: unless one is false, one unknown makes all unknown. That one of them holds is the
   * same turned around: not all fail.
   */
  private int all(List<Element> parts, Ways ways, UnaryOperator<Ways> turn)
      throws ModelLoadException {
    int allSoFar = ways.ifTrue();
    int oneUnknown = ways.ifMissing();
    for (int i = parts.size() - 1; i >= 0; i--) {
      Element part = parts.get(i);
      int next = lower(part, turn.apply(new Ways(allSoFar, ways.ifFalse(), oneUnknown)));
      if (i > 0) {
        oneUnknown = lower(part, turn.apply(new Ways(oneUnknown, ways.ifFalse(), oneUnknown)));
      }
      allSoFar = next;
    }
    return allSoFar;
  }

  private int xor(List<Element> parts, Ways ways) throws ModelLoadException {
    int odd = ways.ifTrue();
    int even = ways.ifFalse();
    for (int i = parts.size() - 1; i >= 0; i--) {
      int fromEven = lower(parts.get(i), new Ways(odd, even, ways.ifMissing()));
      if (i > 0) {
        odd = lower(parts.get(i), new Ways(even, odd, ways.ifMissing()));
      }
      even = fromEven;
    }
    return even;
  }

  private int surrogate(List<Element> parts, Ways ways) throws ModelLoadException {
    int next = ways.ifMissing();
    for (int i = parts.size() - 1; i >= 0; i--) {
      next = lower(parts.get(i), new Ways(ways.ifTrue(), ways.ifFalse(), next));
    }
    return next;
  }
}
