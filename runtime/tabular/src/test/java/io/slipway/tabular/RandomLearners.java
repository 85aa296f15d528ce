package io.slipway.tabular;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
    MEDIAN,
    LEADING_PROBABILITIES,
    GENERAL_REGRESSION,
    GENERAL_CLASSES
  }

  private static final int FIELDS = 3;
  private static final List<String> CLASSES = List.of("low", "middle", "high");

  private final Random random;

  RandomLearners(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  String next(Kind kind) {
    String fields =
        each(FIELDS, i -> "<DataField name='x%d' optype='continuous' dataType='double'/>", " ");
    return """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
        <DataDictionary>%s<DataField name='c' optype='categorical' dataType='string'/>%s</DataDictionary>
        %s
        </PMML>
        """
        .formatted(
            fields,
            isNumber(kind)
                ? "<DataField name='y' optype='continuous' dataType='double'/>"
                : "<DataField name='y' optype='categorical' dataType='string'>%s</DataField>"
                    .formatted(
                        CLASSES.stream()
                            .map("<Value value='%s'/>"::formatted)
                            .collect(Collectors.joining())),
            switch (kind) {
              case NEURAL_NETWORK -> network();
              case SUPPORT_VECTOR_MACHINE -> machine();
              case CLUSTERING -> clusters();
              case NAIVE_BAYES -> bayes();
              case SCORECARD -> scorecard();
              case COUNTED_TERMS -> terms();
              case MEDIAN -> committee("regression", pick("median", "weightedMedian"));
              case GENERAL_REGRESSION -> generalRegression(List.of());
              case GENERAL_CLASSES -> generalRegression(CLASSES);
              case LEADING_PROBABILITIES -> committee("classification", pick("median", "max"));
            });
  }

  private static boolean isNumber(Kind kind) {
    return switch (kind) {
      case SCORECARD, COUNTED_TERMS, MEDIAN, GENERAL_REGRESSION -> true;
      default -> false;
    };
  }

  private String network() {
    String inputs =
        each(
            FIELDS,
            i ->
                "<NeuralInput id='i%1$d'><DerivedField optype='continuous' dataType='double'><FieldRef field='x%1$d'/></DerivedField></NeuralInput>",
            "");
    String outputs =
        IntStream.range(0, CLASSES.size())
            .mapToObj(
                i ->
                    "<NeuralOutput outputNeuron='o%d'><DerivedField optype='categorical' dataType='string'><NormDiscrete field='y' value='%s'/></DerivedField></NeuralOutput>"
                        .formatted(i, CLASSES.get(i)))
            .collect(Collectors.joining());
    return "<NeuralNetwork functionName='classification' activationFunction='%s'%s>%s<NeuralInputs>%s</NeuralInputs><NeuralLayer threshold='0.25'>%s</NeuralLayer><NeuralLayer activationFunction='%s' normalizationMethod='softmax'>%s</NeuralLayer><NeuralOutputs>%s</NeuralOutputs></NeuralNetwork>"
        .formatted(
            pick(
                "logistic",
                "tanh",
                "rectifier",
                "exponential",
                "square",
                "Gauss",
                "sine",
                "cosine",
                "Elliott",
                "arctan",
                "threshold",
                "identity"),
            "",
            schema("y"),
            inputs,
            neurons("h", 4, "i", FIELDS),
            pick("identity", "logistic", "tanh"),
            neurons("o", CLASSES.size(), "h", 4),
            outputs);
  }

  private String neurons(String layer, int size, String before, int connections) {
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                "<Neuron id='%s%d' bias='%s'>%s</Neuron>"
                    .formatted(
                        layer,
                        i,
                        number(),
                        IntStream.range(0, connections)
                            .mapToObj(
                                from ->
                                    "<Con from='%s%d' weight='%s'/>"
                                        .formatted(before, from, number()))
                            .collect(Collectors.joining())))
        .collect(Collectors.joining());
  }

  private String machine() {
    String kernel =
        pick(
            "<LinearKernelType/>",
            "<RadialBasisKernelType gamma='0.5'/>",
            "<PolynomialKernelType gamma='0.5' coef0='1' degree='3'/>",
            "<SigmoidKernelType gamma='0.25' coef0='0.5'/>");
    StringBuilder vectors = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      vectors.append(
          "<VectorInstance id='v%d'><Array type='real' n='3'>%s</Array></VectorInstance>"
              .formatted(i, numbers(FIELDS)));
    }
    boolean againstAll = random.nextBoolean();
    StringBuilder machines = new StringBuilder();
    for (int i = 0; i < CLASSES.size(); i++) {
      machines.append(
          "<SupportVectorMachine targetCategory='%s'%s><SupportVectors>%s</SupportVectors><Coefficients absoluteValue='%s'>%s</Coefficients></SupportVectorMachine>"
              .formatted(
                  CLASSES.get(i),
                  againstAll
                      ? ""
                      : " alternateTargetCategory='" + CLASSES.get((i + 1) % CLASSES.size()) + "'",
                  each(3, v -> "<SupportVector vectorId='v%d'/>", ""),
                  number(),
                  each(3, v -> "<Coefficient value='" + number() + "'/>", "")));
    }
    return "<SupportVectorMachineModel functionName='classification' classificationMethod='%s'>%s%s<VectorDictionary><VectorFields>%s</VectorFields>%s</VectorDictionary>%s</SupportVectorMachineModel>"
        .formatted(
            againstAll ? "OneAgainstAll" : "OneAgainstOne",
            schema("y"),
            kernel,
            each(FIELDS, i -> "<FieldRef field='x%d'/>", ""),
            vectors,
            machines);
  }

  private String clusters() {
    String measure =
        pick(
            "<euclidean/>",
            "<squaredEuclidean/>",
            "<cityBlock/>",
            "<chebychev/>",
            "<minkowski p-parameter='3'/>");
    return "<ClusteringModel functionName='clustering' modelClass='centerBased' numberOfClusters='4'><MiningSchema>%s</MiningSchema><ComparisonMeasure kind='distance'>%s</ComparisonMeasure>%s%s</ClusteringModel>"
        .formatted(
            each(FIELDS, i -> "<MiningField name='x%d'/>", ""),
            measure,
            IntStream.range(0, FIELDS)
                .mapToObj(
                    i ->
                        "<ClusteringField field='x%d' compareFunction='%s' similarityScale='1.5' fieldWeight='0.75'/>"
                            .formatted(i, pick("absDiff", "gaussSim", "delta", "equal")))
                .collect(Collectors.joining()),
            each(
                4,
                i ->
                    "<Cluster id='k%d'><Array type='real' n='3'>"
                        + numbers(FIELDS)
                        + "</Array></Cluster>",
                ""));
  }

  private String bayes() {
    String gaussians =
        IntStream.range(0, FIELDS)
            .mapToObj(
                i ->
                    "<BayesInput fieldName='x%d'><TargetValueStats>%s</TargetValueStats></BayesInput>"
                        .formatted(
                            i,
                            CLASSES.stream()
                                .map(
                                    label ->
                                        "<TargetValueStat value='%s'><GaussianDistribution mean='%s' variance='%s'/></TargetValueStat>"
                                            .formatted(label, number(), 1 + random.nextInt(5)))
                                .collect(Collectors.joining())))
            .collect(Collectors.joining());
    String counted =
        List.of("red", "green").stream()
            .map(
                value ->
                    "<PairCounts value='%s'><TargetValueCounts>%s</TargetValueCounts></PairCounts>"
                        .formatted(value, counts()))
            .collect(Collectors.joining());
    return "<NaiveBayesModel functionName='classification' threshold='0.001'>%s<BayesInputs>%s<BayesInput fieldName='c'>%s</BayesInput></BayesInputs><BayesOutput fieldName='y'><TargetValueCounts>%s</TargetValueCounts></BayesOutput></NaiveBayesModel>"
        .formatted(schema("y"), gaussians, counted, counts());
  }

  private String counts() {
    return CLASSES.stream()
        .map(
            label ->
                "<TargetValueCount value='%s' count='%d'/>".formatted(label, random.nextInt(9) + 1))
        .collect(Collectors.joining());
  }

  private String scorecard() {
    String characteristics =
        IntStream.range(0, FIELDS)
            .mapToObj(
                i ->
                    "<Characteristic name='n%1$d' baselineScore='%2$d' reasonCode='R%1$d'><Attribute partialScore='%3$d'><SimplePredicate field='x%1$d' operator='lessOrEqual' value='%4$s'/></Attribute><Attribute partialScore='%5$d'><True/></Attribute></Characteristic>"
                        .formatted(
                            i, random.nextInt(9), random.nextInt(20), number(), random.nextInt(20)))
            .collect(Collectors.joining());
    return "<Scorecard functionName='regression' initialScore='7' useReasonCodes='true' reasonCodeAlgorithm='%s'>%s<Output>%s</Output><Characteristics>%s</Characteristics></Scorecard>"
        .formatted(
            pick("pointsAbove", "pointsBelow"),
            schema("y"),
            IntStream.rangeClosed(1, FIELDS)
                .mapToObj(
                    i ->
                        "<OutputField name='r%1$d' optype='categorical' dataType='string' feature='reasonCode' rank='%1$d'/>"
                            .formatted(i))
                .collect(Collectors.joining()),
            characteristics);
  }

  private String terms() {
    String derived =
        List.of("red", "green light", "blue").stream()
            .map(
                term ->
                    "<DerivedField name='%s' optype='continuous' dataType='integer'><TextIndex textField='c' x-wordRE='\\w+' isCaseSensitive='%s' localTermWeights='%s'><Constant dataType='string'>%s</Constant></TextIndex></DerivedField>"
                        .formatted(
                            "t" + term.charAt(0),
                            pick("true", "false"),
                            pick("termFrequency", "binary"),
                            term))
            .collect(Collectors.joining());
    return "<RegressionModel functionName='regression'>%s<LocalTransformations>%s</LocalTransformations><RegressionTable intercept='1'><NumericPredictor name='tr' coefficient='2'/><NumericPredictor name='tg' coefficient='3'/><NumericPredictor name='tb' coefficient='5'/></RegressionTable></RegressionModel>"
        .formatted(schema("y"), derived);
  }

  private String generalRegression(List<String> classes) {
    return RandomGeneralRegressions.next(random, List.of("x0", "x1", "x2"), List.of("c"), classes)
        .formatted(schema("y"));
  }

  private String committee(String function, String method) {
    List<String> classes = function.equals("regression") ? List.of("") : CLASSES;
    String members =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    "<Segment weight='%s'><SimplePredicate field='x0' operator='lessThan' value='%s'/><RegressionModel functionName='%s' normalizationMethod='%s'><MiningSchema>%s</MiningSchema>%s</RegressionModel></Segment>"
                        .formatted(
                            pick("1", "0.5", "2.25"),
                            number(),
                            function,
                            classes.size() == 1 ? "none" : "softmax",
                            each(FIELDS, field -> "<MiningField name='x%d'/>", ""),
                            classes.stream().map(this::table).collect(Collectors.joining())))
            .collect(Collectors.joining());
    return "<MiningModel functionName='%s'>%s<Segmentation multipleModelMethod='%s' missingPredictionTreatment='skipSegment'>%s</Segmentation></MiningModel>"
        .formatted(function, schema("y"), method, members);
  }

  private String table(String label) {
    return "<RegressionTable intercept='%s'%s>%s</RegressionTable>"
        .formatted(
            number(),
            label.isEmpty() ? "" : " targetCategory='" + label + "'",
            each(
                FIELDS,
                field -> "<NumericPredictor name='x%d' coefficient='" + number() + "'/>",
                ""));
  }

  private static String schema(String target) {
    return "<MiningSchema><MiningField name='%s' usageType='target'/>%s<MiningField name='c'/></MiningSchema>"
        .formatted(
            target,
            IntStream.range(0, FIELDS)
                .mapToObj("<MiningField name='x%d'/>"::formatted)
                .collect(Collectors.joining()));
  }

  private static String each(
      int count, java.util.function.IntFunction<String> template, String between) {
    return IntStream.range(0, count)
        .mapToObj(i -> template.apply(i).formatted(i))
        .collect(Collectors.joining(between));
  }

  private String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> number()).collect(Collectors.joining(" "));
  }

  private String number() {
    return Double.toString(random.nextInt(-16, 17) / 4.0);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
