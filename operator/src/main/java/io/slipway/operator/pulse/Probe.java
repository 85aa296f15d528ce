package io.slipway.operator.pulse;

import java.util.Collection;
import java.util.Set;

/** Asks pods whether they are there. */
@FunctionalInterface
public interface Probe {

  /** Which of the pods answered in time, whatever they said; all of them are asked at once. */
  Set<Beat> answering(Collection<Beat> pods);
}
