package io.slipway.scoring;

import java.nio.ByteBuffer;
import java.util.Optional;

/** How an engine keeps the models that it made. */
public interface FormCompiler {

  /** The form of a model that this engine loaded; empty where it has none for it. */
  Optional<byte[]> compile(Model model);

  /**
   * The model of a form. What is read is not trusted: lengths and places are held to bounds.
   *
   * @throws UnfitFormException if this is none that was compiled
   */
  Model restore(ByteBuffer form) throws UnfitFormException;
}
