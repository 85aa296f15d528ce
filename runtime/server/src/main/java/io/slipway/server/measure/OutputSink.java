package io.slipway.server.measure;

import io.slipway.scoring.Batch;

/** Takes note of what a model gave. Called on scoring threads, by many at once; must be quick. */
@FunctionalInterface
public interface OutputSink {
  /** Looks at nothing. */
  OutputSink NONE = outputs -> 0;

  /** Looks for faults alone. */
  OutputSink FAULTS = OutputFaults::in;

  /** The number of faulty rows, as {@link OutputFaults} has it; 0 if it was not looked. */
  int take(Batch outputs);
}
