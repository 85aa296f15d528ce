package io.slipway.tabular;

import java.util.List;
import java.util.Random;

/** Models of nearest neighbors, from a source of chance. */
final class RandomNeighbors {
  private static final int INSTANCES = 12;

  private final Random random;
  private final List<String> numbers;
  private final List<String> texts;
  private final List<String> truths;

  /**
   * @param numbers fields of numbers
   * @param texts fields of texts
   * @param truths fields of truth values
   */
  RandomNeighbors(Random random, List<String> numbers, List<String> texts, List<String> truths) {
    this.random = random;
    this.numbers = numbers;
    this.texts = texts;
    this.truths = truths;
  }

  /**
   * @param classes what it tells apart; none for a number
   * @param schema the mining schema
   */
  String next(List<String> classes, String schema) {
    boolean bySimilarity = !truths.isEmpty() && random.nextBoolean();
    StringBuilder fields =
        new StringBuilder(
            "<InstanceField field='y' column='y'/><InstanceField field='id' column='i'/>");
    StringBuilder inputs = new StringBuilder();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < INSTANCES; i++) {
      rows.append("<row><y>%s</y><i>n%d</i>".formatted(label(classes), i));
      for (String field : compared(bySimilarity)) {
        rows.append("<c_%s>%s</c_%s>".formatted(field, value(field), field));
      }
      rows.append("</row>");
    }
    for (String field : compared(bySimilarity)) {
      fields.append("<InstanceField field='%s' column='c_%s'/>".formatted(field, field));
      inputs.append(
          "<KNNInput field='%s'%s/>"
              .formatted(field, bySimilarity ? "" : comparison(numbers.contains(field))));
    }
    return "<NearestNeighborModel functionName='%s' numberOfNeighbors='%d' %s='%s' threshold='%s'%s><MiningSchema>%s</MiningSchema>%s<TrainingInstances><InstanceFields>%s</InstanceFields><InlineTable>%s</InlineTable></TrainingInstances><ComparisonMeasure kind='distance'>%s</ComparisonMeasure><KNNInputs>%s</KNNInputs></NearestNeighborModel>"
        .formatted(
            pick(classes.isEmpty() ? "regression" : "classification", "mixed"),
            1 + random.nextInt(5),
            classes.isEmpty() ? "continuousScoringMethod" : "categoricalScoringMethod",
            classes.isEmpty()
                ? pick("average", "median", bySimilarity ? "average" : "weightedAverage")
                : pick("majorityVote", bySimilarity ? "majorityVote" : "weightedMajorityVote"),
            pick("0.001", "0.5"),
            pick("", " instanceIdVariable='id'"),
            schema,
            outputs(),
            fields,
            rows,
            bySimilarity ? similarity() : distance(),
            inputs);
  }

  private List<String> compared(boolean bySimilarity) {
    return bySimilarity
        ? truths
        : java.util.stream.Stream.concat(numbers.stream(), texts.stream()).toList();
  }

  private String value(String field) {
    if (truths.contains(field)) {
      return pick("true", "false");
    }
    return numbers.contains(field) ? pick("-4", "-3", "0", "1", "3", "5") : pick("red", "green");
  }

  private String similarity() {
    return pick(
        "<simpleMatching/>",
        "<jaccard/>",
        "<tanimoto/>",
        "<binarySimilarity c00-parameter='1' c01-parameter='0.5' c10-parameter='0.25' c11-parameter='3' d00-parameter='1' d01-parameter='2' d10-parameter='3' d11-parameter='4'/>");
  }

  private String distance() {
    return pick(
        "<euclidean/>",
        "<squaredEuclidean/>",
        "<cityBlock/>",
        "<chebychev/>",
        "<minkowski p-parameter='3'/>",
        "<minkowski p-parameter='0.5'/>");
  }

  private String comparison(boolean isNumber) {
    String function =
        isNumber
            ? pick("", "", "", " compareFunction='equal'")
            : pick(" compareFunction='delta'", " compareFunction='equal'");
    return function + pick("", " fieldWeight='0.5'");
  }

  private String outputs() {
    return "<Output><OutputField name='nearest' optype='categorical' dataType='string' feature='entityId'/>"
        + "<OutputField name='third' optype='categorical' dataType='string' feature='entityId' rank='3'/>"
        + "<OutputField name='distance' optype='continuous' dataType='double' feature='entityAffinity'/>"
        + "<OutputField name='next' optype='continuous' dataType='double' feature='affinity' rank='%d'/></Output>"
            .formatted(2 + random.nextInt(4));
  }

  private String label(List<String> classes) {
    return classes.isEmpty()
        ? Double.toString(random.nextInt(200) / 8.0)
        : classes.get(random.nextInt(classes.size()));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
