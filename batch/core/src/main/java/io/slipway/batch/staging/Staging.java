package io.slipway.batch.staging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The staging area of one run. Safe for use by many processes at once: that is what it is for.
 *
 * <p>A worker writes its part somewhere of its own, stores it with {@link #store} under a name that
 * nobody else uses, and then says so with {@link #commit}. Whoever comes first is right; the parts
 * of others are left over and go with the run.
 */
public interface Staging {

  /**
   * Keeps a finished part. Stored is not committed: nobody reads it before that.
   *
   * @param name used by no other attempt
   * @param file all of it; it may be gone afterwards
   */
  void store(String name, Path file) throws IOException;

  /**
   * Commits a split, unless somebody has.
   *
   * @return what counts from now on: {@code commit}, or the one that was there before
   */
  Commit commit(Commit commit) throws IOException;

  /** What counts for a split, if anything does yet. */
  Optional<Commit> committed(int split) throws IOException;

  /**
   * Brings a committed part here.
   *
   * @throws IOException also if its bytes are not those that were committed
   */
  void fetch(Commit commit, Path to) throws IOException;

  /** Removes the run with all that is in it. */
  void remove() throws IOException;
}
