package io.slipway.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object of the resource's namespace, as a person would name it: {@code Service churn}. */
public record ObjectKey(String kind, String name) {

  public static ObjectKey of(HasMetadata object) {
    return new ObjectKey(object.getKind(), object.getMetadata().getName());
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
