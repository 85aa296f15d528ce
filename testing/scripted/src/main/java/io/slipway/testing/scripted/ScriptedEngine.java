package io.slipway.testing.scripted;

import io.slipway.scoring.Engine;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ModelLoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loads a {@link Script}. */
public final class ScriptedEngine implements Engine {

  private static final int PIECE = 8 << 20;

  @Override
  public String name() {
    return "scripted";
  }

  /** It stands for an engine of any format. */
  @Override
  public Set<ModelFormat> formats() {
    return Set.of(ModelFormat.values());
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return new String(head, StandardCharsets.UTF_8).startsWith(Script.FIRST_LINE)
        ? Optional.of(ModelFormat.PMML)
        : Optional.empty();
  }

  @Override
  public Model load(Path file, LoadOptions options) throws ModelLoadException {
    Script script;
    try {
      script = Script.parse(Files.readString(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelLoadException(
          ModelLoadException.Reason.MODEL_INVALID, String.valueOf(e.getMessage()), e);
    }
    if (script.greedy()) {
      exhaust();
    }
    return new ScriptedModel(script);
  }

  private static void exhaust() {
    List<byte[]> held = new ArrayList<>();
    while (held.size() < Integer.MAX_VALUE) {
      held.add(new byte[PIECE]);
    }
  }
}
