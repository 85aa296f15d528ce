package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.FunctionRegistry;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Decides what the function names of a document mean. JPMML takes a name that is not built in for a
 * Java class, even where the document defines a function of that name, and loads it. So only
 * built-in functions and those that the document defines may be called, the latter under neutral
 * names ({@code java.lang.function:0}, ...) that can be no class.
 */
final class FunctionNames {
  /** More than any document seen has. JPMML remembers each, in a map that is not thread-safe. */
  private static final int MAX_FUNCTIONS = 256;

  private static final Set<String> BUILT_IN = builtIn();
  private static final List<String> NEUTRAL = neutral();

  private FunctionNames() {}

  /** Refuses unknown functions and endless or very long calls, and renames the others. */
  static void resolve(PMML pmml, Limits limits) throws ModelLoadException {
    Collector found = new Collector();
    found.applyTo(pmml);
    Map<String, DefineFunction> defined = new HashMap<>();
    for (DefineFunction function : found.functions) {
      if (defined.put(function.requireName(), function) != null) {
        throw LoadFailure.invalid(
            LoadFailure.at(function)
                + "function \""
                + function.requireName()
                + "\" is defined twice");
      }
    }
    if (defined.size() > MAX_FUNCTIONS) {
      throw LoadFailure.unsupported(
          "the document defines %d functions, more than %d"
              .formatted(defined.size(), MAX_FUNCTIONS));
    }
    for (Apply apply : found.calls) {
      String name = apply.requireFunction();
      if (!BUILT_IN.contains(name) && !defined.containsKey(name)) {
        throw LoadFailure.unsupported(
            LoadFailure.at(apply)
                + "function \""
                + name
                + "\" is neither one of PMML's nor defined in the document");
      }
    }
    CallCost cost = new CallCost(defined, limits.functionCalls());
    for (DefineFunction function : found.functions) {
      cost.of(function);
    }
    rename(found, defined);
  }

  private static void rename(Collector found, Map<String, DefineFunction> defined) {
    Map<String, String> neutralNames = new HashMap<>();
    for (DefineFunction function : found.functions) {
      neutralNames.put(function.requireName(), NEUTRAL.get(neutralNames.size()));
    }
    for (Apply apply : found.calls) {
      String name = apply.requireFunction();
      // A built-in name wins over a function of the document, in JPMML as here.
      apply.setFunction(
          BUILT_IN.contains(name)
              ? BoundedFunctions.nameOf(name)
              : Optional.ofNullable(neutralNames.get(name)).orElseThrow());
    }
    for (DefineFunction function : defined.values()) {
      function.setName(Optional.ofNullable(neutralNames.get(function.requireName())).orElseThrow());
    }
  }

  private static Set<String> builtIn() {
    return Stream.of(PMMLFunctions.class.getFields())
        .map(FunctionNames::constant)
        .filter(name -> FunctionRegistry.getFunction(name) != null)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String constant(java.lang.reflect.Field field) {
    try {
      return String.valueOf(field.get(null));
    } catch (IllegalAccessException e) {
      throw new LinkageError("a public constant cannot be read: " + field, e);
    }
  }

  /**
   * Makes JPMML remember, before threads share it, that these names are no classes. In a package of
   * Java's own they are looked for nowhere else, and not in each jar of the class path.
   */
  private static List<String> neutral() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < MAX_FUNCTIONS; i++) {
      String name = "java.lang.function:" + i;
      if (FunctionRegistry.getFunction(name) != null) {
        throw new LinkageError(name + " means something to JPMML");
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  /** The functions and calls below a part of a document. */
  static final class Collector extends AbstractVisitor {
    final List<DefineFunction> functions = new ArrayList<>();
    final List<Apply> calls = new ArrayList<>();

    @Override
    public VisitorAction visit(DefineFunction function) {
      functions.add(function);
      return super.visit(function);
    }

    @Override
    public VisitorAction visit(Apply apply) {
      calls.add(apply);
      return super.visit(apply);
    }
  }

  /** How many calls one use of a function leads to. */
  private static final class CallCost {
    private final Map<String, DefineFunction> defined;
    private final long limit;
    private final Map<String, Long> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    CallCost(Map<String, DefineFunction> defined, long limit) {
      this.defined = defined;
      this.limit = limit;
    }

    long of(DefineFunction function) throws ModelLoadException {
      String name = function.requireName();
      Long cost = known.get(name);
      if (cost != null) {
        return cost;
      }
      if (!open.add(name)) {
        throw LoadFailure.invalid(
            LoadFailure.at(function) + "function \"" + name + "\" calls itself");
      }
      Collector body = new Collector();
      body.applyTo(function);
      long sum = 1;
      for (Apply apply : body.calls) {
        DefineFunction called = defined.get(apply.requireFunction());
        sum += called == null ? 1 : of(called);
        if (sum > limit) {
          throw LoadFailure.tooLarge(
              "%sone call of function \"%s\" leads to more than %d others"
                  .formatted(LoadFailure.at(function), name, limit));
        }
      }
      open.remove(name);
      known.put(name, sum);
      return sum;
    }
  }
}
