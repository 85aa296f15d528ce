package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Domain;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Prepare;
import io.slipway.tabular.xml.Element;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of one model: its mining schema, its local transformations and what it has put out so
 * far. A model inside another sees of the outer one what its mining schema names.
 */
final class ModelScope implements Scope {
  /** Derived fields that are computed one from another in a row. */
  private static final int LONGEST_CHAIN = 200;

  private final Assembler assembler;
  private final Dictionaries dictionaries;
  private final Optional<ModelScope> outer;
  private final Element model;
  private final MiningFields mining;
  private final Map<String, Element> localFields = new HashMap<>();
  private final Map<String, Variable> known = new HashMap<>();
  private final Map<String, Variable> results = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final boolean takesAllAsIs;

  ModelScope(
      Assembler assembler, Dictionaries dictionaries, Optional<ModelScope> outer, Element model)
      throws ModelLoadException {
    this.assembler = assembler;
    this.dictionaries = dictionaries;
    this.outer = outer;
    this.model = model;
    this.mining = new MiningFields(model);
    Optional<Element> transformations = model.child("LocalTransformations");
    if (transformations.isPresent()) {
      transformations.get().allow("DerivedField");
      for (Element field : transformations.get().children()) {
        Dictionaries.define(localFields, field);
      }
    }
    boolean asIs = true;
    for (Element field : mining.inputs()) {
      asIs &= MiningFields.isDefault(field);
    }
    this.takesAllAsIs = asIs;
  }

  /** The model around this one. */
  Optional<ModelScope> outer() {
    return outer;
  }

  Element model() {
    return model;
  }

  Assembler assembler() {
    return assembler;
  }

  Dictionaries dictionaries() {
    return dictionaries;
  }

  MiningFields mining() {
    return mining;
  }

  /** The definition of a derived field that this model sees under a name. */
  Optional<Element> derivedField(String name) {
    return Optional.ofNullable(localFields.get(name))
        .or(
            () ->
                mining.get(name).isPresent() ? Optional.empty() : dictionaries.derivedField(name));
  }

  /** Gives a name its meaning: an input, or a result that was just computed. */
  void declare(String name, Variable variable) {
    known.put(name, variable);
  }

  /**
   * Gives a name to a result that a row may lack: whoever refers to it then fails, as in the
   * reference evaluator.
   */
  void declareResult(String name, Variable variable) {
    assembler.texts().ofDocument(variable);
    results.put(name, variable);
  }

  /** As {@link #declareResult}, for a name that had another meaning until now. */
  void redeclare(String name, Variable variable) {
    known.remove(name);
    results.put(name, variable);
  }

  @Override
  public Variable resolve(String name, Element at) throws ModelLoadException {
    Variable variable = known.get(name);
    if (variable != null) {
      return variable;
    }
    if (!open.add(name)) {
      throw at.invalid("the field \"" + name + "\" is computed from itself");
    }
    if (open.size() > LONGEST_CHAIN) {
      throw at.tooLarge(
          "more than %d derived fields are computed one from another".formatted(LONGEST_CHAIN));
    }
    Variable resolved = compute(name, at);
    assembler.checkSize(at);
    open.remove(name);
    known.put(name, resolved);
    return resolved;
  }

  private Variable compute(String name, Element at) throws ModelLoadException {
    Variable result = results.get(name);
    if (result != null) {
      return assembler
          .texts()
          .following(
              Variable.of(result.type(), assembler.step(Operator.REQUIRE, result.slot())), result);
    }
    Optional<Element> field = mining.get(name);
    if (field.isPresent() && outer.isPresent()) {
      return inherit(name, field.get(), outer.get());
    }
    Element local = localFields.get(name);
    if (local != null) {
      return new Expressions(assembler, this, dictionaries).derived(local);
    }
    Optional<Element> global = dictionaries.derivedField(name);
    if (global.isPresent() && field.isEmpty()) {
      return outer.isPresent() && takesAllAsIs
          ? outer.get().resolve(name, at)
          : new Expressions(assembler, this, dictionaries).derived(global.get());
    }
    throw at.invalid("the model has no field \"" + name + "\" here");
  }

  private Variable inherit(String name, Element field, ModelScope from) throws ModelLoadException {
    Variable variable = from.resolve(name, field);
    if (MiningFields.isDefault(field)) {
      return variable;
    }
    int slot = assembler.slot();
    Domain domain =
        MiningFields.domain(field, dictionaries.dataField(name), variable.type(), assembler);
    if (domain.keepsInvalid()) {
      assembler.keepsInvalid(slot);
    }
    assembler.add(new Prepare(domain, variable.slot(), slot));
    Variable inherited =
        new Variable(variable.type(), variable.opType(), slot, -1, Optional.empty());
    return assembler.texts().following(inherited, variable).as(field);
  }
}
