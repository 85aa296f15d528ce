package io.slipway.scoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a model down in another form, which scores the same. Found with {@link
 * java.util.ServiceLoader}; has a public constructor without parameters; stateless, so safe for use
 * by many threads.
 */
public interface Renderer {

  /** What it reads. */
  ModelFormat format();

  /**
   * Writes the other form of a model.
   *
   * @param model a file that an engine loads; not trusted for that
   * @param folder for what is written; empty
   * @throws ModelLoadException if the model cannot be read
   */
  Rendering render(Path model, Path folder) throws ModelLoadException, IOException;

  /** What came of it. */
  sealed interface Rendering {

    /**
     * There is another form.
     *
     * @param model the file with it
     * @param mediaType of that
     * @param verification a file with the rows that the document verifies itself with and its other
     *     form does not hold, where it has some
     */
    record Rendered(Path model, String mediaType, Optional<Path> verification)
        implements Rendering {}

    /**
     * There is none that scores the same.
     *
     * @param why for people
     */
    record Unrenderable(String why) implements Rendering {}
  }
}
