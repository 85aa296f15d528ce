package io.slipway.operator.measure;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.observe.Measurement;
import java.util.Map;

/** What queries of a resource's checks give now, by the name of the check. */
@FunctionalInterface
public interface Measurements {

  Map<String, Measurement> of(ModelDeployment resource);
}
