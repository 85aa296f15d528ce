package io.slipway.batch.warehouse;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads predictions. Many threads may, while others load, publish and retire. */
public interface Predictions extends AutoCloseable {

  /**
   * What the current set version has of these keys, all from this one.
   *
   * @return empty when nothing was published under this name
   */
  Optional<Answer> find(SetName set, Collection<String> keys);

  /** What published set versions have of a key, as far as they are kept, newest first. */
  List<PastPrediction> history(SetName set, String key, int limit);

  /** All that is remembered, newest first. */
  List<SetVersion> versions(SetName set);

  /**
   * The summary of a set version that has its rows, as it was given when they were loaded.
   *
   * @return empty where none was given, where the rows are gone, and where there is no such set
   *     version
   */
  Optional<String> summary(SetName set, long setId);

  /**
   * What readers had when a set version became current for the first time. It stays when somebody
   * goes back and forth.
   *
   * @return empty for one that never became current, and for one that did by a program that kept no
   *     note of it
   */
  Optional<Expected> replaced(SetName set, long setId);

  /** Fails when it cannot be reached. */
  void ping();

  @Override
  void close();
}
