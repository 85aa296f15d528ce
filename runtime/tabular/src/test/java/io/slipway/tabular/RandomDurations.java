package io.slipway.tabular;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Durations in a document made at random: fields, what is derived of them, predicates, terms. */
final class RandomDurations {
  private static final int MOST_FIELDS = 2;

  /** Points in time where {@link #sample} has its rows, by what counts to them. */
  private enum Kind {
    DAYS {
      @Override
      List<String> types() {
        return DurationTexts.DAYS;
      }

      @Override
      String text(int units) {
        return LEAP_DAY.plusDays(units).toLocalDate().toString();
      }
    },
    SECONDS {
      @Override
      List<String> types() {
        return DurationTexts.SECONDS;
      }

      @Override
      String text(int units) {
        return LEAP_DAY.plusSeconds(units).toString();
      }
    },
    CLOCK {
      @Override
      List<String> types() {
        return List.of(DurationTexts.CLOCK);
      }

      @Override
      String text(int units) {
        return "%s0:00:%02d".formatted(units < 0 ? "-" : "", Math.abs(units) % 60);
      }
    };

    private static final LocalDateTime LEAP_DAY = LocalDateTime.of(1980, 2, 29, 23, 59, 58);

    abstract List<String> types();

    abstract String text(int units);
  }

  private record Field(String name, Kind kind) {}

  private final Random random;
  private final List<Field> fields = new ArrayList<>();

  RandomDurations(Random random) {
    this.random = random;
  }

  /** A row's durations, {@code i} units from where documents have their thresholds. */
  static Map<String, Object> sample(int i) {
    Map<String, Object> row = new HashMap<>();
    for (Kind kind : Kind.values()) {
      for (int field = 0; field < MOST_FIELDS; field++) {
        row.put(name(kind, field), kind.text(i / 4));
      }
    }
    return row;
  }

  private static String name(Kind kind, int number) {
    return kind.name().toLowerCase(Locale.ROOT) + number;
  }

  boolean isAny() {
    return !fields.isEmpty();
  }

  void input(StringBuilder dictionary, StringBuilder schema) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    Field field = new Field(name(kind, fields.size()), kind);
    String domain =
        switch (random.nextInt(6)) {
          case 0 -> "<Interval closure='openClosed' leftMargin='-3' rightMargin='400000000'/>";
          case 1 ->
              "<Value value='%s'/><Value value='%s'/><Value value='%s'/>"
                  .formatted(kind.text(0), kind.text(2), kind.text(-3));
          default -> "";
        };
    dictionary.append(
        "<DataField name='%s' optype='continuous' dataType='%s'>%s</DataField>"
            .formatted(field.name(), pick(kind.types()), domain));
    String treatment =
        " invalidValueTreatment='%s'"
            .formatted(pick(List.of("returnInvalid", "asIs", "asMissing", "asMissing")));
    if (random.nextInt(3) == 0) {
      treatment += " missingValueReplacement='%s'".formatted(kind.text(random.nextInt(9) - 4));
    }
    if (random.nextInt(6) == 0) {
      treatment += " outliers='asMissingValues' lowValue='-1' highValue='1e9'";
    }
    schema.append("<MiningField name='%s'%s/>".formatted(field.name(), treatment));
    fields.add(field);
  }

  /** A number made of the field that was added last. */
  String derived(StringBuilder derived) {
    Field field = fields.get(fields.size() - 1);
    String ref = "<FieldRef field='%s'/>".formatted(field.name());
    String constant = "<Constant dataType='%s'>%s</Constant>";
    String expression =
        switch (random.nextInt(6)) {
          case 0 -> ref;
          case 1 ->
              "<Apply function='%s'>%s%s</Apply>"
                  .formatted(
                      pick(List.of("lessThan", "lessOrEqual", "greaterThan", "equal")),
                      ref,
                      constant.formatted(
                          pick(field.kind().types()), field.kind().text(random.nextInt(5) - 2)));
          case 2 ->
              "<Apply function='greaterOrEqual'>%s%s</Apply>"
                  .formatted(ref, constant.formatted("integer", random.nextInt(9) - 4));
          case 3 -> "<Apply function='floor'>%s</Apply>".formatted(ref);
          case 4 ->
              "<NormContinuous field='%s' mapMissingTo='2'><LinearNorm orig='-4' norm='0'/><LinearNorm orig='9000' norm='3'/></NormContinuous>"
                  .formatted(field.name());
          default ->
              "<NormDiscrete field='%s' value='%s'/>".formatted(field.name(), field.kind().text(0));
        };
    String name = "of" + field.name();
    derived.append(
        "<DerivedField name='%s' optype='continuous' dataType='double'>%s</DerivedField>"
            .formatted(name, expression));
    return name;
  }

  String predicate() {
    Field field = fields.get(random.nextInt(fields.size()));
    String text = field.kind().text(random.nextInt(9) - 4);
    return switch (random.nextInt(4)) {
      case 0 ->
          "<SimpleSetPredicate field='%s' booleanOperator='%s'><Array type='string'>%s %s</Array></SimpleSetPredicate>"
              .formatted(
                  field.name(), pick(List.of("isIn", "isNotIn")), text, field.kind().text(0));
      case 1 ->
          "<SimplePredicate field='%s' operator='%s' value='%s'/>"
              .formatted(field.name(), pick(List.of("equal", "notEqual", "isMissing")), text);
      default ->
          "<SimplePredicate field='%s' operator='%s' value='%s'/>"
              .formatted(
                  field.name(),
                  pick(List.of("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual")),
                  random.nextInt(3) == 0 ? Integer.toString(random.nextInt(9) - 4) : text);
    };
  }

  /** Terms of a regression, one for each field. */
  String predictors() {
    StringBuilder terms = new StringBuilder();
    for (Field field : fields) {
      terms.append(
          "<NumericPredictor name='%s' coefficient='%s'/>"
              .formatted(field.name(), random.nextInt(9) / 8.0));
    }
    return terms.toString();
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
