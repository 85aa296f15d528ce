package io.slipway.client;

/** Is told how far work with many bytes has come. Called by the thread that does the work. */
public interface Progress {

  /** What is done with a file. */
  enum Work {
    HASHING,
    SENDING,
    FETCHING
  }

  /** Nobody looks. */
  Progress UNSEEN =
      new Progress() {
        @Override
        public void begun(Work work, String file, long total) {}

        @Override
        public void at(long bytes) {}

        @Override
        public void ended() {}
      };

  /** Work on a file begins. */
  void begun(Work work, String file, long total);

  /** So many of its bytes are through; after a break it may be fewer than before. */
  void at(long bytes);

  /** The file is done. */
  void ended();
}
