package io.slipway.tabular.pmml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model predicts.
 *
 * @param name of the target field; empty where the document names none
 * @param value the prediction
 * @param distribution of the categories, where the model has one
 * @param reasons the slots of reason codes, the weightiest first, where the model has them
 * @param ranking of the instances that the prediction rests on, where the model has such
 * @param entity the slot of the id of what the prediction is taken from, where an output asks for
 *     it
 */
record Target(
    Optional<String> name,
    Variable value,
    Optional<Distribution> distribution,
    List<Integer> reasons,
    Optional<Ranking> ranking,
    Optional<Integer> entity) {

  Target(Optional<String> name, Variable value, Optional<Distribution> distribution) {
    this(name, value, distribution, List.of(), Optional.empty(), Optional.empty());
  }

  Target withReasons(List<Integer> slots) {
    return new Target(name, value, distribution, slots, ranking, entity);
  }

  Target with(Ranking instances) {
    return new Target(name, value, distribution, reasons, Optional.of(instances), entity);
  }

  Target withoutEntity() {
    return new Target(name, value, distribution, reasons, ranking, Optional.empty());
  }

  Target withEntity(int slot) {
    return new Target(name, value, distribution, reasons, ranking, Optional.of(slot));
  }

  /**
   * A slot that failed where there is no prediction; one that only ranks instances has no value.
   */
  int checked() {
    return isOnlyRanking() ? ranking.orElseThrow().first() : value.slot();
  }

  private boolean isOnlyRanking() {
    return name.isEmpty() && ranking.isPresent();
  }

  /**
   * Instances by nearness.
   *
   * @param entities the slots of ids, by their ranks: those that outputs of the model name
   * @param affinities the slot of the nearest one's distance, behind which those of the next lie
   * @param kept how many such distances there are
   * @param ids of all instances
   * @param first the slot of the first of all instances' distances
   */
  record Ranking(
      Map<Integer, Integer> entities, int affinities, int kept, List<Double> ids, int first) {}

  /** What the numbers of a distribution are. */
  enum Kind {
    PROBABILITY,
    AFFINITY,
    CONFIDENCE
  }

  /**
   * Whether the reference has the categories in one order in every row: it decides between equals.
   */
  enum Order {
    FIXED,
    BY_ROW
  }

  /**
   * A number for each category.
   *
   * @param codes of the categories, as values of the target
   * @param first the slot of the first one's number
   */
  record Distribution(Kind kind, Order order, List<Double> codes, int first) {
    static Distribution probabilities(List<Double> codes, int first) {
      return new Distribution(Kind.PROBABILITY, Order.FIXED, codes, first);
    }

    static Distribution affinities(List<Double> codes, int first) {
      return new Distribution(Kind.AFFINITY, Order.FIXED, codes, first);
    }

    static Distribution confidences(List<Double> codes, int first) {
      return new Distribution(Kind.CONFIDENCE, Order.FIXED, codes, first);
    }

    Distribution at(int slot) {
      return new Distribution(kind, order, codes, slot);
    }

    Optional<Integer> slot(double code) {
      int index = codes.indexOf(code);
      return index < 0 ? Optional.empty() : Optional.of(first + index);
    }
  }
}
