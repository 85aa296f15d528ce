package io.slipway.scoring;

/** The hardware a loaded model runs on. */
public enum ExecutionProvider {
  CPU,
  CUDA
}
