package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What planted bugs do to the documents of plans. */
final class BadDocuments {

  private BadDocuments() {}

  /** They give everything to whom they name. */
  static Plan weighing(Plan plan) {
    return documents(
        plan,
        said ->
            new TrafficPayload(
                said.deployment(),
                said.epoch(),
                said.sequence(),
                said.target(),
                TrafficPayload.EVERYTHING,
                0,
                said.assignment(),
                said.rollout()));
  }

  /** They all have the same number. */
  static Plan numbered(Plan plan) {
    return documents(
        plan,
        said ->
            new TrafficPayload(
                said.deployment(),
                said.epoch(),
                1,
                said.target(),
                said.weightBp(),
                said.shadowBp(),
                said.assignment(),
                said.rollout()));
  }

  /** There are none. */
  static Plan none(Plan plan) {
    return BadPlans.only(notKept(plan), step -> !(step instanceof Step.PushTraffic));
  }

  /** They are given to pods, and kept nowhere. */
  static Plan notKept(Plan plan) {
    return BadPlans.only(
        plan,
        step ->
            !(step instanceof Step.Apply(ConfigMap map, _)
                && TrafficConfigMap.document(map).isPresent()));
  }

  private static Plan documents(Plan plan, UnaryOperator<TrafficPayload> change) {
    UnaryOperator<SignedDocument> other =
        document -> new ToySigner().sign(change.apply(TrafficPayload.of(document).orElseThrow()));
    return BadPlans.steps(
        plan,
        step ->
            switch (step) {
              case Step.Apply(ConfigMap map, Step.Precondition precondition)
                  when TrafficConfigMap.document(map).isPresent() ->
                  new Step.Apply(changed(map, other), precondition);
              case Step.PushTraffic push ->
                  new Step.PushTraffic(other.apply(push.document()), push.pods());
              default -> step;
            });
  }

  private static ConfigMap changed(ConfigMap map, UnaryOperator<SignedDocument> change) {
    Map<String, String> data = new TreeMap<>(map.getData());
    data.replaceAll(
        (key, text) ->
            SignedDocument.parse(text).map(change).map(SignedDocument::json).orElse(text));
    ConfigMap changed = new ConfigMap();
    changed.setMetadata(map.getMetadata());
    changed.setData(data);
    return changed;
  }
}
