package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.CountTerms;
import io.slipway.tabular.form.CountTerms.Case;
import io.slipway.tabular.form.CountTerms.Word;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.text.Chosen;
import io.slipway.tabular.text.Followed;
import io.slipway.tabular.text.MakeText;
import io.slipway.tabular.text.Making;
import io.slipway.tabular.text.NumberText;
import io.slipway.tabular.text.TextSlots;
import io.slipway.tabular.text.Wording;
import io.slipway.tabular.xml.Element;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lowers what is done with texts as such, for which their codes will not do. */
final class Texts {
  private final Assembler assembler;
  private final Set<Integer> inputs = new HashSet<>();
  private final Set<Integer> ofDocument = new HashSet<>();
  private final Set<Integer> any = new HashSet<>();
  private final Map<Integer, Choice> choices = new HashMap<>();
  private final Map<Integer, Variable> followed = new HashMap<>();

  /** Numbers of which a row decides whether they are whole ones. */
  private final Set<Integer> mixed = new HashSet<>();

  private final Map<Integer, Integer> textSlots = new HashMap<>();
  private final Map<Integer, TextSlots> made = new HashMap<>();
  private final Map<List<Object>, CountTerms.Builder> counters = new HashMap<>();
  private final Normalizations normalizations = new Normalizations(this);

  /** A text that is one of two. */
  private record Choice(int condition, Variable yes, Variable no) {}

  Texts(Assembler assembler) {
    this.assembler = assembler;
  }

  /** An input's text is kept where something asks for it. */
  void input(int slot) {
    inputs.add(slot);
  }

  /** Whether a slot is an input's, which may hold any text. */
  boolean isInput(int slot) {
    return inputs.contains(slot);
  }

  /** What holds texts of the document alone. */
  void ofDocument(Variable variable) {
    if (!mayBeAny(variable)) {
      ofDocument.add(variable.slot());
    }
  }

  /** What is one of two values: of texts, which is made where something asks for it. */
  Variable choice(Variable chosen, int condition, Variable yes, Variable no) {
    if (chosen.type() == FieldType.STRING) {
      if (isOfDocument(yes) && isOfDocument(no)) {
        ofDocument.add(chosen.slot());
      } else if (isKnown(yes) && isKnown(no)) {
        any.add(chosen.slot());
        choices.put(chosen.slot(), new Choice(condition, yes, no));
      }
    } else if (yes.type() != no.type()) {
      mixed.add(chosen.slot());
    }
    return chosen;
  }

  /** What holds what another holds, or a text of the document, or nothing. */
  Variable following(Variable follower, Variable source) {
    if (follower.slot() == source.slot()) {
      return follower;
    }
    if (follower.type() == FieldType.STRING && isOfDocument(source)) {
      ofDocument.add(follower.slot());
    } else if (follower.type() == FieldType.STRING && mayBeAny(source)) {
      any.add(follower.slot());
      followed.put(follower.slot(), source);
    } else if (mixed.contains(source.slot())) {
      mixed.add(follower.slot());
    }
    return follower;
  }

  /** Whether a variable's text may be one that the document does not know. */
  boolean mayBeAny(Variable variable) {
    return variable.text() >= 0 || isInput(variable.slot()) || any.contains(variable.slot());
  }

  /** Whether it is known where a variable's text is. */
  private boolean isKnown(Variable variable) {
    return isOfDocument(variable) || mayBeAny(variable);
  }

  /** Whether a variable has texts of the document alone. */
  boolean isOfDocument(Variable variable) {
    return variable.literal().isPresent() || ofDocument.contains(variable.slot());
  }

  /** Where the text of an input goes; empty where nothing asks for it. */
  Optional<Integer> textOfInput(int slot) {
    return Optional.ofNullable(textSlots.get(slot));
  }

  /** A text that is made anew for each row. */
  Variable make(Making making) {
    int slot = assembler.slot();
    int text = assembler.textSlot();
    assembler.add(new MakeText(making, assembler.dictionary(), slot, text));
    return new Variable(FieldType.STRING, Variable.OpType.DISCRETE, slot, text, Optional.empty());
  }

