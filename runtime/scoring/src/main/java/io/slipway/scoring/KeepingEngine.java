package io.slipway.scoring;

import io.slipway.scoring.EngineInfo.CompiledForm;
import io.slipway.scoring.EngineInfo.CompiledForm.State;
import io.slipway.scoring.UnfitFormException.Unfit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * An engine whose models are kept in a compiled form, where the caller has a place for it. A form
 * that fits stands for the load that wrote it, with all that was compared then; one that does not
 * fit is written anew.
 *
 * @param loading what loads a model that there is no form of
 * @param fast the engine whose models have one
 */
record KeepingEngine(Engine loading, Engine fast, FormCompiler forms) implements Engine {

  @Override
  public String name() {
    return loading.name();
  }

  @Override
  public Set<ModelFormat> formats() {
    return loading.formats();
  }

  @Override
  public Optional<ModelFormat> recognise(byte[] head) {
    return loading.recognise(head);
  }

  @Override
  public Model load(Path file, LoadOptions options) throws ModelLoadException {
    if (options.compiled().isEmpty() || options.executionProvider() != ExecutionProvider.CPU) {
      return loading.load(file, options);
    }
    CompiledPlace place = options.compiled().get();
    try {
      return restored(place);
    } catch (UnfitFormException e) {
      return compiled(loading.load(file, options), place, e.unfit());
    }
  }

  private Model restored(CompiledPlace place) throws UnfitFormException {
    try {
      CompiledFile.Content content = CompiledFile.read(place);
      Model model = forms.restore(content.form());
      EngineInfo engine = model.engine().kept(new CompiledForm(State.USED, Optional.empty()));
      return new DescribedModel(model, content.heldTo().map(engine::heldTo).orElse(engine));
    } catch (InternalError e) {
      // A page of a mapped file that is no longer there.
      throw new UnfitFormException(Unfit.UNREADABLE, "it went away: " + e.getMessage(), e);
    }
  }

  private Model compiled(Model model, CompiledPlace place, Unfit unfit) {
    if (!model.engine().name().equals(fast.name())) {
      return model;
    }
    Model made = model instanceof DescribedModel described ? described.model() : model;
    State state = keep(made, place, model);
    return new DescribedModel(
        made, model.engine().kept(new CompiledForm(state, Optional.of(unfit))));
  }

  /** The form is as large as the model, which is there already and is served without it too. */
  private State keep(Model made, CompiledPlace place, Model model) {
    try {
      return forms.compile(made).map(form -> write(place, model, form)).orElse(State.NONE);
    } catch (OutOfMemoryError e) {
      return State.NOT_WRITTEN;
    }
  }

  /** A model is served whether its form can be kept or not. */
  private static State write(CompiledPlace place, Model model, byte[] form) {
    try {
      CompiledFile.write(place, model.engine().heldTo(), form);
      return State.WRITTEN;
    } catch (IOException e) {
      return State.NOT_WRITTEN;
    }
  }
}
