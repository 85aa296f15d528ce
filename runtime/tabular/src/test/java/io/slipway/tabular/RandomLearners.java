package io.slipway.tabular;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Small documents of one class of models each, from a source of chance. */
final class RandomLearners {
  /** A class of models. */
  enum Kind {
    NEURAL_NETWORK,
    SUPPORT_VECTOR_MACHINE,
    CLUSTERING,
    NAIVE_BAYES,
    SCORECARD,
    COUNTED_TERMS,
    RULE_SET,
    MEDIAN,
    LEADING_PROBABILITIES,
    GENERAL_REGRESSION,
    GENERAL_CLASSES
  }

  static final int FIELDS = 3;

  private static final List<String> CLASSES = List.of("low", "middle", "high");
  private static final List<String> TEXTS =
      List.of("red", "green", "green light", "Red and blue, red", "red-blue!", "a green  light");

  /** Rows where the documents' thresholds, categories and terms are. */
  static final List<Map<String, Object>> SAMPLE =
      IntStream.range(-16, 32).mapToObj(RandomLearners::sample).toList();

  private static Map<String, Object> sample(int i) {
    Map<String, Object> row = new HashMap<>();
    IntStream.range(0, FIELDS).forEach(field -> row.put("x" + field, i / 4.0));
    row.put("c", TEXTS.get(Math.floorMod(i, TEXTS.size())));
    return row;
  }

  /** A model and whether it predicts a number. */
  private record Learner(Target target, String model) {}

  private enum Target {
    NUMBER,
    CATEGORY
  }

  private final Chance chance;

  RandomLearners(long seed) {
    chance = new Chance(seed * 0x9E3779B97F4A7C15L);
  }

