package io.slipway.pmml;

import io.slipway.pmml.ReadDocument.Markup;
import io.slipway.scoring.ModelLoadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Field;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.HasFieldReference;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.VerificationField;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.visitors.UnsupportedMarkupInspector;
import org.jpmml.model.MissingMarkupException;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jpmml.model.visitors.MissingMarkupInspector;

/**
 * What a document is refused for after it was read and before it is scored: what JPMML would come
 * upon only while scoring some row, or never come back from.
 */
final class DocumentCheck {
  private DocumentCheck() {}

  static void check(ReadDocument document, Limits limits) throws ModelLoadException {
    PMML pmml = document.pmml();
    new RequiredMarkup(document.markup()).applyTo(pmml);
    new UnsupportedMarkupInspector().applyTo(pmml);
    Fields fields = new Fields();
    fields.applyTo(pmml);
    fields.requireDefined();
    new Derivations(fields, limits.fieldChain()).check();
    TextPatterns.check(pmml);
    FunctionNames.resolve(pmml, limits);
  }

  /**
   * What the standard requires, less what exporters are known to leave out and JPMML does without:
   * types of output fields (R), the value of {@code asValue} (sklearn2pmml).
   */
  private static final class RequiredMarkup extends MissingMarkupInspector {
    private final Markup markup;

    RequiredMarkup(Markup markup) {
      this.markup = markup;
    }

    /** JPMML looks at all fields by reflection. */
    @Override
    public VisitorAction visit(PMMLObject object) {
      return markup == Markup.COMPLETE ? VisitorAction.CONTINUE : super.visit(object);
    }

    @Override
    public VisitorAction visit(MiningField miningField) {
      return visit((PMMLObject) miningField);
    }

    @Override
    protected void report(MissingMarkupException missing) {
      if (!(missing.getContext() instanceof OutputField)) {
        super.report(missing);
      }
    }
  }

  /** Every field that the document defines, and every reference to one. */
  private static final class Fields extends AbstractVisitor {
    private final Set<String> dataFields = new HashSet<>();
    private final Set<String> defined = new HashSet<>();
    private final Map<String, List<DerivedField>> derived = new HashMap<>();
    private final List<HasFieldReference<?>> references = new ArrayList<>();
    private final List<MiningField> miningFields = new ArrayList<>();

    @Override
    public VisitorAction visit(PMMLObject object) {
      if (object instanceof Field<?> field && field.getName() != null) {
        defined.add(field.requireName());
      }
      if (object instanceof DataField dataField) {
        dataFields.add(dataField.requireName());
      } else if (object instanceof DerivedField field && field.getName() != null) {
        derived.computeIfAbsent(field.requireName(), name -> new ArrayList<>()).add(field);
      } else if (object instanceof MiningField miningField) {
        miningFields.add(miningField);
      } else if (object instanceof HasFieldReference<?> reference
          && !(object instanceof VerificationField)) {
        references.add(reference);
      }
      return super.visit(object);
    }

    void requireDefined() throws ModelLoadException {
      for (MiningField field : miningFields) {
        if (!defined.contains(field.requireName())) {
          throw undefined(field, field.requireName());
        }
      }
      for (HasFieldReference<?> reference : references) {
        String name = reference.getField();
        if (name != null && !defined.contains(name)) {
          throw undefined((PMMLObject) reference, name);
        }
      }
    }

    private static ModelLoadException undefined(PMMLObject where, String name) {
      return LoadFailure.invalid(
          LoadFailure.at(where)
              + where.getClass().getSimpleName()
              + " refers to a field \""
              + name
              + "\" that the document does not define");
    }
  }

  /**
   * Follows derived fields to those they are computed from. Names defined more than once mean
   * different fields in different models, so chains end there; scoring survives what that misses.
   */
  private static final class Derivations {
    private final Fields fields;
    private final int limit;
    private final Map<String, Integer> length = new HashMap<>();
    private final List<String> open = new ArrayList<>();

    Derivations(Fields fields, int limit) {
      this.fields = fields;
      this.limit = limit;
    }

    void check() throws ModelLoadException {
      for (String name : fields.derived.keySet()) {
        length(name);
      }
    }

    private int length(String name) throws ModelLoadException {
      List<DerivedField> definitions = fields.derived.getOrDefault(name, List.of());
      if (definitions.size() != 1 || fields.dataFields.contains(name)) {
        return 0;
      }
      Integer known = length.get(name);
      if (known != null) {
        return known;
      }
      DerivedField field = definitions.get(0);
      if (open.contains(name)) {
        throw LoadFailure.invalid(
            LoadFailure.at(field)
                + "derived fields are computed from one another: "
                + String.join(" from ", open.subList(open.indexOf(name), open.size()))
                + " from "
                + name);
      }
      if (open.size() >= limit) {
        throw LoadFailure.tooLarge(
            "%smore than %d derived fields are computed one from another"
                .formatted(LoadFailure.at(field), limit));
      }
      open.add(name);
      Sources sources = new Sources();
      sources.applyTo(field);
      int longest = 0;
      for (String source : sources.names) {
        longest = Math.max(longest, length(source));
      }
      open.remove(open.size() - 1);
      length.put(name, longest + 1);
      return longest + 1;
    }
  }

  /** The names of the fields that an expression reads. */
  private static final class Sources extends AbstractVisitor {
    private final Set<String> names = new HashSet<>();

    @Override
    public VisitorAction visit(PMMLObject object) {
      if (object instanceof HasFieldReference<?> reference && reference.getField() != null) {
        names.add(reference.getField());
      } else if (object instanceof FieldRef reference) {
        names.add(reference.requireField());
      }
      return super.visit(object);
    }
  }
}
