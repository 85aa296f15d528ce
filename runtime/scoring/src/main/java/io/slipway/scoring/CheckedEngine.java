package io.slipway.scoring;

import io.slipway.scoring.EngineInfo.HeldTo;
import io.slipway.scoring.EngineInfo.PassedOver;
import io.slipway.scoring.ModelLoadException.Reason;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A fast engine that knows a part of a format, backed by one that knows the whole: the fast one
 * scores what it knows, once it has answered made-up rows as the other does.
 *
 * <p>Where the other does not support a document that the fast one does, nobody can be asked, and
 * the fast one scores. Where the other refuses it as invalid or too large, it is refused: whether a
 * model is served must not depend on which engine is the faster.
 *
 * <p>Where another load has made the comparison, of the same bytes by the same programs, what it
 * came to stands, and the other engine reads nothing.
 */
record CheckedEngine(Engine fast, Engine whole) implements Engine {

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public Set<ModelFormat> formats() {
    return whole.formats();
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return whole.recognise(head);
  }

  @Override
  public Model load(Path file, LoadOptions options) throws ModelLoadException {
    Model quick;
    try {
      quick = fast.load(file, options);
    } catch (ModelLoadException e) {
      // A limit of its own is no limit of the load's, which the caller sets by interrupting it.
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      // What the other loads is not invalid: it was misread.
      EngineInfo.Reason why =
          e.reason() == Reason.MODEL_INVALID
              ? EngineInfo.Reason.DIFFERS
              : EngineInfo.Reason.NOT_COVERED;
      return instead(whole.load(file, options), why, String.valueOf(e.getMessage()));
    }
    Optional<HeldTo> known = options.heldTo().filter(held -> held.engine().equals(whole.name()));
    if (known.isPresent()) {
      return new DescribedModel(quick, quick.engine().heldTo(known.get()));
    }
    Model reference;
    try {
      reference = whole.load(file, options);
    } catch (ModelLoadException e) {
      if (e.reason() == Reason.MODEL_UNSUPPORTED) {
        return quick;
      }
      quick.close();
      throw e;
    }
    Agreement.Outcome outcome = Agreement.of(reference, quick);
    if (outcome.difference().isPresent()) {
      quick.close();
      return instead(reference, EngineInfo.Reason.DIFFERS, outcome.difference().get());
    }
    EngineInfo held = reference.engine();
    reference.close();
    return new DescribedModel(
        quick,
        quick
            .engine()
            .heldTo(new HeldTo(held.name(), held.version(), outcome.answered(), outcome.extent())));
  }

  private Model instead(Model model, EngineInfo.Reason reason, String why) {
    return new DescribedModel(
        model, model.engine().insteadOf(new PassedOver(fast.name(), reason, why)));
  }
}
