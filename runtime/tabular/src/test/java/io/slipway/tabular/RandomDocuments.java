package io.slipway.tabular;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PMML as no exporter would write it, yet valid: fields of all types with every treatment, derived
 * fields, and one of several kinds of model, from a seed.
 */
final class RandomDocuments {
  private static final List<String> COLOURS = List.of("red", "green", "blue");

  private static final String NODE =
      "<OutputField name='node' optype='categorical' dataType='string' feature='entityId'/>";

  /** An output without a type. */
  private static final String IN_DIGITS =
      "<OutputField name='t' feature='transformedValue'><Apply function='*'><Constant dataType='double'>-1.0</Constant><FieldRef field='o'/></Apply></OutputField>";

  private final Random random;
  private final List<String> classes;
  private final String order;
  private final List<String> numbers = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<String> truths = new ArrayList<>();
  private final StringBuilder dictionary = new StringBuilder();
  private final StringBuilder schema = new StringBuilder();
  private final StringBuilder derived = new StringBuilder();
  private final RandomDurations durations;

  RandomDocuments(long seed) {
    random = new Random(seed);
    classes = List.of("green", "red", "blue", "black").subList(0, 2 + random.nextInt(3));
    order = pick("categorical", "ordinal");
    durations = new RandomDurations(random);
  }