  /** What a value is called, where it is no text. */
  Variable written(Variable value, Element at) throws ModelLoadException {
    if (mixed.contains(value.slot())) {
      throw at.unsupported("the text of a number whose type depends on the row");
    }
    return make(
        new NumberText(
            switch (value.type()) {
              case INTEGER -> NumberText.Kind.INTEGER;
              case FLOAT -> NumberText.Kind.FLOAT;
              case DOUBLE -> NumberText.Kind.DOUBLE;
              case BOOLEAN -> NumberText.Kind.BOOLEAN;
              default -> throw at.unsupported("the text of a " + value.type());
            },
            value.slot()));
  }

  /** Where a value's text is, which is made there if need be. */
  TextSlots slots(Variable value, Element at) throws ModelLoadException {
    if (value.type() != FieldType.STRING) {
      Variable written = written(value, at);
      return new TextSlots(written.slot(), written.text());
    }
    if (value.text() >= 0) {
      return new TextSlots(value.slot(), value.text());
    }
    if (isInput(value.slot())) {
      return new TextSlots(
          value.slot(), textSlots.computeIfAbsent(value.slot(), slot -> assembler.textSlot()));
    }
    TextSlots known = made.get(value.slot());
    if (known == null) {
      Variable text = make(kept(value, at));
      known = new TextSlots(text.slot(), text.text());
      made.put(value.slot(), known);
    }
    return known;
  }

  /** The text of a code. */
  private Making kept(Variable value, Element at) throws ModelLoadException {
    Choice choice = choices.get(value.slot());
    if (choice != null) {
      return new Chosen(
          choice.condition(), slots(choice.yes(), at), slots(choice.no(), at), value.slot());
    }
    Variable source = followed.get(value.slot());
    if (source != null) {
      return new Followed(slots(source, at), value.slot(), assembler.dictionary());
    }
    if (!isOfDocument(value)) {
      throw at.unsupported("where its text is depends on the row");
    }
    return new Wording(assembler.dictionary(), value.slot());
  }

  /** How often a constant term occurs in a text. */
  Variable count(Element index, Variable text, Variable term) throws ModelLoadException {
    if (term.literal().isEmpty() || term.type() != FieldType.STRING) {
      throw index.unsupported("a term that is no constant text");
    }
    if (index.integer("maxLevenshteinDistance", 0) != 0) {
      throw index.unsupportedValue("maxLevenshteinDistance");
    }
    String word = index.attribute("x-wordRE", "");
    Word known =
        Word.of(word)
            .orElseThrow(
                () -> index.unsupported("words are told apart by another rule than those known"));
    for (String attribute : List.of("tokenize", "wordSeparatorCharacterRE", "wordRE")) {
      if (index.has(attribute)) {
        throw index.unsupportedValue(attribute);
      }
    }
    Case letters = index.isTrue("isCaseSensitive", "false") ? Case.MATTERS : Case.DOES_NOT;
    TextSlots given = slots(normalizations.normalized(index, text), index);
    List<Object> key = List.of(given, known, letters);
    CountTerms.Builder counter = counters.get(key);
    if (counter == null) {
      counter = new CountTerms.Builder(known, letters, given.slot(), given.text());
      counters.put(key, counter);
      assembler.addLater(counter::build);
    }
    int count = assembler.slot();
    counter.term(term.literal().get(), count);
    return switch (index.attribute("localTermWeights", "termFrequency")) {
      case "termFrequency" -> Variable.of(FieldType.INTEGER, count);
      case "binary" ->
          Variable.of(
              FieldType.INTEGER,
              counted(count, assembler.step(Operator.MINIMUM, count, assembler.constant(1))));
      case "logarithmic" ->
          Variable.of(
              FieldType.DOUBLE,
              counted(
                  count,
                  assembler.step(
                      Operator.LOG10, assembler.step(Operator.ADD, assembler.constant(1), count))));
      default -> throw index.unsupportedValue("localTermWeights");
    };
  }

  /** What is made of a count; nothing is made of a text that is not there. */
  private int counted(int count, int made) {
    int isMissing = assembler.step(Operator.IS_MISSING, count);
    return assembler.step(Operator.SELECT, isMissing, count, made);
  }
}
