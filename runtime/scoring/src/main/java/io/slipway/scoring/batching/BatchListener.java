package io.slipway.scoring.batching;

/** Hears of every call of a model that takes the rows of several callers. Must not block. */
public interface BatchListener {
  /** Wants to know nothing. */
  BatchListener NONE =
      new BatchListener() {
        @Override
        public void scores(int callers) {}

        @Override
        public void waited(long nanos) {}
      };

  /** The model is called for the rows of so many callers. */
  void scores(int callers);

  /** A caller waited for so long until its rows were taken into a call; only those that waited. */
  void waited(long nanos);
}