  String next() {
    int fields = 2 + random.nextInt(4);
    for (int i = 0; i < fields; i++) {
      input("x" + i);
    }
    if (numbers.isEmpty()) {
      dictionary.append("<DataField name='n' optype='continuous' dataType='double'/>");
      schema.append("<MiningField name='n'/>");
      numbers.add("n");
    }
    for (int i = random.nextInt(4); i < 2; i++) {
      durations.input(dictionary, schema);
      numbers.add(durations.derived(derived));
    }
    for (int i = 0; i < random.nextInt(4); i++) {
      derived("d" + i);
    }
    if (!texts.isEmpty() && random.nextInt(3) == 0) {
      derivedText("u");
    }
    boolean classifies = random.nextBoolean();
    String function = classifies ? "classification" : "regression";
    String target =
        classifies
            ? "<DataField name='y' optype='%s' dataType='string'>%s</DataField>"
                .formatted(order, values(classes))
            : "<DataField name='y' optype='continuous' dataType='double'/>";
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary>%s%s<DataField name='id' optype='categorical' dataType='string'/></DataDictionary>
        <TransformationDictionary>%s</TransformationDictionary>
        %s
        </PMML>
        """
        .formatted(dictionary, target, derived, model(function, classifies, random.nextInt(6)));
  }

  private void input(String name) {
    String type = pick("double", "double", "float", "integer", "string", "boolean");
    boolean isNumber = !type.equals("string") && !type.equals("boolean");
    String domain = "";
    if (type.equals("string") && random.nextInt(3) > 0) {
      domain = values(COLOURS) + "<Value value='?' property='missing'/>";
    } else if (isNumber && random.nextInt(4) == 0) {
      domain =
          "<Interval closure='%s' leftMargin='-8' rightMargin='12.5'/>"
              .formatted(pick("closedClosed", "openOpen", "closedOpen", "openClosed"));
    } else if (isNumber && random.nextInt(5) == 0) {
      domain = "<Value value='-1' property='missing'/><Value value='2' property='invalid'/>";
    }
    dictionary.append(
        "<DataField name='%s' optype='%s' dataType='%s'>%s</DataField>"
            .formatted(name, isNumber ? "continuous" : "categorical", type, domain));
    String treatment =
        " invalidValueTreatment='%s'"
            .formatted(pick("returnInvalid", "asIs", "asMissing", "asMissing"));
    if (random.nextInt(3) == 0) {
      treatment += " missingValueReplacement='%s'".formatted(literal(type));
    }
    if (isNumber && random.nextInt(4) == 0) {
      treatment +=
          " outliers='%s' lowValue='-5' highValue='7'"
              .formatted(pick("asMissingValues", "asExtremeValues"));
    }
    schema.append("<MiningField name='%s'%s/>".formatted(name, treatment));
    if (isNumber) {
      numbers.add(name);
    } else if (type.equals("string")) {
      texts.add(name);
    } else {
      truths.add(name);
    }
  }

  private String literal(String type) {
    return switch (type) {
      case "string" -> pick("red", "green");
      case "boolean" -> pick("true", "false");
      case "integer" -> Integer.toString(random.nextInt(9) - 4);
      default -> Double.toString(random.nextInt(33) / 4.0 - 4);
    };
  }

  private void derived(String name) {
    derived.append(
        "<DerivedField name='%s' optype='continuous' dataType='%s'>%s</DerivedField>"
            .formatted(name, pick("double", "float"), expression(2)));
    numbers.add(name);
  }

  /** Of which a row may have none: its functions fail where their argument is missing. */
  private void derivedText(String name) {
    derived.append(
        "<DerivedField name='%s' optype='categorical' dataType='string'><Apply function='substring'><FieldRef field='%s'/><Constant dataType='integer'>1</Constant><Constant dataType='integer'>%d</Constant></Apply></DerivedField>"
            .formatted(name, pick(texts), 3 + random.nextInt(3)));
    texts.add(name);
  }

  private String expression(int depth) {
    int kind = random.nextInt(depth > 0 ? 9 : 2);
    String field = pick(numbers);
    return switch (kind) {
      case 0 -> "<FieldRef field='" + field + "'/>";
      case 1 -> "<Constant dataType='double'>" + literal("double") + "</Constant>";
      case 2 -> apply(pick("+", "-", "*", "/"), depth, 2);
      case 3 -> apply(pick("abs", "exp", "sqrt", "ln1p", "tanh", "rint"), depth, 1);
      case 4 ->
          "<Apply function='if'><Apply function='%s'>%s%s</Apply>%s%s</Apply>"
              .formatted(
                  pick("lessThan", "greaterOrEqual", "equal"),
                  sum(),
                  number(depth - 1),
                  number(depth - 1),
                  number(depth - 1));
      case 5 ->
          "<Apply function='if'><Apply function='isMissing'><FieldRef field='%s'/></Apply>%s%s</Apply>"
              .formatted(field, number(0), number(depth - 1));
      case 6 ->
          "<NormContinuous field='%s' outliers='%s' mapMissingTo='0.5'><LinearNorm orig='-2' norm='0'/><LinearNorm orig='1' norm='3'/><LinearNorm orig='4' norm='2'/></NormContinuous>"
              .formatted(field, pick("asIs", "asMissingValues", "asExtremeValues"));
      case 7 ->
          "<Discretize field='%s' dataType='double' defaultValue='-3'><DiscretizeBin binValue='1'><Interval closure='closedOpen' rightMargin='0'/></DiscretizeBin><DiscretizeBin binValue='2'><Interval closure='closedOpen' leftMargin='0' rightMargin='3'/></DiscretizeBin></Discretize>"
              .formatted(field);
      default ->
          texts.isEmpty()
              ? "<NormDiscrete field='%s' value='1'/>".formatted(field)
              : "<NormDiscrete field='%s' value='red' mapMissingTo='7'/>".formatted(pick(texts));
    };
  }

  private String apply(String function, int depth, int arity) {
    return "<Apply function='%s'>%s</Apply>"
        .formatted(
            function,
            IntStream.range(0, arity)
                .mapToObj(i -> number(depth - 1))
                .collect(Collectors.joining()));
  }

  /** A double, so that what holds it does not depend on the row. */
  private String number(int depth) {
    return random.nextInt(3) == 0 ? expression(depth) : sum();
  }

  /** A continuous double: categories written as numbers have no order. */
  private String sum() {
    return "<Apply function='+'><FieldRef field='%s'/><Constant dataType='double'>%s</Constant></Apply>"
        .formatted(pick(numbers), literal("double"));
  }

  private String model(String function, boolean classifies, int kind) {
    String named = schema + "<MiningField name='y' usageType='target'/>";
    String output =
        classifies
            ? "<Output><OutputField name='p' optype='continuous' dataType='double' feature='probability' value='green'/></Output>"
            : "<Output><OutputField name='o' optype='continuous' dataType='float'/>%s</Output>"
                .formatted(random.nextInt(4) == 0 ? IN_DIGITS : "");
    String targets =
        switch (random.nextInt(4)) {
          case 0 ->
              classifies
                  ? "<Targets><Target field='y'>%s</Target></Targets>".formatted(priors())
                  : "";
          case 1 ->
              classifies
                  ? ""
                  : "<Targets><Target field='y' rescaleFactor='0.5' rescaleConstant='1' min='-3' max='4'>%s</Target></Targets>"
                      .formatted(
                          pick(
                              "",
                              "<TargetValue defaultValue='2.75'/>",
                              "<TargetValue displayValue='none'/>"));
          default -> "";
        };
    String head = "<MiningSchema>%s</MiningSchema>%s%s".formatted(named, output, targets);
    return switch (kind) {
      case 0 -> tree(function, classifies, head.replace("</Output>", pick("", NODE) + "</Output>"));
      case 1 -> regressions(classifies).next(order, head);
      case 2 ->
          RandomGeneralRegressions.next(random, numbers, texts, classifies ? classes : List.of())
              .formatted(head);
      case 3 ->
          new RandomNeighbors(random, numbers, texts, truths)
              .next(classifies ? classes : List.of(), named);
      default -> ensemble(function, classifies, head);
    };
  }

  /** What there is instead of a prediction; a document that does not say it of all has nothing. */
  private String priors() {
    List<String> listed = new ArrayList<>(classes);
    Collections.shuffle(listed, random);
    int silent = random.nextInt(4) == 0 ? random.nextInt(listed.size()) : -1;
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < listed.size(); i++) {
      values.append(
          "<TargetValue value='%s' displayValue='as %s'%s/>"
              .formatted(
                  listed.get(i),
                  listed.get(i),
                  i == silent
                      ? ""
                      : " priorProbability='" + pick("0", "0.25", "0.25", "0.5") + "'"));
    }
    return values.toString();
  }

  private String tree(String function, boolean classifies, String head) {
    return "<TreeModel functionName='%s' missingValueStrategy='%s' noTrueChildStrategy='%s'>%s%s</TreeModel>"
        .formatted(
            function,
            pick("none", "nullPrediction", "lastPrediction", "defaultChild"),
            pick("returnLastPrediction", "returnNullPrediction"),
            head,
            node("<True/>", classifies, 4, "0"));
  }

  private String node(String predicate, boolean classifies, int depth, String id) {
    int children = depth > 0 && random.nextInt(4) > 0 ? 1 + random.nextInt(3) : 0;
    String score = classifies ? pick(classes) : Double.toString(random.nextInt(1000) / 7.0 - 60);
    StringBuilder node =
        new StringBuilder(
            "<Node id='%s' score='%s'%s>%s"
                .formatted(
                    id, score, children > 0 ? " defaultChild='" + id + "0'" : "", predicate));
    if (classifies) {
      for (String colour : classes) {
        node.append(
            "<ScoreDistribution value='%s' recordCount='%d'/>"
                .formatted(colour, 1 + random.nextInt(9)));
      }
    }
    for (int child = 0; child < children; child++) {
      node.append(node(predicate(2), classifies, depth - 1, id + child));
    }
    return node + "</Node>";
  }

  private String predicate(int depth) {
    if (durations.isAny() && random.nextInt(4) == 0) {
      return durations.predicate();
    }
    int kind = random.nextInt(depth > 0 ? 8 : 6);
    if (kind >= 6) {
      return "<CompoundPredicate booleanOperator='%s'>%s%s%s</CompoundPredicate>"
          .formatted(
              pick("and", "or", "xor", "surrogate"),
              predicate(depth - 1),
              predicate(depth - 1),
              random.nextBoolean() ? predicate(0) : "");
    }
    if (kind == 5) {
      return "<SimplePredicate field='%s' operator='%s'/>"
          .formatted(pick(numbers), pick("isMissing", "isNotMissing"));
    }
    if (kind >= 3 && !texts.isEmpty()) {
      return kind == 3
          ? "<SimplePredicate field='%s' operator='%s' value='%s'/>"
              .formatted(pick(texts), pick("equal", "notEqual"), pick("red", "green", "pink"))
          : "<SimpleSetPredicate field='%s' booleanOperator='%s'><Array type='string'>red &quot;blue&quot; pink</Array></SimpleSetPredicate>"
              .formatted(pick(texts), pick("isIn", "isNotIn"));
    }
    return "<SimplePredicate field='%s' operator='%s' value='%d'/>"
        .formatted(
            pick(numbers),
            pick("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual", "equal"),
            random.nextInt(9) - 4);
  }

  private RandomRegressions regressions(boolean classifies) {
    return new RandomRegressions(
        random, numbers, texts, durations, classifies ? classes : List.of());
  }

  private String ensemble(String function, boolean classifies, String head) {
    String method =
        classifies
            ? pick(
                "average",
                "weightedAverage",
                "median",
                "max",
                "majorityVote",
                "weightedMajorityVote")
            : pick(
                "sum",
                "average",
                "median",
                "weightedSum",
                "weightedAverage",
                "weightedMedian",
                "selectFirst");
    String treatment =
        method.equals("selectFirst")
            ? "continue"
            : pick("continue", "returnMissing", "skipSegment");
    StringBuilder segments = new StringBuilder();
    int count = 1 + random.nextInt(20);
    boolean hasConditions = random.nextInt(4) == 0 || method.equals("selectFirst");
    String inner =
        "<MiningSchema>%s%s</MiningSchema>"
            .formatted(
                method.equals("selectFirst") ? "<MiningField name='y' usageType='target'/>" : "",
                names(schema.toString()));
    for (int i = 0; i < count; i++) {
      segments.append(
          "<Segment id='%d' weight='%s'>%s%s</Segment>"
              .formatted(
                  i,
                  pick("1", "0.5", "2.25"),
                  hasConditions && i < count - 1 ? predicate(1) : "<True/>",
                  random.nextInt(4) == 0 && takesRegressions(method, count)
                      ? regressions(classifies).next("categorical", inner)
                      : tree(function, classifies, inner)));
    }
    String plainHead =
        method.equals("selectFirst") ? head.replaceAll("<Targets>.*</Targets>", "") : head;
    return "<MiningModel functionName='%s'%s>%s<Segmentation multipleModelMethod='%s' missingPredictionTreatment='%s' missingThreshold='%s'>%s</Segmentation></MiningModel>"
        .formatted(
            function,
            random.nextInt(4) == 0 ? " x-mathContext='float'" : "",
            plainHead,
            method,
            treatment,
            pick("1", "0.5", "0.2"),
            segments);
  }

  /**
   * Trees predict nothing that is no number, which the reference puts anywhere among the numbers
   * when it has to find the middle of more than 14.
   */
  private static boolean takesRegressions(String method, int segments) {
    return !method.equals("selectFirst") && (!method.equals("median") || segments < 15);
  }

  /** The fields of a schema as an inner model names them, which treats them in no other way. */
  private static String names(String schema) {
    return schema.replaceAll(
        "<MiningField (name='[^']*')[^>]*/>", "<MiningField $1 invalidValueTreatment='asIs'/>");
  }

  private static String values(List<String> values) {
    return values.stream()
        .map(value -> "<Value value='" + value + "'/>")
        .collect(Collectors.joining());
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