  String next(Kind kind) {
    Learner learner = learner(kind);
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary>%s%s%s</DataDictionary>
        %s
        </PMML>
        """
        .formatted(
            Chance.each(FIELDS, this::field),
            category(kind),
            learner.target() == Target.NUMBER
                ? "<DataField name='y' optype='continuous' dataType='double'/>"
                : "<DataField name='y' optype='categorical' dataType='string'>%s</DataField>"
                    .formatted(values(CLASSES)),
            learner.model());
  }

  private Learner learner(Kind kind) {
    boolean isNumber = chance.oneIn(2);
    return switch (kind) {
      case NEURAL_NETWORK ->
          isNumber
              ? new Learner(Target.NUMBER, RandomNetworks.next(chance, List.of()))
              : new Learner(Target.CATEGORY, RandomNetworks.next(chance, CLASSES));
      case SUPPORT_VECTOR_MACHINE ->
          isNumber
              ? new Learner(Target.NUMBER, RandomMachines.number(chance))
              : new Learner(Target.CATEGORY, RandomMachines.classes(chance, CLASSES));
      case CLUSTERING -> new Learner(Target.CATEGORY, clusters());
      case NAIVE_BAYES -> new Learner(Target.CATEGORY, bayes());
      case SCORECARD -> new Learner(Target.NUMBER, RandomScorecards.next(chance));
      case COUNTED_TERMS -> new Learner(Target.NUMBER, terms());
      case RULE_SET -> new Learner(Target.CATEGORY, RandomRuleSets.next(chance, CLASSES));
      case MEDIAN -> new Learner(Target.NUMBER, RandomCommittees.next(chance, List.of()));
      case LEADING_PROBABILITIES ->
          new Learner(Target.CATEGORY, RandomCommittees.next(chance, CLASSES));
      case GENERAL_REGRESSION -> new Learner(Target.NUMBER, generalRegression(List.of()));
      case GENERAL_CLASSES -> new Learner(Target.CATEGORY, generalRegression(CLASSES));
    };
  }

  private String field(int i) {
    String type = i == 2 ? chance.pick("double", "float", "integer") : "double";
    String interval =
        chance.oneIn(4) ? "<Interval closure='closedOpen' leftMargin='-3' rightMargin='7.5'/>" : "";
    return "<DataField name='x%d' optype='continuous' dataType='%s'>%s</DataField>"
        .formatted(i, type, interval);
  }

  private String category(Kind kind) {
    boolean isListed = kind != Kind.COUNTED_TERMS && chance.oneIn(2);
    return "<DataField name='c' optype='categorical' dataType='string'>%s</DataField>"
        .formatted(isListed ? values(TEXTS.subList(0, 3)) : "");
  }

  private static String values(List<String> texts) {
    return texts.stream().map("<Value value='%s'/>"::formatted).collect(Collectors.joining());
  }

  static String schema() {
    return "<MiningSchema><MiningField name='y' usageType='target'/>%s<MiningField name='c' invalidValueTreatment='asIs'/></MiningSchema>"
        .formatted(Chance.each(FIELDS, "<MiningField name='x%d'/>"::formatted));
  }

  /** How a number is rescaled, now and then. */
  static String targets(Chance chance) {
    return chance.oneIn(3)
        ? "<Targets><Target field='y' rescaleFactor='2.5' rescaleConstant='-1'%s%s/></Targets>"
            .formatted(chance.perhaps("max", "20"), chance.perhaps("castInteger", "round"))
        : "";
  }

  static String probabilities() {
    return "<Output>%s</Output>"
        .formatted(
            CLASSES.stream()
                .map(
                    label ->
                        "<OutputField name='p_%1$s' optype='continuous' dataType='double' feature='probability' value='%1$s'/>"
                            .formatted(label))
                .collect(Collectors.joining()));
  }

  private String clusters() {
    String measure =
        chance.pick(
            "<euclidean/>",
            "<squaredEuclidean/>",
            "<cityBlock/>",
            "<chebychev/>",
            "<minkowski p-parameter='3'/>");
    return "<ClusteringModel functionName='clustering' modelClass='centerBased' numberOfClusters='4'><MiningSchema>%s</MiningSchema>%s<ComparisonMeasure kind='distance'>%s</ComparisonMeasure>%s%s%s</ClusteringModel>"
        .formatted(
            Chance.each(FIELDS, "<MiningField name='x%d'/>"::formatted),
            affinities(),
            measure,
            Chance.each(
                FIELDS,
                i ->
                    "<ClusteringField field='x%d' compareFunction='%s' similarityScale='1.5' fieldWeight='0.75'/>"
                        .formatted(i, chance.pick("absDiff", "gaussSim", "delta", "equal"))),
            chance.oneIn(2)
                ? "<MissingValueWeights><Array type='real' n='3'>0.5 1 2</Array></MissingValueWeights>"
                : "",
            Chance.each(
                4,
                i ->
                    "<Cluster id='k%d'><Array type='real' n='3'>%s</Array></Cluster>"
                        .formatted(i, chance.numbers(FIELDS))));
  }

  private static String affinities() {
    return "<Output><OutputField name='id' optype='categorical' dataType='string' feature='predictedValue'/>%s</Output>"
        .formatted(
            Chance.each(
                4,
                i ->
                    "<OutputField name='a%1$d' optype='continuous' dataType='double' feature='affinity' value='k%1$d'/>"
                        .formatted(i)));
  }

  private String bayes() {
    String gaussians =
        Chance.each(
            FIELDS,
            i ->
                "<BayesInput fieldName='x%d'><TargetValueStats>%s</TargetValueStats></BayesInput>"
                    .formatted(i, ofEach(this::gaussian)));
    String counted =
        Stream.of("red", "green")
            .map(
                value ->
                    "<PairCounts value='%s'><TargetValueCounts>%s</TargetValueCounts></PairCounts>"
                        .formatted(value, ofEach(label -> count(label, chance.below(9)))))
            .collect(Collectors.joining());
    return "<NaiveBayesModel functionName='classification' threshold='0.001'>%s%s<BayesInputs>%s<BayesInput fieldName='c'>%s</BayesInput></BayesInputs><BayesOutput fieldName='y'><TargetValueCounts>%s</TargetValueCounts></BayesOutput></NaiveBayesModel>"
        .formatted(
            schema(),
            probabilities(),
            gaussians,
            counted,
            ofEach(label -> count(label, 1 + chance.below(9))));
  }

  private String gaussian(String label) {
    return "<TargetValueStat value='%s'><GaussianDistribution mean='%s' variance='%s'/></TargetValueStat>"
        .formatted(label, chance.number(), 1 + chance.below(5));
  }

  private static String count(String label, int count) {
    return "<TargetValueCount value='%s' count='%d'/>".formatted(label, count);
  }

  private static String ofEach(UnaryOperator<String> element) {
    return CLASSES.stream().map(element).collect(Collectors.joining());
  }

  private String generalRegression(List<String> classes) {
    List<String> numbers = IntStream.range(0, FIELDS).mapToObj("x%d"::formatted).toList();
    return RandomGeneralRegressions.next(chance.random(), numbers, List.of("c"), classes)
        .formatted(schema());
  }

  private String terms() {
    return "<RegressionModel functionName='regression'>%s<LocalTransformations>%s</LocalTransformations><RegressionTable intercept='1'><NumericPredictor name='tr' coefficient='2'/><NumericPredictor name='tg' coefficient='3'/><NumericPredictor name='tb' coefficient='5'/></RegressionTable></RegressionModel>"
        .formatted(
            schema(),
            Stream.of("red", "green light", "blue")
                .map(this::counter)
                .collect(Collectors.joining()));
  }

  private String counter(String term) {
    return "<DerivedField name='t%s' optype='continuous' dataType='double'><TextIndex textField='c' %s isCaseSensitive='%s' localTermWeights='%s'><Constant dataType='string'>%s</Constant></TextIndex></DerivedField>"
        .formatted(
            term.charAt(0),
            chance.pick("x-wordRE='\\w+'", "x-wordRE='(?u)\\b\\w\\w+\\b'"),
            chance.pick("true", "false"),
            chance.pick("termFrequency", "binary", "logarithmic"),
            term);
  }
}
