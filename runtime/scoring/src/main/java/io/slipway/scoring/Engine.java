package io.slipway.scoring;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Loads models of one format. Found with {@link java.util.ServiceLoader}; has a public constructor
 * without parameters; stateless, so safe for use by many threads.
 */
public interface Engine {

  /** How much of its formats an engine knows. */
  enum Coverage {
    /** Whatever is in one of its formats is its own, or cannot be scored. */
    WHOLE,
    /**
     * Part of it, and faster: what it refuses goes to an engine that knows the whole, and its
     * answers are compared with that one's before they are trusted.
     */
    PART
  }

  /** A short name, the one {@link EngineInfo#name} carries. */
  String name();

  /** What {@link #recognise} can answer; never empty. */
  Set<ModelFormat> formats();

  default Coverage coverage() {
    return Coverage.WHOLE;
  }

  /** How it keeps models in a form that is quicker to load; empty where it does not. */
  default Optional<FormCompiler> compiler() {
    return Optional.empty();
  }

  /**
   * Says which format a file is in, going by its content and never by its name.
   *
   * @param head the first bytes of the file, {@link Engines#HEAD_BYTES} of them or all there are
   * @return empty if this engine does not know the content
   */
  Optional<ModelFormat> recognise(byte[] head);

  /**
   * Loads a model that {@link #recognise} accepted. The file is not trusted: nothing outside it is
   * read (no external entity, no path it names, except external tensor data in the file's own
   * folder), nothing it names is run, and what it claims about sizes is not believed.
   *
   * @param file the model, which must stay where it is until the model is closed
   * @throws ModelLoadException if it cannot be loaded, with a sentence for the person who exported
   *     it; it names the element or operator at fault
   */
  Model load(Path file, LoadOptions options) throws ModelLoadException;
}
