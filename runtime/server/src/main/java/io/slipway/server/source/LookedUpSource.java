package io.slipway.server.source;

import io.slipway.sources.SourceProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source that has to be asked first which file is meant. It is asked once; after that it is a
 * file like any other.
 */
final class LookedUpSource implements Source {

  /** Finds out which file is meant. */
  @FunctionalInterface
  interface Lookup {
    Found find() throws SourceException, SourceProblem;
  }

  /**
   * What the source said.
   *
   * @param settled what names the file from now on, where what was asked for may name another later
   * @param promised what its bytes are said to hash to
   */
  record Found(Source file, Optional<ModelUri> settled, Optional<Digest> promised) {}

  private final String display;
  private final Lookup lookup;
  private @Nullable Found found;

  LookedUpSource(String display, Lookup lookup) {
    this.display = display;
    this.lookup = lookup;
  }

  @Override
  public String display() {
    return display;
  }

  @Override
  public Content open(Optional<Resume> resume) throws SourceException {
    return found().file().open(resume);
  }

  @Override
  public synchronized Optional<ModelUri> settled() {
    return Optional.ofNullable(found).flatMap(Found::settled);
  }

  @Override
  public synchronized Optional<Digest> promised() {
    return Optional.ofNullable(found).flatMap(Found::promised);
  }

  private synchronized Found found() throws SourceException {
    Found known = found;
    if (known == null) {
      try {
        known = lookup.find();
      } catch (SourceProblem e) {
        throw SourceException.of(e);
      }
      found = known;
    }
    return known;
  }
}
