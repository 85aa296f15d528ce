package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An answer held to what the metadata say of the model's outputs, whichever way it came. */
public final class Outputs {
  private Outputs() {}

  /** Fails unless they are all there, and no other. */
  public static void requireAll(Subject subject, InferAnswer answer)
      throws Deviation, NotApplicable {
    requireNamed(subject);
    Set<String> expected =
        subject.outputs().stream().map(TensorSpec::name).collect(Collectors.toSet());
    Set<String> found = answer.outputs().stream().map(Tensor::name).collect(Collectors.toSet());
    require(found.equals(expected), "expected the outputs %s, found %s".formatted(expected, found));
  }

  /** Fails unless those that are there have the datatype and a shape that they are to have. */
  public static void requireTyped(Subject subject, InferAnswer answer)
      throws Deviation, NotApplicable {
    requireNamed(subject);
    for (TensorSpec spec : subject.outputs()) {
      Optional<Tensor> output = answer.output(spec.name());
      if (output.isPresent()) {
        require(
            output.get().type() == spec.type() && spec.takes(output.get().shape()),
            "expected %s of shape %s for %s, found %s of shape %s"
                .formatted(
                    spec.type(),
                    spec.shape(),
                    spec.name(),
                    output.get().type(),
                    output.get().shape()));
      }
    }
  }

  /** Fails unless those that the metadata have of one datatype are there and of that type. */
  public static void requireOfType(Subject subject, InferAnswer answer, Datatype type)
      throws Deviation {
    for (TensorSpec spec : subject.outputs()) {
      if (spec.type() == type) {
        Optional<Tensor> output = answer.output(spec.name());
        require(
            output.isPresent() && output.get().type() == type,
            "expected the output \"%s\" as %s".formatted(spec.name(), type));
      }
    }
  }

  private static void requireNamed(Subject subject) throws NotApplicable {
    if (subject.outputs().isEmpty()) {
      throw new NotApplicable("the metadata name no outputs");
    }
  }
}
